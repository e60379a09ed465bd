"""When each person on the register last had a complete check-up: who has none this year."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Text, Uuid, func, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.check_up import CheckUpRecorded
from domain.person.exclusion import ExclusionUndone
from domain.person.identity import Registered
from domain.person.responsibility import ResponsibilityTaken, TransferredOut
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from projections.view import Scope, View, by_person, changed, standing, versioned


@dataclass(frozen=True)
class CheckUpDue:
    """One person: the day of the last complete check-up; empty when there is none."""

    person: UUID
    last_on: str = ""
    complete: dict[str, str] = field(default_factory=dict[str, str])
    has_left: bool = False
    transferred: bool = False
    """Whether a unit outside looks after the person now; the day is kept for later."""


def fold(row: CheckUpDue | None, logged: Logged) -> CheckUpDue | None:
    """Copy the days of complete check-ups; a corrected one stands as put right."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return CheckUpDue(logged.person)
    if row is None:
        return None
    match fact:
        case CheckUpRecorded():
            kept = {k: day for k, day in row.complete.items() if k != fact.check_up}
            if not fact.lacking:
                kept[fact.check_up] = fact.checked_on
            return changed(row, complete=kept, last_on=max(kept.values(), default=""))
        case DeathRecorded() | DiagnosisExcluded():
            return changed(row, has_left=True)
        case ExclusionUndone():
            return changed(row, has_left=fact.has_left)
        case TransferredOut():
            return changed(row, transferred=True)
        case ResponsibilityTaken():
            return changed(row, transferred=False)
        case _:
            return row


check_up_due: Final = View(
    name="check_up_due",
    edition=3,
    row=CheckUpDue,
    table=versioned(
        "check_up_due",
        Column("person", Uuid, nullable=False),
        Column("last_on", Text(collation="C"), nullable=False),
        Column("complete", JSONB, nullable=False),
        Column("has_left", Boolean, nullable=False),
        Column("transferred", Boolean, nullable=False),
    ),
    scope=Scope.PERSON,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.check_up_due (last_on, key) WHERE to_position IS NULL",
    ),
)


def without_since(
    connection: Connection,
    day: str,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[CheckUpDue]:
    """Return who had no complete check-up since a day, longest ago first."""
    table = check_up_due.table
    query = check_up_due.rows(at).where(
        table.c.last_on < day, ~table.c.has_left, ~table.c.transferred
    )
    if after is not None:
        query = query.where(tuple_(table.c.last_on, table.c.key) > tuple_(*after))
    rows = connection.execute(query.order_by(table.c.last_on, table.c.key).limit(limit))
    return [check_up_due.from_columns(row) for row in rows]


def counted(connection: Connection, day: str, at: int | None = None) -> tuple[int, int]:
    """Return how many are on the register within sight, and how many had none since."""
    table = check_up_due.table
    without = func.count().filter(table.c.last_on < day)
    found = connection.execute(
        select(func.count(), without).where(
            standing(table, at), ~table.c.has_left, ~table.c.transferred
        )
    ).one()
    return found[0], found[1]
