"""Who is on duty at an office, and the open notices handed over at a change of shift (交接班).

A notice is its office's, whoever works there: a shift names who answers the telephone now,
and says which notices were open when it changed.
"""

from typing import ClassVar
from uuid import UUID, uuid5

from domain.errors import NotOnDuty
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


class Begun(FirstFact):
    """The office began to keep shifts."""

    TOPIC = "shift.begun"
    sealed_with: ClassVar = SealedWith.SITE

    office: str

    def apply(self, aggregate: "Shift") -> None:
        """Keep whose shifts these are."""
        aggregate.office = self.office


class TakenOver(Fact):
    """Somebody went on duty, with the telephone and the notices open then."""

    TOPIC = "shift.taken_over"
    sealed_with: ClassVar = SealedWith.SITE

    account: str
    phone: str
    notices: list[str]

    def apply(self, aggregate: "Shift") -> None:
        """Keep who is on duty."""
        aggregate.on_duty = self.account
        aggregate.phone = self.phone


class HandedOver(Fact):
    """Whoever was on duty ended the shift, leaving these notices open."""

    TOPIC = "shift.handed_over"
    sealed_with: ClassVar = SealedWith.SITE

    account: str
    notices: list[str]

    def apply(self, aggregate: "Shift") -> None:
        """Nobody is on duty until somebody takes over."""
        aggregate.on_duty = ""
        aggregate.phone = ""


class Shift(Stream):
    """The shifts of one office."""

    TOPIC = "shift"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "shift.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "shift.created"

    def __init__(self) -> None:
        """Begin with nobody on duty."""
        self.office = ""
        self.on_duty = ""
        self.phone = ""

    @staticmethod
    def id_for(office: UUID) -> UUID:
        """Return the one stream of an office's shifts."""
        return uuid5(office, "shift")

    @classmethod
    def begin(cls, office: UUID) -> "Shift":
        """Begin to keep an office's shifts."""
        return cls._create(
            Begun, id=cls.id_for(office), timestamp=NOT_YET, office=str(office)
        )

    def take_over(self, account: str, phone: str, notices: list[str]) -> None:
        """Go on duty, after whoever was; again with the same telephone changes nothing."""
        if (self.on_duty, self.phone) != (account, phone):
            self.record(TakenOver, account=account, phone=phone, notices=notices)

    def hand_over(self, account: str, notices: list[str]) -> None:
        """End the own shift."""
        if self.on_duty != account:
            raise NotOnDuty
        self.record(HandedOver, account=account, notices=notices)
