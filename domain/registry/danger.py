"""Incidents by themselves, put right, form 13, locking up and release."""

from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.person.incident import (
    IncidentForm,
    correct_incident,
    investigate,
    record_incident,
)
from domain.person.locking import LockingForm, ReleaseForm, lock_up, release
from domain.person.person import Person
from domain.person.risk import grade_risk
from domain.registry.follow_up import author_of
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.danger import Investigation

__all__ = [
    "CorrectIncident",
    "IncidentForm",
    "Investigate",
    "LockingForm",
    "RecordIncident",
    "RecordLocking",
    "RecordRelease",
    "ReleaseForm",
]


@dataclass(frozen=True, slots=True)
class RecordIncident(OnePerson):
    """Record an incident, and the danger assessment that came with it as a fact apart."""

    form: IncidentForm

    operation = Operation.RECORD_INCIDENT

    def decide(self, found: Found, command: Command) -> None:
        """Record what happened, and the grade."""
        person, incident = found.get(Person, self.person), command.new_id("incident")
        record_incident(person, str(incident), self.form, shanghai_day(command.now))
        if self.form.grade.value is not None:
            grade_risk(
                person,
                grading=str(command.new_id("grading")),
                grade=self.form.grade.value,
                graded_on=shanghai_day(command.now).isoformat(),
                source="incident",
                reason=self.form.what,
                author=author_of(found, command),
            )


@dataclass(frozen=True, slots=True)
class CorrectIncident(OnePerson):
    """Put an incident right: another kind, day or word; its danger assessment stays."""

    incident: UUID
    form: IncidentForm
    reason: str

    operation = Operation.RECORD_INCIDENT

    def decide(self, found: Found, command: Command) -> None:
        """Record what it was, and why it is put right."""
        correct_incident(
            found.get(Person, self.person),
            str(self.incident),
            self.form,
            self.reason,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class Investigate(OnePerson):
    """Fill in form 13 about an incident."""

    incident: UUID
    found: Investigation

    operation = Operation.INVESTIGATE_INCIDENT

    def decide(self, found: Found, command: Command) -> None:
        """Record the form."""
        investigate(
            found.get(Person, self.person),
            str(self.incident),
            self.found,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class RecordLocking(OnePerson):
    """Record that somebody is locked up (关锁)."""

    form: LockingForm

    operation = Operation.RECORD_LOCKING

    def decide(self, found: Found, command: Command) -> None:
        """Record it, with since when and why."""
        lock_up(found.get(Person, self.person), self.form, shanghai_day(command.now))


@dataclass(frozen=True, slots=True)
class RecordRelease(OnePerson):
    """Record that somebody was released (解锁)."""

    form: ReleaseForm

    operation = Operation.RECORD_LOCKING

    def decide(self, found: Found, command: Command) -> None:
        """Record it, with how and why."""
        release(found.get(Person, self.person), self.form, shanghai_day(command.now))
