"""The rates of a division and month: counts from the view, as now or then known.

What a rate counts is defined in `domain/rules/indicators.py`; here each definition is one
SQL text over the view of management, and a test holds both equal. Happened-on days decide
what lies in the period, positions what was known.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

LAST: Final = 9223372036854775807

# One row a registered person: complete follow-ups as days, month numbers and gaps.
_PEOPLE: Final = """
WITH people AS (
    SELECT m.key AS person, m.division,
           greatest(m.registered_on::date, CAST(:first AS date)) AS start,
           ARRAY(
               SELECT DISTINCT (v->>'visited_on')::date
               FROM jsonb_array_elements(m.visits) v
               WHERE ((v->>'graded')::boolean OR (v->>'in_hospital')::boolean)
                 AND (v->>'visited_on')::date BETWEEN :first AND :last
               ORDER BY 1
           ) AS days
    FROM view.management m
    WHERE m.division ^@ :division
      AND m.from_position <= :at AND (m.to_position IS NULL OR m.to_position > :at)
      AND m.registered_on <> '' AND m.registered_on::date <= :last
), gaps AS (
    SELECT p.person, p.division, cardinality(p.days) > 0 AS managed,
           coalesce((
               SELECT max(extract(year FROM s.later) * 12 + extract(month FROM s.later)
                        - extract(year FROM s.earlier) * 12 - extract(month FROM s.earlier))
               FROM unnest(p.start || p.days, p.days || CAST(:last AS date)) AS s(earlier, later)
           ), 0) AS widest
    FROM people p
)
"""
_COUNTS: Final = (
    _PEOPLE
    + """
SELECT left(division, :length) AS division, count(*) AS registered,
       count(*) FILTER (WHERE managed) AS managed,
       count(*) FILTER (WHERE managed AND widest <= 3) AS standard
FROM gaps GROUP BY 1 ORDER BY left(division, :length) COLLATE "C"
"""
)
_LISTED: Final = (
    _PEOPLE
    + """
SELECT person, managed, managed AND widest <= 3 AS standard
FROM gaps ORDER BY person
"""
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in one division: registered, managed, managed as specified (A)."""

    division: str
    registered: int
    managed: int
    standard: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether one registered person is in each numerator."""

    person: UUID
    managed: bool
    standard: bool


def counts(
    connection: Connection,
    division: str,
    first: date,
    last: date,
    *,
    length: int = 9,
    at: int | None = None,
) -> list[Counts]:
    """Return the counts of a period, a row for each division of that many digits.

    The period is from the first day of the year to the last day of the month.
    """
    rows = connection.execute(
        text(_COUNTS), {**_asked(division, first, last, at), "length": length}
    )
    return [Counts(r.division, r.registered, r.managed, r.standard) for r in rows]


def counted(
    connection: Connection,
    division: str,
    first: date,
    last: date,
    at: int | None = None,
) -> list[Counted]:
    """Return every registered person of a division and what they count towards."""
    rows = connection.execute(text(_LISTED), _asked(division, first, last, at))
    return [Counted(r.person, r.managed, r.standard) for r in rows]


def _asked(
    division: str, first: date, last: date, at: int | None
) -> dict[str, str | date | int]:
    return {
        "division": division,
        "first": first,
        "last": last,
        "at": LAST if at is None else at,
    }
