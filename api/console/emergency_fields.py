"""The forms of the emergency pages: what each step of a case asks."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api.console.follow_up_fields import Line, Remark, YesNo
from api.console.forms import Form
from domain.registry.aid import Payer
from domain.registry.emergencies import (
    Admission,
    AdmissionForm,
    Called,
    Category,
    ConsentForm,
    Danger,
    DisposalForm,
    Dispute,
    Effect,
    Measure,
    Outcome,
    RecordForm,
    Report,
    Reporter,
    ReportRoute,
    Signer,
    Signing,
    Situation,
    Stance,
    Steadiness,
    Trigger,
)
from domain.values.calendar import SHANGHAI


def _local(typed: datetime) -> datetime:
    return typed if typed.tzinfo else typed.replace(tzinfo=SHANGHAI)


LocalMoment = Annotated[datetime, AfterValidator(_local)]
"""A moment as the browser's field gives it: China's time, without an offset."""


class ReportFields(Form):
    """The report; a grade and who was called already may come with it."""

    triggers: list[Trigger] = Field(min_length=1)
    happening: Remark
    place: Line = ""
    reporter: Reporter
    reporter_words: Line = ""
    route: ReportRoute
    reported_at: LocalMoment
    category: Category = Category.MANAGED
    grade: Annotated[int, Field(ge=0, le=5)] | None = None
    called: tuple[Called, ...] = ()

    def report(self) -> Report:
        """Return it in the domain's words."""
        return Report(
            triggers=frozenset(self.triggers),
            happening=self.happening,
            place=self.place,
            reporter=self.reporter,
            reporter_words=self.reporter_words,
            route=self.route,
            reported_at=self.reported_at,
            category=self.category,
        )


class CallFields(Form):
    """Somebody called; left empty, it was just now."""

    called: Called
    at: LocalMoment | None = None
    words: Line = ""


class ConsentFields(Form):
    """Form 11."""

    answer: Signing
    signed_by: Signer | None = None
    name: Line = ""
    why: Line = ""
    at: LocalMoment | None = None

    def form(self, now: datetime) -> ConsentForm:
        """Return it in the domain's words."""
        return ConsentForm(
            self.answer, self.signed_by, self.name, self.why, self.at or now
        )


class DisposalFields(Form):
    """How the disposal went."""

    started_at: LocalMoment
    ended_at: LocalMoment
    outcome: Outcome
    measures: frozenset[Measure] = frozenset()
    effect: Effect
    hospital: Line = ""
    remark: Remark = ""
    checks: YesNo | None = None

    def form(self) -> DisposalForm:
        """Return it in the domain's words."""
        return DisposalForm(
            started_at=self.started_at,
            ended_at=self.ended_at,
            outcome=self.outcome,
            measures=self.measures,
            effect=self.effect,
            hospital=self.hospital,
            remark=self.remark,
            checks=None if self.checks is None else self.checks == "yes",
        )


class RecordFields(Form):
    """Form 12, beyond what is on record already."""

    unit: Line
    scene: Remark
    police: Line = ""
    smi_doctor: Line = ""
    psychiatrist: Line = ""
    nurse: Line = ""
    others: Line = ""
    diagnosis: Line = ""
    confirmed: YesNo = "no"
    filled_by: Line
    reason: Line = ""

    def form(self) -> RecordForm:
        """Return it in the domain's words."""
        return RecordForm(
            unit=self.unit,
            scene=self.scene,
            police=self.police,
            smi_doctor=self.smi_doctor,
            psychiatrist=self.psychiatrist,
            nurse=self.nurse,
            others=self.others,
            diagnosis=self.diagnosis,
            is_confirmed=self.confirmed == "yes",
            filled_by=self.filled_by,
        )


class CheckFields(Form):
    """A check after the disposal; left empty, it was just now."""

    found: Steadiness
    at: LocalMoment | None = None
    remark: Line = ""


class ReasonFields(Form):
    """A reason, where one is needed."""

    reason: Line = ""


class SituationFields(Form):
    """What the law is asked about."""

    severe: YesNo
    danger: Danger
    willing: YesNo
    stance: Stance
    dispute: Dispute = Dispute.NONE

    def situation(self) -> Situation:
        """Return it in the domain's words."""
        return Situation(
            severe=self.severe == "yes",
            danger=self.danger,
            willing=self.willing == "yes",
            stance=self.stance,
            dispute=self.dispute,
        )


class LawFields(SituationFields):
    """What the law is asked about, with the terms of compulsory treatment where known."""

    violent: YesNo | None = None
    not_liable: YesNo | None = None
    may_go_on: YesNo | None = None

    def term(self, name: str) -> bool | None:
        """Return whether one of the three terms is met; None when nobody knows."""
        answer = getattr(self, name)
        return None if answer is None else answer == "yes"


class AdmissionFields(SituationFields):
    """A decision about an admission."""

    decided: Admission | None = None
    signed_by: Signer | None = None
    signer: Line = ""
    watched_by: Line = ""
    explanation: Line = ""
    why: Line = ""
    result_on: date | None = None

    def form(self) -> AdmissionForm:
        """Return it in the domain's words."""
        return AdmissionForm(
            situation=self.situation(),
            decided=self.decided,
            signed_by=self.signed_by,
            signer=self.signer,
            watched_by=self.watched_by,
            explanation=self.explanation,
            why=self.why,
            result_on=self.result_on,
        )


class FundingFields(Form):
    """Who pays; `payer` is the first one decided, left empty as the table has it."""

    kind: Literal["emergency", "other"] = "emergency"
    can_pay: YesNo | None = None
    payer: Payer | None = None
    why: Line = ""
