"""Form 3 (患者报告卡), in the order of its fields as one interface shows them (C3)."""

from typing import Final

from api.console.places import place
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
from domain.values.basic_information import Education, Marriage, Nation
from domain.values.findings import Locked
from domain.values.registration import Disease, GuardianRelation, IdKind, Sex
from domain.values.report_card import PatientSource, Sender
from domain.values.supplement import Accuracy, Employment, HouseholdKind


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return the card: who it is, the illness, who sent the person, who reports."""
    card, answers = filled.on_card, filled.answers("report_card")
    return (
        Block("患者", _who(filled)),
        Block("疾病", _illness(filled)),
        Signatures(
            (
                text("报告医生", answers.get("reporter")),
                text("报告日期", answers.get("reported_on")),
                text("联系电话", answers.get("reporting_phone")),
                text("报告单位", answers.get("reporting_unit")),
                text("报告科室", answers.get("reporting_department")),
                text("管理责任单位", filled.unit if card("unit") else ""),
            )
        ),
    )


def _who(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    card, basic = filled.on_card, filled.answers("basic_information")
    supplement, answers = filled.answers("supplement"), filled.answers("report_card")
    return (
        (
            text("卡片编号", answers.get("card_number")),
            coded("患者来源", PatientSource, answers.get("source"), share=2),
        ),
        (text("姓名", card("name")), coded("性别", Sex, card("sex"))),
        (
            text("证件类型", said(IdKind, card("id_kind"))),
            text("证件号码", card("id_number")),
        ),
        (
            text("国籍", basic.get("nationality")),
            text("出生日期", card("birth_date")),
            coded(
                "民族", Nation, basic.get("nation"), beside=basic.get("minority", "")
            ),
        ),
        (
            text("监护人", card("guardian_name")),
            text("电话", card("guardian_phone")),
            text("第二电话", basic.get("guardian_second_phone")),
            text("关系", said(GuardianRelation, card("guardian_relation"))),
        ),
        (
            text("户籍地", place(card("domicile") or "")),
            text("国标码", card("domicile")),
        ),
        (
            coded("户别", HouseholdKind, supplement.get("household")),
            text("不详原因", answers.get("household_unknown_why")),
        ),
        (text("现住址", filled.address, share=2), text("国标码", card("division"))),
        (coded("婚姻状况", Marriage, basic.get("marriage")),),
        (coded("文化程度", Education, basic.get("education")),),
        (coded("就业情况", Employment, supplement.get("employment")),),
    )


def _illness(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    card, supplement = filled.on_card, filled.answers("supplement")
    answers, consent = filled.answers("report_card"), filled.answers("consent")
    drugs = [*answers.get("drugs", ()), "", "", ""][:3]
    return (
        (answered("两系三代精神疾病家族史", supplement.get("family_history")),),
        (
            text("初次发病时间", supplement.get("first_onset")),
            coded("精确度", Accuracy, supplement.get("first_onset_accuracy")),
        ),
        (
            answered("已进行药物治疗", supplement.get("medicated_before")),
            text("首次治疗时间", supplement.get("first_medication")),
        ),
        (
            text("既往住院次数", supplement.get("admissions")),
            coded("既往关锁", Locked, supplement.get("past_locking"), share=2),
        ),
        (
            text("既往危险性评估", answers.get("past_grade")),
            coded(
                "送诊主体",
                Sender,
                answers.get("senders"),
                beside=answers.get("sender_other", ""),
                share=2,
            ),
        ),
        (
            text("确诊医院", card("hospital")),
            text("确诊日期", card("diagnosed_on")),
        ),
        (text("疾病名称", said(Disease, card("disease"))),),
        tuple(text(f"药物{n}", drug) for n, drug in enumerate(drugs, 1)),
        (
            answered("医嘱勿需用药", answers.get("no_drug_needed")),
            consented(card("consent"), options="1 同意  0 不同意"),
            text("日期", consent.get("signed_on")),
        ),
    )


FORM: Final = Form(3, "严重精神障碍患者报告卡", "C3", parts)
