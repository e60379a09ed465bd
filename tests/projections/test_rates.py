"""The SQL of each rate and its definition give the same people, then and now."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from domain.rules.indicators import CountedVisit, Period, membership
from ops.site import Site
from ops.views import make_views
from projections.management import management
from projections.rates import Counted, counted, counts
from tests.databases import Database

PERIODS = (Period(2025, 12), Period(2026, 9), Period(2026, 12))


def a_row(chance: random.Random) -> dict[str, Any]:
    """Return one person's row with follow-ups anywhere in three years."""
    registered = date(2024, 1, 1) + timedelta(days=chance.randrange(1000))
    visits = [
        {
            "follow_up": str(n),
            "visited_on": (
                date(2025, 1, 1) + timedelta(days=chance.randrange(800))
            ).isoformat(),
            "graded": chance.random() < 0.9,
            "in_hospital": chance.random() < 0.1,
        }
        for n in range(chance.randrange(12))
    ]
    person = uuid4()
    return {
        "key": person,
        "person": person,
        "from_position": 1,
        "to_position": None,
        "division": f"99010100{chance.randrange(1, 4)}001",
        "unit": "",
        "registered_on": registered.isoformat(),
        "visits": visits,
    }


def by_definition(rows: list[dict[str, Any]], period: Period) -> dict[UUID, Counted]:
    """Return what the definition says of each person registered by the period's end."""
    found: dict[UUID, Counted] = {}
    for row in rows:
        registered_on = date.fromisoformat(row["registered_on"])
        if registered_on <= period.last_day:
            visits = [
                CountedVisit(
                    date.fromisoformat(v["visited_on"]), v["graded"], v["in_hospital"]
                )
                for v in row["visits"]
            ]
            said = membership(visits, registered_on, period)
            found[row["key"]] = Counted(row["key"], said.is_managed, said.is_standard)
    return found


def test_sql_and_definition_agree_on_every_person(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, (management,))
    chance = random.Random(7)
    rows = [a_row(chance) for _ in range(400)]
    with site.engine.begin() as connection:
        connection.execute(insert(management.table), rows)

        for period in PERIODS:
            expected = by_definition(rows, period)
            listed = counted(connection, "9901", period.first_day, period.last_day)
            summed = counts(
                connection, "9901", period.first_day, period.last_day, length=6
            )
            assert {one.person: one for one in listed} == expected
            assert len({(c.managed, c.standard) for c in expected.values()}) == 3
            assert [
                (c.division, c.registered, c.managed, c.standard) for c in summed
            ] == [
                (
                    "990101",
                    len(expected),
                    sum(c.managed for c in expected.values()),
                    sum(c.standard for c in expected.values()),
                )
            ]


def test_a_figure_as_then_known_counts_the_rows_of_then(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, (management,))
    person = uuid4()
    visit = {"follow_up": "1", "visited_on": "2026-02-01", "graded": True}
    row = {**a_row(random.Random(1)), "key": person, "person": person}
    row["registered_on"] = "2026-01-05"
    versions: list[dict[str, Any]] = [
        {**row, "from_position": 3, "to_position": 9, "visits": []},
        {**row, "from_position": 9, "visits": [{**visit, "in_hospital": False}]},
    ]
    with site.engine.begin() as connection:
        connection.execute(insert(management.table), versions)
        period = Period(2026, 3)

        def managed(at: int | None) -> list[int]:
            found = counts(
                connection, "9901", period.first_day, period.last_day, length=4, at=at
            )
            return [one.managed for one in found]

        assert (managed(2), managed(8), managed(9), managed(None)) == (
            [],
            [0],
            [1],
            [1],
        )
