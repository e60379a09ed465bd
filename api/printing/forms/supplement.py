"""Form 7 (个人信息补充表) with the additions of 2018 (domain rules 2.1: R7, C2, C3)."""

from collections.abc import Mapping
from typing import Any, Final

from api.printing.form import Filled, Form
from api.printing.sheet import (
    Block,
    Field,
    Part,
    Signatures,
    answered,
    coded,
    consented,
    said,
    text,
)
from domain.values.findings import Locked, Symptom, TreatmentEffect
from domain.values.registration import Disease, GuardianRelation
from domain.values.supplement import (
    DisabilityGrade,
    Economy,
    Employment,
    HouseholdKind,
    OutpatientTreatment,
)

CONDUCT: Final = (
    ("1 轻度滋事", "disturbance"),
    ("2 肇事", "public_order"),
    ("3 肇祸", "criminal"),
    ("4 其他危害行为", "other_harm"),
    ("5 自伤", "self_harm"),
    ("6 自杀未遂", "suicide_attempt"),
)
"""危险行为 in the form's order, and the names of their counts."""

MOST_SYMPTOMS: Final = 12


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return the form as last filled in."""
    answers = filled.answers("supplement")
    return (
        Block("", _people(filled)),
        Block("既往", _past(filled, answers)),
        Block("家庭与帮扶", _household(answers)),
        Signatures(
            (
                text("填表日期", answers.get("filled_on")),
                text("医生签字", answers.get("doctor")),
            )
        ),
    )


def conduct(counts: Mapping[str, int] | None) -> tuple[tuple[Field, ...], ...]:
    """Return 危险行为: how many times each, and 7 (无) when it was asked and all are 0."""
    given = counts or {}
    fields = [
        text(label, "" if counts is None else f"{given.get(name, 0)} 次")
        for label, name in CONDUCT
    ]
    none = "" if counts is None else "√" if not any(given.values()) else ""
    return (tuple(fields[:3]), (*fields[3:], Field("7 无", boxes=(none,))))


def _people(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    card, basic = filled.on_card, filled.answers("basic_information")
    answers, consent = filled.answers("supplement"), filled.answers("consent")
    return (
        (text("姓名", card("name")), text("证件号码", card("id_number"))),
        (
            text("监护人姓名", card("guardian_name")),
            text("与患者关系", said(GuardianRelation, card("guardian_relation"))),
            text("监护人电话", card("guardian_phone")),
        ),
        (text("监护人住址", basic.get("guardian_address")),),
        (
            text("村(居)委会联系人", basic.get("committee_contact")),
            text("电话", basic.get("committee_phone")),
        ),
        (coded("户别", HouseholdKind, answers.get("household")),),
        (coded("就业情况", Employment, answers.get("employment")),),
        (
            consented(card("consent")),
            text("签字", consent.get("signed_by")),
            text("签字时间", consent.get("signed_on")),
        ),
    )


def _past(filled: Filled, answers: Mapping[str, Any]) -> tuple[tuple[Field, ...], ...]:
    card = filled.on_card
    return (
        (text("初次发病时间", answers.get("first_onset")),),
        (
            coded(
                "既往主要症状",
                Symptom,
                answers.get("past_symptoms"),
                boxes=MOST_SYMPTOMS if filled.is_by_hand else 1,
                beside=answers.get("past_symptoms_other", ""),
            ),
        ),
        (coded("既往关锁情况", Locked, answers.get("past_locking")),),
        (
            coded(
                "既往治疗 门诊", OutpatientTreatment, answers.get("outpatient"), share=2
            ),
            text("首次抗精神病药治疗时间", answers.get("first_medication")),
        ),
        (text("既往治疗 住院", _times(answers.get("admissions"))),),
        (
            text("诊断", said(Disease, card("disease"))),
            text("确诊医院", card("hospital")),
            text("确诊日期", card("diagnosed_on")),
        ),
        (coded("最近一次治疗效果", TreatmentEffect, answers.get("treatment_effect")),),
        *conduct(answers.get("conduct")),
    )


def _household(answers: Mapping[str, Any]) -> tuple[tuple[Field, ...], ...]:
    return (
        (coded("经济状况", Economy, answers.get("economy")),),
        (
            answered("两系三代精神疾病家族史", answers.get("family_history")),
            answered("精准扶贫对象", answers.get("targeted_poverty_relief")),
        ),
        (
            answered("监护补助对象", answers.get("guardian_subsidy")),
            answered("领取残疾人证", answers.get("disability_certificate")),
        ),
        (coded("精神残疾等级", DisabilityGrade, answers.get("disability_grade")),),
        (
            answered("关爱帮扶小组服务对象", answers.get("care_group")),
            answered("家庭医师签约服务对象", answers.get("family_doctor")),
        ),
        (answered("参加社区康复服务", answers.get("community_rehabilitation")),),
        (text("专科医生的意见", answers.get("specialist_opinion")),),
    )


def _times(count: int | None) -> str:
    return "" if count is None else f"{count} 次"


FORM: Final = Form(7, "严重精神障碍患者个人信息补充表", "R7", parts)
