"""An emergency (应急医疗处置): a green-channel case from the report to its closing.

Reported, police and committee called, form 11, the disposal with its outcome, form 12
within its limit, checks where they are ordered, the admission by law, who pays. The grade
of risk is a fact of the person's own, and police are told by it, not from here.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from domain.errors import (
    AdmissionNotLawful,
    DisposalNeeded,
    EmergencyIsClosed,
    EmergencyRecordMissing,
    ExplanationNeeded,
    NotYetGiven,
    ReasonNeeded,
    SignerNeeded,
    ValidityReversed,
    WatchNeeded,
)
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.rules.admission import ADMITTING, Answer, Situation, ask_second_by
from domain.rules.emergency import FIRST_STEP, After, may_stop
from domain.values.aid import Payer
from domain.values.emergency import (
    Admission,
    Called,
    Category,
    Effect,
    Measure,
    Outcome,
    Reporter,
    ReportRoute,
    Signer,
    Signing,
    Steadiness,
    Trigger,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported, by whom, by which way and when."""

    triggers: frozenset[Trigger]
    happening: str
    place: str
    reporter: Reporter
    route: ReportRoute
    reported_at: datetime
    reporter_words: str = ""
    category: Category = Category.MANAGED


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """Form 11: signed and by whom, or refused, or not to be had and why."""

    answer: Signing
    signed_by: Signer | None
    name: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DisposalForm:
    """How the disposal went; `checks` is the doctor's order, None takes the place's rule."""

    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    measures: frozenset[Measure]
    effect: Effect
    hospital: str = ""
    remark: str = ""
    checks: bool | None = None


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What form 12 asks beyond what is on record already (C3)."""

    unit: str
    scene: str
    police: str
    smi_doctor: str
    psychiatrist: str
    nurse: str
    others: str
    diagnosis: str
    is_confirmed: bool
    filled_by: str


@dataclass(frozen=True, slots=True)
class AdmissionForm:
    """What was decided about an admission, on the situation the law was asked about."""

    situation: Situation
    decided: Admission | None = None
    signed_by: Signer | None = None
    signer: str = ""
    watched_by: str = ""
    explanation: str = ""
    why: str = ""
    result_on: date | None = None


class Opened(FirstFact):
    """An emergency was reported."""

    TOPIC = "emergency.opened"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    triggers: list[str]
    happening: str
    place: str
    reporter: str
    reporter_words: str
    route: str
    reported_at: str
    category: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Emergency") -> None:
        """Keep whom it is about, and since when."""
        aggregate.person = self.person
        aggregate.reported_at = self.reported_at


class HelpCalled(Fact):
    """Somebody was called to help: police station and village committee first (R18)."""

    TOPIC = "emergency.help_called"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    called: str
    words: str
    happened_at: str

    def apply(self, aggregate: "Emergency") -> None:
        """Keep who was called."""
        aggregate.called = {*aggregate.called, Called(self.called)}


class ConsentAnswered(Fact):
    """Form 11 was answered, or could not be."""

    TOPIC = "emergency.consent_answered"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    answer: str
    signed_by: str | None
    name: str
    why: str
    happened_at: str

    def apply(self, aggregate: "Emergency") -> None:
        """Keep the answer."""
        aggregate.consent = self.answer


class Disposed(Fact):
    """The disposal is over: what was done, how it ended, and what is due from then on."""

    TOPIC = "emergency.disposed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    started_at: str
    ended_at: str
    outcome: str
    measures: list[str]
    effect: str
    hospital: str
    remark: str
    record_by: str
    check_every_hours: int | None
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Emergency") -> None:
        """Keep how it ended, and by when form 12 is due."""
        aggregate.outcome = self.outcome
        aggregate.ended_at = self.ended_at
        aggregate.record_by = self.record_by
        aggregate.check_every_hours = self.check_every_hours


class RecordFilled(Fact):
    """Form 12 was filled in, or put right (`reason` says why)."""

    TOPIC = "emergency.record_filled"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    form: dict[str, Any]
    in_time: bool
    reason: str

    def apply(self, aggregate: "Emergency") -> None:
        """Note that form 12 is there."""
        aggregate.is_recorded = True


class Checked(Fact):
    """Somebody looked after the person again; `enough` says that checks may stop."""

    TOPIC = "emergency.checked"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    found: str
    remark: str
    enough: bool
    happened_at: str

    def apply(self, aggregate: "Emergency") -> None:
        """Keep what was found, in the order of the hours."""
        aggregate.checks[self.happened_at] = self.found


class ChecksEnded(Fact):
    """Nobody need look after the person every few hours any more."""

    TOPIC = "emergency.checks_ended"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str

    def apply(self, aggregate: "Emergency") -> None:
        """No check is due."""
        aggregate.check_every_hours = None


class AdmissionDecided(Fact):
    """The psychiatrist decided about an admission; `proposed` is what the law says."""

    TOPIC = "emergency.admission_decided"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    situation: dict[str, Any]
    proposed: str
    decided: str
    may_sign: list[str]
    signed_by: str | None
    signer: str
    is_noted: bool
    watched_by: str
    explanation: str
    why: str
    ask_second_by: str | None
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "Emergency") -> None:
        """Keep the decision."""
        aggregate.admission = self.decided


class FundingDecided(Fact):
    """An officer decided who pays, in which order; `proposed` is the table's order."""

    TOPIC = "emergency.funding_decided"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    identity_known: bool
    can_pay: bool | None
    is_emergency: bool
    proposed: list[str]
    payers: list[str]
    why: str
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "Emergency") -> None:
        """Keep who pays."""
        aggregate.payers = self.payers


class Closed(Fact):
    """The case is done with (办结)."""

    TOPIC = "emergency.closed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str

    def apply(self, aggregate: "Emergency") -> None:
        """Nothing more is expected."""
        aggregate.is_closed = True


UNLAWFUL: Final = frozenset({Admission.BLOCKED, Admission.NOT_ADMITTED})
"""Where the law says 不得: nobody decides otherwise."""


class Emergency(Stream):
    """One emergency of one person."""

    TOPIC = "emergency"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "emergency.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "emergency.created"

    def __init__(self) -> None:
        """Begin with nothing reported."""
        self.person = UUID(int=0)
        self.reported_at = ""
        self.called: set[Called] = set()
        self.consent: str | None = None
        self.outcome: str | None = None
        self.ended_at = ""
        self.record_by = ""
        self.check_every_hours: int | None = None
        self.checks: dict[str, str] = {}
        self.is_recorded = False
        self.admission: str | None = None
        self.payers: list[str] = []
        self.is_closed = False

    @classmethod
    def open(
        cls, stream: UUID, person: UUID, report: Report, now: datetime
    ) -> "Emergency":
        """Begin a case with its report."""
        if report.reported_at > now:
            raise NotYetGiven
        if not report.triggers or not report.happening.strip():
            raise ReasonNeeded
        at = report.reported_at.isoformat()
        return cls._create(
            Opened,
            id=stream,
            timestamp=NOT_YET,
            person=person,
            triggers=sorted(report.triggers),
            happening=report.happening,
            place=report.place,
            reporter=report.reporter.value,
            reporter_words=report.reporter_words,
            route=report.route.value,
            reported_at=at,
            category=report.category.value,
            because=[FIRST_STEP.fact()],
            happened_at=at,
        )

    def call(self, called: Called, words: str, at: datetime, now: datetime) -> None:
        """Note that somebody was called."""
        self._must_be_open(at, now)
        self.record(
            HelpCalled,
            person=self.person,
            called=called.value,
            words=words,
            happened_at=at.isoformat(),
        )

    def answer_consent(self, form: ConsentForm, now: datetime) -> None:
        """Note form 11; a signature has a signer, anything else a reason."""
        self._must_be_open(form.at, now)
        if form.answer is Signing.SIGNED and form.signed_by is None:
            raise SignerNeeded
        if form.answer is not Signing.SIGNED and not form.why.strip():
            raise ReasonNeeded
        self.record(
            ConsentAnswered,
            person=self.person,
            answer=form.answer.value,
            signed_by=form.signed_by.value if form.signed_by else None,
            name=form.name,
            why=form.why,
            happened_at=form.at.isoformat(),
        )

    def dispose(self, form: DisposalForm, after: After, now: datetime) -> None:
        """Note how the disposal went; noted again, the later one stands."""
        self._must_be_open(form.ended_at, now)
        if form.ended_at < form.started_at:
            raise ValidityReversed
        self.record(
            Disposed,
            person=self.person,
            started_at=form.started_at.isoformat(),
            ended_at=form.ended_at.isoformat(),
            outcome=form.outcome.value,
            measures=sorted(form.measures),
            effect=form.effect.value,
            hospital=form.hospital,
            remark=form.remark,
            record_by=after.record_by.isoformat(),
            check_every_hours=after.check_every_hours,
            because=[why.fact() for why in after.because],
            happened_at=form.ended_at.isoformat(),
            editions=list(after.editions),
        )

    def fill_record(self, form: RecordForm, now: datetime, reason: str = "") -> None:
        """Fill in form 12; filling it in again puts it right and needs a reason."""
        self._must_be_disposed()
        if self.is_recorded and not reason.strip():
            raise ReasonNeeded
        self.record(
            RecordFilled,
            person=self.person,
            form=asdict(form),
            in_time=now <= datetime.fromisoformat(self.record_by),
            reason=reason,
        )

    def check(
        self, found: Steadiness, at: datetime, now: datetime, remark: str = ""
    ) -> None:
        """Note a check after the disposal."""
        self._must_be_disposed()
        self._must_be_open(at, now)
        so_far = self.checks | {at.isoformat(): found.value}
        self.record(
            Checked,
            person=self.person,
            found=found.value,
            remark=remark,
            enough=may_stop(_in_order(so_far)),
            happened_at=at.isoformat(),
        )

    def end_checks(self, reason: str) -> None:
        """End the checks; before two stable ones in a row that takes a reason."""
        if self.check_every_hours is None:
            return
        if not may_stop(_in_order(self.checks)) and not reason.strip():
            raise ReasonNeeded
        self.record(ChecksEnded, person=self.person, reason=reason)

    def decide_admission(self, form: AdmissionForm, law: Answer) -> None:
        """Decide about an admission; what the law forbids nobody decides."""
        if self.is_closed:
            raise EmergencyIsClosed
        decided = form.decided or law.step
        if law.step in UNLAWFUL and decided in ADMITTING:
            raise AdmissionNotLawful
        if decided is not law.step and not form.why.strip():
            raise ReasonNeeded
        _check_what_goes_with(form, law, decided)
        by = ask_second_by(form.result_on).isoformat() if form.result_on else None
        self.record(
            AdmissionDecided,
            person=self.person,
            situation={
                "severe": form.situation.severe,
                "danger": form.situation.danger.value,
                "willing": form.situation.willing,
                "stance": form.situation.stance.value,
                "dispute": form.situation.dispute.value,
            },
            proposed=law.step.value,
            decided=decided.value,
            may_sign=[each.value for each in law.signers],
            signed_by=form.signed_by.value if form.signed_by else None,
            signer=form.signer,
            is_noted=law.is_noted,
            watched_by=form.watched_by,
            explanation=form.explanation,
            why=form.why,
            ask_second_by=by,
            because=[why.fact() for why in law.because],
            editions=[law.edition],
        )

    def decide_funding(
        self,
        payers: Sequence[Payer],
        proposed: Sequence[Payer],
        *,
        why: str,
        **rests_on: Any,
    ) -> None:
        """Decide who pays; another order than the table's needs a reason."""
        if not payers or (tuple(payers) != tuple(proposed) and not why.strip()):
            raise ReasonNeeded
        self.record(
            FundingDecided,
            person=self.person,
            proposed=[each.value for each in proposed],
            payers=[each.value for each in payers],
            why=why,
            **rests_on,
        )

    def close(self, reason: str) -> None:
        """Be done with it: after form 12, or for a reason when there was no disposal."""
        if self.is_closed:
            return
        if self.outcome is not None and not self.is_recorded:
            raise EmergencyRecordMissing
        if self.outcome is None and not reason.strip():
            raise ReasonNeeded
        self.record(Closed, person=self.person, reason=reason)

    def _must_be_open(self, at: datetime, now: datetime) -> None:
        if self.is_closed:
            raise EmergencyIsClosed
        if at > now:
            raise NotYetGiven

    def _must_be_disposed(self) -> None:
        if self.outcome is None:
            raise DisposalNeeded


def _in_order(checks: dict[str, str]) -> list[Steadiness]:
    hours = sorted(checks, key=datetime.fromisoformat)
    return [Steadiness(checks[hour]) for hour in hours]


def _check_what_goes_with(form: AdmissionForm, law: Answer, decided: Admission) -> None:
    """Refuse an admission nobody entitled signed, or without what the law wants beside it."""
    if decided is Admission.BLOCKED and not form.watched_by.strip():
        raise WatchNeeded
    if decided not in ADMITTING:
        return
    if form.signed_by is None or not form.signer.strip():
        raise SignerNeeded
    if law.signers and form.signed_by not in law.signers and not form.why.strip():
        raise SignerNeeded
    if law.explains and not form.explanation.strip():
        raise ExplanationNeeded
