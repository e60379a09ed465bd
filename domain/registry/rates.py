"""The rates with their definitions: what was counted, over what, by which edition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from domain.rules.edition import in_force
from domain.rules.indicators import (
    EDITIONS,
    CountedVisit,
    Definition,
    Membership,
    Period,
    membership,
)
from domain.values.figures import rate


class CountsShape(Protocol):
    """What a view counted for one division."""

    @property
    def registered(self) -> int:
        """Return how many are on the register."""
        ...

    @property
    def managed(self) -> int:
        """Return how many of them count as managed."""
        ...

    @property
    def standard(self) -> int:
        """Return how many of them count as managed as specified, reading A."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed rate with what it rests on; `text` is in %, `—` over nobody."""

    definition: Definition
    edition: str
    numerator: int
    denominator: int
    text: str


NUMERATORS: Final[Mapping[str, Callable[[CountsShape], int]]] = {
    "I-MGT": lambda counts: counts.managed,
    "I-STD-A": lambda counts: counts.standard,
}


def period_of(year: int, month: int) -> Period:
    """Return the period from January to the end of a month."""
    return Period(year, month)


def rates_of(counts: CountsShape, on: date) -> list[Rate]:
    """Return the rates of one division's counts, by the definitions in force on a day."""
    return [_rate(code, counts, on) for code in NUMERATORS]


def counted_for(
    visits: Sequence[Mapping[str, Any]], registered_on: str, period: Period
) -> Membership:
    """Return whether one person counts in a period, and if not, why not.

    Visits are {visited_on, graded, in_hospital}, as the view of management keeps them.
    """
    return membership(
        [
            CountedVisit(
                date.fromisoformat(visit["visited_on"]),
                visit["graded"],
                visit["in_hospital"],
            )
            for visit in visits
        ],
        date.fromisoformat(registered_on),
        period,
    )


def _rate(code: str, counts: CountsShape, on: date) -> Rate:
    edition = in_force(EDITIONS[code], on)
    numerator = NUMERATORS[code](counts)
    return Rate(
        edition.rule,
        edition.name,
        numerator,
        counts.registered,
        rate(numerator, counts.registered),
    )
