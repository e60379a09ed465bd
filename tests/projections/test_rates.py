"""The SQL of the conditions and their definitions give the same people, then and now."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from domain.registry.rates import counted_person, indicators, rates_of
from domain.rules.indicator_conditions import Condition, Period, against
from domain.rules.indicators import membership
from ops.site import Site
from ops.views import make_views
from projections.management import Managed, management
from projections.rates import Counted, counted, counts
from tests.databases import Database

PERIODS = (Period(2016, 12), Period(2025, 12), Period(2026, 8), Period(2026, 12))


def a_day(chance: random.Random) -> str:
    return (date(2025, 1, 1) + timedelta(days=chance.randrange(800))).isoformat()


def some(
    chance: random.Random, most: int, make: Callable[[int], dict[str, Any]]
) -> list[dict[str, Any]]:
    return [make(n) for n in range(chance.randrange(most))]


def a_visit(chance: random.Random, n: int, usual: date) -> dict[str, Any]:
    often = chance.random() < 0.8
    day = usual + timedelta(days=chance.randrange(-6, 7))
    return {
        "follow_up": str(n),
        "recorded": chance.randrange(5),
        "visited_on": day.isoformat() if often else a_day(chance),
        "graded": chance.random() < 0.9,
        "hospital": chance.choice([0, 0, 0, 1, 2, None]),
        "adherence": chance.choice([1, 1, 1, 2, 3, 4, None]),
        "judged": chance.choice([1, 2, 3, 3, 3, None]),
        "face": chance.random() < 0.5,
        "disturbed": chance.random() < 0.1,
        "harmed": chance.random() < 0.1,
    }


def a_row(chance: random.Random) -> dict[str, Any]:
    """Return one person's row with anything in three years, often seen every other month."""
    person = uuid4()
    step = chance.choice([10, 28, 60, 85, 120])
    start = date(2025, 1, 1) + timedelta(days=chance.randrange(400))
    visits = [
        a_visit(chance, n, start + timedelta(days=step * n))
        for n in range(chance.randrange(12))
    ]
    for n, visit in enumerate(visits):
        visit["recorded"] = n
    return {
        "key": person,
        "person": person,
        "from_position": 1,
        "to_position": None,
        "division": f"99010100{chance.randrange(1, 4)}001",
        "unit": "",
        "registered_on": (
            date(2024, 1, 1) + timedelta(days=chance.randrange(1000))
        ).isoformat(),
        "disease": chance.choice(["schizophrenia", "bipolar"]),
        "died_on": a_day(chance) if chance.random() < 0.2 else None,
        "excluded_on": a_day(chance) if chance.random() < 0.1 else None,
        "visits": visits,
        "check_ups": some(
            chance,
            3,
            lambda n: {
                "check_up": str(n),
                "checked_on": a_day(chance),
                "complete": chance.random() < 0.8,
            },
        ),
        "losses": some(
            chance,
            3,
            lambda _: {
                "lost_on": a_day(chance),
                "found_on": a_day(chance) if chance.random() < 0.5 else None,
            },
        ),
        "consents": some(
            chance,
            3,
            lambda _: {
                "signed_on": a_day(chance),
                "answer": chance.choice(["agreed", "refused"]),
            },
        ),
    }


def managed_of(row: dict[str, Any]) -> Managed:
    names = Managed.__dataclass_fields__
    return Managed(**{name: value for name, value in row.items() if name in names})


def by_definition(rows: list[dict[str, Any]], period: Period) -> dict[UUID, Counted]:
    """Return what the conditions say of each person filed by the period's end."""
    found: dict[UUID, Counted] = {}
    for row in rows:
        person = counted_person(managed_of(row))
        if person.registered_on <= period.last_day:
            holding = {c.value for c in Condition if against(c, person, period) is None}
            found[row["key"]] = Counted(row["key"], frozenset(holding))
    return found


def test_sql_and_definition_agree_on_every_person_and_condition(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, (management,))
    chance = random.Random(7)
    rows = [a_row(chance) for _ in range(600)]
    met: set[str] = set()
    with site.engine.begin() as connection:
        connection.execute(insert(management.table), rows)

        for period in PERIODS:
            expected = by_definition(rows, period)
            listed = counted(connection, "9901", period.first_day, period.last_day)
            assert {one.person: one for one in listed} == expected
            met |= {held for one in expected.values() for held in one.holding}
    assert met == set(Condition)


def test_the_figures_summed_are_those_of_the_people_one_by_one(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, (management,))
    chance = random.Random(11)
    rows = [a_row(chance) for _ in range(200)]
    period = Period(2025, 12)
    people = [counted_person(managed_of(row)) for row in rows]
    with site.engine.begin() as connection:
        connection.execute(insert(management.table), rows)
        (summed,) = counts(
            connection, "9901", period.first_day, period.last_day, length=6
        )

    figures = {rate.definition.code: rate for rate in rates_of(summed, period.last_day)}
    for edition in indicators(period.last_day):
        definition = edition.rule
        found = [membership(definition, person, period) for person in people]
        figure = figures[definition.code]
        assert figure.numerator == sum(one.is_counted for one in found)
        if definition.is_rate:
            assert figure.denominator == sum(one.is_over for one in found)


def test_a_figure_as_then_known_counts_the_rows_of_then(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, (management,))
    chance = random.Random(1)
    visit = {**a_visit(chance, 0, date(2026, 2, 1)), "visited_on": "2026-02-01"}
    row = {**a_row(chance), "registered_on": "2026-01-05", "died_on": None}
    versions: list[dict[str, Any]] = [
        {**row, "from_position": 3, "to_position": 9, "visits": []},
        {**row, "from_position": 9, "visits": [{**visit, "graded": True}]},
    ]
    with site.engine.begin() as connection:
        connection.execute(insert(management.table), versions)
        period = Period(2026, 3)

        def managed(at: int | None) -> list[int]:
            found = counts(
                connection, "9901", period.first_day, period.last_day, length=4, at=at
            )
            return [one.holding([Condition.MANAGED]) for one in found]

        assert (managed(2), managed(8), managed(9), managed(None)) == (
            [],
            [0],
            [1],
            [1],
        )
