"""How often in a row nobody was reached (未访到), for those who show it."""

from collections.abc import Sequence
from datetime import date

from domain.rules.contact_outcome import Unreached, missed_in_a_row

__all__ = ["Unreached", "unreached"]


def unreached(misses: Sequence[str]) -> Unreached | None:
    """Return the run of attempts that reached nobody; None when there is none."""
    return missed_in_a_row([date.fromisoformat(day) for day in misses])
