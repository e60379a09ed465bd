"""The county SMI office's review: call-backs, accepting, returning, and the sender's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.errors import Unknown, WitnessNeeded
from domain.log import Command, Log
from domain.person.person import Person
from domain.registry.rule_settings import InForce, in_force
from domain.registry.runner import Found, Touched
from domain.review import Review, kind_of
from domain.rules.access import Operation
from domain.rules.review_sampling import Draw, draw
from domain.values.calendar import shanghai_day
from domain.values.review import CallBackResult, ReviewKind

__all__ = [
    "AcceptCase",
    "AnswerCase",
    "CallBack",
    "Case",
    "Draw",
    "ReturnCase",
    "case_of",
    "drawn",
    "review_id",
]


@dataclass(frozen=True, slots=True)
class Case:
    """One fact under review, as the log has it: whom it is about, who sent it, what holds."""

    person: UUID
    fact: UUID
    kind: ReviewKind
    sent_by: str
    sent_from: str
    sent_on: date
    local: InForce


def review_id(fact: UUID) -> UUID:
    """Return the stream of the case of a fact."""
    return Review.id_for(fact)


def case_of(log: Log, fact: UUID) -> Case:
    """Return the case of a fact; `Unknown` when it is not reviewed."""
    for logged in log.with_ids([fact]):
        kind = kind_of(logged)
        if kind is not None and logged.person is not None:
            return Case(
                logged.person,
                fact,
                kind,
                str(logged.header["actor"]),
                str(logged.header.get("organisation") or ""),
                shanghai_day(logged.recorded_at),
                in_force(log),
            )
    raise Unknown(kind="case")


def drawn(
    kind: ReviewKind, fact: UUID, division: str, day: date, local: InForce
) -> Draw:
    """Return whether the case of a fact is drawn for a call-back."""
    return draw(kind, Review.id_for(fact), division, day, local)


@dataclass(frozen=True, slots=True)
class OfCase:
    """A use case that rests on one case and the person it is about."""

    case: Case

    def streams(self) -> Sequence[UUID]:
        """Rest on the case and its person."""
        return (Review.id_for(self.case.fact), self.case.person)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.case.person).divisions())

    def taken_up(self, found: Found, command: Command) -> Review:
        """Return the case, opened if nobody has; whoever sent it does not review it."""
        if self.case.sent_by == str(command.actor):
            raise WitnessNeeded
        review = found.maybe(Review, Review.id_for(self.case.fact))
        return review or found.begin(self._opened(found))

    def _opened(self, found: Found) -> Review:
        case, village = self.case, found.get(Person, self.case.person).village
        draw_ = drawn(case.kind, case.fact, village, case.sent_on, case.local)
        return Review.open(
            person=case.person,
            kind=case.kind.value,
            fact=case.fact,
            is_drawn=draw_.is_drawn,
            share=draw_.share,
            because=[why.fact() for why in draw_.because],
            editions=list(draw_.editions),
        )


@dataclass(frozen=True, slots=True)
class CallBack(OfCase):
    """Note a call-back and how it ended."""

    result: CallBackResult
    spoke_with: str = ""
    remark: str = ""

    operation = Operation.REVIEW_CASE

    def decide(self, found: Found, command: Command) -> None:
        """Note it."""
        self.taken_up(found, command).call_back(
            self.result, self.spoke_with, self.remark, str(command.actor)
        )


@dataclass(frozen=True, slots=True)
class AcceptCase(OfCase):
    """Let a case pass."""

    remark: str = ""

    operation = Operation.REVIEW_CASE

    def decide(self, found: Found, command: Command) -> None:
        """Refuse a drawn one without its call-back."""
        self.taken_up(found, command).accept(self.remark, str(command.actor))


@dataclass(frozen=True, slots=True)
class ReturnCase(OfCase):
    """Return a case to its sender with a reason."""

    reason: str

    operation = Operation.REVIEW_CASE

    def decide(self, found: Found, command: Command) -> None:
        """Return it."""
        self.taken_up(found, command).send_back(self.reason, str(command.actor))


@dataclass(frozen=True, slots=True)
class AnswerCase(OfCase):
    """Answer a returned case: it waits for the review again."""

    answer: str

    operation = Operation.ANSWER_REVIEW

    def touches(self, found: Found) -> Touched:
        """Touch the office that sent it, wherever the person lives by now."""
        return Touched(office=self.case.sent_from)

    def decide(self, found: Found, command: Command) -> None:
        """Let it wait again."""
        review = found.get(Review, Review.id_for(self.case.fact))
        review.answer(self.answer, str(command.actor))
