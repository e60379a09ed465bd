"""A psychiatrist's opinion that findings are residual: given, and taken back."""

from dataclasses import dataclass

from domain.log import Command
from domain.person.person import Person
from domain.person.residual import ResidualForm, give_opinion, take_opinion_back
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found
from domain.rules.access import Operation
from domain.rules.residual import Residual
from domain.values.calendar import shanghai_day

__all__ = ["GiveOpinion", "Residual", "ResidualForm", "TakeOpinionBack"]


@dataclass(frozen=True, slots=True)
class GiveOpinion(OnePerson):
    """Record a psychiatrist's dated opinion."""

    form: ResidualForm

    operation = Operation.GIVE_OPINION

    def decide(self, found: Found, command: Command) -> None:
        """Record it with its last day."""
        today = shanghai_day(command.now)
        give_opinion(found.get(Person, self.person), self.form, today, found.in_force)


@dataclass(frozen=True, slots=True)
class TakeOpinionBack(OnePerson):
    """Let an opinion hold no more."""

    reason: str

    operation = Operation.GIVE_OPINION

    def decide(self, found: Found, command: Command) -> None:
        """Record that, with its reason."""
        person = found.get(Person, self.person)
        take_opinion_back(person, self.reason, shanghai_day(command.now))
