"""Lists of work beside the due list: who is on one, since when, and what is to be done."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import islice
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import Request

from api.paging import PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer
from api.worklist_lines import WorkLine, lines
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.person_card import Card, cards
from projections.worklists import Listed, Within

router: Final = APIRouter(prefix="/api/v1/worklists", tags=["worklists"])


class WorkQuery(PageQuery, AsOfQuery):
    """Which part of a list, as of when."""

    unit: UUID | None = Field(None, description="Only those of one responsible unit.")


class WorkLineAnswer(Answer):
    """Somebody on a list; `name` is null when the card is out of sight by now."""

    person: UUID
    name: str | None = Field(title="Name", examples=["演示甲"])
    village: str = Field(title="Village", examples=["990101001001"])
    unit: UUID | None = Field(title="Responsible unit")
    since: date | None = Field(title="Since when", examples=["2026-03-02"])
    do_by: date | None = Field(title="To be done by", examples=["2026-03-16"])
    do_by_time: datetime | None = Field(
        title="The instant, where a clock counts hours (form owed)"
    )
    made: int = Field(title="How many attempts, or follow-ups this year", examples=[2])
    asked: int = Field(title="How many follow-ups the year asks for", examples=[4])
    because: list[CitedReason] = Field(title="Why the person is on the list")
    reported_on: date | None = Field(title="Loss reported in writing on")
    away: Mapping[str, Any] = Field(title="Where the person is while away")
    lowering: Mapping[str, Any] = Field(
        title="The lower grade that waits for a second person"
    )
    quick_report: Mapping[str, Any] = Field(
        title="The quick report whose follow-up form is to be completed"
    )
    home: Mapping[str, Any] = Field(title="Home since, and until when")
    last_face_visit: date | None = Field(title="Last face visit on")
    last_check_up: date | None = Field(title="Last complete check-up on")
    next_injection: date | None = Field(title="Next injection due")


class WorkAnswer(Answer):
    """One page of a list."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[WorkLineAnswer]


@router.get("/{listed}", openapi_extra=QUESTION)
def read_worklist(
    listed: Listed,
    query: Annotated[WorkQuery, Query()],
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_DUE_LIST)],
) -> WorkAnswer:
    """List who is on a list of work, among those within sight, now or as then known."""
    today = shanghai_day(asking.services.clock())
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        at = position_of(query, opened)
        within = Within(
            unit=str(query.unit) if query.unit else "",
            after=UUID(str(after[0])) if after else None,
            at=at,
        )
        found = islice(lines(opened, listed, today, within), query.limit + 1)
        page = cut(list(found), query.limit, lambda line: (str(line.row.person),))
        known = cards(opened.connection, [line.row.person for line in page.lines])
        opened.saw(line.row.person for line in page.lines)
    link_next(request, response, key, page.after)
    return WorkAnswer(
        position=opened.position if at is None else at,
        items=[_answer(line, known.get(line.row.person)) for line in page.lines],
    )


def _answer(line: WorkLine, card: Card | None) -> WorkLineAnswer:
    row = line.row
    return WorkLineAnswer(
        person=row.person,
        name=card.name if card else None,
        village=row.division,
        unit=UUID(row.unit) if row.unit else None,
        since=_day(line.since),
        do_by=_day(line.do_by),
        do_by_time=datetime.fromisoformat(line.do_by_time) if line.do_by_time else None,
        made=line.made,
        asked=line.asked,
        because=[
            CitedReason(code=why.code, clause=str(why.clause)) for why in line.because
        ],
        reported_on=_day(row.reported_on),
        away=row.away,
        lowering=row.lowering,
        quick_report=row.quick,
        home=row.home,
        last_face_visit=_day(row.last_face_on),
        last_check_up=_day(row.checked_on),
        next_injection=_day(row.injection_due_on),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
