"""Emergencies (应急医疗处置): reported, helped, recorded, decided by law, paid, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.emergency import (
    AdmissionForm,
    ConsentForm,
    DisposalForm,
    Emergency,
    RecordForm,
    Report,
)
from domain.errors import Unknown
from domain.log import Command
from domain.person.merging import is_record_of
from domain.person.person import Person
from domain.person.risk import grade_risk
from domain.registry.follow_up import author_of
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.admission import Answer, Situation, admission, compulsory
from domain.rules.clause import Reason
from domain.rules.emergency import FIRST_CALLED, FIRST_STEP, after_disposal
from domain.rules.payer_order import Order, payer_order
from domain.values.aid import Payer
from domain.values.calendar import shanghai_day
from domain.values.emergency import (
    Admission,
    Called,
    Category,
    Compulsory,
    Danger,
    Dispute,
    Effect,
    Measure,
    Outcome,
    Reporter,
    ReportRoute,
    Signer,
    Signing,
    Stance,
    Steadiness,
    Trigger,
)

__all__ = [
    "FIRST_CALLED",
    "FIRST_STEP",
    "Admission",
    "AdmissionForm",
    "Answer",
    "AnswerConsent",
    "CallHelp",
    "Called",
    "Category",
    "CheckAfter",
    "CloseEmergency",
    "Compulsory",
    "ConsentForm",
    "Danger",
    "DecideAdmission",
    "DecideFunding",
    "DisposalForm",
    "Dispose",
    "Dispute",
    "Effect",
    "EndChecks",
    "FillRecord",
    "Measure",
    "OpenEmergency",
    "Order",
    "Outcome",
    "RecordForm",
    "Report",
    "ReportRoute",
    "Reporter",
    "Signer",
    "Signing",
    "Situation",
    "Stance",
    "Steadiness",
    "Trigger",
    "admission",
    "compulsory",
    "first_step",
    "order_for",
]


@dataclass(frozen=True, slots=True)
class OpenEmergency:
    """Open a case; a grade given with it is a fact of its own and tells whom it must."""

    person: UUID
    report: Report
    grade: int | None = None
    called: tuple[Called, ...] = ()

    operation = Operation.OPEN_EMERGENCY

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record the grade first, so that nobody waits for the rest."""
        person = found.get(Person, self.person)
        if self.grade is not None:
            grade_risk(
                person,
                grading=str(command.new_id("grading")),
                grade=self.grade,
                graded_on=shanghai_day(command.now).isoformat(),
                source="emergency",
                reason=self.report.happening,
                author=author_of(found, command),
            )
        case = Emergency.open(
            command.new_id("emergency"), self.person, self.report, command.now
        )
        for each in self.called:
            case.call(each, "", command.now, command.now)
        found.begin(case)


@dataclass(frozen=True, slots=True)
class _OnCase:
    """A use case that rests on one emergency and touches where its person lives."""

    emergency: UUID
    person: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the case and its person."""
        return (self.emergency, self.person)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def case(self, found: Found) -> Emergency:
        """Return the case, which must be about this person."""
        case = found.get(Emergency, self.emergency)
        if not is_record_of(found.get(Person, self.person), case.person):
            raise Unknown(kind="emergency")
        return case


@dataclass(frozen=True, slots=True)
class CallHelp(_OnCase):
    """Note that somebody was called to help."""

    called: Called
    at: datetime
    words: str = ""

    operation = Operation.RECORD_EMERGENCY

    def decide(self, found: Found, command: Command) -> None:
        """Record the call."""
        self.case(found).call(self.called, self.words, self.at, command.now)


@dataclass(frozen=True, slots=True)
class AnswerConsent(_OnCase):
    """Note the answer on form 11."""

    form: ConsentForm

    operation = Operation.RECORD_EMERGENCY

    def decide(self, found: Found, command: Command) -> None:
        """Record it."""
        self.case(found).answer_consent(self.form, command.now)


@dataclass(frozen=True, slots=True)
class Dispose(_OnCase):
    """Note how the disposal went; form 12 is due from its end."""

    form: DisposalForm

    operation = Operation.RECORD_EMERGENCY

    def decide(self, found: Found, command: Command) -> None:
        """Record it with what is due."""
        local = found.in_force.at(found.get(Person, self.person).village)
        after = after_disposal(self.form.ended_at, checks=self.form.checks, local=local)
        self.case(found).dispose(self.form, after, command.now)


@dataclass(frozen=True, slots=True)
class FillRecord(_OnCase):
    """Fill in form 12, or put it right with a reason."""

    form: RecordForm
    reason: str = ""

    operation = Operation.RECORD_EMERGENCY

    def decide(self, found: Found, command: Command) -> None:
        """Record it."""
        self.case(found).fill_record(self.form, command.now, self.reason)


@dataclass(frozen=True, slots=True)
class CheckAfter(_OnCase):
    """Note a check after the disposal."""

    found_state: Steadiness
    at: datetime
    remark: str = ""

    operation = Operation.RECORD_EMERGENCY

    def decide(self, found: Found, command: Command) -> None:
        """Record what was found."""
        self.case(found).check(self.found_state, self.at, command.now, self.remark)


@dataclass(frozen=True, slots=True)
class EndChecks(_OnCase):
    """End the checks."""

    reason: str = ""

    operation = Operation.RECORD_EMERGENCY

    def decide(self, found: Found, command: Command) -> None:
        """Record that none is due any more."""
        del command
        self.case(found).end_checks(self.reason)


@dataclass(frozen=True, slots=True)
class DecideAdmission(_OnCase):
    """Decide about an admission on what the law says of the situation."""

    form: AdmissionForm

    operation = Operation.DECIDE_ADMISSION

    def decide(self, found: Found, command: Command) -> None:
        """Ask the law, and record the decision beside its answer."""
        person = found.get(Person, self.person)
        law = admission(
            person.village,
            shanghai_day(command.now),
            self.form.situation,
            unknown_identity=person.provisional,
        )
        self.case(found).decide_admission(self.form, law)


@dataclass(frozen=True, slots=True)
class DecideFunding(_OnCase):
    """Decide who pays: the table proposes by identity, means and emergency."""

    is_emergency: bool
    payers: tuple[Payer, ...] = ()
    can_pay: bool | None = None
    why: str = ""

    operation = Operation.DECIDE_FUNDING

    def decide(self, found: Found, command: Command) -> None:
        """Record the order decided beside the one proposed."""
        order, known, can_pay = order_for(
            found.get(Person, self.person),
            shanghai_day(command.now),
            emergency=self.is_emergency,
            can_pay=self.can_pay,
        )
        self.case(found).decide_funding(
            self.payers or order.payers,
            order.payers,
            why=self.why,
            identity_known=known,
            can_pay=can_pay,
            is_emergency=self.is_emergency,
            because=[order.because.fact()],
            editions=[order.edition],
        )


@dataclass(frozen=True, slots=True)
class CloseEmergency(_OnCase):
    """Be done with a case (办结)."""

    reason: str = ""

    operation = Operation.RECORD_EMERGENCY

    def decide(self, found: Found, command: Command) -> None:
        """Close it."""
        del command
        self.case(found).close(self.reason)


def order_for(
    person: Person, on: date, *, emergency: bool, can_pay: bool | None = None
) -> tuple[Order, bool, bool | None]:
    """Return who pays, whether the identity is known, and whether the person can pay.

    What is said now goes before the means on record.
    """
    on_record = person.means.can_pay if person.means else None
    able = on_record if can_pay is None else can_pay
    known = not person.provisional
    order = payer_order(
        person.village, on, known=known, can_pay=able, emergency=emergency
    )
    return order, known, able


def first_step(called: Sequence[str]) -> tuple[tuple[Called, ...], Reason]:
    """Return who of the first step has not been called, and the clause."""
    return tuple(each for each in FIRST_CALLED if each not in called), FIRST_STEP
