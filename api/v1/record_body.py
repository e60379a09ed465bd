"""Bodies of a person's record (档案): forms 3, 6 and 7, guardian, consent and tags.

Codes are the forms' own; what is left out or null was not recorded.
"""

from typing import Annotated, Any, Final, cast

from pydantic import Field

from api.v1.fields import Day, Line, Name, Remark, code_of
from api.v1.findings_body import IncidentsBody
from api.v1.models import Body
from domain.registry.record import Assessment, Consent
from domain.values.basic_information import (
    AddressType,
    Allergy,
    BasicInformation,
    BloodType,
    Education,
    Exposure,
    FamilyIllness,
    HealthHistory,
    Marriage,
    Nation,
    Occupation,
    PastIllness,
    Payment,
    ResidenceType,
    RhType,
)
from domain.values.findings import Locked, Symptom, TreatmentEffect
from domain.values.groups import SpecialGroup, Tag
from domain.values.registration import (
    ConsentAnswer,
    GuardianAbility,
    GuardianRelation,
)
from domain.values.report_card import PatientSource, ReportCard, Sender
from domain.values.supplement import (
    Accuracy,
    DisabilityGrade,
    Economy,
    Employment,
    HouseholdKind,
    OutpatientTreatment,
    PastConduct,
    Supplement,
)

TICKED: Final = 13
"""No list of boxes is longer."""

Partly = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
"""A day, a month or a year, as exact as known."""

Families = list[Annotated[FamilyIllness, code_of(FamilyIllness)]]


class SupplementBody(Body):
    """Form 7 (个人信息补充表)."""

    household: Annotated[HouseholdKind, code_of(HouseholdKind)] | None = Field(
        None, title="Household (户别)", examples=[2]
    )
    employment: Annotated[Employment, code_of(Employment)] | None = Field(
        None, title="Employment (就业情况)", examples=[3]
    )
    first_onset: Partly | None = Field(
        None, title="First onset (初次发病时间)", examples=["1931"]
    )
    first_onset_accuracy: Annotated[Accuracy, code_of(Accuracy)] | None = Field(
        None, title="How exact (精确度)", examples=[3]
    )
    past_symptoms: list[Annotated[Symptom, code_of(Symptom)]] = Field(
        default=[],
        title="Past symptoms (既往主要症状)",
        max_length=TICKED,
        examples=[[1]],
    )
    past_symptoms_other: Line = Field("", title="Other symptoms", examples=[""])
    past_locking: Annotated[Locked, code_of(Locked)] | None = Field(
        None, title="Past locking up (既往关锁情况)", examples=[1]
    )
    outpatient: Annotated[OutpatientTreatment, code_of(OutpatientTreatment)] | None = (
        Field(None, title="Past out-patient treatment", examples=[2])
    )
    medicated_before: bool | None = Field(
        None, title="Psychiatric medication begun", examples=[True]
    )
    first_medication: Partly | None = Field(
        None, title="First antipsychotic treatment", examples=["1932-05"]
    )
    first_medication_accuracy: Annotated[Accuracy, code_of(Accuracy)] | None = Field(
        None, title="How exact (精确度)", examples=[2]
    )
    admissions: int | None = Field(
        None, title="Past admissions, 0 if none", ge=0, le=999, examples=[0]
    )
    treatment_effect: Annotated[TreatmentEffect, code_of(TreatmentEffect)] | None = (
        Field(None, title="Effect of the last treatment", examples=[2])
    )
    conduct: IncidentsBody | None = Field(None, title="Past dangerous behaviour")
    economy: Annotated[Economy, code_of(Economy)] | None = Field(
        None, title="Economic situation (经济状况)", examples=[2]
    )
    family_history: bool | None = Field(
        None, title="Mental illness in the family (两系三代)", examples=[False]
    )
    targeted_poverty_relief: bool | None = Field(
        None, title="精准扶贫对象", examples=[False]
    )
    guardian_subsidy: bool | None = Field(None, title="监护补助对象", examples=[False])
    disability_certificate: bool | None = Field(
        None, title="Disability certificate held", examples=[False]
    )
    disability_grade: Annotated[DisabilityGrade, code_of(DisabilityGrade)] | None = (
        Field(None, title="Psychiatric disability, 1 is the worst", examples=[2])
    )
    care_group: bool | None = Field(None, title="关爱帮扶小组服务对象", examples=[True])
    family_doctor: bool | None = Field(
        None, title="家庭医师签约服务对象", examples=[True]
    )
    community_rehabilitation: bool | None = Field(
        None, title="参加社区康复服务", examples=[False]
    )
    specialist_opinion: Remark = Field(
        "", title="Opinion of the specialist", examples=["演示意见"]
    )
    filled_on: Day = Field(title="Filled in on", examples=["2026-03-02"])
    doctor: Name = Field("", title="Signed by the doctor", examples=["演示医生"])

    def supplement(self) -> Supplement:
        """Return it in the domain's words."""
        given = _fields(self, "conduct", "past_symptoms")
        conduct = PastConduct(**_fields(self.conduct)) if self.conduct else None
        return Supplement(
            **given, conduct=conduct, past_symptoms=tuple(sorted(self.past_symptoms))
        )


class HealthHistoryBody(Body):
    """Form 6's lower half."""

    blood_type: Annotated[BloodType, code_of(BloodType)] | None = Field(
        None, title="Blood type", examples=[1]
    )
    rh: Annotated[RhType, code_of(RhType)] | None = Field(
        None, title="RH", examples=[2]
    )
    allergies: list[Annotated[Allergy, code_of(Allergy)]] = Field(
        default=[], title="Drug allergies", max_length=TICKED, examples=[[1]]
    )
    allergies_other: Line = Field("", title="Other allergies", examples=[""])
    exposure: list[Annotated[Exposure, code_of(Exposure)]] = Field(
        default=[], title="Exposure", max_length=TICKED, examples=[[1]]
    )
    illnesses: list[Annotated[PastIllness, code_of(PastIllness)]] = Field(
        default=[], title="Past illnesses", max_length=TICKED, examples=[[1]]
    )
    illnesses_remark: Line = Field("", title="When, and which", examples=[""])
    operations: Line = Field("", title="Operations", examples=[""])
    injuries: Line = Field("", title="Injuries", examples=[""])
    transfusions: Line = Field("", title="Transfusions", examples=[""])
    father: Families = Field(
        default=[], title="Father's illnesses", max_length=TICKED, examples=[[1]]
    )
    mother: Families = Field(
        default=[], title="Mother's illnesses", max_length=TICKED, examples=[[1]]
    )
    siblings: Families = Field(
        default=[], title="Siblings' illnesses", max_length=TICKED, examples=[[1]]
    )
    children: Families = Field(
        default=[], title="Children's illnesses", max_length=TICKED, examples=[[1]]
    )
    hereditary: Line = Field("", title="Hereditary illness", examples=[""])

    def health(self) -> HealthHistory:
        """Return it in the domain's words."""
        return HealthHistory(**_fields(self))


class BasicInformationBody(Body):
    """Form 6 (个人基本信息表) beside name, sex, birth, number and telephone."""

    work_unit: Line = Field("", title="Work unit", examples=["演示厂"])
    contact: Name = Field("", title="Contact", examples=["演示联系人"])
    contact_phone: Name = Field("", title="Their telephone", examples=["0000-0000003"])
    residence_type: Annotated[ResidenceType, code_of(ResidenceType)] | None = Field(
        None, title="Residence (常住类型)", examples=[1]
    )
    nationality: Name = Field("", title="Nationality", examples=["中国"])
    nation: Annotated[Nation, code_of(Nation)] | None = Field(
        None, title="Nation (民族)", examples=["01"]
    )
    minority: Name = Field("", title="Which minority", examples=[""])
    education: Annotated[Education, code_of(Education)] | None = Field(
        None, title="Education", examples=[8]
    )
    occupation: Annotated[Occupation, code_of(Occupation)] | None = Field(
        None, title="Occupation", examples=[4]
    )
    marriage: Annotated[Marriage, code_of(Marriage)] | None = Field(
        None, title="Marriage", examples=[2]
    )
    payment: list[Annotated[Payment, code_of(Payment)]] = Field(
        default=[], title="Who pays", max_length=TICKED, examples=[[2]]
    )
    address_type: Annotated[AddressType, code_of(AddressType)] | None = Field(
        None, title="Kind of present address", examples=[1]
    )
    domicile_type: Annotated[AddressType, code_of(AddressType)] | None = Field(
        None, title="Kind of domicile", examples=[1]
    )
    guardian_address: Line = Field("", title="Guardian's address", examples=[""])
    guardian_second_phone: Name = Field("", title="Second telephone", examples=[""])
    committee_contact: Name = Field("", title="Committee's contact", examples=[""])
    committee_phone: Name = Field("", title="Their telephone", examples=[""])
    health: HealthHistoryBody = Field(title="Form 6's lower half")

    def basics(self) -> BasicInformation:
        """Return the upper half in the domain's words."""
        return BasicInformation(**_fields(self, "health"))


class ReportCardBody(Body):
    """Form 3 (患者报告卡) beside what other forms record."""

    card_number: Name = Field("", title="Card number", examples=["演示0001"])
    source: Annotated[PatientSource, code_of(PatientSource)] | None = Field(
        None, title="Patient source (患者来源)", examples=[2]
    )
    senders: list[Annotated[Sender, code_of(Sender)]] = Field(
        default=[], title="Who sent (送诊主体)", max_length=TICKED, examples=[[2]]
    )
    sender_other: Line = Field("", title="Who else sent", examples=[""])
    past_grade: int | None = Field(
        None, title="Past grade of risk", ge=0, le=5, examples=[1]
    )
    drugs: list[Name] = Field(
        default=[], title="Drugs, at most three", max_length=3, examples=[["利培酮"]]
    )
    no_drug_needed: bool | None = Field(None, title="勿需用药", examples=[False])
    household_unknown_why: Line = Field(
        "", title="Why the household is unknown", examples=[""]
    )
    reporter: Name = Field(title="Reporting doctor", examples=["演示医生"])
    reported_on: Day = Field(title="Reported on", examples=["2026-03-02"])
    reporting_unit: Line = Field(title="Reporting unit", examples=["演示医院"])
    reporting_department: Line = Field("", title="Department", examples=["演示科"])
    reporting_phone: Name = Field("", title="Telephone", examples=["0000-0000004"])

    def card(self) -> ReportCard:
        """Return it in the domain's words."""
        return ReportCard(**_fields(self))


class AssessmentBody(Body):
    """The yearly look at the guardian: alive, able, willing, who stands in."""

    assessed_on: Day = Field(title="Looked at on", examples=["2026-03-02"])
    alive: bool = Field(title="Alive", examples=[True])
    able: bool = Field(title="Able", examples=[True])
    willing: bool = Field(title="Willing", examples=[True])
    ability: Annotated[GuardianAbility, code_of(GuardianAbility)] | None = Field(
        None, title="Ability", examples=["strong"]
    )
    stand_in: Name = Field("", title="Who stands in", examples=["演示替补"])
    stand_in_relation: Annotated[GuardianRelation, code_of(GuardianRelation)] | None = (
        Field(None, title="Their relation", examples=["sibling"])
    )
    stand_in_phone: Name = Field("", title="Their telephone", examples=["0000-0000005"])
    remark: Remark = Field("", title="Remark", examples=[""])

    def assessment(self) -> Assessment:
        """Return it in the domain's words."""
        return Assessment(
            self.assessed_on.isoformat(),
            self.alive,
            self.able,
            self.willing,
            self.ability.value if self.ability else None,
            self.stand_in,
            self.stand_in_relation.value if self.stand_in_relation else None,
            self.stand_in_phone,
            self.remark,
        )


class ConsentAgainBody(Body):
    """The answer to the consent form; when to ask again follows from it."""

    answer: Annotated[ConsentAnswer, code_of(ConsentAnswer)] = Field(
        title="Answer", examples=["agreed"]
    )
    signed_by: Name = Field(title="Signed by", examples=["本人"])
    signed_on: Day = Field(title="Signed on", examples=["2026-03-02"])

    def consent(self) -> Consent:
        """Return it in the domain's words."""
        return Consent(
            self.answer.value, self.signed_by, self.signed_on.isoformat(), None
        )


class TagBody(Body):
    """A special group, on whose word, and how long it holds."""

    group: Annotated[SpecialGroup, code_of(SpecialGroup)] = Field(
        title="Group", examples=["veteran"]
    )
    source_office: Line = Field(
        title="On which office's word", min_length=1, examples=["演示民政"]
    )
    valid_from: Day = Field(title="Valid from", examples=["2026-01-01"])
    valid_until: Day | None = Field(None, title="Valid until", examples=[None])

    def tag(self) -> Tag:
        """Return it in the domain's words."""
        return Tag(**_fields(self))


class RemovalBody(Body):
    """Why a tag is taken away."""

    reason: Line = Field(title="Why", min_length=1, examples=["演示民政更正"])


def _fields(body: Body, *but: str) -> dict[str, Any]:
    """Return a body's fields in the domain's types: lists as tuples."""
    given = {name: getattr(body, name) for name in type(body).model_fields}
    return {
        name: tuple(cast("list[Any]", value)) if isinstance(value, list) else value
        for name, value in given.items()
        if name not in but
    }
