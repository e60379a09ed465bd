"""How notices are answered: by office, how far and how fast, and what is late."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from domain.rules.access import Operation
from domain.values.calendar import SHANGHAI, shanghai_day
from projections.missed import missed
from projections.notice_answers import by_office, late

router: Final = APIRouter(prefix="/api/v1/notice-answers", tags=["notices"])

MOST: Final = 200


class AnswersQuery(AsOfQuery):
    """Issued from one day to another, as of when."""

    first: date = Field(description="First day of issue.", examples=["2026-03-01"])
    last: date = Field(description="Last day of issue.", examples=["2026-03-31"])


class OfficeLine(Answer):
    """How one office answered."""

    office: UUID
    issued: int = Field(title="Issued", examples=[12])
    delivered: int = Field(title="Delivered", examples=[12])
    opened: int = Field(title="Opened", examples=[11])
    accepted: int = Field(title="Accepted (签收)", examples=[11])
    returned: int = Field(title="Returned (退回)", examples=[1])
    outcome: int = Field(title="Outcome reported (处置反馈)", examples=[10])
    closed: int = Field(title="Closed (办结)", examples=[9])
    undeliverable: int = Field(title="Could not be delivered", examples=[0])
    late: int = Field(title="Late without an answer", examples=[0])
    stands_in: int = Field(
        title="In place of an office that is missing or closed", examples=[0]
    )
    own: int = Field(title="Accepted from the receiver's own account", examples=[9])
    on_behalf: int = Field(title="Entered on behalf (代为登记)", examples=[1])
    slip: int = Field(title="By a signed slip (凭单签收)", examples=[1])
    median_seconds: float | None = Field(
        title="Median from issued to accepted", examples=[840.0]
    )
    p90_seconds: float | None = Field(
        title="Nine of ten accepted within", examples=[3000.0]
    )


class LateLine(Answer):
    """A notice without an answer past its time."""

    notice: UUID
    office: UUID
    person: UUID
    accept_by: datetime = Field(title="To be accepted by")


class LowGradeLine(Answer):
    """A visit or an incident that tells of level 3 or more under a lower grade, or none."""

    person: UUID
    kind: str = Field(title="follow_up or incident", examples=["follow_up"])
    entry: UUID = Field(title="The follow-up or the incident")
    fact: UUID = Field(title="The event that says so, in the person's history")
    happened_on: date = Field(title="Day", examples=["2026-03-02"])
    grade: int | None = Field(title="Grade of risk", examples=[1])
    signs: list[str] = Field(title="What tells of it", examples=[["criminal"]])


class NoticeAnswersAnswer(Answer):
    """The offices, the late, and the missed."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    offices: list[OfficeLine]
    late: list[LateLine] = Field(title="At most 200, the longest late first")
    low_grades: list[LowGradeLine] = Field(title="At most 200, the latest first")


@router.get("", openapi_extra=QUESTION)
def read_notice_answers(
    query: Annotated[AnswersQuery, Query()],
    asking: Annotated[Asking, asking(Operation.READ_NOTICE_ANSWERS)],
) -> NoticeAnswersAnswer:
    """Count how notices issued in a span of days were answered, within sight."""
    now = asking.services.clock()
    after = min(query.last, shanghai_day(now)) + timedelta(days=1)
    with asking.reading() as opened:
        at = position_of(query, opened)
        rows = by_office(opened.connection, _begin(query.first), _begin(after), now, at)
        waiting = late(opened.connection, now, MOST, at)
        low = missed(
            opened.connection, query.first.isoformat(), after.isoformat(), MOST, at
        )
        opened.saw([*(row.person for _, row in waiting), *(row.person for row in low)])
    return NoticeAnswersAnswer(
        position=opened.position if at is None else at,
        offices=[
            OfficeLine(
                office=row.receiver,
                **row.reached,
                returned=row.returned,
                undeliverable=row.undeliverable,
                late=row.late,
                stands_in=row.stands_in,
                **row.via,
                median_seconds=row.median,
                p90_seconds=row.p90,
            )
            for row in rows
        ],
        late=[
            LateLine(
                notice=key,
                office=row.receiver,
                person=row.person,
                accept_by=row.accept_by,
            )
            for key, row in waiting
        ],
        low_grades=[
            LowGradeLine(
                person=row.person,
                kind=row.kind,
                entry=row.entry,
                fact=row.fact,
                happened_on=date.fromisoformat(row.day),
                grade=row.grade,
                signs=row.signs,
            )
            for row in low
        ],
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
