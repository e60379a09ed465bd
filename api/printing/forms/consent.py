"""Form 5 (社区管理知情同意书): what is asked, and the answer with its signature.

The text of the official form could not be read; these words are ours (D-S1) and say what
the law makes of the answer (domain rules 1.4).
"""

from typing import Final

from api.printing.form import Filled, Form, heading
from api.printing.sheet import Block, Part, Signatures, Words, consented, said, text
from domain.values.registration import GuardianRelation

ASKED: Final = (
    (
        "依据《中华人民共和国精神卫生法》和国家基本公共卫生服务规范，基层医疗卫生机构为确诊的"
        "严重精神障碍患者建立健康档案，定期随访，每次评估危险性，指导用药与康复，每年安排一次"
        "健康检查，并培训监护人。"
    ),
    (
        "参加社区管理后，医务人员会登记与管理有关的个人信息。姓名、住址、病历等信息依法保密，"
        "只在法律规定的职责范围内提供给有关部门。"
    ),
    (
        "不同意参加，不影响就诊和依法享有的救助；登记与报告属于法定职责，仍会保留。医务人员每年"
        "会再询问一次。签字后可以撤回同意，撤回后停止随访，已有记录依法保存、限制使用。"
    ),
    "未满十四周岁的，由监护人签字。",
)


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return the words, the answer on record, and where to sign."""
    consent = filled.answers("consent")
    card = filled.on_card
    return (
        Block("", heading(filled)),
        Words(ASKED),
        Block(
            "知情同意",
            (
                (consented(consent.get("answer")),),
                (
                    text("监护人姓名", card("guardian_name")),
                    text(
                        "与患者关系", said(GuardianRelation, card("guardian_relation"))
                    ),
                ),
            ),
        ),
        Signatures(
            (
                text("患者或监护人签字", consent.get("signed_by")),
                text("签字日期", consent.get("signed_on")),
                text("医生签字"),
            )
        ),
    )


FORM: Final = Form(5, "严重精神障碍患者社区管理知情同意书", "E6", parts)
