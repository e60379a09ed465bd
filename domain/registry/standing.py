"""Deaths, exclusions, losses and finding again, known by another way than a follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.errors import NotYetGiven, ReasonNeeded
from domain.log import Command
from domain.person.person import Person
from domain.person.standing import (
    Death,
    Loss,
    exclude_diagnosis,
    find_again,
    lose,
    record_death,
)
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day

__all__ = [
    "Death",
    "ExcludeDiagnosis",
    "Loss",
    "RecordDeath",
    "RecordFound",
    "RecordLoss",
]


@dataclass(frozen=True, slots=True)
class _OfPerson:
    """What rests on one person and touches where they live."""

    person: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())


@dataclass(frozen=True, slots=True)
class RecordDeath(_OfPerson):
    """Record that the person died: they leave the register (BR-DEATH-1)."""

    death: Death

    operation = Operation.RECORD_DEATH

    def decide(self, found: Found, command: Command) -> None:
        """Record the death."""
        _not_yet(self.death.died_on, command)
        record_death(found.get(Person, self.person), self.death)


@dataclass(frozen=True, slots=True)
class ExcludeDiagnosis(_OfPerson):
    """Record that a second diagnosis or an expert opinion excludes SMI (BR-EXCL-1)."""

    excluded_on: str
    hospital: str
    reason: str

    operation = Operation.EXCLUDE_DIAGNOSIS

    def decide(self, found: Found, command: Command) -> None:
        """Record the exclusion with its reason."""
        _not_yet(self.excluded_on, command)
        if not self.reason.strip():
            raise ReasonNeeded
        exclude_diagnosis(
            found.get(Person, self.person),
            excluded_on=self.excluded_on,
            hospital=self.hospital,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True)
class RecordLoss(_OfPerson):
    """Record that the person is lost (失访): they stay on the register (BR-LOST-1)."""

    lost_on: str
    loss: Loss

    operation = Operation.RECORD_LOSS

    def decide(self, found: Found, command: Command) -> None:
        """Record the loss."""
        _not_yet(self.lost_on, command)
        lose(
            found.get(Person, self.person),
            lost_on=self.lost_on,
            reason=self.loss.reason,
            remark=self.loss.remark,
        )


@dataclass(frozen=True, slots=True)
class RecordFound(_OfPerson):
    """Record that a lost person was found again."""

    found_on: str

    operation = Operation.RECORD_FOUND

    def decide(self, found: Found, command: Command) -> None:
        """Record the finding."""
        _not_yet(self.found_on, command)
        find_again(found.get(Person, self.person), found_on=self.found_on)


def _not_yet(day: str, command: Command) -> None:
    if day > shanghai_day(command.now).isoformat():
        raise NotYetGiven
