"""The county SMI office's review: the queue, call-backs, decisions, and the sender's answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.principal import Principal
from api.reading import Reading
from api.services import Services
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Line, code_of
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.errors import Unknown
from domain.registry.reviews import (
    AcceptCase,
    AnswerCase,
    CallBack,
    Case,
    Draw,
    ReturnCase,
    case_of,
    drawn,
    review_id,
)
from domain.registry.rule_settings import InForce, in_force
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.review import CallBackResult, ReviewKind, ReviewState
from projections.person_card import cards
from projections.reviews import ReviewRow, case, cases

router: Final = APIRouter(prefix="/api/v1", tags=["reviews"])

Looking = Annotated[Asking, asking(Operation.READ_REVIEWS)]
Reviewing = Annotated[Acting, acting(Operation.REVIEW_CASE)]
Answering = Annotated[Acting, acting(Operation.ANSWER_REVIEW)]


class ReviewQuery(BaseModel):
    """In which state, of which kind."""

    model_config = ConfigDict(extra="forbid")

    state: ReviewState = Field(ReviewState.WAITING, description="In which state.")
    kind: ReviewKind | None = Field(None, description="Only of one kind.")


class CallBackBody(Body):
    """A call-back and how it ended; one that differs says what differs."""

    result: Annotated[CallBackResult, code_of(CallBackResult)] = Field(
        title="Result", examples=["confirmed"]
    )
    spoke_with: Line = Field("", title="Whom was spoken with", examples=["患者母亲"])
    remark: Line = Field("", title="Remark", examples=["与报告一致"])


class AcceptanceBody(Body):
    """That the case passes."""

    remark: Line = Field("", title="Remark", examples=[""])


class ReturnBody(Body):
    """Why the case goes back to its sender."""

    reason: Line = Field(title="Why", min_length=1, examples=["死亡日期与户籍注销不符"])


class ReviewAnswerBody(Body):
    """What the sender answers."""

    answer: Line = Field(title="Answer", min_length=1, examples=["已更正死亡日期"])


class StepLine(Answer):
    """One step of a case."""

    at: datetime = Field(title="When", examples=["2026-03-02T12:00:00+08:00"])
    what: str = Field(title="What", examples=["confirmed"])
    by: str = Field(title="Account", examples=[""])
    said: str = Field(title="What was said", examples=["与报告一致"])


class CaseLine(Answer):
    """One case; `is_drawn` says whether somebody is rung up before it may pass."""

    fact: UUID = Field(title="Event under review, and the case's id")
    person: UUID
    kind: ReviewKind = Field(title="Kind", examples=["death"])
    state: ReviewState = Field(title="State", examples=["waiting"])
    happened_at: str = Field(title="When it happened", examples=["2026-03-02"])
    sent_at: datetime = Field(title="When it was recorded")
    sent_by: str = Field(title="Account that recorded it", examples=[""])
    sent_from: str = Field(title="Office that recorded it", examples=[""])
    is_drawn: bool = Field(title="Drawn for a call-back", examples=[True])
    share: int = Field(title="Share drawn of its kind, in per cent", examples=[20])
    because: list[CitedReason] = Field(title="Why that share")
    steps: list[StepLine] = Field(title="What was done so far")


class CasesAnswer(Answer):
    """Cases, the longest waiting first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[CaseLine]


def draw_of(row: ReviewRow, division: str, local: InForce) -> Draw:
    """Return the draw of a case: as it was taken up, or as the rule has it now."""
    day = shanghai_day(row.sent_at)
    found = drawn(ReviewKind(row.kind), row.fact, division, day, local)
    if row.is_drawn is None:
        return found
    return Draw(row.is_drawn, found.share, found.because, found.editions)


async def case_in_sight(acting: Acting, fact: UUID) -> Case:
    """Return the case a command is about; `Unknown` when there is none."""
    return await run_in_threadpool(case_of, acting.services.log, fact)


def own_returned(opened: Reading, principal: Principal) -> Sequence[ReviewRow]:
    """Return what was returned to the asker's office."""
    if principal.organisation is None:
        return []
    return cases(
        opened.connection, ReviewState.RETURNED, receiver=principal.organisation
    )


@router.get("/reviews", openapi_extra=QUESTION)
def list_reviews(
    query: Annotated[ReviewQuery, Query()], asking: Looking
) -> CasesAnswer:
    """List the cases within sight: cards, records, moves, losses, deaths, exclusions."""
    with asking.reading() as opened:
        kind = query.kind.value if query.kind else ""
        found = cases(opened.connection, query.state, kind=kind)
        lines = _lines(asking.services, opened, found)
    return CasesAnswer(position=opened.position, items=lines)


@router.get("/returned-reviews", openapi_extra=QUESTION)
def list_returned_reviews(
    asking: Annotated[Asking, asking(Operation.READ_RETURNED)],
) -> CasesAnswer:
    """List what the review returned to the asker's own office."""
    with asking.reading() as opened:
        found = own_returned(opened, asking.principal)
        lines = _lines(asking.services, opened, found)
    return CasesAnswer(position=opened.position, items=lines)


@router.get("/reviews/{fact}", openapi_extra=QUESTION)
def show_review(fact: UUID, asking: Looking) -> CaseLine:
    """Show one case."""
    with asking.reading() as opened:
        row = case(opened.connection, fact)
        lines = _lines(asking.services, opened, [row] if row else [])
        if not lines:
            raise Unknown(kind="case")
    return lines[0]


@router.post(
    "/reviews/{fact}/call-backs",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def note_call_back(
    fact: UUID, body: CallBackBody, response: Response, acting: Reviewing
) -> Done:
    """Note a call-back and how it ended."""
    use_case = CallBack(
        await case_in_sight(acting, fact), body.result, body.spoke_with, body.remark
    )
    return await _run(use_case, fact, body, response, acting)


@router.post(
    "/reviews/{fact}/acceptance",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def accept_review(
    fact: UUID, body: AcceptanceBody, response: Response, acting: Reviewing
) -> Done:
    """Let a case pass; a drawn one needs its call-back first."""
    use_case = AcceptCase(await case_in_sight(acting, fact), body.remark)
    return await _run(use_case, fact, body, response, acting)


@router.post(
    "/reviews/{fact}/return",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def return_review(
    fact: UUID, body: ReturnBody, response: Response, acting: Reviewing
) -> Done:
    """Return a case to its sender: it is on the sender's list."""
    use_case = ReturnCase(await case_in_sight(acting, fact), body.reason)
    return await _run(use_case, fact, body, response, acting)


@router.post(
    "/reviews/{fact}/answer",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def answer_review(
    fact: UUID, body: ReviewAnswerBody, response: Response, acting: Answering
) -> Done:
    """Answer a returned case: it waits for the review again."""
    use_case = AnswerCase(await case_in_sight(acting, fact), body.answer)
    return await _run(use_case, fact, body, response, acting)


async def _run(
    use_case: UseCase, fact: UUID, body: Body, response: Response, acting: Acting
) -> Done:
    plain: dict[str, Any] = {"fact": str(fact), **body.model_dump(mode="json")}
    with within_sight("case"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/reviews/{fact}", review_id(fact), recorded, made=fact)


def _lines(
    services: Services, opened: Reading, found: Sequence[ReviewRow]
) -> list[CaseLine]:
    local = in_force(services.log)
    known = cards(opened.connection, [row.person for row in found])
    opened.saw(known)
    return [
        _line(row, draw_of(row, seen.division if seen else "", local))
        for row in found
        for seen in [known.get(row.person)]
    ]


def _line(row: ReviewRow, drawn_: Draw) -> CaseLine:
    return CaseLine(
        fact=row.fact,
        person=row.person,
        kind=ReviewKind(row.kind),
        state=ReviewState(row.state),
        happened_at=row.happened_at,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        sent_from=str(row.receiver or ""),
        is_drawn=drawn_.is_drawn,
        share=drawn_.share,
        because=[CitedReason(**why.fact()) for why in drawn_.because],
        steps=[
            StepLine(
                at=datetime.fromisoformat(step["at"]),
                what=step["what"],
                by=step["by"],
                said=step["said"],
            )
            for step in row.steps
        ],
    )
