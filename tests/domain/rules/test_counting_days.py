"""Until when a visit counts: held against the rate's own membership, day by day."""

from datetime import date, timedelta

import pytest

from domain.rules.counting_days import last_day_that_counts
from domain.rules.indicator_conditions import (
    Condition,
    CountedPerson,
    CountedVisit,
    Period,
    against,
)
from domain.rules.parameters import InForce, Override

LONG_AGO = date(2020, 1, 1)
ONE = timedelta(days=1)
DAYS = [date(2025, 1, 1) + n * ONE for n in range(730)]


def is_standard(*days: date, registered_on: date = LONG_AGO) -> bool:
    visits = [CountedVisit(visited_on=day, has_grade=True) for day in days]
    person = CountedPerson(registered_on=registered_on, visits=visits)
    period = Period(days[-1].year, days[-1].month)
    return against(Condition.STANDARD_A, person, period) is None


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2026-01-01", "2026-04-30"),
        ("2026-03-31", "2026-06-30"),
        ("2025-11-30", "2026-02-28"),
        ("2023-11-01", "2024-02-29"),
        ("2026-09-15", "2026-12-31"),
    ],
)
def test_it_is_the_last_day_of_the_third_month_number_after(
    last: str, expected: str
) -> None:
    day = date.fromisoformat(last)

    assert last_day_that_counts([day], LONG_AGO, day).day.isoformat() == expected


def test_a_visit_on_the_last_day_keeps_the_person_standard_and_a_day_later_does_not() -> (
    None
):
    for last in DAYS:
        first = [last.replace(month=m, day=1) for m in (1, 4, 7, 10) if m < last.month]
        found = last_day_that_counts([last], LONG_AGO, last)

        assert is_standard(*first, last, found.day)
        if found.day.month < 12 and found.day.year == last.year:
            assert not is_standard(*first, last, found.day + ONE)


def test_d_o6_once_the_day_has_passed_january_begins_anew() -> None:
    for last in DAYS[:365]:
        today = date(2026, 4, 10)
        found = last_day_that_counts([last], LONG_AGO, today)

        assert found.day == date(2026, 4, 30)
        assert is_standard(last, found.day)
        assert not is_standard(last, found.day + ONE)


def test_d_r1_before_any_visit_it_counts_from_registration() -> None:
    for registered_on in DAYS:
        found = last_day_that_counts([], registered_on, registered_on)

        assert is_standard(found.day, registered_on=registered_on)
        if found.day.month < 12 and found.day.year == registered_on.year:
            assert not is_standard(found.day + ONE, registered_on=registered_on)


def test_the_warning_stands_from_two_thirds_until_the_last_day() -> None:
    found = last_day_that_counts([date(2026, 1, 1)], LONG_AGO, date(2026, 1, 1))

    warned = [day for day in DAYS if found.warning(day)]

    assert (warned[0], warned[-1]) == (date(2026, 3, 21), date(2026, 4, 30))


def test_a_place_may_be_warned_sooner() -> None:
    half = Override("counts.warned", "9901", 50, "2020-01-01", "本地")
    local = InForce((half,)).at("990101001001")
    registered = date(2026, 1, 1)

    usual = last_day_that_counts([], registered, registered)
    sooner = last_day_that_counts([], registered, registered, local)

    assert (usual.warns_from, sooner.warns_from) == (
        date(2026, 3, 21),
        date(2026, 3, 1),
    )
    assert sooner.warned.code == "local.counts.warned=50"
