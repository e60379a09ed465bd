"""The fields of a follow-up's form: form 8, as posted, in the domain's words."""

from datetime import date
from itertools import zip_longest
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.console.forms import Form
from api.console.medicine_fields import ADVISED, TAKING, MedicineFields
from domain.registry.follow_up import FollowUpForm
from domain.registry.risk_aid import Observed, Smashing, Violence
from domain.registry.standing import Death, Loss
from domain.values.findings import (
    Adherence,
    AdverseReaction,
    DeathCause,
    Findings,
    FollowUpClass,
    Grade,
    HospitalStay,
    IllnessCause,
    Incidents,
    Insight,
    Level,
    Locked,
    LossReason,
    PhysicalIllness,
    SocialFunction,
    SpokeWith,
    Symptom,
    Symptoms,
    TreatmentEffect,
    VisitForm,
    WorkLevel,
)
from domain.values.medication import Severity
from domain.values.visit_details import (
    Laboratory,
    Reaction,
    Referral,
    Rehabilitation,
    Repeatable,
)

NOT_ASSESSED: Final = "not_assessed"

Times = Annotated[int, Field(ge=0, le=999)]
Line = Annotated[str, Field(max_length=300)]
Remark = Annotated[str, Field(max_length=2000)]
YesNo = Literal["yes", "no"]


class AidForm(Form):
    """What was seen, ticked to help with the grade; never recorded. Reads nothing else."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    threatens: YesNo | None = None
    smashing: Smashing = Smashing.NONE
    outside: YesNo | None = None
    not_talked_down: YesNo | None = None
    violence: Violence = Violence.NONE
    harms_self: YesNo | None = None
    arson: YesNo | None = None

    def observed(self) -> Observed:
        """Return it in the domain's words."""
        return Observed(
            threatens=self.threatens == "yes",
            smashing=self.smashing,
            only_at_home=self.outside != "yes",
            talked_down=self.not_talked_down != "yes",
            violence=self.violence,
            harms_self=self.harms_self == "yes",
            arson_or_explosion=self.arson == "yes",
        )


class FollowUpFields(AidForm, MedicineFields):
    """A follow-up as the doctor filled it in; what is left empty was not recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    visited_on: date
    collected_by: UUID | None = None
    form: VisitForm
    spoke_with: list[SpokeWith] = Field(min_length=1)
    grade: Literal["0", "1", "2", "3", "4", "5", "not_assessed"]
    symptoms: Symptoms | None = None
    symptom_codes: list[Symptom] = Field(default_factory=list[Symptom])
    insight: Insight | None = None
    sleep: Level | None = None
    diet: Level | None = None
    self_care: Level | None = None
    housework: Level | None = None
    work: WorkLevel | None = None
    study: Level | None = None
    relations: Level | None = None
    happened: YesNo | None = None
    disturbance: Times = 0
    public_order: Times = 0
    criminal: Times = 0
    other_harm: Times = 0
    self_harm: Times = 0
    suicide_attempt: Times = 0
    adverse_reaction: AdverseReaction | None = None
    physical_illness: PhysicalIllness | None = None
    other_abnormality: YesNo | None = None
    adherence: Adherence | None = None
    treatment_effect: TreatmentEffect | None = None
    locked: Locked | None = None
    hospital: HospitalStay | None = None
    symptom_other: Line = ""
    laboratory: Laboratory | None = None
    laboratory_content: Line = ""
    reaction_drug: list[Line] = Field(default_factory=list[Line])
    reaction: list[Line] = Field(default_factory=list[Line])
    reaction_severity: list[Severity | Literal[""]] = Field(
        default_factory=list[Severity | Literal[""]]
    )
    referral_advised: YesNo | None = None
    referral_reason: Line = ""
    referral_done: YesNo | None = None
    institution: Line = ""
    department: Line = ""
    rehabilitation: list[Rehabilitation] = Field(default_factory=list[Rehabilitation])
    rehabilitation_other: Line = ""
    discharged_on: date | None = None
    same: list[Repeatable] = Field(default_factory=list[Repeatable])
    grade_why: Line = ""
    paper_number: Annotated[str, Field(pattern=r"^\d{6}-[0-9A-F]{6}$")] | None = None
    same_as_taking: YesNo | None = None
    lost: LossReason | None = None
    lost_remark: Line = ""
    died_on: date | None = None
    cause: DeathCause | None = None
    illness: IllnessCause | None = None
    settling: YesNo | None = None
    judged: FollowUpClass | None = None
    why: Line = ""
    due_on: date | None = None
    due_why: Line = ""
    remark: Remark = ""

    def filled_in(self) -> FollowUpForm:
        """Return the form in the domain's words."""
        return FollowUpForm(
            visited_on=self.visited_on,
            form=self.form.value,
            spoke_with=frozenset(code.value for code in self.spoke_with),
            findings=self._findings(),
            judged=self.judged,
            why=self.why,
            due_on=self.due_on,
            due_why=self.due_why,
            settling=self.settling == "yes",
            remark=self.remark,
            grade_why=self.grade_why,
            same_as_last=frozenset(self.same),
            lost=Loss(self.lost.value, self.lost_remark) if self.lost else None,
            death=self._death(),
            paper_number=self.paper_number or "",
        )

    def _death(self) -> Death | None:
        """Return the death: a day with a cause, not known (其他) where none is given."""
        if self.died_on is None:
            return None
        return a_death(self.died_on, self.cause or DeathCause.OTHER, self.illness)

    def _findings(self) -> Findings:
        return Findings(
            risk=Grade(None if self.grade == NOT_ASSESSED else int(self.grade)),
            symptoms=self.symptoms,
            symptom_codes=frozenset(self.symptom_codes),
            insight=self.insight,
            sleep=self.sleep,
            diet=self.diet,
            social=SocialFunction(
                self_care=self.self_care,
                housework=self.housework,
                work=self.work,
                study=self.study,
                relations=self.relations,
            ),
            adverse_reaction=self.adverse_reaction,
            physical_illness=self.physical_illness,
            other_abnormality=_said(self.other_abnormality),
            adherence=self.adherence,
            treatment_effect=self.treatment_effect,
            locked=self.locked,
            hospital=self.hospital,
            incidents=self._incidents(),
            symptom_other=self.symptom_other,
            laboratory=self.laboratory,
            laboratory_content=self.laboratory_content,
            reactions=self._reactions(),
            referral=self._referral(),
            rehabilitation=frozenset(self.rehabilitation),
            rehabilitation_other=self.rehabilitation_other,
            discharged_on=self.discharged_on.isoformat()
            if self.discharged_on
            else None,
            taking=self.drugs(TAKING),
            advised=self.drugs(TAKING if self.same_as_taking else ADVISED),
        )

    def _reactions(self) -> tuple[Reaction, ...]:
        """Return the rows that name a drug or a reaction; rows come field by field."""
        rows = zip_longest(
            self.reaction_drug, self.reaction, self.reaction_severity, fillvalue=""
        )
        return tuple(
            Reaction(drug, text, Severity(severity) if severity else None)
            for drug, text, severity in rows
            if drug or text
        )

    def _referral(self) -> Referral | None:
        referral = Referral(
            advised=_said(self.referral_advised),
            reason=self.referral_reason,
            done=_said(self.referral_done),
            institution=self.institution,
            department=self.department,
        )
        return None if referral == Referral() else referral

    def _incidents(self) -> Incidents | None:
        counted = Incidents(
            disturbance=self.disturbance,
            public_order=self.public_order,
            criminal=self.criminal,
            other_harm=self.other_harm,
            self_harm=self.self_harm,
            suicide_attempt=self.suicide_attempt,
        )
        return counted if self.happened or counted.any_happened else None


def a_death(died_on: date, cause: DeathCause, illness: IllnessCause | None) -> Death:
    """Return a death; which illness counts only where illness was the cause."""
    is_illness = cause is DeathCause.PHYSICAL_ILLNESS
    return Death(
        died_on.isoformat(),
        cause.value,
        illness.value if illness and is_illness else None,
    )


class ProposalFields(FollowUpFields):
    """A form on its way, to be proposed for; a correction says which one it corrects."""

    corrects: str = ""
    reason: Line = ""


class CorrectionFields(ProposalFields):
    """The whole follow-up as it should have been, and why the one on record was wrong."""

    reason: Line = Field(min_length=1)
    withdraws_standing: YesNo | None = None


def _said(answer: str | None) -> bool | None:
    return None if answer is None else answer == "yes"
