"""What medicine asks for next: injections, pick-ups, checks; programmes and their cover."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import Request

from api.paging import Key, Paged, PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.follow_up_answer import CitedReason
from api.v1.medication_answer import CoveredAnswer, WayOnAnswer
from api.v1.models import Answer
from domain.registry.check_ups import check_up_due, year_of_check_ups
from domain.registry.medication import WayOn, covered, way_on
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.stock import Programme
from projections.check_up_due import counted, without_since
from projections.medicine_due import Kind, MedicineDue, awaited, due_by, enrolled
from projections.person_card import Card, cards

router: Final = APIRouter(prefix="/api/v1", tags=["medication"])

Looking = Annotated[Asking, asking(Operation.READ_DUE_LIST)]


class MedicineDueQuery(PageQuery, AsOfQuery):
    """What kind, and by which day."""

    kind: Kind = Field(description="injection, pick_up or laboratory.")
    day: date | None = Field(
        None, description="Due on or before this day; left out: today in China."
    )


class AwaitedAnswer(Answer):
    """One thing that is awaited: an injection, a medicine to pick up, a check."""

    name: str = Field(title="Medicine, or code of the check", examples=["癸酸氟哌啶醇"])
    due_on: date = Field(title="Due on", examples=["2026-03-30"])
    days_over: int = Field(title="Days past the due day, as of today", examples=[0])
    last_on: date | None = Field(title="Last given or handed out on")
    way_on: WayOnAnswer | None = Field(title="Of an injection: what is proposed (K)")
    because: list[CitedReason] = Field(title="Of a check: why that day")


class MedicineDueLine(Answer):
    """Somebody who awaits something; `name` is null when the card is out of sight."""

    person: UUID
    name: str | None = Field(title="Name", examples=["演示甲"])
    village: str | None = Field(title="Village", examples=["990101001001"])
    awaited: list[AwaitedAnswer]


class MedicineDueAnswer(Answer):
    """One page, with how many there are within sight."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    day: date = Field(title="Due on or before", examples=["2026-03-30"])
    people: int = Field(title="People who await one of this kind at all", examples=[40])
    overdue: int = Field(title="People overdue as of today", examples=[3])
    items: list[MedicineDueLine]


class CheckUpDueLine(Answer):
    """Somebody without a complete check-up this year."""

    person: UUID
    name: str | None = Field(title="Name", examples=["演示甲"])
    village: str | None = Field(title="Village", examples=["990101001001"])
    last_on: date | None = Field(title="Last complete one", examples=["2025-05-06"])


class CheckUpsDueAnswer(Answer):
    """One page of those without a complete check-up this year."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    due_on: date = Field(title="Last day of the year", examples=["2026-12-31"])
    registered: int = Field(title="People on the register", examples=[40])
    without: int = Field(title="Of them without one this year", examples=[12])
    because: list[CitedReason] = Field(title="Why that day")
    items: list[CheckUpDueLine]


class EnrolledLine(Answer):
    """Somebody in a programme."""

    person: UUID
    name: str | None = Field(title="Name", examples=["演示甲"])
    since: date = Field(title="In it since", examples=["2026-03-02"])
    covered: CoveredAnswer


class EnrolledAnswer(Answer):
    """One page of a programme's people."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[EnrolledLine]


@router.get("/medicine-due", openapi_extra=QUESTION)
def read_medicine_due(
    query: Annotated[MedicineDueQuery, Query()],
    request: Request,
    response: Response,
    asking: Looking,
) -> MedicineDueAnswer:
    """List who is due an injection, a pick-up or a check, longest waiting first."""
    today = shanghai_day(asking.services.clock())
    day = query.day or today
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        at = position_of(query, opened)
        found = due_by(
            opened.connection,
            query.kind,
            day.isoformat(),
            after=_line_of(after) if after else None,
            limit=query.limit + 1,
            at=at,
        )
        page = cut(
            found,
            query.limit,
            lambda row: (row.due_on(query.kind) or "", str(row.person)),
        )
        people, overdue = awaited(opened.connection, query.kind, today.isoformat(), at)
        known = cards(opened.connection, [row.person for row in page.lines])
        opened.saw(row.person for row in page.lines)
    link_next(request, response, key, page.after)
    return MedicineDueAnswer(
        position=opened.position if at is None else at,
        day=day,
        people=people,
        overdue=overdue,
        items=[
            _line(row, known.get(row.person), query.kind, day, today)
            for row in page.lines
        ],
    )


@router.get("/check-ups-due", openapi_extra=QUESTION)
def list_check_ups_due(
    request: Request,
    response: Response,
    query: Paged,
    asking: Looking,
) -> CheckUpsDueAnswer:
    """List who has had no complete check-up this year, longest ago first."""
    today = shanghai_day(asking.services.clock())
    since = year_of_check_ups(today).isoformat()
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        found = without_since(
            opened.connection,
            since,
            after=_line_of(after) if after else None,
            limit=query.limit + 1,
        )
        page = cut(found, query.limit, lambda row: (row.last_on, str(row.person)))
        registered, without = counted(opened.connection, since)
        known = cards(opened.connection, [row.person for row in page.lines])
        opened.saw(row.person for row in page.lines)
    link_next(request, response, key, page.after)
    due = check_up_due(None, today)
    return CheckUpsDueAnswer(
        position=opened.position,
        due_on=due.due_on,
        registered=registered,
        without=without,
        because=[CitedReason(**why.fact()) for why in due.because],
        items=[
            CheckUpDueLine(
                person=row.person,
                name=known[row.person].name if row.person in known else None,
                village=known[row.person].division if row.person in known else None,
                last_on=date.fromisoformat(row.last_on) if row.last_on else None,
            )
            for row in page.lines
        ],
    )


@router.get("/programmes/{programme}/people", openapi_extra=QUESTION)
def list_enrolled(
    programme: Programme,
    request: Request,
    response: Response,
    asking: Looking,
    query: Paged,
) -> EnrolledAnswer:
    """List who is in a programme, with the days medicine covered them in the last year."""
    today = shanghai_day(asking.services.clock())
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        found = enrolled(
            opened.connection,
            programme.value,
            after=UUID(str(after[0])) if after else None,
            limit=query.limit + 1,
        )
        page = cut(found, query.limit, lambda row: (str(row.person),))
        known = cards(opened.connection, [row.person for row in page.lines])
        opened.saw(row.person for row in page.lines)
    link_next(request, response, key, page.after)
    return EnrolledAnswer(
        position=opened.position,
        items=[
            EnrolledLine(
                person=row.person,
                name=known[row.person].name if row.person in known else None,
                since=date.fromisoformat(row.programmes[programme.value]),
                covered=covered_of(row, today),
            )
            for row in page.lines
        ],
    )


def covered_of(row: MedicineDue, today: date) -> CoveredAnswer:
    """Return how many days of the last year somebody was covered."""
    counted = covered([(begins, ends) for begins, ends in row.spans.values()], today)
    return CoveredAnswer(days=counted.days, of=counted.of)


def way_on_of(details: dict[str, Any], today: date) -> WayOn:
    """Return what is proposed for the next injection after one the view holds."""
    return way_on(
        details["drug"],
        given_on=date.fromisoformat(details["given_on"]),
        every_weeks=details["every_weeks"],
        doses=details["doses"],
        day=today,
    )


def _line(
    row: MedicineDue, card: Card | None, kind: Kind, day: date, today: date
) -> MedicineDueLine:
    return MedicineDueLine(
        person=row.person,
        name=card.name if card else None,
        village=card.division if card else None,
        awaited=[
            _awaited(name, date.fromisoformat(due_on), details, kind, today)
            for name, due_on, details in row.what(kind)
            if due_on <= day.isoformat()
        ],
    )


def _awaited(
    name: str, due_on: date, details: dict[str, Any], kind: Kind, today: date
) -> AwaitedAnswer:
    last = details.get("given_on") or details.get("handed_on")
    is_injection = kind is Kind.INJECTION
    return AwaitedAnswer(
        name=name,
        due_on=due_on,
        days_over=max((today - due_on).days, 0),
        last_on=date.fromisoformat(last) if last else None,
        way_on=WayOnAnswer.of(way_on_of(details, today)) if is_injection else None,
        because=[CitedReason(**why) for why in details.get("because", ())],
    )


def _line_of(values: tuple[Key, ...]) -> tuple[str, UUID]:
    due_on, key = values
    return str(due_on), UUID(str(key))
