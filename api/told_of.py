"""Who is being told of a grade, and how far each notice has come.

Whom it obliges to tell follows from the log, so the answer is there before any notice is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from api.reading import Reading
from domain.errors import Unknown
from domain.log import Logged
from domain.registry.notice_plan import plan
from projections.notice_box import NoticeRow, of_person
from projections.offices import OfficeRow, all_offices, serving


@dataclass(frozen=True, slots=True)
class Receiving:
    """One office being told; `notice` and `row` are None until its notice is issued."""

    key: UUID
    office: OfficeRow
    stands_in: bool
    notice: UUID | None = None
    row: NoticeRow | None = None


@dataclass(frozen=True, slots=True)
class ToldOf:
    """The offices being told of one grade; empty where it obliges to tell nobody."""

    recorded_at: datetime
    receiving: Sequence[Receiving]

    @property
    def is_waiting(self) -> bool:
        """Return whether an answer of some office may still come."""
        return any(
            each.row is None or each.row.state in {"issued", "delivered", "opened"}
            for each in self.receiving
        )


@dataclass(frozen=True, slots=True)
class _Directory:
    connection: Connection

    def serving(self, kind: str, village: str, day: str) -> list[UUID]:
        """Return the working offices of a kind that serve a village on a day."""
        return serving(self.connection, kind, village, day)


def told_of(opened: Reading, person: UUID, grading: UUID, now: datetime) -> ToldOf:
    """Return who is being told of a grade of somebody; `Unknown` if it is not theirs."""
    logged = _graded(opened, person, grading)
    asked = plan(opened.log, logged, _Directory(opened.connection), now)
    offices = all_offices(opened.connection)
    issued = {
        row.receiver: (key, row)
        for key, row in of_person(opened.connection, person)
        if row.fact == logged.event_id
    }
    planned = {
        each.office: each.stands_in for each in (asked.receivers if asked else ())
    }
    planned |= {office: row.stands_in for office, (_, row) in issued.items()}
    return ToldOf(
        logged.recorded_at,
        [
            Receiving(
                office,
                offices[office],
                stands_in,
                *issued.get(office, (None, None)),
            )
            for office, stands_in in planned.items()
            if office in offices
        ],
    )


def _graded(opened: Reading, person: UUID, grading: UUID) -> Logged:
    for logged in opened.facts(person):
        is_grade = logged.topic == "person.risk_graded"
        if is_grade and getattr(logged.fact, "grading", "") == str(grading):
            return logged
    raise Unknown(kind="grading")
