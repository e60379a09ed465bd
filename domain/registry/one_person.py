"""What every use case shares that rests on one person and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.errors import NotYetGiven
from domain.log import Command
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.values.calendar import shanghai_day


@dataclass(frozen=True, slots=True)
class OnePerson:
    """A use case that rests on one person and touches where that person lives."""

    person: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())


def refuse_later(day: date, command: Command) -> None:
    """Refuse what is dated after today."""
    if day > shanghai_day(command.now):
        raise NotYetGiven
