"""The State Council's years as the `holidays` package has them, ready to be loaded."""

from importlib.metadata import version
from typing import Final

import holidays

from domain.registry.rule_settings import Year

FIRST: Final = 2012
"""The earliest year anybody enters forms of."""


def packaged_years(until: int) -> dict[int, Year]:
    """Return the years up to one the package knows the make-up days of, by year.

    A year without worked weekends is one whose notice has not been taken in yet.
    """
    known = holidays.country_holidays("CN", years=range(FIRST, until + 1))
    source = f"holidays {version('holidays')}"
    worked = sorted(day for day in known.weekend_workdays if day.year >= FIRST)
    return {
        year: Year(
            year,
            tuple(day.isoformat() for day in sorted(known) if day.year == year),
            tuple(day.isoformat() for day in worked if day.year == year),
            source,
        )
        for year in sorted({day.year for day in worked})
    }
