"""Visits that tell of harm under a grade below 3, found in the rows the figures count.

The finder of escalations that were missed (压级): nobody was told about these, because the
grade asks for it and the harm does not.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, column, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB

from projections.management import management
from projections.view import standing

HIGH: Final = 3


@dataclass(frozen=True, slots=True)
class LowGrade:
    """One visit: whose, on which day (ISO), graded what, and who answers for the person."""

    person: UUID
    follow_up: UUID
    visited_on: str
    grade: int | None
    unit: str


def low_grades(
    connection: Connection, since: str, until: str, limit: int, at: int | None = None
) -> list[LowGrade]:
    """Return the visits from a day to before another, the latest first."""
    table = management.table
    visits = (
        func.jsonb_array_elements(table.c.visits)
        .table_valued(column("value", JSONB))
        .lateral("visit")
    )
    visit = visits.c.value
    day, grade = visit["visited_on"].astext, visit["grade"].as_integer()
    rows = connection.execute(
        select(table.c.person, table.c.unit, visit["follow_up"].astext, day, grade)
        .select_from(table.join(visits, true()))
        .where(
            standing(table, at),
            visit["harmed"].as_boolean(),
            or_(grade < HIGH, grade.is_(None)),
            day >= since,
            day < until,
        )
        .order_by(day.desc(), table.c.person)
        .limit(limit)
    )
    return [
        LowGrade(person, UUID(follow_up), visited_on, found, unit)
        for person, unit, follow_up, visited_on, found in rows
    ]
