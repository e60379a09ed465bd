"""Confirming or declining that a danger assessment of 3 or more is lowered."""

from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.person.lowering import confirm_lowering, decline_lowering
from domain.person.person import Person
from domain.person.risk import let_stand
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found
from domain.rules.access import Operation

__all__ = ["ConfirmLowering", "DeclineLowering"]


@dataclass(frozen=True, slots=True)
class ConfirmLowering(OnePerson):
    """Confirm a lower grade as a second person; from now on it stands."""

    grading: UUID
    remark: str = ""

    operation = Operation.CONFIRM_LOWERING

    def decide(self, found: Found, command: Command) -> None:
        """Record the confirmation and the grade."""
        person = found.get(Person, self.person)
        confirmed = confirm_lowering(
            person,
            str(self.grading),
            by=str(command.actor),
            role=command.role,
            remark=self.remark,
            at=command.now.isoformat(),
        )
        let_stand(person, confirmed)


@dataclass(frozen=True, slots=True)
class DeclineLowering(OnePerson):
    """Decline a lower grade, with a reason; the higher one goes on standing."""

    grading: UUID
    reason: str

    operation = Operation.CONFIRM_LOWERING

    def decide(self, found: Found, command: Command) -> None:
        """Record the refusal."""
        decline_lowering(
            found.get(Person, self.person),
            str(self.grading),
            by=str(command.actor),
            reason=self.reason,
            at=command.now.isoformat(),
        )
