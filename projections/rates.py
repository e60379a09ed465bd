"""What the rates count of a division and period, from the view, as now or then known.

What an indicator counts is defined in `domain/rules/indicators.py` by conditions; here one
SQL text says of every person which conditions hold, and a test holds both equal. People
are counted by the conditions that hold of them together, so an indicator is a row there
and nothing here. Happened-on days decide what lies in the period, positions what was known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

LAST: Final = 9223372036854775807

# `people`: who was filed by the end. `visits`: their follow-ups within the period.
# `lasts`: the last one of each. `sums`: what all of them say together. `courses`: the
# complete ones in their order, with the one after. `gaps`: whether each came in time.
_STANDING: Final = """
WITH people AS MATERIALIZED (
    SELECT m.key AS person, m.division, m.disease, m.visits, m.check_ups, m.losses,
           m.consents, m.died_on::date AS died_on, m.excluded_on::date AS excluded_on,
           m.registered_on::date AS filed_on,
           greatest(m.registered_on::date, CAST(:first AS date)) AS start,
           CAST(:first AS date) AS first, CAST(:last AS date) AS last
    FROM view.management m
    WHERE m.division ^@ :division
      AND m.from_position <= :at AND (m.to_position IS NULL OR m.to_position > :at)
      AND m.registered_on <> '' AND m.registered_on::date <= :last
), visits AS MATERIALIZED (
    SELECT p.person, p.start, p.last, v.visited_on AS day, v.recorded, v.graded, v.hospital,
           v.adherence, v.judged, v.face, v.disturbed, v.harmed,
           v.graded OR coalesce(v.hospital = 1, FALSE) AS complete
    FROM people p
    CROSS JOIN LATERAL jsonb_to_recordset(p.visits) AS v(
        visited_on date, recorded bigint, graded boolean, hospital int, adherence int,
        judged int, face boolean, disturbed boolean, harmed boolean)
    WHERE v.visited_on BETWEEN p.first AND p.last
), lasts AS (
    SELECT DISTINCT ON (person) person, day, hospital, adherence, judged, last
    FROM visits ORDER BY person, day DESC, recorded DESC
), sums AS (
    SELECT person, bool_or(complete) AS managed,
           count(*) FILTER (WHERE complete) AS complete,
           bool_and(coalesce(adherence = 1, FALSE)) AS regular_always,
           bool_and(coalesce(judged = 3, FALSE)) AS stable_all_year,
           bool_or(face) AS face_visited, bool_or(graded) AS assessed,
           bool_or(disturbed) AS disturbed, bool_or(harmed) AS harmed
    FROM visits GROUP BY person
), courses AS (
    SELECT person, start, day,
           coalesce(lag(day) OVER in_order, start) AS before,
           coalesce(lead(day) OVER in_order, last) AS after,
           (day + CASE
               WHEN judged = 1 THEN interval '14 days'
               WHEN judged = 2 THEN interval '1 month'
               WHEN judged = 3 OR hospital = 1 THEN interval '3 months'
               ELSE interval '14 days'
           END)::date AS allows,
           lag(day) OVER in_order IS NULL AS is_first
    FROM visits WHERE complete
    WINDOW in_order AS (PARTITION BY person ORDER BY day, recorded)
), months AS (
    SELECT person, is_first, after <= allows AS in_time,
           extract(year FROM day) * 12 + extract(month FROM day)
           - extract(year FROM before) * 12 - extract(month FROM before) AS since,
           extract(year FROM after) * 12 + extract(month FROM after)
           - extract(year FROM day) * 12 - extract(month FROM day) AS until
    FROM courses
), gaps AS (
    SELECT person, bool_and(since <= 3 AND until <= 3) AS standard_a,
           bool_and(in_time AND (since <= 3 OR NOT is_first)) AS by_class
    FROM months GROUP BY person
), seen AS (
    SELECT p.person, p.division, p.disease, p.died_on, p.excluded_on, p.last, p.first,
           EXISTS (
               SELECT FROM jsonb_to_recordset(p.check_ups)
                   AS c(checked_on date, complete boolean)
               WHERE c.complete AND c.checked_on BETWEEN p.first AND p.last
           ) AS checked_up,
           EXISTS (
               SELECT FROM jsonb_to_recordset(p.losses) AS l(lost_on date, found_on date)
               WHERE l.lost_on <= p.last AND (l.found_on IS NULL OR l.found_on > p.last)
           ) AS lost,
           coalesce((
               SELECT c.given->>'answer' = 'agreed'
               FROM jsonb_array_elements(p.consents) WITH ORDINALITY AS c(given, place)
               WHERE (c.given->>'signed_on')::date <= p.last
               ORDER BY (c.given->>'signed_on')::date DESC, c.place DESC LIMIT 1
           ), FALSE) AS consented,
           greatest(1, (extract(month FROM p.last)::int) / 3
               - CASE WHEN p.filed_on < p.first THEN 0
                      ELSE (extract(month FROM p.filed_on)::int - 1) / 3 END) AS needed
    FROM people p
), standing AS (
    SELECT s.person, s.division, array_remove(ARRAY[
        CASE WHEN (s.died_on IS NULL OR s.died_on > s.last)
              AND (s.excluded_on IS NULL OR s.excluded_on > s.last)
             THEN 'on_register' END,
        CASE WHEN (s.died_on IS NULL OR s.died_on >= s.first)
              AND (s.excluded_on IS NULL OR s.excluded_on > s.last)
             THEN 'on_register_in_year' END,
        CASE WHEN u.managed THEN 'managed' END,
        CASE WHEN g.standard_a THEN 'standard_a' END,
        CASE WHEN u.complete >= s.needed AND s.checked_up THEN 'standard_b' END,
        CASE WHEN g.by_class THEN 'standard_by_class' END,
        CASE WHEN s.disease = 'schizophrenia' THEN 'schizophrenia' END,
        CASE WHEN l.hospital = 1 OR l.adherence IN (1, 2) THEN 'medicated' END,
        CASE WHEN l.adherence = 1 THEN 'regular_last' END,
        CASE WHEN u.regular_always THEN 'regular_always' END,
        CASE WHEN l.hospital IN (0, 2) THEN 'at_home' END,
        CASE WHEN l.judged = 3
              AND extract(month FROM l.last) - extract(month FROM l.day) < 3
             THEN 'stable_lately' END,
        CASE WHEN u.stable_all_year THEN 'stable_all_year' END,
        CASE WHEN u.face_visited THEN 'face_visited' END,
        CASE WHEN s.checked_up THEN 'checked_up' END,
        CASE WHEN s.lost THEN 'lost' END,
        CASE WHEN s.consented THEN 'consented' END,
        CASE WHEN u.assessed THEN 'assessed' END,
        CASE WHEN u.disturbed THEN 'disturbed' END,
        CASE WHEN u.harmed THEN 'harmed' END
    ], NULL) AS holding
    FROM seen s
    LEFT JOIN sums u USING (person)
    LEFT JOIN gaps g USING (person)
    LEFT JOIN lasts l USING (person)
)
"""
_COUNTS: Final = (
    _STANDING
    + """
SELECT left(division, :length) AS division, holding, count(*) AS people
FROM standing GROUP BY 1, 2 ORDER BY left(division, :length) COLLATE "C", 2
"""
)
_LISTED: Final = (
    _STANDING
    + """
SELECT person, holding FROM standing ORDER BY person
"""
)


@dataclass(frozen=True, slots=True)
class Group:
    """How many people of a division there are of whom exactly these conditions hold."""

    holding: frozenset[str]
    people: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in one division: its people by the conditions that hold of them."""

    division: str
    groups: tuple[Group, ...] = ()

    def holding(self, conditions: Iterable[str]) -> int:
        """Return of how many people all these conditions hold."""
        wanted = frozenset(conditions)
        return sum(group.people for group in self.groups if wanted <= group.holding)


@dataclass(frozen=True, slots=True)
class Counted:
    """Which conditions hold of one person."""

    person: UUID
    holding: frozenset[str]


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
    found: dict[str, list[Group]] = {}
    for row in rows:
        group = Group(frozenset(row.holding), row.people)
        found.setdefault(row.division, []).append(group)
    return [Counts(division, tuple(groups)) for division, groups in found.items()]


def counted(
    connection: Connection,
    division: str,
    first: date,
    last: date,
    at: int | None = None,
) -> list[Counted]:
    """Return everybody filed in a division by the last day, and what holds of them."""
    rows = connection.execute(text(_LISTED), _asked(division, first, last, at))
    return [Counted(row.person, frozenset(row.holding)) for row in rows]


def _asked(
    division: str, first: date, last: date, at: int | None
) -> dict[str, str | date | int]:
    return {
        "division": division,
        "first": first,
        "last": last,
        "at": LAST if at is None else at,
    }
