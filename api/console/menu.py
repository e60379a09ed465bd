"""The ways open to each role: one row a page, shown to whom the policy table lets do it."""

from dataclasses import dataclass
from typing import Final

from domain.rules.access import Operation, purposes
from domain.values.people import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu: its name, a sentence on what it is for, where, what it does."""

    label: str
    what: str
    href: str
    operation: Operation


ENTRIES: Final[tuple[Entry, ...]] = ()
"""In the order shown."""


def menu(role: Role) -> tuple[Entry, ...]:
    """Return the pages a role may open."""
    return tuple(entry for entry in ENTRIES if purposes(role, entry.operation))
