"""Form 8 (随访服务记录表): one visit, rows in the order of the 2018 form (C4, R4, R5)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.printing.form import Filled, Form, Occasion, heading
from api.printing.forms.supplement import MOST_SYMPTOMS, conduct
from api.printing.sheet import (
    Block,
    Field,
    Part,
    Signatures,
    Table,
    coded,
    text,
)
from domain.values.findings import (
    Adherence,
    DeathCause,
    FollowUpClass,
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
from domain.values.medication import MOST_DRUGS, DrugUse
from domain.values.visit_details import Laboratory, Rehabilitation
from projections.follow_ups import FollowUpRow

SOCIAL: Final = (
    ("个人生活料理", "self_care", Level),
    ("家务劳动", "housework", Level),
    ("生产劳动及工作", "work", WorkLevel),
    ("学习能力", "study", Level),
    ("社会人际交往", "relations", Level),
)
GRADES: Final = "0级  1级  2级  3级  4级  5级"
REACTION: Final = "1 无  2 有  9 此项不适用"
REACTIONS: Final[Mapping[str | None, str]] = {
    "none": "1",
    "mild": "2",
    "severe": "2",
    "ungraded": "2",
    "not_applicable": "9",
}
"""The form's code of each answer; the form does not ask how severe a reaction is."""

REFERRED: Final[Mapping[Any, str]] = {True: "2", False: "1"}
DRUG_LINE: Final = (3, 2, 2, 2, 2, 2)
DRUG_HEADINGS: Final = (
    "药物名称",
    "规格",
    "早 mg",
    "中 mg",
    "晚 mg",
    "长效药 周/次、每次 mg",
)


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return the visit asked for; every box open on a blank form."""
    visit = _visit(filled)
    findings = visit.findings if visit else {}
    return (
        Block("", heading(filled)),
        Block("", _met(visit)),
        Block("", _state(visit, findings)),
        Block("两次随访期间危险行为", conduct(findings.get("incidents"))),
        Block("", _between(findings)),
        Table("用药情况", DRUG_HEADINGS, DRUG_LINE, _drugs(findings.get("taking"))),
        Table("用药指导", DRUG_HEADINGS, DRUG_LINE, _drugs(findings.get("advised"))),
        Block("", _then(visit, findings)),
        Signatures(
            (
                text("随访医生签名", _doctor(filled, visit)),
                text("患者或家属签名"),
                text("记录人", filled.actors.get(visit.typed_by) if visit else ""),
            )
        ),
    )


def occasions(filled: Filled) -> list[Occasion]:
    """Return the visits, the latest first."""
    visits = filled.chart.follow_ups if filled.chart else []
    return [Occasion(visit.follow_up, visit.visited_on) for visit in visits]


def _visit(filled: Filled) -> FollowUpRow | None:
    visits = filled.chart.follow_ups if filled.chart else []
    return next((row for row in visits if row.follow_up == filled.one), None)


def _met(visit: FollowUpRow | None) -> tuple[tuple[Field, ...], ...]:
    return (
        (
            text("随访日期", visit and visit.visited_on),
            coded("本次随访形式", VisitForm, visit and visit.form),
        ),
        (coded("本次随访对象", SpokeWith, visit and visit.spoke_with, boxes=3),),
        (coded("若失访，原因", LossReason, visit and visit.loss_reason),),
        (
            text("如死亡，日期", visit and visit.died_on),
            coded("原因", DeathCause, visit and visit.death_cause, share=3),
        ),
        (coded("躯体疾病", IllnessCause, visit and visit.death_illness),),
    )


def _state(
    visit: FollowUpRow | None, findings: Mapping[str, Any]
) -> tuple[tuple[Field, ...], ...]:
    social: Mapping[str, Any] = findings.get("social") or {}
    risk = findings.get("risk")
    return (
        (
            Field(
                "危险性评估", options=GRADES, boxes=("" if risk is None else str(risk),)
            ),
        ),
        (
            coded(
                "目前症状",
                Symptom,
                findings.get("symptom_codes"),
                boxes=1 if visit else MOST_SYMPTOMS,
                beside=findings.get("symptom_other", ""),
            ),
        ),
        (coded("自知力", Insight, findings.get("insight")),),
        (
            coded("睡眠情况", Level, findings.get("sleep")),
            coded("饮食情况", Level, findings.get("diet")),
        ),
        *(
            tuple(coded(label, kind, social.get(name)) for label, name, kind in pair)
            for pair in (SOCIAL[:2], SOCIAL[2:4], SOCIAL[4:])
        ),
    )


def _between(findings: Mapping[str, Any]) -> tuple[tuple[Field, ...], ...]:
    reactions: Sequence[Mapping[str, Any]] = findings.get("reactions") or ()
    named = "；".join(f"{each['drug']} {each['reaction']}" for each in reactions)
    reaction = REACTIONS.get(findings.get("adverse_reaction"), "")
    referral: Mapping[str, Any] = findings.get("referral") or {}
    return (
        (coded("关锁情况", Locked, findings.get("locked")),),
        (
            coded("住院情况", HospitalStay, findings.get("hospital"), share=2),
            text("末次出院时间", findings.get("discharged_on")),
        ),
        (
            coded(
                "实验室检查",
                Laboratory,
                findings.get("laboratory"),
                beside=findings.get("laboratory_content", ""),
            ),
        ),
        (coded("用药依从性", Adherence, findings.get("adherence")),),
        (Field("药物不良反应", named, REACTION, (reaction,)),),
        (coded("治疗效果", TreatmentEffect, findings.get("treatment_effect")),),
        (
            Field(
                "是否转诊",
                options="1 否  2 是",
                boxes=(REFERRED.get(referral.get("done"), ""),),
            ),
            text("原因", referral.get("reason")),
            text("机构及科室", _where(referral)),
        ),
    )


def _where(referral: Mapping[str, Any]) -> str:
    return f"{referral.get('institution', '')} {referral.get('department', '')}".strip()


def _drugs(uses: Sequence[Mapping[str, Any]] | None) -> tuple[tuple[str, ...], ...]:
    drugs = [DrugUse.from_facts(use) for use in uses or ()]
    lines = [
        (
            drug.title,
            drug.strength,
            drug.morning_mg,
            drug.noon_mg,
            drug.evening_mg,
            f"每 {drug.every_weeks} 周一次，每次 {drug.each_mg} mg"
            if drug.is_long_acting
            else "",
        )
        for drug in drugs
    ]
    return (*lines, *(("",) * len(DRUG_HEADINGS) for _ in range(FEWEST - len(lines))))


FEWEST: Final = min(3, MOST_DRUGS)
"""The lines the form has for drugs."""


def _then(
    visit: FollowUpRow | None, findings: Mapping[str, Any]
) -> tuple[tuple[Field, ...], ...]:
    return (
        (
            coded(
                "康复措施",
                Rehabilitation,
                findings.get("rehabilitation"),
                boxes=1 if visit else len(Rehabilitation),
                beside=findings.get("rehabilitation_other", ""),
            ),
        ),
        (
            coded("本次随访分类", FollowUpClass, visit and visit.judged),
            text("下次随访日期", visit and visit.due_on),
        ),
        (text("备注", visit and visit.remark),),
    )


def _doctor(filled: Filled, visit: FollowUpRow | None) -> str:
    return filled.actors.get(visit.collected_by, "") if visit else ""


def _paper(filled: Filled) -> str:
    visit = _visit(filled)
    return visit.paper_number if visit else ""


FORM: Final = Form(
    8, "严重精神障碍患者随访服务记录表", "C4", parts, occasions, paper_number=_paper
)
