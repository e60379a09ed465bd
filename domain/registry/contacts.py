"""Attempts to reach somebody, noted beside the follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.person.contact import Attempt, note_contact
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day

__all__ = ["Attempt", "NoteContact"]


@dataclass(frozen=True, slots=True)
class NoteContact:
    """Note an attempt to reach a person and what it came to."""

    person: UUID
    attempt: Attempt

    operation = Operation.NOTE_CONTACT

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record the attempt and what is proposed after it."""
        person = found.get(Person, self.person)
        note_contact(
            person,
            str(command.new_id("contact")),
            self.attempt,
            shanghai_day(command.now),
            found.in_force.at(person.village),
        )
