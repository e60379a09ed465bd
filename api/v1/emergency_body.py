"""Bodies about emergencies: what each step of a case takes."""

from typing import Annotated

from pydantic import Field

from api.v1.fields import Day, Line, Moment, Remark, code_of
from api.v1.models import Body
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

AT = "2026-03-02T10:00:00+08:00"


class EmergencyBody(Body):
    """A report: what set it off, what is happening, who says so, when and by which way."""

    triggers: list[Annotated[Trigger, code_of(Trigger)]] = Field(
        title="What set it off", min_length=1, examples=[["self_harm"]]
    )
    happening: Remark = Field(title="What is happening", examples=["持刀自伤(演示)"])
    place: Line = Field("", title="Where", examples=["演示一村家中"])
    reporter: Annotated[Reporter, code_of(Reporter)] = Field(
        title="Who reported it", examples=["guardian_or_family"]
    )
    reporter_words: Line = Field("", title="The reporter, in words", examples=[""])
    route: Annotated[ReportRoute, code_of(ReportRoute)] = Field(
        title="By which way", examples=["telephone"]
    )
    reported_at: Moment = Field(title="When", examples=[AT])
    category: Annotated[Category, code_of(Category)] = Field(
        Category.MANAGED, title="Whom it is about", examples=["managed"]
    )
    grade: int | None = Field(
        None, title="Danger assessment 0-5, where graded", ge=0, le=5, examples=[4]
    )
    called: list[Annotated[Called, code_of(Called)]] = Field(
        [], title="Who has been called already", examples=[["police_station"]]
    )

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


class CallBody(Body):
    """Somebody called to help."""

    called: Annotated[Called, code_of(Called)] = Field(
        title="Who", examples=["police_station"]
    )
    at: Moment = Field(title="When", examples=[AT])
    words: Line = Field("", title="Who answered", examples=["值班民警(演示)"])


class ConsentOnceBody(Body):
    """The answer on form 11."""

    answer: Annotated[Signing, code_of(Signing)] = Field(
        title="Signed, refused, or not possible", examples=["signed"]
    )
    signed_by: Annotated[Signer, code_of(Signer)] | None = Field(
        None, title="Signed by", examples=["guardian"]
    )
    name: Line = Field("", title="Name of who signed", examples=["演示监护人"])
    why: Line = Field("", title="Why it was refused or not possible", examples=[""])
    at: Moment = Field(title="When", examples=[AT])

    def form(self) -> ConsentForm:
        """Return it in the domain's words."""
        return ConsentForm(self.answer, self.signed_by, self.name, self.why, self.at)


class DisposalBody(Body):
    """How the disposal went and ended."""

    started_at: Moment = Field(title="Begun", examples=[AT])
    ended_at: Moment = Field(title="Ended", examples=["2026-03-02T11:00:00+08:00"])
    outcome: Annotated[Outcome, code_of(Outcome)] = Field(
        title="How it ended", examples=["observation"]
    )
    measures: list[Annotated[Measure, code_of(Measure)]] = Field(
        title="What was done", examples=[["talked_down"]]
    )
    effect: Annotated[Effect, code_of(Effect)] = Field(
        title="How it helped", examples=["better"]
    )
    hospital: Line = Field("", title="Hospital", examples=["演示医院"])
    remark: Remark = Field("", title="Remark", examples=[""])
    checks: bool | None = Field(
        None,
        title="Whether to look after the person every few hours; null: as the place does",
        examples=[None],
    )

    def form(self) -> DisposalForm:
        """Return it in the domain's words."""
        return DisposalForm(
            started_at=self.started_at,
            ended_at=self.ended_at,
            outcome=self.outcome,
            measures=frozenset(self.measures),
            effect=self.effect,
            hospital=self.hospital,
            remark=self.remark,
            checks=self.checks,
        )


class EmergencyRecordBody(Body):
    """What form 12 asks beyond what is on record already."""

    unit: Line = Field(title="Disposing unit", examples=["演示镇卫生院"])
    scene: Remark = Field(title="The scene", examples=["(演示)"])
    police: Line = Field("", title="Police officer and unit", examples=["演示民警"])
    smi_doctor: Line = Field("", title="SMI doctor (精防医生)", examples=["演示镇医"])
    psychiatrist: Line = Field("", title="Psychiatrist", examples=[""])
    nurse: Line = Field("", title="Nurse", examples=[""])
    others: Line = Field("", title="Others", examples=[""])
    diagnosis: Line = Field("", title="Diagnosis", examples=["精神分裂症"])
    is_confirmed: bool = Field(
        default=False, title="Whether the diagnosis is confirmed", examples=[True]
    )
    filled_by: Line = Field(title="Filled in by", examples=["演示镇医"])
    reason: Line = Field("", title="Why it is put right", examples=[""])

    def form(self) -> RecordForm:
        """Return it in the domain's words."""
        return RecordForm(**self.model_dump(exclude={"reason"}))


class CheckBody(Body):
    """A check after the disposal."""

    found: Annotated[Steadiness, code_of(Steadiness)] = Field(
        title="What was found", examples=["stable"]
    )
    at: Moment = Field(title="When", examples=[AT])
    remark: Line = Field("", title="Remark", examples=[""])


class EndChecksBody(Body):
    """The end of the checks."""

    reason: Line = Field(
        "", title="Why, before two stable ones in a row", examples=["已住院"]
    )


class SituationBody(Body):
    """What the law is asked about."""

    severe: bool = Field(title="Severe mental disorder found", examples=[True])
    danger: Annotated[Danger, code_of(Danger)] = Field(
        title="Danger found", examples=["to_others"]
    )
    willing: bool = Field(title="Whether the person agrees", examples=[False])
    stance: Annotated[Stance, code_of(Stance)] = Field(
        title="Guardian", examples=["refuses"]
    )
    dispute: Annotated[Dispute, code_of(Dispute)] = Field(
        Dispute.NONE, title="Dispute about the diagnosis", examples=["none"]
    )

    def situation(self) -> Situation:
        """Return it in the domain's words."""
        return Situation(
            severe=self.severe,
            danger=self.danger,
            willing=self.willing,
            stance=self.stance,
            dispute=self.dispute,
        )


class LawBody(SituationBody):
    """A situation, with the terms of compulsory treatment (强制医疗) where known."""

    violent: bool | None = Field(
        None,
        title="Violent act that endangered the public or somebody",
        examples=[True],
    )
    not_liable: bool | None = Field(
        None, title="Not criminally liable by expert opinion", examples=[None]
    )
    may_go_on: bool | None = Field(
        None, title="May go on endangering others", examples=[None]
    )


class AdmissionBody(SituationBody):
    """A decision about an admission; left out, it is what the law says."""

    decided: Annotated[Admission, code_of(Admission)] | None = Field(
        None, title="Decided; null: as the law says", examples=["admit"]
    )
    signed_by: Annotated[Signer, code_of(Signer)] | None = Field(
        None, title="Signed by", examples=["committee"]
    )
    signer: Line = Field("", title="Name of who signed", examples=["演示村委会"])
    watched_by: Line = Field("", title="Who watches at home", examples=[""])
    explanation: Line = Field(
        "", title="Where the written explanation is", examples=[""]
    )
    why: Line = Field("", title="Why, when differing", examples=[""])
    result_on: Day | None = Field(
        None, title="Day the diagnosis was given", examples=["2026-03-02"]
    )

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


class FundingBody(Body):
    """Who pays; left out, as the table of payers proposes."""

    is_emergency: bool = Field(title="Whether emergency cost", examples=[True])
    can_pay: bool | None = Field(
        None,
        title="Whether the person can pay; null: as the means on record say",
        examples=[False],
    )
    payers: list[Annotated[Payer, code_of(Payer)]] = Field(
        [], title="Payers decided, in order", examples=[["emergency_fund"]]
    )
    why: Line = Field("", title="Why, when differing", examples=[""])


class ClosureBody(Body):
    """The end of a case."""

    reason: Line = Field(
        "", title="Why, where there was no disposal", examples=["误报(演示)"]
    )
