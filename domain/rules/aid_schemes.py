"""Say what aid somebody is due, scheme by scheme, and what to do next.

Decision: for each scheme of the place: eligible, not eligible, or to be asked.
Source:   S1 item 12, S2, P1 arts 68-69, P4, P7 art 42, P8 arts 23, 24 and 27, P9, P10,
          N, N1, N7 (sources.md).
Hit rule: for each scheme the row of the longest division prefix; a bar speaks first, then
          what is lacking, then what is not known. Who is dead or excluded is due nothing.
Silence:  a scheme without a row for the place gives no answer. 渭阳's rule stands as the
          default of 以奖代补 (D-Z2); what is remembered (K) says so. The documents are
          what offices usually ask for (D-Z5). A case is opened as D-Z4 says. The rules
          propose, an officer decides.
"""

from datetime import date

from domain.rules.aid_conditions import (
    Assessment,
    Bar,
    Left,
    Row,
    Situation,
    Step,
    Word,
    any_of,
    no,
    one,
    weigh,
    yes,
)
from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.values.aid import AidOutcome, LowIncome, Scheme
from domain.values.findings import Adherence
from domain.values.registration import Disease, GuardianAbility

P, N, K = Evidence.PRIMARY, Evidence.NEWS, Evidence.REMEMBERED
L, W, S = LowIncome, Word, Scheme

POOR = one(W.LOW_INCOME, *(each for each in LowIncome if each is not L.NONE))
DIBAO_OR_TEKUN = one(W.LOW_INCOME, L.DIBAO, L.TEKUN)
HARDSHIP = yes(W.REAL_HARDSHIP)
SCHIZOPHRENIA = one(W.DISEASE, Disease.SCHIZOPHRENIA)
POOR_ADHERENCE = one(W.ADHERENCE, Adherence.IRREGULAR, Adherence.NOT_TAKING)
WEAK_GUARDIAN = one(W.GUARDIAN_ABILITY, GuardianAbility.WEAK, GuardianAbility.NONE)
ABLE_GUARDIAN = one(W.GUARDIAN_ABILITY, GuardianAbility.STRONG)
ANY_GUARDIAN = one(W.GUARDIAN_ABILITY, GuardianAbility.STRONG, GuardianAbility.WEAK)
SIGNED = yes(W.GUARDIAN_AGREEMENT)
LEVEL_3 = one(W.GRADE, 3, 4, 5)
INCIDENT = yes(W.INCIDENT_EVER)
INCIDENT_IN_YEAR = yes(W.INCIDENT_IN_YEAR)

INSURER = Step(
    "County healthcare security office",
    "县医保局",
    "ID card, proof of the recognised hardship",
    "身份证、困难身份认定材料",
)
CIVIL = Step(
    "Township, then county civil affairs",
    "乡镇（街道），报县民政局",
    "Application, ID card, household book, proof of income and property, diagnosis",
    "申请书、身份证、户口本、家庭收入和财产材料、诊断证明",
)
DRUGS = Step(
    "Township health centre",
    "乡镇卫生院",
    "ID card, diagnosis from a district hospital within the year, photo",
    "身份证、一年内区级以上医院诊断证明、照片",
)
DISABLED = Step(
    "County disabled persons' federation",
    "县残联",
    "ID card, household book, photo, medical record",
    "身份证、户口本、照片、病历",
)
GUARDING = Step(
    "Village committee, then township",
    "村（居）委会，报乡镇（街道）",
    "Guardian's ID card and application, signed undertaking, guarding record",
    "监护人身份证、申请表、责任书、看护管理记录手册",
)

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(scheme=S.INSURANCE_CONTRIBUTION, division="", needs=(any_of(POOR),), step=INSURER,
        why=Reason("aid.contribution", Clause("P1", "art 68", P),
            "From a family in economic difficulty: the contribution is subsidised.",
            "家庭经济困难的严重精神障碍患者：资助参加基本医疗保险"),
        unmet=Reason("aid.contribution_not", Clause("P1", "art 68", P),
            "Not recognised as in economic difficulty.", "未认定为家庭经济困难")),
    Row(scheme=S.INSURANCE_CONTRIBUTION, division="33", step=INSURER,
        why=Reason("aid.contribution_zhejiang", Clause("P8", "art 23", P),
            "Zhejiang: everybody with severe mental illness; the personal contribution is "
            "paid in full.", "浙江：严重精神障碍患者参保个人缴费由当地政府全额补助"),
        unmet=Reason("aid.contribution_zhejiang_not", Clause("P8", "art 23", P),
            "Zhejiang: not due.", "浙江：不符合条件")),
    Row(scheme=S.MEDICAL_AID, division="", needs=(any_of(DIBAO_OR_TEKUN),), asks=(POOR, HARDSHIP),
        step=INSURER,
        why=Reason("aid.medical", Clause("P4", "arts 28-30", P),
            "For 低保 and 特困; others as the county sets. Insurance pays first.",
            "最低生活保障家庭成员、特困供养人员；其他人员由县级以上政府规定。先由医保支付"),
        unmet=Reason("aid.medical_not", Clause("P4", "art 28", P),
            "Neither 低保 nor 特困, and in no other difficulty.",
            "不属于低保、特困，也未登记其他困难")),
    Row(scheme=S.MEDICAL_AID, division="33", asks=(HARDSHIP,), step=INSURER,
        needs=(any_of(one(W.LOW_INCOME, L.DIBAO, L.TEKUN, L.DIBAO_EDGE, L.ILLNESS_POVERTY)),),
        why=Reason("aid.medical_zhejiang", Clause("P9", "arts 21-23", P),
            "Zhejiang: 低保, 特困, 低保边缘 and 因病致贫.",
            "浙江：低保、特困、低保边缘和因病致贫人员"),
        unmet=Reason("aid.medical_zhejiang_not", Clause("P9", "arts 21-23", P),
            "Zhejiang: none of the four kinds.", "浙江：不属于四类医疗救助对象")),
    Row(scheme=S.OUTPATIENT_CHRONIC, division="", step=INSURER,
        needs=(any_of(one(W.INSURANCE, "resident", "employee")),),
        why=Reason("aid.outpatient", Clause("K", "门诊慢特病", K),
            "Insured: out-patient drugs as a chronic or special disease; remembered.",
            "已参保：可按门诊慢特病报销门诊用药（未核实原文）"),
        unmet=Reason("aid.outpatient_not", Clause("K", "门诊慢特病", K),
            "Not insured.", "未参加基本医疗保险（未核实原文）")),
    Row(scheme=S.MINIMUM_LIVING, division="", asks=(HARDSHIP,), step=CIVIL,
        needs=(any_of(one(W.LOW_INCOME, L.DIBAO)),),
        why=Reason("aid.minimum_living", Clause("P4", "art 9", P),
            "Income per head below the local standard, and property within the rule.",
            "家庭人均收入低于当地最低生活保障标准且符合财产状况规定"),
        unmet=Reason("aid.minimum_living_not", Clause("P4", "art 9", P),
            "Not recognised as 低保, no hardship on record.", "未认定低保，也未登记实际困难")),
    Row(scheme=S.EXTREME_POVERTY, division="", asks=(HARDSHIP,), step=CIVIL,
        needs=(any_of(one(W.LOW_INCOME, L.TEKUN)),),
        why=Reason("aid.extreme_poverty", Clause("P4", "art 14", P),
            "No ability to work, no income, nobody able to support: elderly, disabled, under 16.",
            "无劳动能力、无生活来源且无赡养、抚养、扶养义务人的老年人、残疾人和未成年人"),
        unmet=Reason("aid.extreme_poverty_not", Clause("P4", "art 14", P),
            "Not recognised as 特困, no hardship on record.", "未认定特困，也未登记实际困难")),
    Row(scheme=S.TEMPORARY_AID, division="", needs=(any_of(HARDSHIP),), step=CIVIL,
        why=Reason("aid.temporary", Clause("P1", "art 69", P),
            "Really in difficulty: not 低保, or 低保 and still in difficulty (P4 art 47).",
            "确有困难：不符合低保条件，或享受低保后仍有严重困难（社会救助暂行办法第四十七条）"),
        unmet=Reason("aid.temporary_not", Clause("P1", "art 69", P),
            "No real difficulty on record.", "未登记实际困难")),
    Row(scheme=S.FREE_MEDICATION, division="3301", needs=(any_of(POOR),), step=DRUGS,
        why=Reason("aid.free_drugs_hangzhou", Clause("P10", "杭州", P),
            "Hangzhou: free basic antipsychotics for the poor.",
            "杭州：符合条件的贫困严重精神障碍患者免费使用基本抗精神病药物"),
        unmet=Reason("aid.free_drugs_hangzhou_not", Clause("P10", "杭州", P),
            "Hangzhou: not recognised as poor.", "杭州：未认定为贫困")),
    Row(scheme=S.FREE_MEDICATION, division="110112", met=AidOutcome.ASK, step=DRUGS,
        why=Reason("aid.free_drugs_tongzhou", Clause("N", "北京通州2018", N),
            "Tongzhou: with a district hospital's diagnosis of the last year, apply for the "
            "handbook.", "通州：持一年内区级医院诊断证明等申领手册，定点免费领取基本药物"),
        unmet=Reason("aid.free_drugs_tongzhou_not", Clause("N", "北京通州2018", N),
            "Tongzhou: not due.", "通州：不符合条件")),
    Row(scheme=S.LONG_ACTING_INJECTION, division="", step=DRUGS, met=AidOutcome.ASK,
        needs=(any_of(POOR_ADHERENCE, WEAK_GUARDIAN),),
        why=Reason("aid.lai", Clause("N7", "2018规范引文", N),
            "Recommended for poor adherence or weak guardianship; ask what is free here.",
            "服药依从性差、监护弱或无监护的推荐使用长效针剂；免费政策请询问当地"),
        unmet=Reason("aid.lai_not", Clause("N7", "2018规范引文", N),
            "Adherence and guardianship are well.", "服药依从性和监护情况良好")),
    Row(scheme=S.LONG_ACTING_INJECTION, division="330326", step=DRUGS,
        needs=(any_of(SCHIZOPHRENIA), any_of(POOR)),
        why=Reason("aid.lai_aojiang", Clause("S1", "item 12", P),
            "Aojiang: schizophrenia, and poor: the cost is guaranteed.",
            "鳌江：精神分裂症且属贫困人员，长效针剂费用予以保障"),
        unmet=Reason("aid.lai_aojiang_not", Clause("S1", "item 12", P),
            "Aojiang: not schizophrenia, or not poor.", "鳌江：非精神分裂症或非贫困人员")),
    Row(scheme=S.LONG_ACTING_INJECTION, division="440303", step=DRUGS,
        needs=(any_of(POOR_ADHERENCE, WEAK_GUARDIAN, INCIDENT),),
        why=Reason("aid.lai_luohu", Clause("N7", "深圳罗湖", N),
            "Luohu: free for poor adherence, weak guardianship or risk of harm.",
            "罗湖：依从性差、监护弱或有肇事肇祸风险的免费"),
        unmet=Reason("aid.lai_luohu_not", Clause("N7", "深圳罗湖", N),
            "Luohu: none of the three.", "罗湖：不属于三类情形")),
    Row(scheme=S.LONG_ACTING_INJECTION, division="4401", step=DRUGS,
        needs=(any_of(POOR_ADHERENCE, LEVEL_3),),
        why=Reason("aid.lai_guangzhou", Clause("N7", "广州", N),
            "Guangzhou: irregular medication or level 3 and above: the own share is paid.",
            "广州：服药不规律或3级以上，个人自付部分全额补助"),
        unmet=Reason("aid.lai_guangzhou_not", Clause("N7", "广州", N),
            "Guangzhou: regular medication and below level 3.", "广州：服药规律且低于3级")),
    Row(scheme=S.DISABILITY_CERTIFICATE, division="", met=AidOutcome.ASK, step=DISABLED,
        needs=(any_of(no(W.DISABILITY_CERTIFICATE)),),
        why=Reason("aid.certificate", Clause("P8", "art 24", P),
            "Who meets the standard and asks is given one; Zhejiang's text, elsewhere unverified.",
            "符合残疾标准的，可以申请办理精神残疾证（浙江条文，外地未核实）"),
        unmet=Reason("aid.certificate_not", Clause("P8", "art 24", P),
            "Has one already.", "已持有残疾人证")),
    Row(scheme=S.DISABILITY_ALLOWANCES, division="", step=DISABLED,
        needs=(any_of(yes(W.DISABILITY_CERTIFICATE)),
               any_of(one(W.DISABILITY_GRADE, 1, 2), one(W.LOW_INCOME, L.DIBAO))),
        why=Reason("aid.allowances", Clause("K", "残疾人两项补贴", K),
            "Certificate of grade 1 or 2 (nursing), or in a 低保 family (living); remembered.",
            "持证一、二级（护理补贴），或低保家庭持证残疾人（生活补贴）（未核实原文）"),
        unmet=Reason("aid.allowances_not", Clause("K", "残疾人两项补贴", K),
            "No certificate, or neither grade 1-2 nor 低保; remembered.",
            "未持证，或非一、二级且非低保（未核实原文）")),
    Row(scheme=S.GUARDIAN_AWARD, division="", step=GUARDING,
        needs=(any_of(LEVEL_3, INCIDENT), any_of(ABLE_GUARDIAN), any_of(SIGNED)),
        bars=(Bar(INCIDENT_IN_YEAR, Reason("aid.award_incident", Clause("N1", "渭阳街道", N),
            "A 肇事 or 肇祸 in the year: not payable.", "当年发生肇事肇祸：不予发放")),),
        why=Reason("aid.award", Clause("N1", "渭阳街道", N),
            "Level 3 and above or 肇事肇祸, an able guardian, undertaking signed, a year "
            "without incident; a local rule, default here (D-Z2).",
            "3级及以上或有肇事肇祸行为，监护人有能力履职，已签责任书，当年无肇事肇祸"
            "（地方规定，本系统默认，可配置）"),
        unmet=Reason("aid.award_not", Clause("N1", "渭阳街道", N),
            "Below level 3 without 肇事肇祸, no able guardian, or no undertaking.",
            "低于3级且无肇事肇祸，或监护人无能力，或未签责任书")),
    Row(scheme=S.GUARDIAN_AWARD, division="11", step=GUARDING,
        needs=(any_of(ANY_GUARDIAN), any_of(SIGNED)),
        bars=(Bar(INCIDENT_IN_YEAR, Reason("aid.award_beijing_incident",
            Clause("N1", "北京2016", N),
            "Beijing: a 肇事 or 肇祸 in the year: not payable.",
            "北京：当年发生肇事肇祸：不予发放")),),
        why=Reason("aid.award_beijing", Clause("N1", "北京2016", N),
            "Beijing: the guardian cared, and nothing happened.",
            "北京：监护人落实看护责任且未发生肇事肇祸"),
        unmet=Reason("aid.award_beijing_not", Clause("N1", "北京2016", N),
            "Beijing: no guardian, or no agreement.", "北京：无监护人或未签协议")),
    Row(scheme=S.GUARDIANSHIP_ALLOWANCE, division="37", needs=(any_of(ANY_GUARDIAN),),
        step=GUARDING,
        why=Reason("aid.guardianship", Clause("P7", "art 42", P),
            "Shandong: guardians receive 监护补助 by rule.", "山东：监护人按规定享受监护补助"),
        unmet=Reason("aid.guardianship_not", Clause("P7", "art 42", P),
            "Shandong: no guardian doing the duty.", "山东：无履职监护人")),
    Row(scheme=S.CARE_ALLOWANCE, division="33", needs=(any_of(POOR, SIGNED),), step=GUARDING,
        why=Reason("aid.care", Clause("P8", "art 27", P),
            "Zhejiang: poor families, and guardians who do their duty.",
            "浙江：对困难家庭和履行监护职责的监护人给予看护补贴"),
        unmet=Reason("aid.care_not", Clause("P8", "art 27", P),
            "Zhejiang: neither poor nor an agreement.", "浙江：非困难家庭且未签监护协议")),
)
# fmt: on

DEAD = Reason(
    "aid.dead",
    Clause("OURS", "D-Z3", Evidence.DECIDED),
    "The person has died: nothing more is due.",
    "患者已死亡：不再享受",
)
EXCLUDED = Reason(
    "aid.excluded",
    Clause("OURS", "D-Z3", Evidence.DECIDED),
    "The diagnosis was excluded: nothing is due for it.",
    "已排除诊断：不再享受",
)
ELSEWHERE = Reason(
    "aid.elsewhere",
    Clause("OURS", "D-Z3", Evidence.DECIDED),
    "The place the person lives in now has no such scheme.",
    "现住址所在地无此救助项目",
)
LEFT = {Left.DEAD: DEAD, Left.EXCLUDED: EXCLUDED}

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("aid-schemes/2026", date(2017, 1, 1), TABLE),
)
REASONS = (
    *(why for row in TABLE for why in (row.why, row.unmet)),
    *(bar.why for row in TABLE for bar in row.bars),
    *LEFT.values(),
    ELSEWHERE,
)


def rows_of(division: str, on: date) -> tuple[Row, ...]:
    """Return the row of each scheme there is in a division on a day."""
    found: dict[Scheme, Row] = {}
    for row in in_force(EDITIONS, on).rule:
        held = found.get(row.scheme)
        if division.startswith(row.division) and (
            held is None or len(row.division) > len(held.division)
        ):
            found[row.scheme] = row
    return tuple(found.values())


def assess(situation: Situation, on: date) -> tuple[Assessment, ...]:
    """Return what is proposed for each scheme of the person's place on a day."""
    edition = in_force(EDITIONS, on).name
    return tuple(
        _assessed(row, situation, edition) for row in rows_of(situation.division, on)
    )


def elsewhere(scheme: Scheme, situation: Situation, on: date) -> Assessment:
    """Return what is proposed for a scheme the person's place does not have."""
    because = LEFT[situation.left] if situation.left else ELSEWHERE
    rests_on = (Word.LEFT,) if situation.left else ()
    edition = in_force(EDITIONS, on).name
    return Assessment(
        scheme, AidOutcome.NOT_ELIGIBLE, because, (), rests_on, None, edition
    )


def step_of(scheme: Scheme, division: str, on: date) -> Step | None:
    """Return what to do next for a scheme; None where the place has no such scheme."""
    rows = rows_of(division, on)
    return next((row.step for row in rows if row.scheme is scheme), None)


def _assessed(row: Row, situation: Situation, edition: str) -> Assessment:
    if situation.left:
        gone = LEFT[situation.left]
        return Assessment(
            row.scheme,
            AidOutcome.NOT_ELIGIBLE,
            gone,
            (),
            (Word.LEFT,),
            None,
            edition,
        )
    outcome, because, missing = weigh(row, situation)
    return Assessment(
        row.scheme, outcome, because, missing, row.words(), row.step, edition
    )
