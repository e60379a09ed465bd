"""Medians, quartiles and tails of what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several rounds, with the quartiles around it."""

    low: float
    middle: float
    high: float

    @property
    def words(self) -> str:
        """Return the quartiles for a note."""
        return f"quartiles {self.low:,.4g}-{self.high:,.4g}"


def spread(values: Sequence[float]) -> Spread:
    """Return the median and quartiles; one value is its own spread."""
    if len(set(values)) == 1:
        return Spread(values[0], values[0], values[0])
    low, _, high = quantiles(values, n=4, method="inclusive")
    return Spread(low, median(values), high)


def tail(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all values do not exceed, 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
