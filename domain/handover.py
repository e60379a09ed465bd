"""A hand-over of responsibility (责任移交): offered to another unit, and what came of it.

One stream a person, named by the person, because one offer at most is open at a time; each
offer has an id of its own. Until the receiver accepts, the sender stays responsible
(BR-TRF-4). Not to be taken for the list of existing cases (存量交接名册).
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid5

from domain.errors import HandoverOpen, NoSuchOffer, ReasonNeeded
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


@dataclass(frozen=True, slots=True)
class Offer:
    """Who hands whom over to which unit, why, and until when it can be answered.

    `to_unit` is None for a unit outside this installation, which is named by its division
    and its name. `because` are the rule's reasons with their clauses.
    """

    handover: str
    from_unit: str
    to_unit: str | None
    to_division: str
    to_name: str
    why: str
    remark: str
    offered_on: str
    respond_by: str
    because: list[dict[str, str]]


class Offered(FirstFact):
    """The first offer about a person."""

    TOPIC = "handover.offered"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    handover: str
    from_unit: str
    to_unit: str | None
    to_division: str
    to_name: str
    why: str
    remark: str
    offered_on: str
    respond_by: str
    because: list[dict[str, str]]

    def apply(self, aggregate: "Handover") -> None:
        """Keep the offer."""
        aggregate.person = self.person
        aggregate.offer = Offer(
            self.handover,
            self.from_unit,
            self.to_unit,
            self.to_division,
            self.to_name,
            self.why,
            self.remark,
            self.offered_on,
            self.respond_by,
            self.because,
        )


class OfferedAgain(Fact):
    """A later offer about the same person."""

    TOPIC = "handover.offered_again"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    handover: str
    from_unit: str
    to_unit: str | None
    to_division: str
    to_name: str
    why: str
    remark: str
    offered_on: str
    respond_by: str
    because: list[dict[str, str]]

    def apply(self, aggregate: "Handover") -> None:
        """Keep the offer."""
        aggregate.offer = Offer(
            self.handover,
            self.from_unit,
            self.to_unit,
            self.to_division,
            self.to_name,
            self.why,
            self.remark,
            self.offered_on,
            self.respond_by,
            self.because,
        )


class Accepted(Fact):
    """The receiver took the person on; `by_word_of` names who said so where another typed."""

    TOPIC = "handover.accepted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    handover: str
    accepted_on: str
    by_word_of: str

    def apply(self, aggregate: "Handover") -> None:
        """Nothing is open any more."""
        aggregate.offer = None


class Refused(Fact):
    """The receiver refused, and said why; the sender stays responsible."""

    TOPIC = "handover.refused"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    handover: str
    refused_on: str
    reason: str

    def apply(self, aggregate: "Handover") -> None:
        """Nothing is open any more."""
        aggregate.offer = None


class Expired(Fact):
    """Nobody answered in time; the sender stays responsible."""

    TOPIC = "handover.expired"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    handover: str
    expired_on: str

    def apply(self, aggregate: "Handover") -> None:
        """Nothing is open any more."""
        aggregate.offer = None


class TakenBack(Fact):
    """The sender took the offer back."""

    TOPIC = "handover.taken_back"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    handover: str
    taken_back_on: str
    reason: str

    def apply(self, aggregate: "Handover") -> None:
        """Nothing is open any more."""
        aggregate.offer = None


class Handover(Stream):
    """The hand-overs of one person, one open at a time."""

    TOPIC = "handover"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "handover.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "handover.created"

    def __init__(self) -> None:
        """Begin with nothing offered."""
        self.person = UUID(int=0)
        self.offer: Offer | None = None

    @staticmethod
    def id_for(person: UUID) -> UUID:
        """Return the stream of a person's hand-overs."""
        return uuid5(person, "handover")

    @classmethod
    def begin(cls, person: UUID, offer: Offer) -> "Handover":
        """Begin with a person's first offer."""
        return cls._create(
            Offered,
            id=cls.id_for(person),
            timestamp=NOT_YET,
            person=person,
            **_plain(offer),
        )

    def offer_again(self, offer: Offer) -> None:
        """Offer the person once more; refuse while another offer is open."""
        if self.offer is not None:
            raise HandoverOpen
        self.record(OfferedAgain, person=self.person, **_plain(offer))

    @property
    def opened_id(self) -> str:
        """The id of the offer that waits; empty when none does."""
        return self.offer.handover if self.offer else ""

    def opened(self, handover: str) -> Offer:
        """Return the open offer of this id; `NoSuchOffer` when it is settled."""
        if self.offer is None or self.offer.handover != handover:
            raise NoSuchOffer
        return self.offer

    def accept(self, handover: str, on: str, by_word_of: str = "") -> Offer:
        """Take the person on, and return what was offered."""
        offer = self.opened(handover)
        self.record(
            Accepted,
            person=self.person,
            handover=handover,
            accepted_on=on,
            by_word_of=by_word_of,
        )
        return offer

    def refuse(self, handover: str, on: str, reason: str) -> None:
        """Refuse with a reason."""
        self.opened(handover)
        if not reason.strip():
            raise ReasonNeeded
        self.record(
            Refused,
            person=self.person,
            handover=handover,
            refused_on=on,
            reason=reason,
        )

    def take_back(self, handover: str, on: str, reason: str) -> None:
        """Take the offer back, and say why."""
        self.opened(handover)
        if not reason.strip():
            raise ReasonNeeded
        self.record(
            TakenBack,
            person=self.person,
            handover=handover,
            taken_back_on=on,
            reason=reason,
        )

    def expire(self, handover: str, on: str) -> None:
        """Let an offer lapse whose last day is over; nothing happens before, or after."""
        offer = self.offer
        if offer and offer.handover == handover and offer.respond_by < on:
            self.record(Expired, person=self.person, handover=handover, expired_on=on)


def _plain(offer: Offer) -> dict[str, object]:
    return {name: getattr(offer, name) for name in Offer.__slots__}
