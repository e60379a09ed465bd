"""Until when a visit still counts, for those who show a due day."""

from collections.abc import Mapping
from datetime import date

from domain.rules.counting_days import LastDay, last_day_that_counts
from domain.rules.parameters import NATIONAL, InForce

__all__ = ["LastDay", "last_day"]


def last_day(
    complete: Mapping[str, str],
    registered_on: str,
    today: date,
    local: InForce = NATIONAL,
) -> LastDay | None:
    """Return the last day that counts; None for who is not registered as of any day.

    `complete` are the days of the complete follow-ups by id, as the due list keeps them;
    `local` is what holds where the person lives.
    """
    if not registered_on:
        return None
    return last_day_that_counts(
        [date.fromisoformat(day) for day in complete.values()],
        date.fromisoformat(registered_on),
        today,
        local,
    )
