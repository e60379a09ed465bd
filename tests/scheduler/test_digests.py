"""One digest for an office and a day: everything that waits, references only."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.digest import Made
from domain.registry.digests import LONGEST, DigestLine, MakeDigest
from domain.values.findings import Grade
from ops.acting import job_command
from ops.site import Site
from projections.digests import digest_of
from projections.folding import Folding
from scheduler.jobs.make_digests import MakeDigests
from tests.registering import a_form, an_office, follow_up, register
from tests.scheduler.test_reminders import folding, midnight

__all__ = ["folding"]

DUE = date(2026, 3, 16)

Waiting = dict[UUID, list[tuple[UUID, str, str]]]


@pytest.fixture
def make(site: Site, folding: Folding) -> Callable[[date], int]:
    job = MakeDigests(
        site.engine, site.runner, lambda what, cause: job_command(site, what, cause)
    )

    def run(day: date) -> int:
        folding.catch_up()
        made = job(midnight(day))
        folding.catch_up()
        return made

    return run


def made(site: Site, day: date) -> Waiting:
    facts = [logged.fact for logged in site.log.after(0, 1000)]
    return {
        UUID(fact.office): [
            (UUID(line["person"]), line["rung"], line["kind"]) for line in fact.lines
        ]
        for fact in facts
        if isinstance(fact, Made) and fact.day == day.isoformat()
    }


def test_an_office_with_nothing_due_gets_none(
    site: Site, make: Callable[[date], int]
) -> None:
    follow_up(site, register(site, an_office(site)), a_form())

    assert make(DUE) == 0
    assert made(site, DUE) == {}


def test_each_office_gets_its_own_and_the_same_day_again_makes_no_second(
    site: Site, make: Callable[[date], int]
) -> None:
    clinic, unit, county = (
        an_office(site, kind)
        for kind in ("village_clinic", "township_hospital", "county_smi")
    )
    late, due = register(site, unit), register(site, unit, name="演示乙")
    follow_up(site, late, a_form(risk=Grade.LEVEL_3))
    follow_up(site, due, a_form(date(2026, 3, 2), risk=Grade.LEVEL_4))
    day = DUE + timedelta(days=7)

    assert make(DUE) == 1
    assert make(DUE) == 0
    follow_up(site, due, a_form(DUE, risk=Grade.LEVEL_4), now=midnight(day))
    assert make(day) == 3

    assert set(made(site, DUE)) == {clinic}
    assert made(site, day) == {
        clinic: [(late, "doctor", "overdue")],
        unit: [(late, "unit", "unit")],
        county: [(late, "county", "county")],
    }


def test_of_two_rungs_that_are_one_office_the_higher_stands(
    site: Site, make: Callable[[date], int]
) -> None:
    unit = an_office(site)
    person = register(site, unit)
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    day = DUE + timedelta(days=3)

    make(day)

    assert made(site, day) == {unit: [(person, "unit", "unit")]}


def test_the_view_keeps_it_and_the_lines_end_where_the_counts_go_on(
    site: Site, folding: Folding
) -> None:
    unit = an_office(site)
    day = DUE.isoformat()
    lines = tuple(
        DigestLine(str(UUID(int=n)), day, "doctor", "due") for n in range(LONGEST + 1)
    )
    site.runner.run(MakeDigest(unit, day, lines), job_command(site, "digest", unit))
    folding.catch_up()

    with site.engine.begin() as connection:
        row = digest_of(connection, unit, day)

    assert row is not None
    assert len(row.lines) == LONGEST
    assert row.counts == {"due": LONGEST + 1}
