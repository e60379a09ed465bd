"""Form 7 (个人信息补充表): its codes, and the form as filled in (domain rules 2.1).

Codes are the form's own (C2, R7). Past symptoms, locking and the effect of treatment use
the codes of form 8. `None` is "not recorded" and never read as "no".
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from domain.values.findings import Locked, Symptom, TreatmentEffect


class HouseholdKind(IntEnum):
    """户别."""

    URBAN = 1
    RURAL = 2


class Employment(IntEnum):
    """就业情况."""

    WORKER = 1
    MANAGER = 2
    FARMER = 3
    UNEMPLOYED = 4
    STUDENT = 5
    RETIRED = 6
    PROFESSIONAL = 7
    OTHER = 8
    UNKNOWN = 9


class OutpatientTreatment(IntEnum):
    """既往治疗-门诊."""

    UNTREATED = 1
    INTERMITTENT = 2
    CONTINUOUS = 3


class Economy(IntEnum):
    """经济状况: the 2017 form's two, and the third of 2011."""

    POOR = 1
    NOT_POOR = 2
    UNKNOWN = 3


class Accuracy(IntEnum):
    """精确度 of a day: the national system asks beside each (C3; codes are ours, D-F2)."""

    DAY = 1
    MONTH = 2
    YEAR = 3


class DisabilityGrade(IntEnum):
    """精神残疾等级: 1 is the worst."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PastConduct:
    """既往危险行为: how many times each, by the form's codes 1-6; all 0 is its 7 (无)."""

    disturbance: int = 0
    public_order: int = 0
    criminal: int = 0
    other_harm: int = 0
    self_harm: int = 0
    suicide_attempt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """Form 7 with the additions of 2018; `None` is "not recorded".

    `first_onset` and `first_medication` are a day, a month or a year, as exact as known.
    """

    household: HouseholdKind | None = None
    employment: Employment | None = None
    first_onset: str | None = None
    first_onset_accuracy: Accuracy | None = None
    past_symptoms: tuple[Symptom, ...] = ()
    past_symptoms_other: str = ""
    past_locking: Locked | None = None
    outpatient: OutpatientTreatment | None = None
    medicated_before: bool | None = None
    first_medication: str | None = None
    first_medication_accuracy: Accuracy | None = None
    admissions: int | None = None
    treatment_effect: TreatmentEffect | None = None
    conduct: PastConduct | None = None
    economy: Economy | None = None
    family_history: bool | None = None
    """两系三代精神疾病家族史."""
    targeted_poverty_relief: bool | None = None
    """精准扶贫对象."""
    guardian_subsidy: bool | None = None
    """监护补助对象."""
    disability_certificate: bool | None = None
    disability_grade: DisabilityGrade | None = None
    care_group: bool | None = None
    """关爱帮扶小组服务对象."""
    family_doctor: bool | None = None
    """家庭医师签约服务对象."""
    community_rehabilitation: bool | None = None
    specialist_opinion: str = ""
    filled_on: date
    doctor: str = ""
