"""Say which code of the national system's forms each of our coded values is.

Decision: the code to be entered for a value, or that it could not be verified (未核实).
Source:   forms 3, 6, 7 and 8 as R4, R5, R7, C2 and C3 have them (sources.md); form 6's
          codes are remembered (K, D-F1).
Hit rule: one list, one row; within it one code for each of our values, in the order of
          the form.
Silence:  a value the form has no code for, or whose code nobody could read, has None: the
          copy sheet then shows the words and says 未核实. Codes of ours are never passed
          off as the national system's (D-F2, D-W5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from domain.rules.clause import Clause, Evidence
from domain.values.basic_information import (
    AddressType,
    Allergy,
    BloodType,
    Education,
    Exposure,
    FamilyIllness,
    Marriage,
    Nation,
    Occupation,
    PastIllness,
    Payment,
    ResidenceType,
    RhType,
)
from domain.values.check_up import AgreedBy, CheckUpItem
from domain.values.exclusion import OpinionKind
from domain.values.findings import (
    Adherence,
    AdverseReaction,
    DeathCause,
    FollowUpClass,
    Grade,
    HospitalStay,
    IllnessCause,
    Insight,
    Level,
    Locked,
    LossReason,
    PhysicalIllness,
    SpokeWith,
    Symptom,
    Symptoms,
    TreatmentEffect,
    VisitForm,
    WorkLevel,
)
from domain.values.registration import (
    ConsentAnswer,
    Disease,
    GuardianAbility,
    GuardianBasis,
    GuardianRelation,
    IdKind,
    Sex,
    Use,
)
from domain.values.report_card import PatientSource, Sender
from domain.values.supplement import (
    Accuracy,
    DisabilityGrade,
    Economy,
    Employment,
    HouseholdKind,
    OutpatientTreatment,
)
from domain.values.visit_details import Laboratory, Rehabilitation, Repeatable


@dataclass(frozen=True, slots=True)
class List:
    """One list of ours beside the national form's: the form's field, and each code."""

    form: str
    field: str
    codes: Mapping[Any, str | None]
    clause: Clause

    @property
    def is_verified(self) -> bool:
        """Return whether the codes were read somewhere rather than remembered."""
        return self.clause.is_verified and all(c for c in self.codes.values())


C, R, K, D = Evidence.CODE, Evidence.REPRODUCED, Evidence.REMEMBERED, Evidence.DECIDED
FORM_8_ABOVE, FORM_8_BELOW = Clause("R4", "form 8", R), Clause("R5", "form 8", R)
FORM_7, NOTES_7 = Clause("C2", "form 7", C), Clause("R7", "form 7", R)
FORM_6 = Clause("K", "form 6", K)
UNREAD = Clause("OURS", "D-W5", D)


def _same(form: str, field: str, kind: type[Enum], clause: Clause) -> List:
    """Return a list whose values are the form's own codes."""
    return List(form, field, {each: str(each.value) for each in kind}, clause)


def _unread(form: str, field: str, kind: type[Enum]) -> List:
    """Return a list whose national codes nobody could read."""
    return List(form, field, dict.fromkeys(kind), UNREAD)


REACTIONS: Final[Mapping[AdverseReaction, str | None]] = {
    AdverseReaction.NONE: "1",
    AdverseReaction.MILD: "2",
    AdverseReaction.SEVERE: "2",
    AdverseReaction.UNGRADED: "2",
    AdverseReaction.NOT_APPLICABLE: "9",
}
CONSENTS: Final[Mapping[ConsentAnswer, str | None]] = {
    ConsentAnswer.AGREED: "1",
    ConsentAnswer.REFUSED: "0",
    ConsentAnswer.NOT_ASKED: None,
    ConsentAnswer.WITHDRAWN: None,
}
GRADES: Final[Mapping[Grade, str | None]] = {
    grade: None if grade.value is None else str(grade.value) for grade in Grade
}

# fmt: off
PARITY: Final[Mapping[type[Enum], List]] = {
    PatientSource:       _unread("3", "患者来源", PatientSource),
    Sex:                 _same("3", "性别", Sex, Clause("C2", "GB/T 2261.1", C)),
    IdKind:              _unread("3", "证件类型", IdKind),
    Nation:              _same("3", "民族", Nation, FORM_6),
    GuardianRelation:    _unread("3", "与患者关系", GuardianRelation),
    AddressType:         _same("3", "户籍所在地类型、现住址类型", AddressType, FORM_6),
    HouseholdKind:       _same("3", "户别", HouseholdKind, FORM_7),
    Marriage:            _same("3", "婚姻状况", Marriage, FORM_6),
    Education:           _same("3", "文化程度", Education, FORM_6),
    Employment:          _same("3", "就业情况", Employment, FORM_7),
    Accuracy:            _unread("3", "精确度", Accuracy),
    Sender:              _unread("3", "送诊主体", Sender),
    Disease:             _unread("3", "确诊疾病", Disease),
    ConsentAnswer:       List("3", "知情同意", CONSENTS, NOTES_7),
    ResidenceType:       _same("6", "常住类型", ResidenceType, FORM_6),
    BloodType:           _same("6", "血型", BloodType, FORM_6),
    RhType:              _same("6", "RH", RhType, FORM_6),
    Occupation:          _same("6", "职业", Occupation, FORM_6),
    Payment:             _same("6", "医疗费用支付方式", Payment, FORM_6),
    Allergy:             _same("6", "药物过敏史", Allergy, FORM_6),
    Exposure:            _same("6", "暴露史", Exposure, FORM_6),
    PastIllness:         _same("6", "既往史", PastIllness, FORM_6),
    FamilyIllness:       _same("6", "家族史", FamilyIllness, FORM_6),
    OutpatientTreatment: _same("7", "既往治疗-门诊", OutpatientTreatment, NOTES_7),
    Economy:             _same("7", "经济状况", Economy, NOTES_7),
    DisabilityGrade:     _same("7", "精神残疾等级", DisabilityGrade, FORM_6),
    VisitForm:           _same("8", "本次随访形式", VisitForm, FORM_8_ABOVE),
    SpokeWith:           _same("8", "本次随访对象", SpokeWith, FORM_8_ABOVE),
    LossReason:          _same("8", "若失访，原因", LossReason, FORM_8_ABOVE),
    DeathCause:          _same("8", "死亡原因", DeathCause, FORM_8_ABOVE),
    IllnessCause:        _same("8", "躯体疾病", IllnessCause, FORM_8_ABOVE),
    Grade:               List("8", "危险性评估", GRADES, FORM_8_ABOVE),
    Symptom:             _same("8", "目前症状", Symptom, FORM_8_ABOVE),
    Insight:             _same("8", "自知力", Insight, FORM_8_ABOVE),
    Level:               _same("8", "睡眠、饮食、社会功能", Level, FORM_8_ABOVE),
    WorkLevel:           _same("8", "生产劳动及工作", WorkLevel, FORM_8_ABOVE),
    Locked:              _same("8", "关锁情况", Locked, FORM_8_ABOVE),
    HospitalStay:        _same("8", "住院情况", HospitalStay, FORM_8_ABOVE),
    Laboratory:          _same("8", "实验室检查", Laboratory, FORM_8_ABOVE),
    Adherence:           _same("8", "用药依从性", Adherence, FORM_8_ABOVE),
    AdverseReaction:     List("8", "药物不良反应", REACTIONS, FORM_8_ABOVE),
    TreatmentEffect:     _same("8", "治疗效果", TreatmentEffect, FORM_8_ABOVE),
    Rehabilitation:      _same("8", "康复措施", Rehabilitation, FORM_8_BELOW),
    FollowUpClass:       _same("8", "本次随访分类", FollowUpClass, FORM_8_BELOW),
    CheckUpItem:         _unread("check-up", "体检项目", CheckUpItem),
    AgreedBy:            _unread("check-up", "同意人", AgreedBy),
    OpinionKind:         _unread("correction", "更正依据", OpinionKind),
}
# fmt: on

OURS_ALONE: Final[frozenset[type[Enum]]] = frozenset(
    {Symptoms, PhysicalIllness, Repeatable, GuardianBasis, GuardianAbility, Use}
)
"""Lists the forms do not have: nothing of them is entered in the national system."""


def national_code(kind: type[Enum], value: Any) -> str | None:
    """Return the national form's code of a stored value; None when it is not verified.

    Nothing recorded has no code either.
    """
    if value is None or value == "":
        return None
    return PARITY[kind].codes[kind(value)]
