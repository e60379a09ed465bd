"""The county SMI office's review queue, one case with its call-back, and what came back."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page, written
from api.console.reasons import said
from api.console.sentences import Speaker
from api.language import language_of
from api.reading import Reading
from api.refusals import Malformed
from api.v1.asking import Asking, asking
from api.v1.reviews import case_in_sight, draw_of, own_returned
from api.v1.sight import seen_card, within_sight
from domain.errors import Refused, Unknown
from domain.registry.known import whole
from domain.registry.reviews import (
    AcceptCase,
    AnswerCase,
    CallBack,
    OfCase,
    ReturnCase,
)
from domain.registry.rule_settings import in_force
from domain.rules.access import Operation, purposes
from domain.values.review import CallBackResult, ReviewKind, ReviewState
from projections.accounts import names
from projections.history import Line, lines, without_tags
from projections.offices import all_offices
from projections.person_card import cards
from projections.reviews import ReviewRow, case, cases

router: Final = APIRouter(include_in_schema=False)

Short = Annotated[str, Field(max_length=300)]
Needed = Annotated[str, Field(min_length=1, max_length=300)]
Looking = Annotated[Asking, asking(Operation.READ_REVIEWS)]
Reviewing = Annotated[Acting, acting(Operation.REVIEW_CASE)]
LookingBack = Annotated[Asking, asking(Operation.READ_RETURNED)]
Answering = Annotated[Acting, acting(Operation.ANSWER_REVIEW)]


class Shown(BaseModel):
    """Which kind and state is shown."""

    model_config = ConfigDict(extra="forbid")

    kind: ReviewKind | None = None
    state: ReviewState = ReviewState.WAITING
    passed: int | None = None
    refused: int = 0


class CallBackForm(Form):
    """A call-back."""

    result: CallBackResult
    spoke_with: Short = ""
    heard: Short = ""


class AcceptForm(Form):
    """That the case passes."""

    remark: Short = ""


class PassForm(Form):
    """Several cases that pass at once; a drawn one among them is refused."""

    facts: list[UUID] = Field(min_length=1, max_length=200)


class ReturnForm(Form):
    """Why it goes back."""

    reason: Needed


class AnswerForm(Form):
    """What the sender answers."""

    answer: Short = ""


@router.get("/reviews")
def show_reviews(
    request: Request, asking: Looking, shown: Annotated[Shown, Query()]
) -> Response:
    """Show the queue."""
    language, local = language_of(request), in_force(asking.services.log)
    with asking.reading() as opened:
        kind = shown.kind.value if shown.kind else ""
        found = cases(opened.connection, shown.state, kind=kind)
        known = cards(opened.connection, [row.person for row in found])
        offices = {
            str(k): row.name for k, row in all_offices(opened.connection).items()
        }
        opened.saw(known)
    lines: list[dict[str, Any]] = [
        {
            "row": row,
            "card": known[row.person],
            "is_drawn": draw_of(row, known[row.person].division, local).is_drawn,
            "office": offices.get(str(row.receiver), ""),
        }
        for row in found
        if row.person in known
    ]
    return page(
        request,
        "reviews.html",
        lines=lines,
        shown=shown,
        kinds=options(ReviewKind, language),
        states=options(ReviewState, language),
        undrawn=[
            line["row"].fact
            for line in lines
            if not line["is_drawn"]
            and line["row"].sent_by != str(asking.principal.account)
        ]
        if shown.state is ReviewState.WAITING
        and purposes(asking.principal.role, Operation.REVIEW_CASE)
        else [],
        command_id=str(asking.services.new_id()),
    )


@router.post("/reviews/acceptance")
async def accept_several(acting: Reviewing, posted: PostedForm) -> Response:
    """Let several pass, each on its own; who sent one, or a drawn one, is refused."""
    form, _ = posted.read(PassForm)
    facts = form.facts if form else []
    refused = 0
    for fact in facts:
        one = replace(acting, command_id=uuid5(acting.command_id, str(fact)))
        try:
            use_case = AcceptCase(await case_in_sight(one, fact))
            await one.run(use_case, {"fact": str(fact), "remark": ""})
        except Refused:
            refused += 1
    address = f"/reviews?passed={len(facts) - refused}&refused={refused}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


@router.get("/returned-reviews")
def show_returned(request: Request, asking: LookingBack) -> Response:
    """Show what the review returned to the asker's office."""
    with asking.reading() as opened:
        found = own_returned(opened, asking.principal)
        known = cards(opened.connection, [row.person for row in found])
        opened.saw(known)
    lines = [(row, known.get(row.person)) for row in found]
    return page(
        request,
        "returned.html",
        lines=lines,
        command_ids=[str(asking.services.new_id()) for _ in lines],
    )


@router.get("/reviews/{fact}")
def show_review(fact: UUID, request: Request, asking: Looking) -> Response:
    """Show one case: what was sent, whom to ring, and the decision."""
    return _show(request, asking, fact, {}, {})


@router.post("/reviews/{fact}/call-backs")
async def call_back(
    fact: UUID, request: Request, acting: Reviewing, posted: PostedForm
) -> Response:
    """Note a call-back."""
    form, faults = posted.read(CallBackForm)
    if form is None:
        return await _again(request, acting, fact, posted, faults)
    found = await case_in_sight(acting, fact)
    use_case = CallBack(found, form.result, form.spoke_with, form.heard)
    return await _run(acting, use_case, form, f"/reviews/{fact}")


@router.post("/reviews/{fact}/acceptance")
async def accept(
    fact: UUID, request: Request, acting: Reviewing, posted: PostedForm
) -> Response:
    """Let it pass."""
    form, faults = posted.read(AcceptForm)
    if form is None:
        return await _again(request, acting, fact, posted, faults)
    use_case = AcceptCase(await case_in_sight(acting, fact), form.remark)
    return await _run(acting, use_case, form, "/reviews")


@router.post("/reviews/{fact}/return")
async def send_back(
    fact: UUID, request: Request, acting: Reviewing, posted: PostedForm
) -> Response:
    """Return it to its sender."""
    form, faults = posted.read(ReturnForm)
    if form is None:
        return await _again(request, acting, fact, posted, faults)
    use_case = ReturnCase(await case_in_sight(acting, fact), form.reason)
    return await _run(acting, use_case, form, "/reviews")


@router.post("/reviews/{fact}/answer")
async def answer(fact: UUID, acting: Answering, posted: PostedForm) -> Response:
    """Answer what was returned; an empty answer is refused by the case itself."""
    form, _ = posted.read(AnswerForm)
    if form is None:
        raise Malformed
    use_case = AnswerCase(await case_in_sight(acting, fact), form.answer)
    return await _run(acting, use_case, form, "/returned-reviews")


async def _run(acting: Acting, use_case: OfCase, form: Form, address: str) -> Response:
    fact = str(use_case.case.fact)
    plain: dict[str, Any] = {"fact": fact, **form.model_dump(mode="json")}
    with within_sight("case"):
        await acting.run(use_case, plain)  # pyright: ignore[reportArgumentType] - each is a use case
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


async def _again(
    request: Request,
    acting: Acting,
    fact: UUID,
    posted: Posted,
    faults: Mapping[str, str],
) -> Response:
    asking = Asking(acting.services, acting.principal, Operation.READ_REVIEWS)
    return await run_in_threadpool(_show, request, asking, fact, posted.fields, faults)


def _show(
    request: Request,
    asking: Asking,
    fact: UUID,
    fields: Mapping[str, list[str]],
    errors: Mapping[str, str],
) -> Response:
    language = language_of(request)
    with asking.reading() as opened:
        row = case(opened.connection, fact)
        if row is None:
            raise Unknown(kind="case")
        card = seen_card(opened.connection, row.person)
        opened.saw([row.person])
        actors = {str(k): name for k, name in names(opened.connection).items()}
        offices = {str(k): o.name for k, o in all_offices(opened.connection).items()}
        recorded = _recorded(opened, row)
    speaker = Speaker(language, offices, written)
    draw = draw_of(row, card.division, in_force(asking.services.log))
    return page(
        request,
        "review.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        row=row,
        card=card,
        draw=draw,
        because=[said(why, language) for why in draw.because],
        recorded=[
            " ".join((speaker.sentence(line), *speaker.further(line)))
            for line in recorded
        ],
        actors=actors,
        office=offices.get(str(row.receiver), ""),
        is_own=row.sent_by == str(asking.principal.account),
        results=options(CallBackResult, language),
        may_review=bool(purposes(asking.principal.role, Operation.REVIEW_CASE)),
        fields=fields,
        errors=errors,
        command_ids=[str(asking.services.new_id()) for _ in range(3)],
    )


def _recorded(opened: Reading, row: ReviewRow) -> list[Line]:
    """Return what was recorded with the fact under review, by the same command."""
    every = whole(opened.log, row.person)
    of = next((f for f in every if f.event_id == row.fact), None)
    if of is None:
        return []
    command = of.header["command"]["id"]
    return lines(
        without_tags([f for f in every if f.header["command"]["id"] == command]), every
    )
