"""Excluding a diagnosis: one person proposes, another confirms; undoing takes one."""

from dataclasses import dataclass
from datetime import date

from domain.log import Command
from domain.person.exclusion import (
    Opinion,
    confirm_exclusion,
    decline_exclusion,
    propose_exclusion,
    undo_exclusion,
)
from domain.person.person import Person
from domain.registry.one_person import OnePerson, refuse_later
from domain.registry.runner import Found
from domain.rules.access import Operation

__all__ = [
    "ConfirmExclusion",
    "DeclineExclusion",
    "Opinion",
    "ProposeExclusion",
    "UndoExclusion",
]


@dataclass(frozen=True, slots=True)
class ProposeExclusion(OnePerson):
    """Propose to exclude the diagnosis on an opinion (BR-EXCL-1)."""

    opinion: Opinion

    operation = Operation.PROPOSE_EXCLUSION

    def decide(self, found: Found, command: Command) -> None:
        """Note who proposes it and on what opinion."""
        refuse_later(date.fromisoformat(self.opinion.opinion_on), command)
        propose_exclusion(
            found.get(Person, self.person), self.opinion, str(command.actor)
        )


@dataclass(frozen=True, slots=True)
class ConfirmExclusion(OnePerson):
    """Confirm what another account proposed: the person leaves the register."""

    remark: str = ""

    operation = Operation.EXCLUDE_DIAGNOSIS

    def decide(self, found: Found, command: Command) -> None:
        """Refuse the proposer; otherwise exclude."""
        confirm_exclusion(
            found.get(Person, self.person),
            str(command.actor),
            self.remark,
            command.now.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class DeclineExclusion(OnePerson):
    """Turn a proposed exclusion down, or take one's own back."""

    reason: str

    operation = Operation.PROPOSE_EXCLUSION

    def decide(self, found: Found, command: Command) -> None:
        """Let nothing wait any more."""
        decline_exclusion(
            found.get(Person, self.person),
            str(command.actor),
            self.reason,
            command.now.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class UndoExclusion(OnePerson):
    """Undo an exclusion that was wrong: the person is back on the register."""

    reason: str

    operation = Operation.EXCLUDE_DIAGNOSIS

    def decide(self, found: Found, command: Command) -> None:
        """Bring the person back."""
        undo_exclusion(
            found.get(Person, self.person),
            str(command.actor),
            self.reason,
            command.now.isoformat(),
        )
