"""Days, months and working days as the law counts them.

The starting day is not counted; months end on the corresponding day, or on the month's
last day when there is none (Civil Code 民法典 arts 201-202, source P3). A due day is never
moved because it falls on a rest day (art 203 is left to whoever displays it).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Protocol

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China's one time zone; no summer time since 1991."""

MONTHS_IN_A_YEAR: Final = 12
SATURDAY: Final = 5


def shanghai_day(instant: datetime) -> date:
    """Return the day it is in China at an instant; a time without a zone is a ValueError."""
    if instant.tzinfo is None:
        msg = "an instant needs a time zone"
        raise ValueError(msg)
    return instant.astimezone(SHANGHAI).date()


def month_number(day: date) -> int:
    """Return the month counted through the years, so that a difference is a month gap."""
    return day.year * MONTHS_IN_A_YEAR + day.month


def month_gap(earlier: date, later: date) -> int:
    """Return by how many month numbers two days differ; days within the month don't count."""
    return month_number(later) - month_number(earlier)


def months_after(day: date, months: int) -> date:
    """Return the corresponding day some months on, or that month's last day."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year = day.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of calendar time: months, days, or both (months first)."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """Return the last day of the stretch; the starting day is not counted."""
        return months_after(day, self.months) + timedelta(days=self.days)


TWO_WEEKS: Final = Interval(days=14)
ONE_MONTH: Final = Interval(months=1)
THREE_MONTHS: Final = Interval(months=3)


class WorkingDays(Protocol):
    """Which days are worked, with the State Council's holidays and make-up days."""

    def is_working(self, day: date) -> bool | None:
        """Return whether the day is worked; `None` when that year is not known."""
        ...


@dataclass(frozen=True, slots=True)
class ListedWorkingDays:
    """Working days from lists: the years known, holidays, and worked weekends."""

    years: frozenset[int]
    holidays: frozenset[date] = frozenset()
    worked_weekends: frozenset[date] = frozenset()

    @classmethod
    def of(
        cls,
        years: Sequence[int],
        holidays: Sequence[date] = (),
        worked_weekends: Sequence[date] = (),
    ) -> "ListedWorkingDays":
        """Return the calendar of these years."""
        return cls(frozenset(years), frozenset(holidays), frozenset(worked_weekends))

    def is_working(self, day: date) -> bool | None:
        """Return whether the day is worked; `None` when that year is not listed."""
        if day.year not in self.years:
            return None
        if day in self.worked_weekends:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a limit; `is_estimated` when a year's calendar was not known."""

    day: date
    is_estimated: bool = False


def working_day_after(day: date, count: int, calendar: WorkingDays) -> Deadline:
    """Return the last day of so many working days after a day, which is not counted.

    Where a year's calendar is not known, the limit is read as natural days instead: that
    is the earlier day, and the deadline says that it is an estimate.
    """
    reached, left = day, count
    while left > 0:
        reached += timedelta(days=1)
        works = calendar.is_working(reached)
        if works is None:
            return Deadline(day + timedelta(days=count), is_estimated=True)
        left -= works
    return Deadline(reached)
