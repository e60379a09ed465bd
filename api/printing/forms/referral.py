"""Form 10 (双向转诊单): who is referred where and why; findings are never taken over."""

from typing import Final

from api.console.medicines import all_in_words
from api.language import language
from api.printing.form import Filled, Form, Occasion, heading
from api.printing.numbered import numbered
from api.printing.sheet import (
    CHINESE,
    Block,
    Field,
    Part,
    Signatures,
    Words,
    answered,
    said,
    text,
)
from domain.values.referral import (
    Direction,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
)
from domain.values.registration import Disease, GuardianRelation
from projections.referrals import ReferralRow, referrals_of


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return who it is, the sender's part and the receiver's slip."""
    row = dict(referrals_of(filled.facts)).get(filled.one) if filled.one else None
    card = filled.on_card
    return (
        Block(
            "",
            (
                *heading(filled),
                (
                    text("监护人姓名", card("guardian_name")),
                    text(
                        "与患者关系", said(GuardianRelation, card("guardian_relation"))
                    ),
                    text("监护人电话", card("guardian_phone")),
                ),
                (
                    text("诊断", said(Disease, card("disease"))),
                    text("确诊医院", card("hospital")),
                    text("确诊日期", card("diagnosed_on")),
                ),
                (text("目前治疗方案", _regimen(filled)),),
            ),
        ),
        Block("转出", _sent(row, filled)),
        Signatures(
            (
                text("转诊医生签字", _actor(row, filled)),
                text("转诊日期", row.sent_on if row else ""),
            )
        ),
        Words(("—— 存根与回执沿此线裁开 ——",)),
        Block("转入机构回执", _answer(row)),
        Signatures((text("接诊医生签字", row.received_by if row else ""),)),
    )


def _sent(row: ReferralRow | None, filled: Filled) -> tuple[tuple[Field, ...], ...]:
    to = _to(row, filled)
    return (
        (numbered("转诊方向", Direction, row.direction if row else None),),
        (
            text("转出机构", filled.offices.get(row.from_office, "") if row else ""),
            text("转入机构及科室", f"{to} {row.department}".strip() if row else ""),
        ),
        (numbered("转诊原因", ReferralReason, row.reasons if row else None),),
        (text("主要病史和病情", row.summary if row else ""),),
        (text("已作处理和转诊要求", row.advice if row else ""),),
        (
            answered("统筹地区外就医", row.out_of_area if row else None),
            text("说明", row.out_of_area_why if row else ""),
        ),
        (text("转诊后了解情况期限（2周）", row.look_by if row else ""),),
    )


def _answer(row: ReferralRow | None) -> tuple[tuple[Field, ...], ...]:
    return (
        (
            text("接诊日期", row.received_on if row else ""),
            text("接诊科室", row.received_in if row else ""),
        ),
        (
            numbered(
                "未接诊原因", ReferralRefusal, row.refusal or None if row else None
            ),
        ),
        (numbered("转诊结果", ReferralOutcome, row.outcome or None if row else None),),
        (text("给接续管理者的建议", row.answer if row else ""),),
    )


def occasions(filled: Filled) -> list[Occasion]:
    """Return the person's referrals, the latest first."""
    return [Occasion(key, row.sent_on) for key, row in referrals_of(filled.facts)]


def _to(row: ReferralRow | None, filled: Filled) -> str:
    if row is None:
        return ""
    return filled.offices.get(row.to_office, "") or row.institution


def _actor(row: ReferralRow | None, filled: Filled) -> str:
    return filled.actors.get(str(row.sent_by), "") if row else ""


def _regimen(filled: Filled) -> str:
    regimen = filled.chart.medication.regimen if filled.chart else None
    return all_in_words(regimen.drugs, language(CHINESE)) if regimen else ""


FORM: Final = Form(10, "严重精神障碍患者双向转诊单", "C4", parts, occasions)
