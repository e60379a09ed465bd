"""A report that came to the county SMI office on paper, until it is entered (BR-REP-2, -3).

A hospital without the network sends the card in writing. Only that it came is kept here:
hospital, number and day, nothing of whom it is about.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.rules.parameters import InForce
from domain.rules.report_limits import Duty, limit


class PaperReceived(FirstFact):
    """A paper came; it is to be entered by a day."""

    TOPIC = "paper_report.received"
    sealed_with: ClassVar = SealedWith.SITE

    division: str
    hospital: str
    number: str
    received_on: str
    enter_by: str
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "PaperReport") -> None:
        """Remember when it came, and to which county."""
        aggregate.division = self.division
        aggregate.received_on = self.received_on


class PaperEntered(Fact):
    """What the paper says was entered: the person is on the register."""

    TOPIC = "paper_report.entered"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID

    def apply(self, aggregate: "PaperReport") -> None:
        """Remember that it is done with."""
        aggregate.is_entered = True


class PaperReport(Stream):
    """One paper."""

    TOPIC = "paper_report"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "paper_report.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "paper_report.created"

    def __init__(self) -> None:
        """Begin with no paper."""
        self.division = ""
        self.received_on = ""
        self.is_entered = False

    @classmethod
    def receive(
        cls,
        stream: UUID,
        *,
        division: str,
        hospital: str,
        number: str,
        received_on: date,
        local: InForce,
    ) -> "PaperReport":
        """Note that a paper came, and by when it is to be entered."""
        due = limit(Duty.PAPER, division, received_on, local)
        return cls._create(
            PaperReceived,
            id=stream,
            timestamp=NOT_YET,
            division=division,
            hospital=hospital,
            number=number,
            received_on=received_on.isoformat(),
            enter_by=due.due_on.isoformat(),
            because=[why.fact() for why in due.because],
            editions=list(due.editions),
        )

    def enter(self, person: UUID) -> None:
        """Be done with it; asking twice enters it once."""
        if not self.is_entered:
            self.record(PaperEntered, person=person)
