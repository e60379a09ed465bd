"""Existing cases for the hand-over list (存量交接名册): high grades that came by import.

An imported grade sends no notice; each office gets one list of the people of its villages
instead. A grade recorded here takes the person off it: that one was told by notices.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, SmallInteger, Text, Uuid, true

from domain.log import Logged
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.person.risk import RiskGraded
from domain.person.use import UseRestricted
from domain.values.people import Channel
from domain.values.registration import Use
from projections.view import Scope, View, by_person, changed, versioned

HIGH: Final = 3


@dataclass(frozen=True)
class Existing:
    """One person: the grade that stands, its day, and whether it came by import."""

    person: UUID
    division: str = ""
    grade: int | None = None
    grading: str = ""
    graded_on: str = ""
    imported: bool = False
    unshared: bool = False
    """Whether helpers are told nothing: consent was withdrawn."""


def fold(row: Existing | None, logged: Logged) -> Existing | None:
    """Copy the standing grade and the way it came."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Existing(logged.person)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case UseRestricted():
            return changed(row, unshared=Use.JOINT_FOLLOW_UP in fact.uses)
        case RiskGraded() if fact.corrects == row.grading or (
            fact.corrects is None and fact.graded_on >= row.graded_on
        ):
            return changed(
                row,
                grade=fact.grade,
                grading=fact.corrects or fact.grading,
                graded_on=fact.graded_on,
                imported=logged.channel == Channel.IMPORT,
            )
        case _:
            return row


handover_list: Final = View(
    name="handover_list",
    edition=2,
    row=Existing,
    table=versioned(
        "handover_list",
        Column("person", Uuid, nullable=False),
        Column("division", Text(collation="C"), nullable=False),
        Column("grade", SmallInteger),
        Column("grading", Text, nullable=False),
        Column("graded_on", Text, nullable=False),
        Column("imported", Boolean, nullable=False),
        Column("unshared", Boolean, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.handover_list (division, key) WHERE to_position IS NULL",
    ),
)


def existing_cases(
    connection: Connection,
    villages: list[str],
    limit: int = 500,
    *,
    for_helper: bool = False,
) -> list[Existing]:
    """Return the existing cases of these villages, village by village.

    A helper is shown nobody whose consent was withdrawn.
    """
    columns = handover_list.table.c
    rows = connection.execute(
        handover_list.rows()
        .where(~columns.unshared if for_helper else true())
        .where(columns.imported, columns.grade >= HIGH, columns.division.in_(villages))
        .order_by(columns.division, columns.key)
        .limit(limit)
    )
    return [handover_list.from_columns(row) for row in rows]


def high_cases(connection: Connection, villages: list[str]) -> list[Existing]:
    """Return everybody at level 3 or above in these villages, village by village."""
    columns = handover_list.table.c
    rows = connection.execute(
        handover_list.rows()
        .where(columns.grade >= HIGH, columns.division.in_(villages))
        .order_by(columns.division, columns.key)
    )
    return [handover_list.from_columns(row) for row in rows]
