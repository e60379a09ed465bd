"""Whose follow-ups wait to be confirmed: collected by a village doctor, not confirmed yet."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.confirmation import FollowUpConfirmed
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.values.people import Role
from projections.view import Scope, View, by_person, changed, versioned


@dataclass(frozen=True)
class Awaiting:
    """One person; `waiting` are {follow_up, visited_on, by}, by the collector's account."""

    person: UUID
    division: str = ""
    waiting: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def fold(row: Awaiting | None, logged: Logged) -> Awaiting | None:
    """Let what a village doctor collected wait, until it is confirmed."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Awaiting(logged.person)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case FollowUpRecorded():
            return _with(row, fact.follow_up, fact.visited_on, logged)
        case FollowUpCorrected():
            return _with(row, fact.corrects, fact.visited_on, logged)
        case FollowUpConfirmed():
            return changed(row, waiting=_others(row, fact.follow_up))
        case _:
            return row


def _with(row: Awaiting, follow_up: str, visited_on: str, logged: Logged) -> Awaiting:
    waiting = _others(row, follow_up)
    if logged.header.get("role") == Role.VILLAGE_DOCTOR:
        by = str(logged.header.get("actor", ""))
        waiting += [{"follow_up": follow_up, "visited_on": visited_on, "by": by}]
    return changed(row, waiting=waiting)


def _others(row: Awaiting, follow_up: str) -> list[dict[str, Any]]:
    return [each for each in row.waiting if each["follow_up"] != follow_up]


confirmations: Final = View(
    name="confirmations",
    edition=1,
    row=Awaiting,
    table=versioned(
        "confirmations",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("waiting", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.confirmations (key) WHERE to_position IS NULL AND waiting <> '[]'",
    ),
)


def awaiting(connection: Connection, limit: int = 200) -> list[Awaiting]:
    """Return the people within sight with follow-ups that wait to be confirmed."""
    rows = connection.execute(
        confirmations.rows()
        .where(confirmations.table.c.waiting != [])
        .order_by(confirmations.table.c.key)
        .limit(limit)
    )
    return [confirmations.from_columns(row) for row in rows]
