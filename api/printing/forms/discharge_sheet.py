"""Form 4 (出院信息单), in the order of its fields as one interface shows them (C3)."""

from collections.abc import Mapping
from typing import Any, Final

from api.printing.form import Filled, Form, Occasion, heading
from api.printing.sheet import Block, Part, Signatures, answered, coded, said, text
from domain.values.findings import TreatmentEffect
from domain.values.registration import Disease
from domain.values.visit_details import Rehabilitation
from projections.reports import sheets_told


def occasions(filled: Filled) -> list[Occasion]:
    """Return the discharges with a sheet, the latest entered first."""
    found = list(sheets_told(filled.facts).items())
    return [Occasion(key, said["discharged_on"]) for key, said in reversed(found)]


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return who it is, the stay, the treatment, and what is to be done at home."""
    sheets = sheets_told(filled.facts)
    sheet: Mapping[str, Any] = sheets.get(filled.one, {}) if filled.one else {}
    drugs = "；".join(sheet.get("drugs", ()))
    return (
        Block(
            "患者",
            (
                (
                    text(
                        "报告卡编号", filled.answers("report_card").get("card_number")
                    ),
                    text("病案号", sheet.get("case_number")),
                ),
                *heading(filled),
            ),
        ),
        Block(
            "住院",
            (
                (
                    text("入院日期", sheet.get("admitted_on")),
                    text("出院日期", sheet.get("discharged_on")),
                    text("住院次数", sheet.get("admissions")),
                ),
                (
                    text("出院诊断", sheet.get("diagnosis")),
                    text("ICD-10", sheet.get("icd10")),
                ),
                (
                    text("登记诊断", said(Disease, filled.on_card("disease"))),
                    text("确诊日期", filled.on_card("diagnosed_on")),
                    text("既往危险性评估（级）", sheet.get("past_grade")),
                ),
            ),
        ),
        Block(
            "治疗",
            (
                (
                    text("住院用药", drugs, share=2),
                    answered("勿需用药", sheet.get("no_drug_needed")),
                ),
                (coded("住院疗效", TreatmentEffect, sheet.get("effect")),),
            ),
        ),
        Block(
            "出院后",
            (
                (
                    text("用药指导", sheet.get("drug_guidance"), share=2),
                    answered("勿需用药指导", sheet.get("no_guidance_needed")),
                ),
                (
                    coded(
                        "康复措施",
                        Rehabilitation,
                        sheet.get("rehabilitation"),
                        boxes=5,
                        beside=sheet.get("rehabilitation_other", ""),
                    ),
                ),
                (text("其他注意事项", sheet.get("remark")),),
            ),
        ),
        Signatures(
            (
                text("医院", sheet.get("hospital")),
                text("经治医师", sheet.get("doctor")),
                text("联系电话", sheet.get("phone")),
                text("填写日期", sheet.get("filled_on")),
            )
        ),
    )


FORM: Final = Form(4, "出院信息单", "C3", parts, occasions)
