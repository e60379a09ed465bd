"""The shifts in which notices might wait: what waits, and when its digest is due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, DateTime, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from domain.log import Logged
from domain.notice_shift import Begun, DigestIssued, Held, ToldSingly
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class ShiftRow:
    """One office's shift; it is about many, so `person` is nobody."""

    receiver: UUID
    person: UUID | None
    shift: str
    ends_at: datetime
    told: int
    held: list[UUID]
    digested_at: datetime | None = None


def fold(row: ShiftRow | None, logged: Logged) -> ShiftRow | None:
    """Copy what went singly, what waits, and the digest."""
    fact = logged.fact
    match fact:
        case Begun():
            ends_at = datetime.fromisoformat(fact.ends_at)
            return ShiftRow(UUID(fact.office), None, fact.shift, ends_at, 0, [])
        case ToldSingly() if row:
            return changed(row, told=row.told + 1)
        case Held() if row:
            return changed(row, held=[*row.held, UUID(fact.notice)])
        case DigestIssued() if row:
            return changed(row, digested_at=logged.recorded_at)
        case _:
            return row


def key(logged: Logged) -> UUID | None:
    """Key the view by the shift's own stream."""
    return by_stream(logged) if logged.topic.startswith("notice_shift.") else None


notice_shifts: Final = View(
    name="notice_shift",
    edition=1,
    row=ShiftRow,
    table=versioned(
        "notice_shift",
        Column("receiver", Uuid, nullable=False),
        Column("person", Uuid),
        Column("shift", Text(collation="C"), nullable=False),
        Column("ends_at", _AT, nullable=False),
        Column("told", Integer, nullable=False),
        Column("held", ARRAY(Uuid), nullable=False),
        Column("digested_at", _AT),
    ),
    scope=Scope.RECEIVER,
    key=key,
    fold=fold,
    indexes=("CREATE INDEX ON view.notice_shift (ends_at) WHERE to_position IS NULL",),
)


def digests_due(connection: Connection, now: datetime, limit: int) -> list[ShiftRow]:
    """Return the shifts that are over, in which something waits and no digest was issued."""
    columns = notice_shifts.table.c
    rows = connection.execute(
        notice_shifts.rows()
        .where(
            columns.ends_at <= now,
            columns.digested_at.is_(None),
            columns.held != [],
        )
        .order_by(columns.ends_at, columns.key)
        .limit(limit)
    )
    return [notice_shifts.from_columns(row) for row in rows]
