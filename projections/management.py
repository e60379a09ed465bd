"""What the rates count: each person on the register with their follow-ups.

The follow-ups stand in one array, so that a figure as then known is one question at one
position. Days are those on which things happened, so the same rows answer as now known.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken
from projections.view import Scope, View, by_person, versioned


@dataclass(frozen=True, slots=True)
class Managed:
    """One person; `visits` are {follow_up, visited_on, graded, in_hospital}."""

    person: UUID
    division: str = ""
    unit: str = ""
    registered_on: str = ""
    visits: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def fold(row: Managed | None, logged: Logged) -> Managed | None:
    """Copy residence, unit and the follow-ups that stand."""
    fact = logged.fact
    match fact:
        case Registered() if logged.person:
            return Managed(logged.person, registered_on=fact.registered_on)
        case ResidenceRecorded() if row:
            return replace(row, division=fact.village)
        case ResponsibilityTaken() if row:
            return replace(row, unit=fact.unit)
        case FollowUpRecorded() if row:
            return _with(row, fact, fact.follow_up)
        case FollowUpCorrected() if row:
            return _with(row, fact, fact.corrects)
        case _:
            return row


def _with(
    row: Managed, fact: FollowUpRecorded | FollowUpCorrected, follow_up: str
) -> Managed:
    visit = {
        "follow_up": follow_up,
        "visited_on": fact.visited_on,
        "graded": fact.findings["risk"] is not None,
        "in_hospital": fact.findings["hospital"] == 1,
    }
    others = [v for v in row.visits if v["follow_up"] != follow_up]
    visits = sorted([*others, visit], key=lambda v: (v["visited_on"], v["follow_up"]))
    return replace(row, visits=visits)


management: Final = View(
    name="management",
    edition=1,
    row=Managed,
    table=versioned(
        "management",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("registered_on", Text(collation="C"), nullable=False),
        Column("visits", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.management (division text_pattern_ops) WHERE to_position IS NULL",
    ),
)


def registered(
    connection: Connection, division: str, last: str, at: int | None = None
) -> list[Managed]:
    """Return who was on the register of a division by a day, with their follow-ups."""
    columns = management.table.c
    rows = connection.execute(
        management.rows(at)
        .where(
            columns.division.startswith(division),
            columns.registered_on != "",
            columns.registered_on <= last,
        )
        .order_by(columns.division, columns.key)
    )
    return [management.from_columns(row) for row in rows]
