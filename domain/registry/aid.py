"""Aid (救助): means recorded at the bedside, proposals by the rules, an officer's decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.aid import Aid
from domain.log import Command
from domain.person.means import Means, record_means
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.aid_conditions import Step, Word
from domain.rules.aid_schemes import step_of as next_step
from domain.rules.payer_order import Order
from domain.rules.payer_order import payer_order as payers
from domain.values.aid import AidOutcome, Insurance, LowIncome, Payer, Scheme
from domain.values.calendar import shanghai_day

__all__ = [
    "AidOutcome",
    "AssessAid",
    "DecideAid",
    "Insurance",
    "Judged",
    "LowIncome",
    "Means",
    "Order",
    "Payer",
    "RecordMeans",
    "Scheme",
    "Step",
    "Word",
    "next_step",
    "payers",
]


@dataclass(frozen=True, slots=True)
class RecordMeans:
    """Record what a person's household lives on, as known from an office."""

    person: UUID
    means: Means

    operation = Operation.RECORD_MEANS

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record the means."""
        person = found.get(Person, self.person)
        record_means(person, self.means, shanghai_day(command.now))


@dataclass(frozen=True, slots=True)
class Judged:
    """One proposal with the facts it rests on, in plain values."""

    scheme: Scheme
    outcome: AidOutcome
    because: Mapping[str, str]
    missing: tuple[str, ...]
    rests_on: tuple[Mapping[str, Any], ...]
    edition: str
    case: UUID | None = None
    """The case it is about, where that was opened on a record merged since."""

    def case_of(self, person: UUID) -> UUID:
        """Return the case it is about."""
        return self.case or Aid.id_for(person, self.scheme)


@dataclass(frozen=True, slots=True)
class AssessAid:
    """Propose what somebody is due; a case whose proposal stands gets no fact."""

    person: UUID
    judged: tuple[Judged, ...]

    operation = Operation.ASSESS_AID

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself proposes."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the cases."""
        return tuple(each.case_of(self.person) for each in self.judged)

    def decide(self, found: Found, command: Command) -> None:
        """Open each case, or propose anew in it."""
        for each in self.judged:
            proposal = {
                "outcome": str(each.outcome),
                "because": [dict(each.because)],
                "missing": list(each.missing),
                "rests_on": [dict(word) for word in each.rests_on],
                "editions": [each.edition],
            }
            case = found.maybe(Aid, each.case_of(self.person))
            if case is None:
                found.begin(Aid.assess(self.person, str(each.scheme), **proposal))
            else:
                case.assess_again(**proposal)


@dataclass(frozen=True, slots=True)
class DecideAid:
    """Decide on what is proposed; `seen` is the proposal the officer saw.

    `opened_as` is the case where it was opened on a record merged since.
    """

    person: UUID
    scheme: Scheme
    outcome: AidOutcome
    seen: AidOutcome
    why: str = ""
    opened_as: UUID | None = None

    operation = Operation.DECIDE_AID

    @property
    def case(self) -> UUID:
        """Return the case that is decided on."""
        return self.opened_as or Aid.id_for(self.person, self.scheme)

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the case."""
        return (self.person, self.case)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Note the decision."""
        case = found.get(Aid, self.case)
        case.decide(str(self.outcome), str(self.seen), self.why)
