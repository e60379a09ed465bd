"""Who looked at whom, when and why: the reading log indexed by person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Text,
    Uuid,
    and_,
    or_,
)
from sqlalchemy.dialects.postgresql import ARRAY

from domain.log import Logged
from domain.reading import Read
from projections.merged_records import merged_into
from projections.view import Scope, View, by_stream, versioned


@dataclass(frozen=True)
class ReadingRow:
    """One request: who asked, in which role, why, for what, and who was shown."""

    actor: UUID
    role: str
    purpose: str
    operation: str
    people: list[UUID]
    words: str
    position: int
    refused: str
    read_at: datetime


def fold(row: ReadingRow | None, logged: Logged) -> ReadingRow | None:
    """Copy the reading."""
    fact = logged.fact
    if not isinstance(fact, Read):
        return row
    return ReadingRow(
        actor=UUID(str(logged.header["actor"])),
        role=str(logged.header["role"]),
        purpose=str(logged.header["purpose"]),
        operation=fact.operation,
        people=[UUID(person) for person in fact.people],
        words=fact.words,
        position=fact.position,
        refused=fact.refused,
        read_at=logged.recorded_at,
    )


readings: Final = View(
    name="reading",
    edition=1,
    row=ReadingRow,
    table=versioned(
        "reading",
        Column("actor", Uuid, nullable=False),
        Column("role", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("operation", Text, nullable=False),
        Column("people", ARRAY(Uuid), nullable=False),
        Column("words", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("refused", Text, nullable=False),
        Column("read_at", DateTime(timezone=True), nullable=False),
    ),
    scope=Scope.OPEN,
    key=by_stream,
    fold=fold,
    indexes=("CREATE INDEX ON view.reading USING gin (people)",),
)


def of_person(
    connection: Connection,
    person: UUID,
    *,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> list[tuple[UUID, ReadingRow]]:
    """Return who looked at a person, newest first, a page at a time, with their ids.

    Looks at a record that was merged into the person's are theirs.
    """
    records = [person, *merged_into(connection, person)]
    read_at, key = readings.table.c.read_at, readings.table.c.key
    query = readings.rows().where(readings.table.c.people.overlap(records))
    if after is not None:
        query = query.where(
            or_(read_at < after[0], and_(read_at == after[0], key > after[1]))
        )
    rows = connection.execute(query.order_by(read_at.desc(), key).limit(limit))
    return [(row.key, readings.from_columns(row)) for row in rows]
