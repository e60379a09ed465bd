"""What a follow-up found: the boxes of form 8 as codes, null for "not recorded"."""

from typing import Annotated

from pydantic import Field

from api.v1.fields import Day, Line, Name, code_of
from api.v1.medicine_body import DrugRows
from api.v1.models import Body
from domain.values.findings import (
    Adherence,
    AdverseReaction,
    Findings,
    Grade,
    HospitalStay,
    Incidents,
    Insight,
    Level,
    Locked,
    PhysicalIllness,
    SocialFunction,
    Symptom,
    Symptoms,
    TreatmentEffect,
    WorkLevel,
)
from domain.values.medication import Severity
from domain.values.visit_details import (
    Laboratory,
    Reaction,
    Referral,
    Rehabilitation,
)

LevelCode = Annotated[Level, code_of(Level)]
Count = Annotated[int, Field(ge=0, le=999, examples=[0])]


class SocialBody(Body):
    """Social function (社会功能), the five items of the form."""

    self_care: LevelCode | None = Field(None, title="Self-care", examples=[1])
    housework: LevelCode | None = Field(None, title="Housework", examples=[1])
    work: Annotated[WorkLevel, code_of(WorkLevel)] | None = Field(
        None, title="Work", examples=[9]
    )
    study: LevelCode | None = Field(None, title="Study", examples=[1])
    relations: LevelCode | None = Field(None, title="Relations", examples=[1])

    def social(self) -> SocialFunction:
        """Return it in the domain's words."""
        return SocialFunction(
            self_care=self.self_care,
            housework=self.housework,
            work=self.work,
            study=self.study,
            relations=self.relations,
        )


class IncidentsBody(Body):
    """Dangerous behaviour (危险行为) since the last follow-up: how often each."""

    disturbance: Count = Field(title="Minor disturbance (轻度滋事)")
    public_order: Count = Field(title="Breach of public order (肇事)")
    criminal: Count = Field(title="Criminal harm (肇祸)")
    other_harm: Count = Field(title="Other harm (其他危害行为)")
    self_harm: Count = Field(title="Self-harm (自伤)")
    suicide_attempt: Count = Field(title="Suicide attempt (自杀未遂)")

    def incidents(self) -> Incidents:
        """Return it in the domain's words."""
        return Incidents(
            disturbance=self.disturbance,
            public_order=self.public_order,
            criminal=self.criminal,
            other_harm=self.other_harm,
            self_harm=self.self_harm,
            suicide_attempt=self.suicide_attempt,
        )


class ReactionBody(Body):
    """One adverse reaction (药物不良反应): which drug, what reaction, how severe."""

    drug: Name = Field(title="Drug", min_length=1, examples=["氯氮平"])
    reaction: Line = Field(title="Reaction", min_length=1, examples=["流涎"])
    severity: Annotated[Severity, code_of(Severity)] | None = Field(
        None, title="Severity", examples=["mild"]
    )


class ReferralBody(Body):
    """Referral (转诊情况): whether it was advised and why, whether done and where to."""

    advised: bool | None = Field(None, title="Whether it was advised", examples=[True])
    reason: Line = Field("", title="Why", examples=["病情波动"])
    done: bool | None = Field(None, title="Whether it was done", examples=[False])
    institution: Name = Field("", title="Institution")
    department: Name = Field("", title="Department")

    def referral(self) -> Referral:
        """Return it in the domain's words."""
        return Referral(
            advised=self.advised,
            reason=self.reason,
            done=self.done,
            institution=self.institution,
            department=self.department,
        )


class FindingsBody(Body):
    """Form 8's findings; whatever is left out or null was not recorded."""

    risk: Annotated[int, Field(ge=0, le=5)] | None = Field(
        None, title="Grade of risk; null is not assessed, never 0", examples=[0]
    )
    symptoms: Annotated[Symptoms, code_of(Symptoms)] | None = Field(
        None, title="How marked the symptoms are", examples=["gone"]
    )
    symptom_codes: list[Annotated[Symptom, code_of(Symptom)]] = Field(
        default=[], title="Symptoms ticked", max_length=12, examples=[[1, 9]]
    )
    insight: Annotated[Insight, code_of(Insight)] | None = Field(
        None, title="Insight", examples=[1]
    )
    sleep: LevelCode | None = Field(None, title="Sleep", examples=[1])
    diet: LevelCode | None = Field(None, title="Diet", examples=[1])
    social: SocialBody | None = Field(None, title="Social function")
    adverse_reaction: Annotated[AdverseReaction, code_of(AdverseReaction)] | None = (
        Field(None, title="Adverse reaction to medication", examples=["none"])
    )
    physical_illness: Annotated[PhysicalIllness, code_of(PhysicalIllness)] | None = (
        Field(None, title="Physical illness", examples=["none_or_stable"])
    )
    other_abnormality: bool | None = Field(
        None, title="Any other abnormality", examples=[False]
    )
    adherence: Annotated[Adherence, code_of(Adherence)] | None = Field(
        None, title="Adherence to medication", examples=[1]
    )
    treatment_effect: Annotated[TreatmentEffect, code_of(TreatmentEffect)] | None = (
        Field(None, title="Effect of treatment", examples=[2])
    )
    locked: Annotated[Locked, code_of(Locked)] | None = Field(
        None, title="Locked up (关锁)", examples=[1]
    )
    hospital: Annotated[HospitalStay, code_of(HospitalStay)] | None = Field(
        None, title="In hospital", examples=[0]
    )
    incidents: IncidentsBody | None = Field(None, title="Dangerous behaviour")
    taking: DrugRows = Field(default=[], title="What is really taken (用药情况)")
    advised: DrugRows = Field(default=[], title="What is advised (用药指导)")
    symptom_other: Line = Field("", title="What the symptom “other” stands for")
    laboratory: Annotated[Laboratory, code_of(Laboratory)] | None = Field(
        None, title="Laboratory tests", examples=[1]
    )
    laboratory_content: Line = Field("", title="What was tested, and the result")
    reactions: list[ReactionBody] = Field(
        default=[], title="Adverse reactions one by one", max_length=5
    )
    referral: ReferralBody | None = Field(None, title="Referral")
    rehabilitation: list[Annotated[Rehabilitation, code_of(Rehabilitation)]] = Field(
        default=[], title="Rehabilitation", max_length=5, examples=[[1, 4]]
    )
    rehabilitation_other: Line = Field("", title="Which other rehabilitation")
    discharged_on: Day | None = Field(
        None, title="Last discharged on", examples=["2026-01-05"]
    )

    def findings(self) -> Findings:
        """Return it in the domain's words."""
        return Findings(
            risk=Grade(self.risk),
            symptoms=self.symptoms,
            symptom_codes=frozenset(self.symptom_codes),
            insight=self.insight,
            sleep=self.sleep,
            diet=self.diet,
            social=self.social.social() if self.social else SocialFunction(),
            adverse_reaction=self.adverse_reaction,
            physical_illness=self.physical_illness,
            other_abnormality=self.other_abnormality,
            adherence=self.adherence,
            treatment_effect=self.treatment_effect,
            locked=self.locked,
            hospital=self.hospital,
            incidents=self.incidents.incidents() if self.incidents else None,
            taking=tuple(row.use() for row in self.taking),
            advised=tuple(row.use() for row in self.advised),
            symptom_other=self.symptom_other,
            laboratory=self.laboratory,
            laboratory_content=self.laboratory_content,
            reactions=tuple(
                Reaction(each.drug, each.reaction, each.severity)
                for each in self.reactions
            ),
            referral=self.referral.referral() if self.referral else None,
            rehabilitation=frozenset(self.rehabilitation),
            rehabilitation_other=self.rehabilitation_other,
            discharged_on=self.discharged_on.isoformat()
            if self.discharged_on
            else None,
        )
