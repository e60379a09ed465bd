"""A review (审核): the county SMI office looks at what was reported about a person.

One stream for each fact under review; its id derives from the fact. Drawn for a call-back
(抽样回访) or not, rung up, accepted, or returned to the sender with a reason, who answers.
"""

from collections.abc import Mapping
from typing import ClassVar, Final
from uuid import UUID, uuid5

from domain.errors import CallBackNeeded, NotReturned, ReasonNeeded, ReviewIsClosed
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.log import Logged
from domain.rules.review_sampling import may_pass
from domain.values.people import Channel
from domain.values.review import CallBackResult, ReviewKind

REVIEWED: Final[Mapping[str, ReviewKind]] = {
    "person.card_reported": ReviewKind.CARD,
    "person.registered": ReviewKind.REGISTRATION,
    "person.residence_recorded": ReviewKind.MOVE,
    "handover.accepted": ReviewKind.HANDOVER,
    "person.lost_to_follow_up": ReviewKind.LOSS,
    "person.death_recorded": ReviewKind.DEATH,
    "person.exclusion_confirmed": ReviewKind.EXCLUSION,
}
"""What is reviewed, by stored name."""


def kind_of(logged: Logged) -> ReviewKind | None:
    """Return what a fact is reviewed as; None when it isn't.

    What came by import is not, nor what the system itself recorded, such as a division's new
    code, nor the residence a person is registered with.
    """
    kind = REVIEWED.get(logged.topic)
    if kind is None or logged.channel in {Channel.IMPORT, Channel.JOB}:
        return None
    if kind is ReviewKind.MOVE and logged.header["command"]["index"] > 0:
        return None
    return kind


class Opened(FirstFact):
    """The county SMI office took a case up; whether it is drawn is kept from here on."""

    TOPIC = "review.opened"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    kind: str
    fact: str
    is_drawn: bool
    share: int
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "Review") -> None:
        """Keep whom it is about and whether it is drawn."""
        aggregate.person = self.person
        aggregate.is_drawn = self.is_drawn


class CalledBack(Fact):
    """Somebody of the county SMI office rang the person or the family up, or tried to."""

    TOPIC = "review.called_back"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    result: str
    spoke_with: str
    remark: str
    by: str

    def apply(self, aggregate: "Review") -> None:
        """Keep how it ended."""
        aggregate.results = [*aggregate.results, self.result]


class Accepted(Fact):
    """The case passed."""

    TOPIC = "review.accepted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    remark: str
    by: str

    def apply(self, aggregate: "Review") -> None:
        """Nothing more is expected."""
        aggregate.is_accepted = True


class Returned(Fact):
    """The case went back to its sender, and why."""

    TOPIC = "review.returned"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str
    by: str

    def apply(self, aggregate: "Review") -> None:
        """Let it be the sender's turn."""
        aggregate.is_returned = True


class Answered(Fact):
    """The sender answered a returned case: it waits for the review again."""

    TOPIC = "review.answered"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    answer: str
    by: str

    def apply(self, aggregate: "Review") -> None:
        """Let it be the county's turn; what was heard before no longer counts."""
        aggregate.is_returned = False
        aggregate.results = []


class Review(Stream):
    """One fact under review."""

    TOPIC = "review"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "review.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "review.created"

    def __init__(self) -> None:
        """Begin about nobody."""
        self.person = UUID(int=0)
        self.is_drawn = False
        self.is_accepted = False
        self.is_returned = False
        self.results: list[str] = []

    @staticmethod
    def id_for(fact: UUID) -> UUID:
        """Return the one review a fact can have."""
        return uuid5(fact, "review")

    @classmethod
    def open(  # noqa: PLR0913 - a case has these parts
        cls,
        *,
        person: UUID,
        kind: str,
        fact: UUID,
        is_drawn: bool,
        share: int,
        because: list[dict[str, str]],
        editions: list[str],
    ) -> "Review":
        """Take a case up."""
        return cls._create(
            Opened,
            id=cls.id_for(fact),
            timestamp=NOT_YET,
            person=person,
            kind=kind,
            fact=str(fact),
            is_drawn=is_drawn,
            share=share,
            because=because,
            editions=editions,
        )

    def call_back(
        self, result: CallBackResult, spoke_with: str, remark: str, by: str
    ) -> None:
        """Note a call-back; one that differs says what differs."""
        self._must_be_open()
        if result is CallBackResult.DIFFERS and not remark.strip():
            raise ReasonNeeded
        self.record(
            CalledBack,
            person=self.person,
            result=result.value,
            spoke_with=spoke_with,
            remark=remark.strip(),
            by=by,
        )

    def accept(self, remark: str, by: str) -> None:
        """Let it pass; a drawn one needs its call-back first."""
        self._must_be_open()
        heard = [CallBackResult(result) for result in self.results]
        if not may_pass(heard, is_drawn=self.is_drawn):
            raise CallBackNeeded
        self.record(Accepted, person=self.person, remark=remark.strip(), by=by)

    def send_back(self, reason: str, by: str) -> None:
        """Return it to its sender with a reason."""
        self._must_be_open()
        if not reason.strip():
            raise ReasonNeeded
        self.record(Returned, person=self.person, reason=reason.strip(), by=by)

    def answer(self, answer: str, by: str) -> None:
        """Answer what was returned: it waits again."""
        if not self.is_returned:
            raise NotReturned
        if not answer.strip():
            raise ReasonNeeded
        self.record(Answered, person=self.person, answer=answer.strip(), by=by)

    def _must_be_open(self) -> None:
        if self.is_accepted or self.is_returned:
            raise ReviewIsClosed
