from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.errors import (
    NotAllowed,
    OverrideInThePast,
    OverrideOutOfBounds,
    ReasonNeeded,
    Refused,
    Unknown,
    YearNotWhole,
)
from domain.overrides import OVERRIDES, Overrides
from domain.registry.reasons import in_words
from domain.registry.rule_settings import EndOverride, LoadYear, SetOverride, Year
from domain.registry.runner import Found, in_force_of
from domain.rules.follow_up_interval import propose_due
from domain.values.calendar import Deadline, working_day_after
from domain.values.findings import FollowUpClass
from tests.streams import NOON, a_command

TODAY = NOON.date().isoformat()
MONTHLY = SetOverride(
    "interval.stable", "990101", 30, TODAY, "演示县 2026年1号", "县里要求每月随访"
)
NEW_YEAR = Year(2026, ("2026-01-01", "2026-01-02"), ("2026-01-04",), "国务院办公厅")


def asked(*use_cases: Any, **named: Any) -> Found:
    found = Found()
    for use_case in use_cases:
        use_case.decide(found, a_command(**{"division": "990101", **named}))
    return found


def overrides(found: Found) -> Overrides:
    return found.get(Overrides, OVERRIDES)


def test_a_place_sets_a_parameter_and_decisions_of_that_day_follow_it() -> None:
    found = asked(MONTHLY)
    local = in_force_of(found.streams().values()).at("990101001001")

    due = propose_due(FollowUpClass.STABLE, NOON.date(), local=local)
    before = propose_due(FollowUpClass.STABLE, date(2026, 1, 5), local=local)

    assert due.overrides == (f"override/990101/interval.stable=30/{TODAY}",)
    assert before.overrides == ()


def test_what_an_event_kept_of_a_local_rule_can_be_put_into_words_again() -> None:
    local = in_force_of(asked(MONTHLY).streams().values()).at("990101001001")
    why = propose_due(FollowUpClass.STABLE, NOON.date(), local=local).because[0]

    assert in_words(why.fact()) == why
    assert why.zh == "病情稳定：继续执行治疗方案，3个月时随访（本地规定：30天）"
    assert str(why.clause) == f"LOCAL 990101 {TODAY} 演示县 2026年1号 [L]"


def test_asking_twice_sets_once_and_ending_it_ends_it() -> None:
    end = EndOverride("interval.stable", "990101", "2099-01-01", "到期")
    found = asked(MONTHLY, MONTHLY, end)
    facts = [each.TOPIC for each in found.recorded()]

    assert facts == ["overrides.begun", "overrides.set", "overrides.ended"]
    assert overrides(asked(MONTHLY, end)).all[0].until_on == "2099-01-01"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"value": 91}, OverrideOutOfBounds),
        ({"value": 0}, OverrideOutOfBounds),
        ({"parameter": "interval.nothing"}, Unknown),
        ({"division": "99010"}, Unknown),
        ({"division": "990102"}, NotAllowed),
        ({"from_on": "2020-01-01"}, OverrideInThePast),
        ({"reason": " "}, ReasonNeeded),
    ],
)
def test_what_a_place_may_not_set_is_refused(
    changed: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        asked(replace(MONTHLY, **changed))


@pytest.mark.parametrize("division", ["", "99", "9901", "990101", "990101001"])
def test_the_county_enters_rules_of_those_above_and_within(division: str) -> None:
    found = asked(replace(MONTHLY, division=division))

    assert overrides(found).all[0].division == division


def test_a_loaded_year_counts_working_days_and_an_unknown_one_natural_days() -> None:
    calendar = in_force_of(
        asked(LoadYear(NEW_YEAR, "年度安排")).streams().values()
    ).calendar

    known = working_day_after(date(2026, 1, 3), 2, calendar)
    across = working_day_after(date(2026, 12, 30), 5, calendar)

    assert known == Deadline(date(2026, 1, 5))
    assert across == Deadline(date(2027, 1, 4), is_estimated=True)


@pytest.mark.parametrize(
    "changed",
    [
        {"holidays": ("2025-12-31",)},
        {"holidays": ()},
        {"worked_weekends": ("2026-01-05",)},
        {"holidays": ("2026-01-04",)},
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(YearNotWhole):
        asked(LoadYear(replace(NEW_YEAR, **changed), "年度安排"))
