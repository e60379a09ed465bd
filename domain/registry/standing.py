"""Deaths, losses and finding again, known by another way than a follow-up."""

from dataclasses import dataclass
from datetime import date

from domain.log import Command
from domain.person.person import Person
from domain.person.standing import (
    Death,
    Loss,
    find_again,
    lose,
    record_death,
)
from domain.registry.one_person import OnePerson, refuse_later
from domain.registry.runner import Found
from domain.rules.access import Operation

__all__ = [
    "Death",
    "Loss",
    "RecordDeath",
    "RecordFound",
    "RecordLoss",
]


@dataclass(frozen=True, slots=True)
class RecordDeath(OnePerson):
    """Record that the person died: they leave the register (BR-DEATH-1)."""

    death: Death

    operation = Operation.RECORD_DEATH

    def decide(self, found: Found, command: Command) -> None:
        """Record the death."""
        refuse_later(date.fromisoformat(self.death.died_on), command)
        record_death(found.get(Person, self.person), self.death)


@dataclass(frozen=True, slots=True)
class RecordLoss(OnePerson):
    """Record that the person is lost (失访): they stay on the register (BR-LOST-1)."""

    lost_on: str
    loss: Loss

    operation = Operation.RECORD_LOSS

    def decide(self, found: Found, command: Command) -> None:
        """Record the loss."""
        refuse_later(date.fromisoformat(self.lost_on), command)
        lose(
            found.get(Person, self.person),
            lost_on=self.lost_on,
            reason=self.loss.reason,
            remark=self.loss.remark,
        )


@dataclass(frozen=True, slots=True)
class RecordFound(OnePerson):
    """Record that a lost person was found again."""

    found_on: str

    operation = Operation.RECORD_FOUND

    def decide(self, found: Found, command: Command) -> None:
        """Record the finding."""
        refuse_later(date.fromisoformat(self.found_on), command)
        find_again(
            found.get(Person, self.person),
            found_on=self.found_on,
            local=found.in_force,
        )
