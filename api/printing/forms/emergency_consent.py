"""Form 11 (应急医疗处置知情同意书): what is asked of the family in an emergency.

The text of the official form could not be read; the words are ours (D-M7).
"""

from typing import Final

from api.printing.form import Filled, Form, Occasion, heading
from api.printing.numbered import minute, numbered
from api.printing.sheet import Block, Part, Signatures, Words, said, text
from domain.values.emergency import Signer, Signing, Trigger
from domain.values.registration import GuardianRelation
from projections.emergencies import emergencies_of

ASKED: Final = (
    (
        "患者目前出现需要应急医疗处置的情形。医务人员将按诊疗规范采取劝说、药物、必要的保护性约束、"
        "护送等措施，并视情况现场处置、门急诊留观、转诊或依法住院治疗。"
    ),
    (
        "处置可能出现药物不良反应、约束相关损伤等风险，医务人员会尽力避免并及时处理。危害他人安全的，"
        "依照《中华人民共和国精神卫生法》第三十条、第三十六条办理住院。"
    ),
    "无法签署的，由医务人员注明原因。",
)


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return who it is, the words, the answer and where to sign."""
    row = dict(emergencies_of(filled.facts)).get(filled.one) if filled.one else None
    consent = (row.consent if row else None) or {}
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
                ),
                (numbered("触发情形", Trigger, row.triggers if row else None),),
            ),
        ),
        Words(ASKED),
        Block(
            "知情同意",
            (
                (numbered("答复", Signing, consent.get("answer")),),
                (numbered("签字人", Signer, consent.get("signed_by")),),
                (text("拒绝或无法签署的原因", consent.get("why")),),
            ),
        ),
        Signatures((text("签字", consent.get("name")), text("日期"), text("医生签字"))),
    )


def occasions(filled: Filled) -> list[Occasion]:
    """Return the person's emergencies, the latest first."""
    return [
        Occasion(key, minute(row.reported_at))
        for key, row in emergencies_of(filled.facts)
    ]


FORM: Final = Form(11, "应急医疗处置知情同意书", "C4", parts, occasions)
