from datetime import date

import pytest

from domain.rules.indicators import (
    EDITIONS,
    CountedVisit,
    Membership,
    Period,
    membership,
    registered,
)

YEAR = Period(2024, 12)
LONG_AGO = date(2020, 5, 1)


def on(
    *days: str, has_grade: bool = True, in_hospital: bool = False
) -> list[CountedVisit]:
    return [
        CountedVisit(date.fromisoformat(day), has_grade, in_hospital) for day in days
    ]


def counted(
    visits: list[CountedVisit], period: Period = YEAR, registered_on: date = LONG_AGO
) -> Membership:
    return membership(visits, registered_on, period)


def against(found: Membership) -> tuple[str | None, str | None]:
    return (
        found.not_managed.code if found.not_managed else None,
        found.not_standard.code if found.not_standard else None,
    )


def test_t61_the_register_is_what_was_filed_less_the_dead_and_the_excluded() -> None:
    assert registered(filed=100, dead=3) == 97
    assert registered(filed=100, dead=3, excluded=2) == 95


def test_t62_one_follow_up_with_a_grade_is_managed() -> None:
    assert counted(on("2024-06-01")).is_managed


def test_t63_one_follow_up_without_a_grade_and_not_in_hospital_is_not_managed() -> None:
    found = counted(on("2024-06-01", has_grade=False))

    assert against(found) == ("rate.incomplete", "rate.incomplete")


def test_in_hospital_now_counts_as_managed_without_a_grade() -> None:
    assert counted(on("2024-06-01", has_grade=False, in_hospital=True)).is_managed


def test_nobody_seen_in_the_period_is_managed() -> None:
    found = counted(on("2023-12-31", "2025-01-01"))

    assert against(found) == ("rate.no_follow_up", "rate.no_follow_up")


@pytest.mark.parametrize("day", ["2024-01-01", "2024-12-31"])
def test_the_period_holds_its_first_and_its_last_day(day: str) -> None:
    assert counted(on(day)).is_managed


def test_t65_january_april_july_and_october_is_standard() -> None:
    found = counted(on("2024-01-02", "2024-04-30", "2024-07-01", "2024-10-31"))

    assert against(found) == (None, None)


def test_t66_january_and_may_is_managed_and_not_standard() -> None:
    found = counted(on("2024-01-02", "2024-05-01"), Period(2024, 6))

    assert against(found) == (None, "rate.gap")
    assert found.gap == (date(2024, 1, 2), date(2024, 5, 1))


def test_month_numbers_count_and_days_do_not() -> None:
    far_days_near_months = on("2024-01-01", "2024-04-30")
    near_days_far_months = on("2024-01-31", "2024-05-01")

    assert counted(far_days_near_months, Period(2024, 4)).is_standard
    assert not counted(near_days_far_months, Period(2024, 5)).is_standard


def test_the_order_in_which_follow_ups_came_in_does_not_matter() -> None:
    assert counted(
        on("2024-10-31", "2024-01-02", "2024-07-01", "2024-04-30")
    ).is_standard


def test_the_first_follow_up_may_come_in_april_and_not_in_may() -> None:
    april = counted(on("2024-04-30"), Period(2024, 6))
    may = counted(on("2024-05-01"), Period(2024, 6))

    assert against(april) == (None, None)
    assert against(may) == (None, "rate.first_gap")


def test_who_was_registered_in_the_year_is_counted_from_that_month() -> None:
    found = counted(on("2024-09-01"), Period(2024, 9), registered_on=date(2024, 6, 30))

    assert against(found) == (None, None)


def test_the_last_follow_up_may_be_three_months_old_and_not_four() -> None:
    seen = on("2024-03-01", "2024-06-01")

    assert counted(seen, Period(2024, 9)).is_standard
    assert against(counted(seen, Period(2024, 10))) == (None, "rate.last_gap")


def test_a_follow_up_without_a_grade_does_not_bridge_a_gap() -> None:
    seen = [*on("2024-01-02", "2024-05-02"), *on("2024-03-02", has_grade=False)]

    assert against(counted(seen, Period(2024, 5))) == (None, "rate.gap")


def test_a_visit_in_every_third_month_is_standard_at_every_month_of_the_year() -> None:
    seen = on("2024-01-15", "2024-04-15", "2024-07-15", "2024-10-15")

    assert all(counted(seen, Period(2024, month)).is_standard for month in range(1, 13))


def test_nobody_is_standard_without_being_managed() -> None:
    for first in range(1, 13):
        for month in range(1, 13):
            found = counted(on(f"2024-{first:02}-01"), Period(2024, month))

            assert found.is_managed or not found.is_standard


def test_the_period_ends_on_the_last_day_of_a_leap_february() -> None:
    assert Period(2024, 2).last_day == date(2024, 2, 29)


def test_every_definition_is_cited_and_says_which_part_is_ours() -> None:
    said = {
        code: (
            editions[0].name,
            str(editions[0].rule.clause),
            editions[0].rule.rests_on_decisions,
        )
        for code, editions in EDITIONS.items()
    }

    assert said == {
        "I-REG": ("I-REG/2017", "R13 指标1-3 [R]", False),
        "I-MGT": ("I-MGT/2017", "R13 指标1-3 [R]", False),
        "I-STD-A": ("I-STD-A/ours-2026", "R13 指标1-3 [R]", True),
    }
