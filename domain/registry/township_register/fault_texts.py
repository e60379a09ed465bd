"""The words for every fault: an English catalogue key, and Chinese that says what to do."""

from enum import StrEnum
from typing import Final, NamedTuple


class FaultText(NamedTuple):
    """The words for a fault, with {heading} and {row}; never what a cell says."""

    en: str
    zh: str


class FaultCode(StrEnum):
    """The name a fault is counted and tested by."""

    KEY_MISSING = "key_missing"
    KEY_REPEATED = "key_repeated"
    NAME_MISSING = "name_missing"
    ID_ROUNDED = "id_rounded"
    ID_OLD = "id_old_fifteen_digits"
    ID_LENGTH = "id_wrong_length"
    ID_CHARACTER = "id_wrong_character"
    ID_BIRTH_DATE = "id_no_such_birth_date"
    ID_FUTURE = "id_born_in_the_future"
    ID_CHECK_DIGIT = "id_wrong_check_digit"
    ID_REPEATED = "id_repeated"
    VILLAGE_MISSING = "village_missing"
    VILLAGE_WRONG = "village_wrong"
    VILLAGE_OUTSIDE = "village_outside"
    DIAGNOSIS_MISSING = "diagnosis_missing"
    DIAGNOSIS_UNREADABLE = "diagnosis_unreadable"
    REGISTERED_MISSING = "registered_missing"
    REGISTERED_UNREADABLE = "registered_unreadable"
    REGISTERED_IN_FUTURE = "registered_in_future"
    GUARDIAN_NEEDED = "guardian_needed"
    DIED = "died"
    VISIT_DAY_MISSING = "visit_day_missing"
    VISIT_DAY_UNREADABLE = "visit_day_unreadable"
    VISIT_IN_FUTURE = "visit_in_future"
    VISIT_BEFORE_REGISTRATION = "visit_before_registration"
    VISIT_REPEATED = "visit_repeated"
    PERSON_NOT_LISTED = "person_not_listed"
    PERSON_REFUSED = "person_refused"
    FORM_UNREADABLE = "form_unreadable"
    RISK_UNREADABLE = "risk_unreadable"
    RISK_OUTSIDE_CODES = "risk_outside_codes"
    RISK_IN_THREE_WORDS = "risk_in_three_words"
    CLASS_MISSING = "class_missing"
    CLASS_UNREADABLE = "class_unreadable"
    NOT_REACHED = "not_reached"

    IDENTITY_UNKNOWN = "identity_unknown"
    ID_COUNTY_UNKNOWN = "id_county_unknown"
    SEX_DIFFERS = "sex_differs"
    SEX_MISSING = "sex_missing"
    BIRTH_DIFFERS = "birth_differs"
    BIRTH_MISSING = "birth_missing"
    PHONE_DOUBTFUL = "phone_doubtful"
    VILLAGE_NAME_DIFFERS = "village_name_differs"
    DIAGNOSIS_OUTSIDE_SIX = "diagnosis_outside_six"
    DIAGNOSED_ON_UNCLEAR = "diagnosed_on_unclear"
    CONSENT_UNCLEAR = "consent_unclear"
    CONSENT_DAY_UNCLEAR = "consent_day_unclear"
    RELATION_UNCLEAR = "relation_unclear"
    UNDER_FOURTEEN = "under_fourteen"
    PERHAPS_SAME_PERSON = "perhaps_same_person"
    RISK_NOT_ASSESSED = "risk_not_assessed"
    SPOKE_WITH_MISSING = "spoke_with_missing"
    ANSWER_UNREADABLE = "answer_unreadable"
    ANSWERS_LEFT_OUT = "answers_left_out"
    DUE_UNREADABLE = "due_unreadable"
    DUE_NOT_AFTER = "due_not_after"

    NO_PEOPLE_SHEET = "no_people_sheet"
    COLUMN_MISSING = "column_missing"
    RISK_CODES_DOUBTFUL = "risk_codes_doubtful"


F, T = FaultCode, FaultText

# fmt: off
REFUSALS: Final[dict[FaultCode, FaultText]] = {
    F.KEY_MISSING: T(
        "The number of the person is missing.",
        "编号未填，请补编号"),
    F.KEY_REPEATED: T(
        "The number is the same as in row {row}.",
        "编号与第{row}行重复，请核对"),
    F.NAME_MISSING: T(
        "The name is missing; for somebody unknown give the hospital's provisional name.",
        "姓名未填；身份不明者请填医院所用临时姓名（如无名氏07）"),
    F.ID_ROUNDED: T(
        "The spreadsheet has rounded the ID number; type it again as text.",
        "身份证号被表格软件改成了科学计数（如1.1E+17），后几位已丢失，请按文本格式重新录入"),
    F.ID_OLD: T(
        "An ID number of 15 digits: give the one of 18.",
        "身份证号为15位旧号，请录入18位"),
    F.ID_LENGTH: T(
        "An ID number has 18 characters.",
        "身份证号应为18位，请核对位数"),
    F.ID_CHARACTER: T(
        "An ID number has 17 digits and a digit or X.",
        "身份证号前17位应为数字，第18位为数字或X"),
    F.ID_BIRTH_DATE: T(
        "There is no such date of birth in the ID number.",
        "身份证号第7至14位不是存在的日期，请核对"),
    F.ID_FUTURE: T(
        "The date of birth in the ID number lies in the future.",
        "身份证号中的出生日期晚于今天，请核对"),
    F.ID_CHECK_DIGIT: T(
        "The check digit of the ID number is wrong; check the last character.",
        "身份证号校验位错误，请核对第18位"),
    F.ID_REPEATED: T(
        "The ID number is the same as in row {row}.",
        "身份证号与第{row}行重复，请确认是否同一人并合并"),
    F.VILLAGE_MISSING: T(
        "Neither the village's code nor a known name is given.",
        "现住址村代码未填，且村名无法对应，请补12位代码"),
    F.VILLAGE_WRONG: T(
        "A village has a code of 12 digits that is in use.",
        "现住址村代码应为12位且为现用代码，请核对"),
    F.VILLAGE_OUTSIDE: T(
        "The village lies outside the division being imported.",
        "现住址不在本次导入的辖区内，请核对或由居住地导入"),
    F.DIAGNOSIS_MISSING: T(
        "The diagnosis is missing; without one nobody is registered.",
        "诊断未填；未经精神科医师确诊不能建档"),
    F.DIAGNOSIS_UNREADABLE: T(
        "The diagnosis is none we know; use the words or codes of the code sheet.",
        "诊断无法对应，请按代码表的名称或编码填写"),
    F.REGISTERED_MISSING: T(
        "The day of registration is missing.",
        "建档日期未填，请补"),
    F.REGISTERED_UNREADABLE: T(
        "The day of registration cannot be read; write 2025-03-01.",
        "建档日期无法识别，请写成2025-03-01"),
    F.REGISTERED_IN_FUTURE: T(
        "The day of registration lies in the future.",
        "建档日期晚于今天，请核对"),
    F.GUARDIAN_NEEDED: T(
        "Younger than 14: the guardian's consent is required; name the guardian.",
        "未满14周岁，须经监护人同意，请补监护人姓名"),
    F.DIED: T(
        "A day of death is given; the dead are not registered.",
        "已填死亡日期，不作在管患者导入"),
    F.VISIT_DAY_MISSING: T(
        "The day of the follow-up is missing.",
        "随访日期未填，请补"),
    F.VISIT_DAY_UNREADABLE: T(
        "The day of the follow-up cannot be read; write 2025-03-01.",
        "随访日期无法识别，请写成2025-03-01"),
    F.VISIT_IN_FUTURE: T(
        "The follow-up is dated in the future.",
        "随访日期晚于今天，请核对"),
    F.VISIT_BEFORE_REGISTRATION: T(
        "The follow-up is dated before the registration.",
        "随访日期早于建档日期，请核对两个日期"),
    F.VISIT_REPEATED: T(
        "Row {row} has a follow-up of the same day.",
        "与第{row}行为同一人同一天的随访，请合并为一次"),
    F.PERSON_NOT_LISTED: T(
        "Nobody in the list of people has this number.",
        "患者表中没有此编号，请核对编号或补患者"),
    F.PERSON_REFUSED: T(
        "The person (row {row}) is not imported; put that row right first.",
        "该患者（患者表第{row}行）未能导入，请先改正该行"),
    F.FORM_UNREADABLE: T(
        "Say how the follow-up took place: 1 at the clinic, 2 at home, 3 by telephone.",
        "随访方式未填或无法识别，请填1门诊、2家庭访视或3电话"),
    F.RISK_UNREADABLE: T(
        "The grade of risk cannot be read; write 0 to 5.",
        "危险性评估无法识别，请填0至5级"),
    F.RISK_OUTSIDE_CODES: T(
        "The grade of risk is outside the codes chosen; were 1 to 6 used in place of 0 to 5?",
        "危险性评估超出所选编码范围，请确认本表用0–5还是1–6编码"),
    F.RISK_IN_THREE_WORDS: T(
        "High, medium and low are another scale; give the grade 0 to 5.",
        "高、中、低危是另一种分级，请填危险性评估0至5级"),
    F.CLASS_MISSING: T(
        "No class is given and the findings propose none.",
        "本次分类未填，且所填内容不足以推定，请补分类"),
    F.CLASS_UNREADABLE: T(
        "The class cannot be read: 1 unstable, 2 basically stable, 3 stable.",
        "本次分类无法识别，请填1不稳定、2基本稳定或3稳定"),
    F.NOT_REACHED: T(
        "Nobody was reached, so there was no follow-up.",
        "本次为未访到，不作随访记录导入"),
}
"""What keeps a row from being recorded."""

DOUBTS: Final[dict[FaultCode, FaultText]] = {
    F.IDENTITY_UNKNOWN: T(
        "Without an ID number: registered provisionally.",
        "无身份证号，按身份待核登记"),
    F.ID_COUNTY_UNKNOWN: T(
        "The ID number begins with no county we know.",
        "身份证号前6位不是已知的县级代码，请核对"),
    F.SEX_DIFFERS: T(
        "The sex differs from the ID number, which was followed.",
        "性别与身份证号不符，已按身份证号"),
    F.SEX_MISSING: T(
        "The sex cannot be read.",
        "性别未填或无法识别"),
    F.BIRTH_DIFFERS: T(
        "The date of birth differs from the ID number, which was followed.",
        "出生日期与身份证号不符，已按身份证号"),
    F.BIRTH_MISSING: T(
        "The date of birth cannot be read.",
        "出生日期未填或无法识别"),
    F.PHONE_DOUBTFUL: T(
        "{heading}: not a usual number.",
        "{heading}不像电话号码，已照原样保留"),
    F.VILLAGE_NAME_DIFFERS: T(
        "The village's name is not the one of its code, which was followed.",
        "村名与村代码不符，已按代码"),
    F.DIAGNOSIS_OUTSIDE_SIX: T(
        "None of the six diseases: in scope only under art 30(2)(2).",
        "不属于六种疾病，仅在符合精神卫生法第30条第2款第2项时纳入，请核对"),
    F.DIAGNOSED_ON_UNCLEAR: T(
        "The day of the diagnosis is missing or not exact.",
        "确诊日期未填、不完整或无法识别"),
    F.CONSENT_UNCLEAR: T(
        "The consent cannot be read: taken as not asked.",
        "知情同意未填或无法识别，按未征询处理"),
    F.CONSENT_DAY_UNCLEAR: T(
        "The day of the consent cannot be read.",
        "同意日期未填或无法识别"),
    F.RELATION_UNCLEAR: T(
        "How the guardian is related cannot be read.",
        "监护人关系未填或无法识别，按其他人登记"),
    F.UNDER_FOURTEEN: T(
        "Younger than 14: check that the guardian signed.",
        "未满14周岁，请核对为监护人签字同意"),
    F.PERHAPS_SAME_PERSON: T(
        "Perhaps the same person as in row {row}.",
        "与第{row}行出生日期、性别、住村相同，疑为同一人，请核对"),
    F.RISK_NOT_ASSESSED: T(
        "The risk was not assessed; this is not level 0.",
        "未做危险性评估，不按0级处理"),
    F.SPOKE_WITH_MISSING: T(
        "Whom the doctor spoke with is missing: not a face visit.",
        "随访对象未填或无法识别，不计面访"),
    F.ANSWER_UNREADABLE: T(
        "{heading}: cannot be read, taken as not recorded.",
        "{heading}无法识别，按未记录处理"),
    F.ANSWERS_LEFT_OUT: T(
        "{heading}: a part is none of the form's answers and was left out.",
        "{heading}中有不属于表单选项的内容，已略去"),
    F.DUE_UNREADABLE: T(
        "The next day cannot be read; it is proposed anew.",
        "下次随访日期无法识别，将重新推算"),
    F.DUE_NOT_AFTER: T(
        "The next day is not after this one; it is proposed anew.",
        "下次随访日期不晚于本次，将重新推算"),
    F.NO_PEOPLE_SHEET: T(
        "There is no sheet with the people: name, ID number, diagnosis, day of registration.",
        "没有找到患者表（应有姓名、身份证号、诊断、建档日期等列）"),
    F.COLUMN_MISSING: T(
        "The column {heading} is missing.",
        "缺少列：{heading}"),
    F.RISK_CODES_DOUBTFUL: T(
        "Grade 6 occurs and 0 never does: coded 1 to 6? Say which before importing.",
        "危险性评估出现6而没有0，本表可能按1–6编码，请先确认再导入"),
}
"""What is recorded all the same and shown."""
# fmt: on

TEXTS: Final = {**REFUSALS, **DOUBTS}

AS_IN_REGISTER: Final = "按原登记表"
"""The reason on record where an imported visit differs from what the rules propose."""
