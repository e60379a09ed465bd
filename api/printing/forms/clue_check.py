"""Form 2 (线索调查复核登记表): what was ticked, what was seen, what a psychiatrist said (C4)."""

from collections.abc import Mapping
from typing import Any, Final

from api.printing.form import Filled, Form
from api.printing.forms.screening import occasions, told, who
from api.printing.numbered import numbered
from api.printing.sheet import (
    Block,
    Field,
    Part,
    Signatures,
    Table,
    answered,
    coded,
    said,
    text,
)
from domain.values.clue import ClueSign, ReviewOutcome, Verification
from domain.values.registration import Disease


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return the matched items, the verification, where it was sent, and the diagnosis."""
    row = told(filled)
    looked: Mapping[str, Any] = (row and row.verified) or {}
    review: Mapping[str, Any] = (row and row.reviewed) or {}
    sent = tuple(
        (each["sent_on"], each["hospital"], "是" if each["is_higher"] else "否")
        for each in (row.sent if row else ())
    )
    return (
        Block("", who(row)),
        Block(
            "符合识别清单的条目",
            ((coded("条目", ClueSign, row.signs if row else None),),),
        ),
        Block(
            "调查复核",
            (
                (
                    text("复核日期", looked.get("verified_on")),
                    text("复核人员", looked.get("verifiers")),
                ),
                (numbered("复核结果", Verification, looked.get("outcome")),),
                (text("自述或他述诊断", looked.get("told_diagnosis")),),
                (text("所见情况", looked.get("remark")),),
            ),
        ),
        Table(
            "送精神科医师复核诊断",
            ("日期", "医院", "上级机构"),
            (2, 5, 1),
            sent or (("", "", ""),),
        ),
        Block("诊断", _diagnosis(review)),
        Signatures((text("填表人"), text("填表日期"))),
    )


def _diagnosis(review: Mapping[str, Any]) -> tuple[tuple[Field, ...], ...]:
    return (
        (numbered("结果", ReviewOutcome, review.get("outcome")),),
        (
            text("诊断", said(Disease, review.get("disease"))),
            text("ICD-10", review.get("icd10")),
            text("诊断日期", review.get("reviewed_on")),
        ),
        (
            text("医院", review.get("hospital")),
            text("精神科医师", review.get("psychiatrist")),
        ),
        (answered("符合第三十条第二款第二项", review.get("art_30")),),
        (text("备注", review.get("remark")),),
    )


FORM: Final = Form(2, "线索调查复核登记表", "C4", parts, occasions)
