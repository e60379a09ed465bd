"""Reminders: one for each (person, due day, kind), decided again by the use case."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.reminder import Reminder
from domain.rules.access import Operation

DUE = "due"
OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class SendReminder:
    """Remind the responsible unit of a follow-up; nothing happens if it was, or is done.

    The list that named the person may be stale, so the person's stream decides.
    """

    person: UUID
    due_on: str
    kind: str

    operation = Operation.SEND_REMINDER

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself reminds."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the one reminder there can be."""
        return (self.person, Reminder.id_for(self.person, self.due_on, self.kind))

    def decide(self, found: Found, command: Command) -> None:
        """Send it once, and only while that day is still the due day."""
        reminder = Reminder.id_for(self.person, self.due_on, self.kind)
        person = found.get(Person, self.person)
        if person.due_on == self.due_on and found.maybe(Reminder, reminder) is None:
            found.begin(
                Reminder.send(
                    self.person, self.due_on, self.kind, person.responsible_unit
                )
            )
