"""Merging two records of one person: propose from the chart, confirm from the list, part."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.forms import Form, PostedForm
from api.console.pages import page
from api.console.search import found_people
from api.merging import claims_of
from api.reading import Reading
from api.v1.asking import Asking, asking
from api.v1.sight import seen_card, within_sight
from domain.registry.merging import (
    ConfirmMerge,
    DeclineMerge,
    ProposeMerge,
    Side,
    UndoMerge,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from projections.accounts import names
from projections.merge_proposals import proposal_of, waiting_merges
from projections.merged_records import merged_into
from projections.person_card import Card, card, cards
from projections.possible_duplicates import possible_duplicates

router: Final = APIRouter(include_in_schema=False)

Needed = Annotated[str, Field(min_length=1, max_length=300)]
Looking = Annotated[Asking, asking(Operation.PROPOSE_MERGE)]
Proposing = Annotated[Acting, acting(Operation.PROPOSE_MERGE)]
Declining = Annotated[Acting, acting(Operation.DECLINE_MERGE)]
Confirming = Annotated[Acting, acting(Operation.CONFIRM_MERGE)]
Parting = Annotated[Acting, acting(Operation.UNDO_MERGE)]


class ProposalForm(Form):
    """Which record goes on, whose identity is right, and why they are one person's."""

    other: UUID
    survives: UUID
    identity: UUID
    reason: Needed


class SurvivorForm(Form):
    """Into which record it was proposed."""

    survivor: UUID


class ReasonForm(Form):
    """Why it is declined or undone."""

    survivor: UUID
    reason: Needed


@router.get("/merges")
def show_merges(request: Request, asking: Looking) -> Response:
    """Show what waits within sight."""
    with asking.reading() as opened:
        found = waiting_merges(opened.connection)
        people = [each for row in found for each in (row.person, row.survivor)]
        known = cards(opened.connection, people)
        opened.saw(known)
        actors = {str(k): name for k, name in names(opened.connection).items()}
    lines = [
        (known[row.person], known[row.survivor], row)
        for row in found
        if row.person in known and row.survivor in known
    ]
    return page(request, "merges.html", lines=lines, actors=actors)


@router.get("/people/{person}/merge")
def show_merge(
    person: UUID, request: Request, asking: Looking, other: str = ""
) -> Response:
    """Show who may be the same person, both records side by side, and the next step."""
    return _show(request, asking, person, other, {}, {})


@router.post("/people/{person}/merge")
async def propose(
    person: UUID, request: Request, acting: Proposing, posted: PostedForm
) -> Response:
    """Propose it: the record that does not survive retires."""
    form, faults = posted.read(ProposalForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.PROPOSE_MERGE)
        return await run_in_threadpool(
            _show,
            request,
            asking,
            person,
            posted.value("other"),
            posted.fields,
            faults,
        )
    survivor = form.survives
    retiring = person if survivor == form.other else form.other
    side = Side.SURVIVOR if form.identity == survivor else Side.RETIRED
    use_case = ProposeMerge(retiring, survivor, side, form.reason)
    return await _record(acting, use_case, form, f"/people/{retiring}/merge")


@router.post("/people/{person}/merge/search")
def find_other(
    person: UUID, request: Request, asking: Looking, posted: PostedForm
) -> Response:
    """Find the other record by name, pinyin, initials or ID number."""
    return _show(request, asking, person, "", posted.fields, {})


@router.post("/people/{person}/merge/confirmation")
async def confirm(
    person: UUID, request: Request, acting: Confirming, posted: PostedForm
) -> Response:
    """Merge them, as another proposed."""
    form, faults = posted.read(SurvivorForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.PROPOSE_MERGE)
        return await run_in_threadpool(_show, request, asking, person, "", {}, faults)
    claims = await run_in_threadpool(claims_of, acting.services, form.survivor, person)
    use_case = ConfirmMerge(person, form.survivor, claims)
    return await _record(acting, use_case, form, f"/people/{form.survivor}")


@router.post("/people/{person}/merge/refusal")
async def decline(
    person: UUID, request: Request, acting: Declining, posted: PostedForm
) -> Response:
    """Turn it down, or take it back."""
    form, faults = posted.read(ReasonForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.PROPOSE_MERGE)
        return await run_in_threadpool(
            _show, request, asking, person, "", posted.fields, faults
        )
    use_case = DeclineMerge(person, form.survivor, form.reason)
    return await _record(acting, use_case, form, f"/people/{person}")


@router.get("/people/{person}/merged")
def show_merged(
    person: UUID,
    request: Request,
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> Response:
    """Show which records were merged into this one, and part them."""
    return _show_merged(request, asking, person, {})


@router.post("/people/{person}/merged/{record}/parting")
async def part(
    person: UUID, record: UUID, request: Request, acting: Parting, posted: PostedForm
) -> Response:
    """Part a record again, for a reason."""
    form, faults = posted.read(ReasonForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.READ_PERSON)
        return await run_in_threadpool(_show_merged, request, asking, person, faults)
    claims = await run_in_threadpool(claims_of, acting.services, person, record)
    use_case = UndoMerge(record, person, form.reason, claims)
    return await _record(acting, use_case, form, f"/people/{person}")


async def _record(
    acting: Acting, use_case: UseCase, form: Form, address: str
) -> Response:
    plain = {"operation": use_case.operation, **form.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return RedirectResponse(
        f"{address}?after={recorded.position}", status_code=HTTPStatus.SEE_OTHER
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    other: str,
    fields: Mapping[str, list[str]],
    errors: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        own = seen_card(opened.connection, person)
        proposal = proposal_of(opened.connection, person)
        wanted = proposal.survivor if proposal else _id(other)
        second = card(opened.connection, wanted) if wanted else None
        alike = [] if second else _alike(opened, asking, own, fields)
        opened.saw([person, *(each.person for each in (*alike, *_some(second)))])
        actors = {str(k): name for k, name in names(opened.connection).items()}
        version = len(opened.log.stream(person))
    principal = asking.principal
    return page(
        request,
        "merge.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=own,
        other=second,
        proposal=proposal,
        alike=alike,
        actors=actors,
        me=str(principal.account),
        may_confirm=bool(purposes(principal.role, Operation.CONFIRM_MERGE)),
        seen=version,
        fields=fields,
        errors=errors,
        command_ids=[str(asking.services.new_id()) for _ in range(3)],
    )


def _show_merged(
    request: Request, asking: Asking, person: UUID, errors: Mapping[str, str]
) -> Response:
    with asking.reading() as opened:
        own = seen_card(opened.connection, person)
        found = merged_into(opened.connection, person)
        opened.saw([person])
        version = len(opened.log.stream(person))
    services, role = asking.services, asking.principal.role
    return page(
        request,
        "merged.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=own,
        records=[
            (record, row, str(services.new_id())) for record, row in found.items()
        ],
        may_part=bool(purposes(role, Operation.UNDO_MERGE)),
        seen=version,
        errors=errors,
    )


def _alike(
    opened: Reading, asking: Asking, own: Card, fields: Mapping[str, list[str]]
) -> list[Card]:
    """Return who was searched for, or who is alike by name and birth."""
    words = fields.get("words", [""])[0].strip()
    if words:
        people = found_people(opened, asking.services, words)
        found = cards(opened.connection, people)
    else:
        found = possible_duplicates(
            opened.connection, own.division, own.name, own.birth_date
        )
    return [each for record, each in found.items() if record != own.person]


def _some(found: Card | None) -> list[Card]:
    return [found] if found else []


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
