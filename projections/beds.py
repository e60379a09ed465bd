"""The beds asked for: which hospital is asked, by when it answers, what it answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, DateTime, Text, Uuid

from domain.bed import Asked, Cancelled, NoneFree, Offered
from domain.log import Logged
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class BedRow:
    """One bed asked for; `answer` is empty while the hospital has not answered."""

    person: UUID
    from_office: str
    hospital: str
    pressing: bool
    remark: str
    asked_at: datetime
    answer_by: datetime
    answer: str = ""
    answered_at: datetime | None = None
    ward: str = ""
    kept_until: str = ""
    answer_remark: str = ""


def fold(row: BedRow | None, logged: Logged) -> BedRow | None:
    """Copy the wish and its answer."""
    fact, at = logged.fact, logged.recorded_at
    match fact:
        case Asked():
            return BedRow(
                fact.person,
                fact.from_office,
                fact.hospital,
                fact.pressing,
                fact.remark,
                at,
                datetime.fromisoformat(fact.answer_by),
            )
        case Offered() if row:
            return changed(
                row,
                answer="offered",
                answered_at=at,
                ward=fact.ward,
                kept_until=fact.kept_until,
            )
        case NoneFree() if row:
            return changed(
                row, answer="none", answered_at=at, answer_remark=fact.remark
            )
        case Cancelled() if row:
            return changed(
                row, answer="cancelled", answered_at=at, answer_remark=fact.reason
            )
        case _:
            return row


def key(logged: Logged) -> UUID | None:
    """Key the view by the wish's own stream."""
    return by_stream(logged) if logged.topic.startswith("bed.") else None


beds: Final = View(
    name="bed",
    edition=1,
    row=BedRow,
    table=versioned(
        "bed",
        Column("person", Uuid, nullable=False),
        Column("from_office", Text, nullable=False),
        Column("hospital", Text, nullable=False),
        Column("pressing", Boolean, nullable=False),
        Column("remark", Text, nullable=False),
        Column("asked_at", _AT, nullable=False),
        Column("answer_by", _AT, nullable=False),
        Column("answer", Text, nullable=False),
        Column("answered_at", _AT),
        Column("ward", Text, nullable=False),
        Column("kept_until", Text, nullable=False),
        Column("answer_remark", Text, nullable=False),
    ),
    scope=Scope.PERSON,
    key=key,
    fold=fold,
    indexes=(
        (
            "CREATE INDEX ON view.bed (answer_by) WHERE to_position IS NULL"
            " AND answer = ''"
        ),
        "CREATE INDEX ON view.bed (person) WHERE to_position IS NULL",
    ),
)


def waiting_beds(
    connection: Connection, *, limit: int = 200
) -> list[tuple[UUID, BedRow]]:
    """Return the beds within sight that are still wanted, soonest due first.

    Not answered, or answered that there was none: one may be found yet.
    """
    columns = beds.table.c
    query = beds.rows().where(columns.answer.in_(("", "none")))
    rows = connection.execute(
        query.order_by(columns.answer_by, columns.key).limit(limit)
    )
    return [(row.key, beds.from_columns(row)) for row in rows]


def beds_of(facts: Sequence[Logged]) -> list[tuple[UUID, BedRow]]:
    """Return the beds asked for one person that these facts tell of, the latest first."""
    rows: dict[UUID, BedRow | None] = {}
    for logged in facts:
        if (stream := key(logged)) is not None:
            rows[stream] = fold(rows.get(stream), logged)
    found = [(stream, row) for stream, row in rows.items() if row is not None]
    return sorted(found, key=lambda each: each[1].asked_at, reverse=True)
