"""What walks have in common: days, drawn cases, classes, and counting done apart."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from domain.rules.clause import Reason
from domain.rules.parameters import InForce
from domain.values.findings import FollowUpClass

BOTH: Final = (False, True)
FIRST: Final = date(2024, 1, 1)
DAYS: Final = 4 * 365 + 1
"""Every day of four years, a leap day among them."""
DRAWN: Final = 2_000
HERE: Final = "990101001001"
CLASSES: Final = (None, *FollowUpClass)
MONTHS: Final = 12


def codes(reasons: Iterable[Reason]) -> list[str]:
    """Return the reasons' codes."""
    return [why.code for why in reasons]


def rows(*tables: Iterable[Any]) -> frozenset[str]:
    """Return the codes of tables' rows."""
    return frozenset(row.why.code for table in tables for row in table)


def every_day() -> Iterable[date]:
    """Return every day of the four years."""
    return (FIRST + timedelta(days=number) for number in range(DAYS))


def counted(day: date, months: int, days: int = 0) -> date:
    """Return the corresponding day months on, or the month's last: counted by single steps."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == MONTHS else (year, month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number) + timedelta(days=days)
        except ValueError:
            number -= 1


def is_last_of(count: int, day: date, since: date, local: InForce) -> bool:
    """Return whether a day is the last of so many working days after another.

    Counted one by one; natural days where the place has no calendar (D-Q3).
    """
    calendar = local.calendar
    if not calendar.years:
        return (day - since).days == count
    days = [since + timedelta(days=n + 1) for n in range((day - since).days)]
    worked = [each for each in days if calendar.is_working(each)]
    return len(worked) == count and worked[-1] == day
