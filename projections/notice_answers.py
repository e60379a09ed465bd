"""How notices are answered: how far they came, how fast each office accepts, what is late.

Questions on the notices themselves, so as of any position like every list.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
)

from domain.values.acceptance import Via
from projections.notice_box import NoticeRow, notice_box

STEPS: Final = (
    "issued",
    "delivered",
    "opened",
    "accepted",
    "outcome",
    "closed",
)
"""The steps a notice takes when all goes well, in order."""


@dataclass(frozen=True, slots=True)
class OfficeAnswers:
    """How one office answered the notices issued in a span of time.

    `reached` counts how many came to each step of `STEPS`; one that was accepted and sent
    back later stands as accepted no more. `median` and `p90` are seconds from issued to
    accepted, over those that stand as accepted; None where none does. `late` are still
    without an answer past their time. `stands_in` came to it in place of an office that is
    missing or closed. `via` counts the accepted by the way of acceptance: the receiver's
    own account, on behalf (代为登记), a slip.
    """

    receiver: UUID
    reached: dict[str, int]
    returned: int
    undeliverable: int
    late: int
    stands_in: int
    via: dict[str, int]
    median: float | None
    p90: float | None


def by_office(
    connection: Connection,
    since: datetime,
    until: datetime,
    now: datetime,
    at: int | None = None,
) -> list[OfficeAnswers]:
    """Return each office's answers to what was issued from `since` to before `until`."""
    columns = notice_box.table.c
    took = func.extract("epoch", columns.accepted_at - columns.issued_at)
    query = (
        _issued(since, until, at)
        .with_only_columns(
            columns.receiver,
            *(_reached(step).label(step) for step in STEPS),
            func.count(columns.returned_at).label("returned"),
            func.count().filter(_undeliverable()).label("undeliverable"),
            func.count().filter(_unanswered(now)).label("late"),
            func.count().filter(columns.stands_in).label("stands_in"),
            *(
                func.count().filter(columns.accepted_via == via.value).label(via.value)
                for via in Via
            ),
            func.percentile_cont(0.5)
            .within_group(took)
            .filter(_accepted())
            .label("median"),
            func.percentile_cont(0.9)
            .within_group(took)
            .filter(_accepted())
            .label("p90"),
        )
        .group_by(columns.receiver)
        .order_by(func.count().desc(), columns.receiver)
    )
    return [
        OfficeAnswers(
            receiver=row.receiver,
            reached={step: getattr(row, step) for step in STEPS},
            returned=row.returned,
            undeliverable=row.undeliverable,
            late=row.late,
            stands_in=row.stands_in,
            via={via.value: getattr(row, via.value) for via in Via},
            median=_seconds(row.median),
            p90=_seconds(row.p90),
        )
        for row in connection.execute(query)
    ]


def late(
    connection: Connection, now: datetime, limit: int, at: int | None = None
) -> list[tuple[UUID, NoticeRow]]:
    """Return the notices without an answer past their time, the longest late first."""
    columns = notice_box.table.c
    rows = connection.execute(
        notice_box.rows(at)
        .where(_unanswered(now))
        .order_by(columns.accept_by, columns.key)
        .limit(limit)
    )
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def _issued(since: datetime, until: datetime, at: int | None) -> Select[Any]:
    issued_at = notice_box.table.c.issued_at
    return notice_box.rows(at).where(issued_at >= since, issued_at < until)


def _unanswered(now: datetime) -> ColumnElement[bool]:
    columns = notice_box.table.c
    return and_(
        columns.accepted_at.is_(None),
        columns.returned_at.is_(None),
        columns.closed_at.is_(None),
        columns.withdrawn_at.is_(None),
        columns.expired_at.is_(None),
        columns.accept_by < now,
    )


def _reached(step: str) -> ColumnElement[int]:
    if step == "accepted":
        return func.count().filter(_accepted())
    return func.count(notice_box.table.c[f"{step}_at"])


def _accepted() -> ColumnElement[bool]:
    """Say which stand as accepted: by some way, and not sent back since."""
    return notice_box.table.c.accepted_via != ""


def _undeliverable() -> ColumnElement[bool]:
    columns = notice_box.table.c
    return and_(columns.undeliverable_at.is_not(None), columns.delivered_at.is_(None))


def _seconds(value: Any) -> float | None:
    return None if value is None else float(value)
