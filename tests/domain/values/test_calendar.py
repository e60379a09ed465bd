from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from domain.values.calendar import (
    ONE_MONTH,
    THREE_MONTHS,
    TWO_WEEKS,
    Deadline,
    Interval,
    ListedWorkingDays,
    month_gap,
    months_after,
    shanghai_day,
    working_day_after,
)

SPRING = ListedWorkingDays.of([2024], [date(2024, 3, 8)], [date(2024, 3, 9)])


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        (date(2024, 3, 15), 3, date(2024, 6, 15)),
        (date(2024, 5, 31), 1, date(2024, 6, 30)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2024, 12, 1), 3, date(2025, 3, 1)),
        (date(2024, 12, 31), 0, date(2024, 12, 31)),
        (date(2024, 1, 31), 12, date(2025, 1, 31)),
    ],
)
def test_months_end_on_the_corresponding_or_the_last_day(
    day: date, months: int, reached: date
) -> None:
    assert months_after(day, months) == reached


def test_two_weeks_are_fourteen_days_and_the_first_is_not_counted() -> None:
    assert TWO_WEEKS.after(date(2024, 2, 20)) == date(2024, 3, 5)


def test_an_interval_of_months_never_runs_back_from_one_day_to_the_next() -> None:
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(2 * 366)]

    for interval in (ONE_MONTH, THREE_MONTHS):
        ends = [interval.after(day) for day in days]
        assert all(earlier <= later for earlier, later in pairwise(ends))


def test_months_come_before_days() -> None:
    assert Interval(months=1, days=1).after(date(2024, 1, 31)) == date(2024, 3, 1)


def test_the_month_gap_counts_month_numbers_and_no_days() -> None:
    assert month_gap(date(2024, 1, 2), date(2024, 5, 1)) == 4
    assert month_gap(date(2024, 1, 31), date(2024, 4, 1)) == 3
    assert month_gap(date(2023, 12, 31), date(2024, 1, 1)) == 1


def test_it_is_tomorrow_in_shanghai_from_four_in_the_afternoon_utc() -> None:
    assert shanghai_day(datetime(2024, 3, 4, 15, 59, 59, tzinfo=UTC)) == date(
        2024, 3, 4
    )
    assert shanghai_day(datetime(2024, 3, 4, 16, 0, tzinfo=UTC)) == date(2024, 3, 5)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        shanghai_day(datetime(2024, 3, 4))  # noqa: DTZ001 - the mistake that is refused


def test_t54_ten_working_days_after_a_monday() -> None:
    calendar = ListedWorkingDays.of([2024])

    assert working_day_after(date(2024, 3, 4), 10, calendar) == Deadline(
        date(2024, 3, 18)
    )


def test_t55_ten_working_days_after_a_friday() -> None:
    calendar = ListedWorkingDays.of([2024])

    assert working_day_after(date(2024, 3, 1), 10, calendar) == Deadline(
        date(2024, 3, 15)
    )


def test_t56_five_working_days_after_a_friday() -> None:
    calendar = ListedWorkingDays.of([2024])

    assert working_day_after(date(2024, 3, 15), 5, calendar) == Deadline(
        date(2024, 3, 22)
    )


def test_t58_beijing_reports_within_five_working_days() -> None:
    calendar = ListedWorkingDays.of([2024])

    assert working_day_after(date(2024, 3, 4), 5, calendar) == Deadline(
        date(2024, 3, 11)
    )


def test_a_holiday_is_skipped_and_a_worked_saturday_counts() -> None:
    assert working_day_after(date(2024, 3, 7), 1, SPRING).day == date(2024, 3, 9)
    assert working_day_after(date(2024, 3, 7), 2, SPRING).day == date(2024, 3, 11)


def test_no_working_day_at_all_is_the_day_itself() -> None:
    assert working_day_after(date(2024, 3, 9), 0, SPRING) == Deadline(date(2024, 3, 9))


def test_an_unknown_year_gives_the_earlier_natural_day_and_says_so() -> None:
    across = working_day_after(date(2024, 12, 27), 10, SPRING)

    assert across == Deadline(date(2025, 1, 6), is_estimated=True)
