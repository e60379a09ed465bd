"""Reminders: one for each (person, due day, kind), decided again by the use case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.log import Command
from domain.office import Office
from domain.person.contact import is_paused
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.reminder import Reminder
from domain.rules.access import Operation
from domain.rules.overdue_ladder import Kind, Row, Rung, reached
from domain.rules.parameters import NATIONAL, InForce
from domain.values.findings import FollowUpClass, Grade

__all__ = ["Kind", "Row", "Rung", "SendReminder", "reminders_reached"]


def reminders_reached(
    judged: int | None,
    grade: int | None,
    due_on: str,
    day: str,
    local: InForce = NATIONAL,
) -> Sequence[Row]:
    """Return the reminders somebody's follow-up has reached on a day, lowest rung first.

    `local` is what holds where the person lives.
    """
    return reached(
        FollowUpClass(judged) if judged else None,
        Grade(grade),
        date.fromisoformat(due_on),
        date.fromisoformat(day),
        local,
    )


@dataclass(frozen=True, slots=True)
class SendReminder:
    """Remind an office of a follow-up; nothing happens if it was, or is done.

    The lists that named the person, the rung and the office may be stale, so the streams
    decide. `on` is the day it was due to be sent.
    """

    person: UUID
    due_on: str
    kind: str
    office: UUID
    on: str

    operation = Operation.SEND_REMINDER

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself reminds."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the person, the office and the one reminder there can be."""
        reminder = Reminder.id_for(self.person, self.due_on, self.kind)
        return (self.person, self.office, reminder)

    def decide(self, found: Found, command: Command) -> None:
        """Send it once, while that day is still the due day and the rung is reached."""
        reminder = Reminder.id_for(self.person, self.due_on, self.kind)
        person, office = found.get(Person, self.person), found.get(Office, self.office)
        if (
            found.maybe(Reminder, reminder) is None
            and person.due_on == self.due_on
            and self.kind in _kinds(person, self.on, found.in_force)
            and _looks_after(office, person, self.on)
        ):
            found.begin(
                Reminder.send(self.person, self.due_on, self.kind, str(self.office))
            )


def _kinds(person: Person, day: str, in_force: InForce) -> set[str]:
    visit, grading = person.last_visit(), person.current_grade()
    rows = reminders_reached(
        visit.judged if visit else None,
        grading.grade if grading else None,
        person.due_on or "",
        day,
        in_force.at(person.village),
    )
    paused = is_paused(person, day)
    return {row.kind for row in rows if row.rung != Rung.DOCTOR or not paused}


def _looks_after(office: Office, person: Person, day: str) -> bool:
    is_responsible = office.is_open and str(office.id) == person.responsible_unit
    return is_responsible or any(
        office.serves(village, day) for village in person.divisions()
    )
