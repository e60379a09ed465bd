"""The national system's sheets: their fields in the order of the forms.

Form 8's order is C4's (rows 0-32), form 3's C3's, form 7's C2's and C3's; the sheet for
check-ups, losses, deaths and corrections is not known and follows ours. `name` is what the
value is called where a sheet's values are read (`projections/national_sheet.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

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
    SpokeWith,
    Symptom,
    TreatmentEffect,
    VisitForm,
    WorkLevel,
)
from domain.values.national import RecordKind
from domain.values.registration import (
    ConsentAnswer,
    Disease,
    GuardianRelation,
    IdKind,
    Sex,
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
from domain.values.visit_details import Laboratory, Rehabilitation


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a sheet: its name here, what the form calls it, and its list of codes."""

    name: str
    zh: str
    en: str
    codes: type[Enum] | None = None


F = Field

# fmt: off
WHO: Final = (
    F("card_number",       "报告卡编号",         "Card number"),
    F("source",            "患者来源",           "Source",              PatientSource),
    F("name",              "姓名",               "Name"),
    F("sex",               "性别",               "Sex",                 Sex),
    F("id_kind",           "证件类型",           "Kind of document",    IdKind),
    F("id_number",         "证件号码",           "ID number"),
    F("nationality",       "国籍",               "Nationality"),
    F("birth_date",        "出生日期",           "Born"),
    F("nation",            "民族",               "Nation",              Nation),
    F("minority",          "少数民族名称",       "Which minority"),
    F("guardian_name",     "监护人姓名",         "Guardian"),
    F("guardian_phone",    "监护人电话",         "Guardian's telephone"),
    F("guardian_second_phone", "监护人电话2",    "Guardian's second telephone"),
    F("guardian_relation", "与患者关系",         "Relation",            GuardianRelation),
    F("domicile_type",     "户籍所在地类型",     "Kind of domicile",    AddressType),
    F("domicile",          "户籍地国标码",       "Domicile, division code"),
    F("domicile_address",  "户籍详细地址",       "Domicile, address"),
    F("household",         "户别",               "Household",           HouseholdKind),
    F("household_unknown_why", "户别不详原因",   "Why the household is not known"),
    F("address_type",      "现住址类型",         "Kind of residence",   AddressType),
    F("village",           "现住址国标码",       "Residence, division code"),
    F("address",           "现住址详细地址",     "Residence, address"),
    F("marriage",          "婚姻状况",           "Marriage",            Marriage),
    F("education",         "文化程度",           "Education",           Education),
    F("employment",        "就业情况",           "Employment",          Employment),
)
ILLNESS: Final = (
    F("family_history",    "两系三代家族史",     "Family history"),
    F("first_onset",       "初次发病时间",       "First onset"),
    F("first_onset_accuracy", "初次发病时间精确度", "First onset, how exact", Accuracy),
    F("medicated_before",  "是否已进行精神科药物治疗", "Treated with medicine before"),
    F("first_medication",  "首次药物治疗时间",   "First medicine"),
    F("first_medication_accuracy", "首次药物治疗时间精确度", "First medicine, how exact",
      Accuracy),
    F("admissions",        "既往住院次数",       "Admissions so far"),
    F("past_locking",      "既往关锁情况",       "Locked up in the past", Locked),
    F("conduct",           "既往危险行为",       "Dangerous conduct in the past"),
)
REPORTED: Final = (
    F("past_grade",        "既往危险性评估",     "Danger assessment in the past", Grade),
    F("senders",           "送诊主体",           "Who sent the person", Sender),
    F("sender_other",      "其他送诊主体",       "Who else sent the person"),
    F("hospital",          "确诊医院",           "Hospital of the diagnosis"),
    F("diagnosed_on",      "确诊日期",           "Day of the diagnosis"),
    F("disease",           "确诊疾病",           "Disease",             Disease),
    F("icd10",             "疾病编码(ICD-10)",   "ICD-10"),
    F("drugs",             "用药(药物1-3)",      "Medicine 1-3"),
    F("no_drug_needed",    "勿需用药",           "No medicine needed"),
    F("consent",           "知情同意",           "Consent",             ConsentAnswer),
    F("signed_on",         "知情同意时间",       "Consent signed on"),
    F("reporter",          "报告医生",           "Reporting doctor"),
    F("reported_on",       "填卡日期",           "Day of the card"),
    F("reporting_unit",    "报告单位",           "Reporting unit"),
    F("reporting_department", "报告科室",        "Reporting department"),
    F("reporting_phone",   "联系电话",           "Telephone of the reporter"),
)
FORM_6: Final = (
    F("work_unit",         "工作单位",           "Place of work"),
    F("phone",             "本人电话",           "Telephone"),
    F("contact",           "联系人姓名",         "Contact"),
    F("contact_phone",     "联系人电话",         "Contact's telephone"),
    F("residence_type",    "常住类型",           "Kind of registration", ResidenceType),
    F("blood_type",        "血型",               "Blood type",          BloodType),
    F("rh",                "RH",                 "RH",                  RhType),
    F("occupation",        "职业",               "Occupation",          Occupation),
    F("payment",           "医疗费用支付方式",   "Who pays",            Payment),
    F("allergies",         "药物过敏史",         "Allergies",           Allergy),
    F("exposure",          "暴露史",             "Exposure",            Exposure),
    F("illnesses",         "既往史",             "Past illnesses",      PastIllness),
    F("father",            "家族史-父亲",        "Father's illnesses",  FamilyIllness),
    F("mother",            "家族史-母亲",        "Mother's illnesses",  FamilyIllness),
    F("siblings",          "家族史-兄弟姐妹",    "Siblings' illnesses", FamilyIllness),
    F("children",          "家族史-子女",        "Children's illnesses", FamilyIllness),
    F("registered_on",     "建档日期",           "Registered on"),
)
FORM_7: Final = (
    F("guardian_name",     "监护人姓名",         "Guardian"),
    F("guardian_relation", "与患者关系",         "Relation",            GuardianRelation),
    F("guardian_address",  "监护人住址",         "Guardian's address"),
    F("guardian_phone",    "监护人电话",         "Guardian's telephone"),
    F("committee_contact", "辖区村(居)委会联系人", "Committee's contact"),
    F("committee_phone",   "村(居)委会电话",     "Committee's telephone"),
    F("household",         "户别",               "Household",           HouseholdKind),
    F("employment",        "就业情况",           "Employment",          Employment),
    F("consent",           "知情同意",           "Consent",             ConsentAnswer),
    F("signed_by",         "签字",               "Signed by"),
    F("signed_on",         "签字时间",           "Consent signed on"),
    F("first_onset",       "初次发病时间",       "First onset"),
    F("first_onset_accuracy", "精确度",          "First onset, how exact", Accuracy),
    F("past_symptoms",     "既往主要症状",       "Past symptoms",       Symptom),
    F("past_symptoms_other", "其他症状",         "Other symptoms"),
    F("past_locking",      "既往关锁情况",       "Locked up in the past", Locked),
    F("outpatient",        "既往治疗-门诊",      "Out-patient treatment", OutpatientTreatment),
    F("first_medication",  "首次抗精神病药治疗时间", "First medicine"),
    F("admissions",        "既往治疗-住院次数",  "Admissions so far"),
    F("disease",           "目前诊断",           "Disease",             Disease),
    F("hospital",          "确诊医院",           "Hospital of the diagnosis"),
    F("diagnosed_on",      "确诊日期",           "Day of the diagnosis"),
    F("treatment_effect",  "最近一次治疗效果",   "Effect of the treatment", TreatmentEffect),
    F("conduct",           "危险行为",           "Dangerous conduct in the past"),
    F("economy",           "经济状况",           "Means",               Economy),
    F("specialist_opinion", "专科医生的意见",    "Specialist's opinion"),
    F("filled_on",         "填表日期",           "Filled in on"),
    F("doctor",            "医生签字",           "Doctor"),
    F("family_history",    "两系三代精神疾病家族史", "Family history"),
    F("medicated_before",  "是否已进行精神科药物治疗", "Treated with medicine before"),
    F("targeted_poverty_relief", "精准扶贫对象", "Targeted poverty relief"),
    F("guardian_subsidy",  "监护补助对象",       "Guardian subsidy"),
    F("disability_certificate", "领取残疾人证情况", "Disability certificate"),
    F("disability_grade",  "精神残疾等级",       "Disability grade",    DisabilityGrade),
    F("care_group",        "关爱帮扶小组服务对象", "Care group"),
    F("family_doctor",     "家庭医师签约服务对象", "Family doctor"),
    F("community_rehabilitation", "参加社区康复服务", "Community rehabilitation"),
)
FORM_8: Final = (
    F("visited_on",        "随访日期",           "Day of the follow-up"),
    F("form",              "本次随访形式",       "Form of the follow-up", VisitForm),
    F("spoke_with",        "本次随访对象",       "Spoke with",          SpokeWith),
    F("lost",              "若失访，原因",       "Lost, because",       LossReason),
    F("died_on",           "死亡日期",           "Died on"),
    F("cause",             "死亡原因",           "Cause of death",      DeathCause),
    F("illness",           "躯体疾病",           "Which physical illness", IllnessCause),
    F("risk",              "危险性评估",         "Danger assessment",   Grade),
    F("symptom_codes",     "目前症状",           "Symptoms",            Symptom),
    F("symptom_other",     "其他症状",           "Other symptoms"),
    F("insight",           "自知力",             "Insight",             Insight),
    F("sleep",             "睡眠情况",           "Sleep",               Level),
    F("diet",              "饮食情况",           "Diet",                Level),
    F("self_care",         "个人生活料理",       "Self-care",           Level),
    F("housework",         "家务劳动",           "Housework",           Level),
    F("work",              "生产劳动及工作",     "Work",                WorkLevel),
    F("study",             "学习能力",           "Ability to learn",    Level),
    F("relations",         "社会人际交往",       "Getting on with people", Level),
    F("incidents",         "危险行为",           "Dangerous conduct"),
    F("locked",            "两次随访期间关锁情况", "Locked up",         Locked),
    F("hospital_stay",     "两次随访期间住院情况", "In hospital",       HospitalStay),
    F("discharged_on",     "末次出院时间",       "Discharged on"),
    F("laboratory",        "实验室检查",         "Laboratory",          Laboratory),
    F("laboratory_content", "实验室检查内容",    "Which tests"),
    F("adherence",         "用药依从性",         "Takes the medicine",  Adherence),
    F("adverse_reaction",  "药物不良反应",       "Adverse reaction",    AdverseReaction),
    F("reactions",         "不良反应说明",       "Which reactions"),
    F("treatment_effect",  "治疗效果",           "Effect of the treatment", TreatmentEffect),
    F("referral",          "是否转诊",           "Referred"),
    F("referral_reason",   "转诊原因",           "Referred because"),
    F("referral_to",       "转诊至机构及科室",   "Referred to"),
    F("taking",            "用药情况",           "Medicine taken"),
    F("advised",           "用药指导",           "Medicine advised"),
    F("rehabilitation",    "康复措施",           "Rehabilitation",      Rehabilitation),
    F("rehabilitation_other", "其他康复措施",    "Other rehabilitation"),
    F("judged",            "本次随访分类",       "Class of the follow-up", FollowUpClass),
    F("due_on",            "下次随访日期",       "Next follow-up"),
    F("doctor",            "随访医生签名",       "Doctor"),
)
FORM_4: Final = (
    F("card_number",       "报告卡编号",         "Card number"),
    F("case_number",       "病案号",             "Case number"),
    F("name",              "姓名",               "Name"),
    F("id_number",         "证件号码",           "ID number"),
    F("discharging_hospital", "出院医院",        "Hospital"),
    F("admitted_on",       "入院日期",           "Admitted on"),
    F("discharged_on",     "出院日期",           "Discharged on"),
    F("admissions",        "住院次数",           "Admissions so far"),
    F("discharge_diagnosis", "出院诊断",         "Diagnosis at discharge"),
    F("icd10",             "疾病编码(ICD-10)",   "ICD-10"),
    F("diagnosed_on",      "确诊日期",           "Day of the diagnosis"),
    F("conduct",           "既往危险行为",       "Dangerous conduct in the past"),
    F("past_grade",        "既往危险性评估",     "Danger assessment in the past", Grade),
    F("drugs",             "住院用药",           "Medicine in hospital"),
    F("no_drug_needed",    "勿需用药",           "No medicine needed"),
    F("effect",            "住院疗效",           "Effect of the treatment", TreatmentEffect),
    F("drug_guidance",     "用药指导",           "Medicine advised"),
    F("no_guidance_needed", "勿需用药指导",      "No guidance needed"),
    F("rehabilitation",    "康复措施",           "Rehabilitation",      Rehabilitation),
    F("rehabilitation_other", "其他康复措施",    "Other rehabilitation"),
    F("remark",            "其他注意事项",       "Remark"),
    F("doctor",            "医生",               "Doctor"),
    F("doctor_phone",      "联系电话",           "Telephone"),
    F("filled_on",         "填表日期",           "Filled in on"),
)
CHECK_UP: Final = (
    F("checked_on",        "体检日期",           "Day of the check-up"),
    F("agreed_by",         "同意人",             "Agreed to by",        AgreedBy),
    F("items_done",        "已做项目",           "Items done",          CheckUpItem),
    F("results",           "结果",               "Results"),
    F("remark",            "备注",               "Remark"),
)
LOSS: Final = (
    F("lost_on",           "失访日期",           "Lost since"),
    F("lost",              "失访原因",           "Lost, because",       LossReason),
    F("remark",            "说明",               "Remark"),
    F("found_on",          "重新找到日期",       "Found again on"),
)
DEATH: Final = (
    F("died_on",           "死亡日期",           "Died on"),
    F("cause",             "死亡原因",           "Cause of death",      DeathCause),
    F("illness",           "躯体疾病",           "Which physical illness", IllnessCause),
)
EXCLUSION: Final = (
    F("excluded_on",       "排除日期",           "Excluded on"),
    F("kind",              "更正依据",           "Opinion",             OpinionKind),
    F("institution",       "出具机构",           "Institution"),
    F("conclusion",        "结论",               "What it says"),
    F("undone",            "撤销原因",           "Why it was undone"),
)
# fmt: on

FORMS: Final[Mapping[RecordKind, tuple[Field, ...]]] = {
    RecordKind.REGISTRATION: (*WHO, *ILLNESS, *REPORTED, *FORM_6),
    RecordKind.SUPPLEMENT: FORM_7,
    RecordKind.FOLLOW_UP: FORM_8,
    RecordKind.DISCHARGE: FORM_4,
    RecordKind.CHECK_UP: CHECK_UP,
    RecordKind.LOSS: LOSS,
    RecordKind.DEATH: DEATH,
    RecordKind.EXCLUSION: EXCLUSION,
}
"""Each sheet, top to bottom."""
