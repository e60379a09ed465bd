"""The demo county: the same for a seed, carried out without a refusal, and calibrated."""

from datetime import date
from pathlib import Path

import pytest

from ops.demo.county.calibration import BUSY_HIGH, PUBLISHED
from ops.demo.county.diary import diary
from ops.demo.county.load import CountyClock, load
from ops.demo.county.plan import Plan, Profile, evening
from ops.site import open_site
from ops.views import make_views
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from tests.databases import Database
from tests.ops.demo.county_rates import entries_of, rates

UNTIL = date(2026, 10, 31)
SMALL = Plan(7, 40, Profile.BUSY, date(2025, 11, 1), UNTIL)


def test_equal_plans_ask_the_same_and_another_seed_something_else() -> None:
    other = Plan(8, 40, Profile.BUSY, SMALL.since, UNTIL)

    assert entries_of(SMALL) == entries_of(SMALL)
    assert entries_of(SMALL) != entries_of(other)


class BrokenOff(Exception):
    """Somebody pressed Ctrl-C."""


def test_a_load_broken_off_goes_on_refuses_nothing_and_again_changes_nothing(
    database: Database, keys_folder: Path
) -> None:
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    clock = CountyClock(evening(SMALL.since))
    site = open_site(database.clerk_url, keys_folder, clock=clock)
    entries = diary(SMALL, site.claim)
    done: list[int] = []

    def break_off(count: int) -> None:
        done.append(count)
        if sum(done) > len(entries) / 2:
            raise BrokenOff

    try:
        with pytest.raises(BrokenOff):
            load(site, clock, SMALL, "demo", break_off)
        after_break = site.log.last_position()
        whole = load(site, clock, SMALL, "demo", done.append)
        position = site.log.last_position()
        again = load(site, clock, SMALL, "demo", done.append)
        firsts = site.log.with_ids([e.command.event_id(0) for e in entries])
    finally:
        site.close()

    assert whole.refused == again.refused == []
    assert (whole.facts, again.facts) == (position - after_break, 0)
    assert 0 < after_break < position
    assert len(firsts) == len(entries)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_usual_county_is_near_the_published_figures(year: int) -> None:
    plan = Plan.of_two_years(1, 600, Profile.USUAL, UNTIL)

    found = rates(plan, tuple(PUBLISHED), year, 10 if year == UNTIL.year else 12)

    off = {
        name: (round(found[name], 2), published.percent)
        for name, published in PUBLISHED.items()
        if abs(found[name] - published.percent) > published.band
    }
    assert off == {}


def test_a_busy_county_has_clearly_more_at_level_3_or_higher() -> None:
    plan = Plan.of_two_years(1, 600, Profile.BUSY, UNTIL)

    found = rates(plan, (), 2026, 10)["high"]

    assert abs(found - BUSY_HIGH.percent) <= BUSY_HIGH.band
