"""The reminders sent: which unit was reminded of which due day, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, DateTime, Text, Uuid

from domain.log import Logged
from domain.reminder import Sent
from projections.view import Scope, View, by_stream, versioned


@dataclass(frozen=True)
class ReminderRow:
    """One reminder; `due_on` is an ISO day."""

    person: UUID
    due_on: str
    kind: str
    unit: str
    sent_at: datetime


def fold(row: ReminderRow | None, logged: Logged) -> ReminderRow | None:
    """Copy the reminder."""
    fact = logged.fact
    if not isinstance(fact, Sent):
        return row
    return ReminderRow(
        fact.person, fact.due_on, fact.kind, fact.unit, logged.recorded_at
    )


reminders: Final = View(
    name="reminder",
    edition=2,
    row=ReminderRow,
    table=versioned(
        "reminder",
        Column("person", Uuid, nullable=False),
        Column("due_on", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("sent_at", DateTime(timezone=True), nullable=False),
    ),
    scope=Scope.PERSON,
    key=by_stream,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.reminder (unit, sent_at DESC)",
        "CREATE INDEX ON view.reminder (person) WHERE to_position IS NULL",
    ),
)


def of_unit(connection: Connection, unit: str, limit: int = 50) -> list[ReminderRow]:
    """Return the newest reminders of a unit."""
    rows = connection.execute(
        reminders.rows()
        .where(reminders.table.c.unit == unit)
        .order_by(reminders.table.c.sent_at.desc(), reminders.table.c.key)
        .limit(limit)
    )
    return [reminders.from_columns(row) for row in rows]


def sent_about(
    connection: Connection, people: list[UUID]
) -> set[tuple[UUID, str, str]]:
    """Return the (person, due day, kind) of every reminder sent about these people."""
    rows = connection.execute(
        reminders.rows().where(reminders.table.c.person.in_(people))
    )
    return {(row.person, row.due_on, row.kind) for row in rows}
