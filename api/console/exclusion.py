"""Excluding a diagnosis: who waits for a second person, and the steps for one person."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final, TypeVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.language import language_of
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.registry.exclusion import (
    ConfirmExclusion,
    DeclineExclusion,
    Opinion,
    ProposeExclusion,
    UndoExclusion,
)
from domain.registry.known import known as facts_about
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.exclusion import OpinionKind
from projections.accounts import names
from projections.exclusions import exclusion_of, proposed
from projections.person_card import cards

router: Final = APIRouter(include_in_schema=False)

F = TypeVar("F", bound=Form)
Line = Annotated[str, Field(max_length=300)]
Needed = Annotated[str, Field(min_length=1, max_length=300)]
Looking = Annotated[Asking, asking(Operation.PROPOSE_EXCLUSION)]
Proposing = Annotated[Acting, acting(Operation.PROPOSE_EXCLUSION)]
Excluding = Annotated[Acting, acting(Operation.EXCLUDE_DIAGNOSIS)]


class OpinionForm(Form):
    """The opinion a proposal rests on."""

    kind: OpinionKind
    opinion_on: date
    institution: Needed
    conclusion: Needed


class RemarkForm(Form):
    """What the second person adds."""

    remark: Line = ""


class ReasonForm(Form):
    """Why it is declined or undone."""

    reason: Needed


@router.get("/exclusions")
def show_proposed(request: Request, asking: Looking) -> Response:
    """Show what waits within sight."""
    with asking.reading() as opened:
        found = proposed(opened.connection)
        known = cards(opened.connection, [row.person for row in found])
        opened.saw(known)
        actors = {str(k): name for k, name in names(opened.connection).items()}
    lines = [(known[row.person], row) for row in found if row.person in known]
    return page(request, "exclusions.html", lines=lines, actors=actors)


@router.get("/people/{person}/exclusion")
def show_exclusion(person: UUID, request: Request, asking: Looking) -> Response:
    """Show how it stands, and the next step."""
    return _show(request, asking, person, {}, {})


@router.post("/people/{person}/exclusion")
async def propose(
    person: UUID, request: Request, acting: Proposing, posted: PostedForm
) -> Response:
    """Propose it on an opinion."""
    form, faults = posted.read(OpinionForm)
    use_case = form and ProposeExclusion(
        person,
        Opinion(
            form.kind.value,
            form.opinion_on.isoformat(),
            form.institution,
            form.conclusion,
        ),
    )
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/people/{person}/exclusion/confirmation")
async def confirm(
    person: UUID, request: Request, acting: Excluding, posted: PostedForm
) -> Response:
    """Confirm what another proposed."""
    form, faults = posted.read(RemarkForm)
    use_case = form and ConfirmExclusion(person, form.remark)
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/people/{person}/exclusion/refusal")
async def decline(
    person: UUID, request: Request, acting: Proposing, posted: PostedForm
) -> Response:
    """Decline it, or take it back."""
    form, faults = posted.read(ReasonForm)
    use_case = form and DeclineExclusion(person, form.reason)
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/people/{person}/exclusion/undoing")
async def undo(
    person: UUID, request: Request, acting: Excluding, posted: PostedForm
) -> Response:
    """Undo it."""
    form, faults = posted.read(ReasonForm)
    use_case = form and UndoExclusion(person, form.reason)
    return await _record(request, acting, person, posted, form, use_case, faults)


async def _record(  # noqa: PLR0917 - what a page's form came with
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    form: Form | None,
    use_case: UseCase | None,
    faults: Mapping[str, str],
) -> Response:
    if form is None or use_case is None:
        asking = Asking(acting.services, acting.principal, Operation.PROPOSE_EXCLUSION)
        return await run_in_threadpool(
            _show, request, asking, person, posted.fields, faults
        )
    plain = {"person": str(person), **form.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    fields: Mapping[str, list[str]],
    errors: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
        exclusion = exclusion_of(facts_about(opened.log, person))
        actors = {str(k): name for k, name in names(opened.connection).items()}
    services, principal = asking.services, asking.principal
    return page(
        request,
        "exclusion.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=card,
        exclusion=exclusion,
        actors=actors,
        me=str(principal.account),
        fields=fields,
        errors=errors,
        kinds=options(OpinionKind, language_of(request)),
        may_exclude=bool(purposes(principal.role, Operation.EXCLUDE_DIAGNOSIS)),
        today=shanghai_day(services.clock()).isoformat(),
        command_ids=[str(services.new_id()) for _ in range(4)],
    )
