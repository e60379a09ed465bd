"""Confirming what a village doctor collected; no notice ever waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.person.confirmation import confirm_follow_up
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation


@dataclass(frozen=True, slots=True)
class ConfirmFollowUp:
    """Confirm a follow-up in the confirmer's own name."""

    person: UUID
    follow_up: UUID
    remark: str = ""

    operation = Operation.CONFIRM_FOLLOW_UP

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record the confirmation."""
        confirm_follow_up(
            found.get(Person, self.person),
            str(self.follow_up),
            by=str(command.actor),
            role=command.role,
            remark=self.remark,
            at=command.now.isoformat(),
        )
