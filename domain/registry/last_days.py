"""Until when a visit still counts, for those who show a due day."""

from collections.abc import Mapping
from datetime import date

from domain.rules.counting_days import LastDay, last_day_that_counts

__all__ = ["LastDay", "last_day"]


def last_day(
    complete: Mapping[str, str], registered_on: str, today: date
) -> LastDay | None:
    """Return the last day that counts; None for who is not registered as of any day.

    `complete` are the days of the complete follow-ups by id, as the due list keeps them.
    """
    if not registered_on:
        return None
    return last_day_that_counts(
        [date.fromisoformat(day) for day in complete.values()],
        date.fromisoformat(registered_on),
        today,
    )
