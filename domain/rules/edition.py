"""Which text of a rule was in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edition(Generic[T]):
    """A rule as it stood from a day on, until the next edition."""

    name: str
    in_force_from: date
    rule: T


class NoEditionInForce(LookupError):
    """The rule did not exist yet on the day; asking so is a programming mistake."""


def in_force(editions: Sequence[Edition[T]], day: date) -> Edition[T]:
    """Return the newest edition in force on the day; editions are listed newest first."""
    for edition in editions:
        if edition.in_force_from <= day:
            return edition
    raise NoEditionInForce(day.isoformat())
