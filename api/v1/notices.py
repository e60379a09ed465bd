"""Notices: an office's inbox, one notice's content, and the receiver's own steps."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.acting import Acting, acting
from api.language import language_of
from api.notice_fields import fields_of, since_of
from api.paging import Key, PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.escalations import EscalationLine
from api.v1.fields import Line, Remark
from api.v1.models import Body, Done
from api.v1.notice_answer import NoticeAnswer, NoticeLine, NoticesAnswer
from api.v1.sight import seen_card, within_sight
from domain.errors import Unknown
from domain.log import Log
from domain.registry.notice_changes import AcceptChange
from domain.registry.notices import (
    AcceptNotice,
    CloseNotice,
    OpenNotice,
    ReportOutcome,
    ReturnNotice,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from projections.escalations import ladder_of
from projections.notice_box import NoticeRow, inbox, notice, of_person

router: Final = APIRouter(prefix="/api/v1", tags=["notices"])

STEP: Final = status.HTTP_201_CREATED


class InboxQuery(PageQuery):
    """Which page of which office's inbox."""

    office: UUID | None = Field(
        None, description="An office; left out: one's own, or all for who oversees."
    )


class ReasonBody(Body):
    """Why."""

    reason: Line = Field(title="Why", min_length=1, examples=["不在本辖区(演示)"])


class OutcomeBody(Body):
    """What came of it (处置反馈)."""

    outcome: Line = Field(
        title="Outcome",
        description=(
            "A code of `NoticeOutcome` or words of one's own. `taken_to_hospital`, "
            "`admitted`, `not_found` and `moved_away` plan the next follow-up."
        ),
        min_length=1,
        examples=["taken_to_hospital"],
    )
    remark: Remark = Field("", title="Remark")


@router.get("/notices", openapi_extra=QUESTION)
def list_notices(
    query: Annotated[InboxQuery, Query()],
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_INBOX)],
) -> NoticesAnswer:
    """List an office's notices, newest first; who they name is shown one by one only."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        own = None if opened.divisions else asking.principal.organisation
        found = inbox(
            opened.connection,
            query.office or own,
            after=_line_of(after) if after else None,
            limit=query.limit + 1,
        )
        page = cut(found, query.limit, _sorted_by)
        opened.saw(row.person for _, row in page.lines)
    link_next(request, response, key, page.after)
    return NoticesAnswer(
        position=opened.position, items=[NoticeLine.of(*line) for line in page.lines]
    )


@router.get("/notices/{notice_id}", openapi_extra=QUESTION)
def read_notice(
    notice_id: UUID,
    request: Request,
    asking: Annotated[Asking, asking(Operation.READ_INBOX)],
) -> NoticeAnswer:
    """Show a notice with the fields its receiver may read."""
    with asking.reading() as opened:
        row = notice(opened.connection, notice_id)
        if row is None:
            raise Unknown(kind="notice")
        opened.saw([row.person])
        fields = fields_of(opened, notice_id, row, language_of(request))
        since = since_of(opened, row)
        climbed = ladder_of(opened.connection, notice_id)
    return NoticeAnswer(
        notice=NoticeLine.of(notice_id, row),
        escalation=EscalationLine.of(notice_id, climbed)
        if climbed and climbed.rung
        else None,
        fields=fields,
        now=dict(since.now) if since else {},
        is_retracted=bool(since and since.is_retracted),
        is_merged=bool(since and since.is_merged),
        is_excluded=bool(since and since.is_excluded),
    )


@router.get("/people/{person}/notices", openapi_extra=QUESTION)
def list_notices_of_person(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> NoticesAnswer:
    """List the notices about a person and how far each has come, now or then."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        at = position_of(when, opened)
        found = of_person(opened.connection, person, at)
        opened.saw([person])
    return NoticesAnswer(
        position=opened.position if at is None else at,
        items=[NoticeLine.of(*line) for line in found],
    )


@router.post("/notices/{notice_id}/opening", status_code=STEP, openapi_extra=COMMAND)
async def open_notice(
    notice_id: UUID,
    response: Response,
    acting: Annotated[Acting, acting(Operation.OPEN_NOTICE)],
) -> Done:
    """Note that somebody at the receiver's has opened it."""
    return await _step(notice_id, OpenNotice(notice_id), {}, acting, response)


@router.post("/notices/{notice_id}/acceptance", status_code=STEP, openapi_extra=COMMAND)
async def accept_notice(
    notice_id: UUID,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ACCEPT_NOTICE)],
) -> Done:
    """Accept it (签收): the receiver takes it on."""
    return await _step(notice_id, AcceptNotice(notice_id), {}, acting, response)


@router.post(
    "/notices/{notice_id}/changes/{cause}/acceptance",
    status_code=STEP,
    openapi_extra=COMMAND,
)
async def accept_change(
    notice_id: UUID,
    cause: UUID,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ACCEPT_NOTICE)],
) -> Done:
    """Accept a correction (更正) or a withdrawal (撤回), by the fact that put it right."""
    use_case = AcceptChange(notice_id, cause)
    return await _step(notice_id, use_case, {"cause": str(cause)}, acting, response)


@router.post("/notices/{notice_id}/return", status_code=STEP, openapi_extra=COMMAND)
async def return_notice(
    notice_id: UUID,
    body: ReasonBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RETURN_NOTICE)],
) -> Done:
    """Send it back (退回) with a reason."""
    use_case = ReturnNotice(notice_id, body.reason)
    return await _step(notice_id, use_case, body.model_dump(), acting, response)


@router.post("/notices/{notice_id}/outcome", status_code=STEP, openapi_extra=COMMAND)
async def report_outcome(
    notice_id: UUID,
    body: OutcomeBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.REPORT_OUTCOME)],
) -> Done:
    """Report what came of it (处置反馈); it must have been accepted."""
    use_case = ReportOutcome(notice_id, body.outcome, body.remark)
    return await _step(notice_id, use_case, body.model_dump(), acting, response)


@router.post("/notices/{notice_id}/closure", status_code=STEP, openapi_extra=COMMAND)
async def close_notice(
    notice_id: UUID,
    body: ReasonBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.CLOSE_NOTICE)],
) -> Done:
    """Close it (办结): those who look after the person are done with it."""
    person = await run_in_threadpool(_person, acting.services.log, notice_id)
    use_case = CloseNotice(notice_id, person, body.reason)
    return await _step(notice_id, use_case, body.model_dump(), acting, response)


async def _step(
    notice_id: UUID,
    use_case: UseCase,
    asked: dict[str, str],
    acting: Acting,
    response: Response,
) -> Done:
    plain = {"notice": str(notice_id), "step": use_case.operation, **asked}
    with within_sight("notice"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/notices/{notice_id}", notice_id, recorded)


def _person(log: Log, notice_id: UUID) -> UUID:
    for logged in log.stream(notice_id):
        if logged.topic == "notice.issued" and logged.person:
            return logged.person
    raise Unknown(kind="notice")


def _line_of(values: tuple[Key, ...]) -> tuple[datetime, UUID]:
    issued_at, key = values
    return datetime.fromisoformat(str(issued_at)), UUID(str(key))


def _sorted_by(line: tuple[UUID, NoticeRow]) -> tuple[str, str]:
    key, row = line
    return row.issued_at.isoformat(), str(key)
