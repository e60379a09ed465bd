"""An aid case: one person and one scheme, proposed by the rules, decided by an officer.

The stream's id derives from the two. What was proposed keeps the facts it rests on and the
deciding clause; when one of those facts changes it is proposed again, and an officer's
decision on the earlier proposal no longer stands.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid5

from domain.errors import ChangedMeanwhile, DecisionNeeded, ReasonNeeded
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.values.aid import AidOutcome


class Assessed(FirstFact):
    """What the rules proposed first.

    `rests_on` names each word the rule looked at, its value, and the fact it came from
    (event id and position; None where nothing was on record).
    """

    TOPIC = "aid.assessed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    scheme: str
    outcome: str
    because: list[dict[str, str]]
    missing: list[str]
    rests_on: list[dict[str, Any]]
    editions: list[str]

    def apply(self, aggregate: "Aid") -> None:
        """Keep what is proposed, and about whom."""
        aggregate.person = self.person
        aggregate.scheme = self.scheme
        aggregate.outcome = self.outcome
        aggregate.because = self.because
        aggregate.missing = self.missing


class AssessedAgain(Fact):
    """A fact changed, and with it what the rules propose."""

    TOPIC = "aid.assessed_again"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    scheme: str
    outcome: str
    because: list[dict[str, str]]
    missing: list[str]
    rests_on: list[dict[str, Any]]
    editions: list[str]

    def apply(self, aggregate: "Aid") -> None:
        """Propose anew; what was decided before no longer stands."""
        aggregate.outcome = self.outcome
        aggregate.because = self.because
        aggregate.missing = self.missing
        aggregate.decided = None


class Decided(Fact):
    """An officer decided; `proposed` is what the rules said, `why` the reason for differing."""

    TOPIC = "aid.decided"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    scheme: str
    outcome: str
    proposed: str
    because: list[dict[str, str]]
    why: str

    def apply(self, aggregate: "Aid") -> None:
        """Keep the decision."""
        aggregate.decided = self.outcome


class Aid(Stream):
    """One person's case with one scheme."""

    TOPIC = "aid"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "aid.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "aid.created"

    def __init__(self) -> None:
        """Begin with nothing proposed."""
        self.person: UUID | None = None
        self.scheme = ""
        self.outcome = ""
        self.because: list[dict[str, str]] = []
        self.missing: list[str] = []
        self.decided: str | None = None

    @staticmethod
    def id_for(person: UUID, scheme: str) -> UUID:
        """Return the one case a person can have with a scheme."""
        return uuid5(person, f"aid/{scheme}")

    @classmethod
    def assess(cls, person: UUID, scheme: str, **proposal: Any) -> "Aid":
        """Begin a case with its first proposal."""
        return cls._create(
            Assessed,
            id=cls.id_for(person, scheme),
            timestamp=NOT_YET,
            person=person,
            scheme=scheme,
            **proposal,
        )

    def differs(
        self,
        outcome: str,
        because: Sequence[Mapping[str, str]],
        missing: Sequence[str],
    ) -> bool:
        """Return whether something else is proposed than stands."""
        return (outcome, list(because), list(missing)) != (
            self.outcome,
            self.because,
            self.missing,
        )

    def assess_again(self, **proposal: Any) -> None:
        """Propose anew; nothing happens when the outcome and its clause stand."""
        if self.differs(proposal["outcome"], proposal["because"], proposal["missing"]):
            self.record(
                AssessedAgain, person=self.person, scheme=self.scheme, **proposal
            )

    def decide(self, outcome: str, seen: str, why: str) -> None:
        """Decide on the proposal that was seen; differing from it needs a reason.

        Deciding the same again notes nothing.
        """
        if outcome == AidOutcome.ASK:
            raise DecisionNeeded
        if seen != self.outcome:
            raise ChangedMeanwhile
        if outcome != self.outcome and not why.strip():
            raise ReasonNeeded
        if outcome != self.decided:
            self.record(
                Decided,
                person=self.person,
                scheme=self.scheme,
                outcome=outcome,
                proposed=self.outcome,
                because=self.because,
                why=why,
            )
