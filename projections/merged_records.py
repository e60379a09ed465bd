"""The records that were merged into others: where each is read from now on.

It tells of merges themselves, so of all views it alone differs after one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, DateTime, Text, Uuid

from domain.log import Logged
from domain.person.merging import Absorbed, Parted
from projections.view import Scope, View, versioned


@dataclass(frozen=True)
class MergedRecord:
    """One record that was merged; `person` is the surviving one."""

    person: UUID
    identity_of: str
    merged_at: datetime
    position: int


def key(logged: Logged) -> UUID | None:
    """Key the view by the record that was retired."""
    match logged.fact:
        case Absorbed() | Parted():
            return UUID(logged.fact.retired)
        case _:
            return None


def fold(row: MergedRecord | None, logged: Logged) -> MergedRecord | None:
    """Copy where the record went; a merge undone leaves nothing."""
    match logged.fact:
        case Absorbed() if logged.person:
            return MergedRecord(
                logged.person,
                logged.fact.identity_of,
                logged.recorded_at,
                logged.position,
            )
        case Parted():
            return None
        case _:
            return row


merged_records: Final = View(
    name="merged_record",
    edition=1,
    row=MergedRecord,
    table=versioned(
        "merged_record",
        Column("person", Uuid, nullable=False),
        Column("identity_of", Text, nullable=False),
        Column("merged_at", DateTime(timezone=True), nullable=False),
        Column("position", BigInteger, nullable=False),
    ),
    scope=Scope.PERSON,
    key=key,
    fold=fold,
    indexes=("CREATE INDEX ON view.merged_record (person) WHERE to_position IS NULL",),
)


def survivor_of(connection: Connection, record: UUID) -> UUID | None:
    """Return where a merged record is read now; None for another, or out of sight."""
    row = connection.execute(
        merged_records.rows().where(merged_records.table.c.key == record)
    ).first()
    return row.person if row else None


def merged_into(connection: Connection, person: UUID) -> dict[UUID, MergedRecord]:
    """Return the records that were merged into a person's, by their ids."""
    rows = connection.execute(
        merged_records.rows()
        .where(merged_records.table.c.person == person)
        .order_by(merged_records.table.c.position)
    )
    return {row.key: merged_records.from_columns(row) for row in rows}
