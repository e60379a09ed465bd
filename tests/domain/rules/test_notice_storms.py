"""Only an unchanged level 3 may wait for the shift's digest, and only beyond the budget."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.rules.notice_storms import BUDGET, may_wait, shift_of, weigh
from domain.rules.parameters import InForce, Override
from domain.values.notices import Trigger

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MANY = 100
OTHER_NEWS = sorted(set(Trigger) - {Trigger.UNCHANGED})


@pytest.mark.parametrize("news", OTHER_NEWS)
@pytest.mark.parametrize("clock", ["clock.highest", "clock.three", "clock.joint"])
def test_all_other_news_breaks_through_however_many_there_were(
    news: Trigger, clock: str
) -> None:
    assert not may_wait(news, clock, NOON.date())
    assert not weigh(news, clock, MANY, NOON).waits


def test_levels_4_and_5_break_through_unchanged_too() -> None:
    assert not weigh(Trigger.UNCHANGED, "clock.highest", MANY, NOON).waits


@pytest.mark.parametrize(("told", "waits"), [(0, False), (4, False), (5, True)])
def test_an_unchanged_level_3_waits_beyond_five_a_shift(
    told: int, *, waits: bool
) -> None:
    assert weigh(Trigger.UNCHANGED, "clock.three", told, NOON).waits is waits


def test_a_county_may_set_another_budget_and_the_decision_says_so() -> None:
    local = InForce(
        overrides=(Override(BUDGET.code, "990101", 1, "2026-01-01", "演示办法"),)
    ).at("990101001001")

    said = weigh(Trigger.UNCHANGED, "clock.three", 1, NOON, local)

    assert said.waits
    assert said.editions[-1].startswith("override/990101/storm.budget=1")


@pytest.mark.parametrize(
    ("hours", "name", "ends"),
    [
        (0, "2026-03-02/day", 8),
        (7.99, "2026-03-02/day", 8),
        (8, "2026-03-02/night", 20),
        (19.99, "2026-03-02/night", 20),
        (20, "2026-03-03/day", 32),
    ],
)
def test_shifts_are_handed_over_at_eight_and_at_twenty(
    hours: float, name: str, ends: float
) -> None:
    """Counted from noon in Shanghai."""
    shift = shift_of(NOON + timedelta(hours=hours))

    assert shift.name == name
    assert shift.ends_at == NOON + timedelta(hours=ends)
