"""A danger report (险情报告): another channel told of somebody who may be dangerous.

What was told is hearsay about somebody who may not be on the register, so it is sealed with
keys of its own, under an id that is nobody's, and destroyed a while after the report is
closed, whoever it was about (D-IN5). A report registers nobody. Which person of the register
it is about is kept as a plain reference; every fact names the same `person`, the report's.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from domain.errors import DangerReportIsOver, NotYetGiven, ReasonNeeded
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.rules.danger_report import assess_by, erased_on
from domain.rules.parameters import InForce
from domain.values.danger_report import (
    Assessment,
    DangerChannel,
    DangerReportState,
    DangerTold,
)


class Received(FirstFact):
    """A report came in; says nothing of whom it is about. `office` took it."""

    TOPIC = "danger_report.received"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    channel: str
    office: str
    assess_by: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "DangerReport") -> None:
        """Remember whose keys seal it and how it came."""
        aggregate.person = self.person
        aggregate.channel = self.channel
        aggregate.state = DangerReportState.RECEIVED.value


class WasTold(Fact):
    """Whom and where it is about, and who told."""

    TOPIC = "danger_report.told"
    sealed_with: ClassVar = SealedWith.IDENTITY

    person: UUID
    name: str
    village: str
    place: str
    informant: str
    phone: str

    def apply(self, aggregate: "DangerReport") -> None:
        """Remember the village; it says who may look at it."""
        aggregate.village = self.village


class WasDescribed(Fact):
    """What is said to happen."""

    TOPIC = "danger_report.described"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    what: str

    def apply(self, aggregate: "DangerReport") -> None:
        """Remember that it was said."""
        aggregate.what = self.what


class Linked(Fact):
    """It is about this person of the register."""

    TOPIC = "danger_report.linked"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    registered: str
    channel: str
    by: str

    def apply(self, aggregate: "DangerReport") -> None:
        """Remember whom."""
        aggregate.registered = self.registered
        aggregate.state = DangerReportState.LINKED.value


class Assessed(Fact):
    """A doctor looked: a grade was given, there is no danger, or nobody is registered."""

    TOPIC = "danger_report.assessed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    outcome: str
    grading: str | None
    remark: str
    by: str

    def apply(self, aggregate: "DangerReport") -> None:
        """Remember what it came to."""
        aggregate.outcome = self.outcome
        aggregate.state = DangerReportState.ASSESSED.value


class Closed(Fact):
    """Whoever told was told back; from `erased_on` on what was told is destroyed."""

    TOPIC = "danger_report.closed"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    closed_on: str
    erased_on: str
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "DangerReport") -> None:
        """Remember that it is over."""
        aggregate.state = DangerReportState.CLOSED.value
        aggregate.erased_on = self.erased_on


class DangerReportKeysDestroyed(Fact):
    """The keys of what was told were destroyed: nobody can read it any more."""

    TOPIC = "danger_report.keys_destroyed"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID

    def apply(self, aggregate: "DangerReport") -> None:
        """Remember that there is nothing left to read."""
        aggregate.is_erased = True


class DangerReport(Stream):
    """One report of danger, until a doctor has looked and whoever told was told back."""

    TOPIC = "danger_report"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "danger_report.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "danger_report.created"

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.person = UUID(int=0)
        self.channel = ""
        self.village = ""
        self.what = ""
        self.registered = ""
        self.outcome = ""
        self.state = ""
        self.erased_on = ""
        self.is_erased = False

    @classmethod
    def take(  # noqa: PLR0913 - a report has these parts
        cls,
        stream: UUID,
        subject: UUID,
        *,
        channel: DangerChannel,
        told: DangerTold,
        received_at: datetime,
        office: str,
        local: InForce,
    ) -> "DangerReport":
        """Begin a report, whose keys are those of the id `subject`."""
        due = assess_by(received_at, local)
        report = cls._create(
            Received,
            id=stream,
            timestamp=NOT_YET,
            person=subject,
            channel=channel.value,
            office=office,
            assess_by=due.at.isoformat(),
            because=[due.why.fact()],
            happened_at=received_at.isoformat(),
            editions=list(due.editions),
        )
        report.record(
            WasTold,
            person=subject,
            name=told.name.strip(),
            village=told.village,
            place=told.place.strip(),
            informant=told.informant.strip(),
            phone=told.phone.strip(),
        )
        report.record(WasDescribed, person=subject, what=told.what.strip())
        return report

    def link(self, registered: UUID, by: str) -> None:
        """Say that it is about somebody of the register; the same once more is no news."""
        if self.registered == str(registered):
            return
        self._must_await()
        self.record(
            Linked,
            person=self.person,
            registered=str(registered),
            channel=self.channel,
            by=by,
        )

    def assess(
        self,
        outcome: Assessment,
        by: str,
        *,
        grading: str | None = None,
        remark: str = "",
    ) -> None:
        """Keep what a doctor found; whoever finds no danger says why."""
        self._must_await()
        if outcome is not Assessment.GRADED and not remark.strip():
            raise ReasonNeeded
        self.record(
            Assessed,
            person=self.person,
            outcome=outcome.value,
            grading=grading,
            remark=remark.strip(),
            by=by,
        )

    def close(self, today: date, local: InForce) -> None:
        """Close it once a doctor has looked and whoever told was told back."""
        if self.state != DangerReportState.ASSESSED:
            raise DangerReportIsOver
        erasing = erased_on(today, local)
        self.record(
            Closed,
            person=self.person,
            closed_on=today.isoformat(),
            erased_on=erasing.on.isoformat(),
            because=[erasing.why.fact()],
            editions=list(erasing.editions),
        )

    def destroy_keys(self, today: date) -> None:
        """Note that the keys are destroyed, once its time has come; only of a closed one."""
        is_due = self.erased_on and self.erased_on <= today.isoformat()
        if is_due and not self.is_erased:
            self.record(DangerReportKeysDestroyed, person=self.person)

    def _must_await(self) -> None:
        if not DangerReportState(self.state).awaits_assessment:
            raise DangerReportIsOver


def refuse_early(received_at: datetime, now: datetime) -> None:
    """Refuse a report that is said to have come later than now."""
    if received_at > now:
        raise NotYetGiven
