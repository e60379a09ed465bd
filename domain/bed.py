"""A bed asked for (申请床位): by whom, of which hospital, by when it answers."""

from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from domain.errors import BedIsAnswered, ReasonNeeded
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.values.referral import BedAnswer


class Asked(FirstFact):
    """A bed was asked for; `pressing` ones are answered sooner."""

    TOPIC = "bed.asked"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    from_office: str
    hospital: str
    pressing: bool
    remark: str
    referral: str | None
    emergency: str | None
    answer_by: str
    because: list[dict[str, str]]

    def apply(self, aggregate: "Bed") -> None:
        """Keep who asks whom."""
        aggregate.person = self.person
        aggregate.from_office = self.from_office
        aggregate.hospital = self.hospital


class Offered(Fact):
    """The hospital has one, and keeps it until a day."""

    TOPIC = "bed.offered"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    ward: str
    kept_until: str

    def apply(self, aggregate: "Bed") -> None:
        """There is a bed."""
        aggregate.answer = BedAnswer.OFFERED.value


class NoneFree(Fact):
    """The hospital has none, and says when or where there may be one."""

    TOPIC = "bed.none_free"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    remark: str

    def apply(self, aggregate: "Bed") -> None:
        """There is no bed."""
        aggregate.answer = BedAnswer.NONE.value


class Cancelled(Fact):
    """It is no longer needed; an offered bed is free again."""

    TOPIC = "bed.cancelled"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str

    def apply(self, aggregate: "Bed") -> None:
        """Nobody waits for it."""
        aggregate.answer = BedAnswer.CANCELLED.value


class Bed(Stream):
    """One bed asked for one person."""

    TOPIC = "bed"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "bed.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "bed.created"

    def __init__(self) -> None:
        """Begin asked of nobody."""
        self.person = UUID(int=0)
        self.from_office = ""
        self.hospital = ""
        self.answer: str | None = None

    @classmethod
    def ask(  # noqa: PLR0913 - a wish has these parts
        cls,
        stream: UUID,
        person: UUID,
        *,
        from_office: str,
        hospital: UUID,
        pressing: bool,
        answer_by: datetime,
        because: list[dict[str, str]],
        remark: str = "",
        referral: str | None = None,
        emergency: str | None = None,
    ) -> "Bed":
        """Ask a hospital for a bed."""
        return cls._create(
            Asked,
            id=stream,
            timestamp=NOT_YET,
            person=person,
            from_office=from_office,
            hospital=str(hospital),
            pressing=pressing,
            remark=remark,
            referral=referral,
            emergency=emergency,
            answer_by=answer_by.isoformat(),
            because=because,
        )

    def offer(self, ward: str, kept_until: date) -> None:
        """Offer one; a hospital that had none may still find one."""
        if self.answer in DONE:
            raise BedIsAnswered
        until = kept_until.isoformat()
        self.record(Offered, person=self.person, ward=ward, kept_until=until)

    def have_none(self, remark: str) -> None:
        """Say that there is none; it takes a word on when or where there may be one."""
        if self.answer is not None:
            raise BedIsAnswered
        if not remark.strip():
            raise ReasonNeeded
        self.record(NoneFree, person=self.person, remark=remark)

    def cancel(self, reason: str) -> None:
        """Say that it is no longer needed; asking twice cancels once."""
        if self.answer == BedAnswer.CANCELLED:
            return
        if not reason.strip():
            raise ReasonNeeded
        self.record(Cancelled, person=self.person, reason=reason)


DONE: Final = frozenset({BedAnswer.OFFERED.value, BedAnswer.CANCELLED.value})
"""The answers after which no bed is offered."""
