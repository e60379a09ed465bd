"""A referral (双向转诊, form 10): sent, received or refused, and what came of it.

Who the person is stands in the person's own stream; here only what the sender asks and the
receiver answers. A receiver without an account, such as a hospital in another city, is
named in words, and the sender notes its answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from domain.errors import (
    BeforeItWasSent,
    InstitutionNeeded,
    NotYetReceived,
    ReasonNeeded,
    ReferralIsOver,
)
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.rules.referral import UP_REASONS, LookAfter
from domain.values.referral import (
    Direction,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
)


@dataclass(frozen=True, slots=True)
class ReferralForm:
    """Form 10 as it was filled in; `to` is an office of the register, or None with a name.

    `summary` and `advice` are the doctor's own words; what is known of the person is read
    from their record and never typed again.
    """

    direction: Direction
    reasons: frozenset[ReferralReason]
    to: UUID | None
    institution: str
    sent_on: date
    department: str = ""
    summary: str = ""
    advice: str = ""
    out_of_area: bool = False
    out_of_area_why: str = ""


class Sent(FirstFact):
    """Somebody was referred: from which office, to which, for what."""

    TOPIC = "referral.sent"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    direction: str
    reasons: list[str]
    from_office: str
    to_office: str
    institution: str
    department: str
    sent_on: str
    summary: str
    advice: str
    out_of_area: bool
    out_of_area_why: str
    follow_up: str | None
    emergency: str | None
    answer_by: str
    look_by: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Referral") -> None:
        """Keep who is sent where."""
        aggregate.person = self.person
        aggregate.direction = self.direction
        aggregate.from_office = self.from_office
        aggregate.to_office = self.to_office
        aggregate.institution = self.institution
        aggregate.sent_on = self.sent_on


class Received(Fact):
    """The receiver took the person on (接诊)."""

    TOPIC = "referral.received"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    received_on: str
    department: str
    doctor: str
    happened_at: str

    def apply(self, aggregate: "Referral") -> None:
        """Note that somebody has the person."""
        aggregate.state = RECEIVED
        aggregate.received_on = self.received_on


class Refused(Fact):
    """The receiver did not take the person on (退回), and said why."""

    TOPIC = "referral.refused"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    refused_on: str
    refusal: str
    remark: str
    happened_at: str

    def apply(self, aggregate: "Referral") -> None:
        """Nothing more comes of it."""
        aggregate.state = REFUSED


class Withdrawn(Fact):
    """The sender took it back, and said why."""

    TOPIC = "referral.withdrawn"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str

    def apply(self, aggregate: "Referral") -> None:
        """Nothing more comes of it."""
        aggregate.state = WITHDRAWN


class Ended(Fact):
    """What came of it, with the receiver's advice for those who take over again."""

    TOPIC = "referral.ended"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    outcome: str
    ended_on: str
    advice: str
    happened_at: str

    def apply(self, aggregate: "Referral") -> None:
        """Note that it has been answered."""
        aggregate.state = ENDED


SENT: Final = "sent"
RECEIVED: Final = "received"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
ENDED: Final = "ended"


class Referral(Stream):
    """One referral of one person."""

    TOPIC = "referral"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "referral.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "referral.created"

    def __init__(self) -> None:
        """Begin sent nowhere."""
        self.person = UUID(int=0)
        self.direction = ""
        self.from_office = ""
        self.to_office = ""
        self.institution = ""
        self.sent_on = ""
        self.received_on = ""
        self.state = SENT

    @classmethod
    def send(  # noqa: PLR0913 - a referral has these parts
        cls,
        stream: UUID,
        person: UUID,
        form: ReferralForm,
        *,
        from_office: str,
        answer_by: datetime,
        look: LookAfter,
        because: Sequence[Mapping[str, str]] = (),
        follow_up: str | None = None,
        emergency: str | None = None,
    ) -> "Referral":
        """Send somebody up or down."""
        _check(form)
        facts: dict[str, Any] = {
            "direction": form.direction.value,
            "reasons": sorted(form.reasons),
            "from_office": from_office,
            "to_office": str(form.to) if form.to else "",
            "institution": form.institution,
            "department": form.department,
            "sent_on": form.sent_on.isoformat(),
            "summary": form.summary,
            "advice": form.advice,
            "out_of_area": form.out_of_area,
            "out_of_area_why": form.out_of_area_why,
        }
        return cls._create(
            Sent,
            id=stream,
            timestamp=NOT_YET,
            person=person,
            **facts,
            follow_up=follow_up,
            emergency=emergency,
            answer_by=answer_by.isoformat(),
            look_by=look.by.isoformat(),
            because=[*because, *(why.fact() for why in look.because)],
            happened_at=form.sent_on.isoformat(),
        )

    def receive(self, received_on: date, department: str, doctor: str) -> None:
        """Take the person on; asking twice takes them on once."""
        self._must_be_open(received_on)
        if self.state == SENT:
            self.record(
                Received,
                person=self.person,
                received_on=received_on.isoformat(),
                department=department,
                doctor=doctor,
                happened_at=received_on.isoformat(),
            )

    def refuse(self, refused_on: date, refusal: ReferralRefusal, remark: str) -> None:
        """Send the person back, with the reason; `other` needs words."""
        self._must_be_open(refused_on)
        if refusal is ReferralRefusal.OTHER and not remark.strip():
            raise ReasonNeeded
        self.record(
            Refused,
            person=self.person,
            refused_on=refused_on.isoformat(),
            refusal=refusal.value,
            remark=remark,
            happened_at=refused_on.isoformat(),
        )

    def withdraw(self, reason: str) -> None:
        """Take it back before it has ended; asking twice takes it back once."""
        if self.state == WITHDRAWN:
            return
        if self.state in OVER:
            raise ReferralIsOver
        if not reason.strip():
            raise ReasonNeeded
        self.record(Withdrawn, person=self.person, reason=reason)

    def end(self, outcome: ReferralOutcome, ended_on: date, advice: str) -> None:
        """Say what came of it; it must have been received."""
        self._must_be_open(ended_on)
        if self.state != RECEIVED:
            raise NotYetReceived
        self.record(
            Ended,
            person=self.person,
            outcome=outcome.value,
            ended_on=ended_on.isoformat(),
            advice=advice,
            happened_at=ended_on.isoformat(),
        )

    def _must_be_open(self, day: date) -> None:
        if self.state in OVER:
            raise ReferralIsOver
        if day.isoformat() < max(self.sent_on, self.received_on):
            raise BeforeItWasSent


OVER: Final = frozenset({REFUSED, WITHDRAWN, ENDED})
"""The states after which nothing more is answered."""


def _check(form: ReferralForm) -> None:
    if form.to is None and not form.institution.strip():
        raise InstitutionNeeded
    if not form.reasons:
        raise ReasonNeeded
    is_up = form.direction is Direction.UP
    if is_up and not form.reasons <= UP_REASONS:
        raise ReasonNeeded
    if form.out_of_area and not form.out_of_area_why.strip():
        raise ReasonNeeded
