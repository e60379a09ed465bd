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


def in_force(editions: Sequence[Edition[T]], day: date) -> Edition[T]:
    """Return the newest edition in force on the day; editions are listed newest first.

    The oldest one known here also serves the days before it: a form of 2012 that is
    entered today is read by the oldest text we have, and its name says which that is.
    """
    return next(
        (known for known in editions if known.in_force_from <= day), editions[-1]
    )
