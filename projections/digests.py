"""The digests made: what waited for an office on a day, by references."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.digest import Made
from domain.log import Logged
from projections.view import Scope, View, by_stream, versioned


@dataclass(frozen=True)
class DigestRow:
    """One digest; `lines` are {person, due_on, rung, kind}, `counts` are by kind.

    It is about many, so `person` is nobody: only the receiving office sees it.
    """

    receiver: UUID
    person: UUID | None
    day: str
    lines: list[dict[str, Any]]
    counts: dict[str, int]
    made_at: datetime


def fold(row: DigestRow | None, logged: Logged) -> DigestRow | None:
    """Copy the digest."""
    fact = logged.fact
    if not isinstance(fact, Made):
        return row
    office = UUID(fact.office)
    return DigestRow(
        office, None, fact.day, fact.lines, fact.counts, logged.recorded_at
    )


digests: Final = View(
    name="digest",
    edition=1,
    row=DigestRow,
    table=versioned(
        "digest",
        Column("receiver", Uuid, nullable=False),
        Column("person", Uuid),
        Column("day", Text(collation="C"), nullable=False),
        Column("lines", JSONB, nullable=False),
        Column("counts", JSONB, nullable=False),
        Column("made_at", DateTime(timezone=True), nullable=False),
    ),
    scope=Scope.RECEIVER,
    key=by_stream,
    fold=fold,
    indexes=("CREATE INDEX ON view.digest (receiver, day DESC)",),
)


def digest_of(connection: Connection, office: UUID, day: str) -> DigestRow | None:
    """Return an office's digest of a day, None if nothing waited or it is not made yet."""
    row = connection.execute(
        digests.rows().where(
            digests.table.c.receiver == office, digests.table.c.day == day
        )
    ).first()
    return digests.from_columns(row) if row else None


def made_on(connection: Connection, day: str) -> set[UUID]:
    """Return the offices that have their digest of a day."""
    rows = connection.execute(digests.rows().where(digests.table.c.day == day))
    return {row.receiver for row in rows}
