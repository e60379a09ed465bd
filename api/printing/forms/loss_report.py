"""The written report of a loss (失访书面报告): to the management group and the higher office.

No text prescribes its form (D-D7); it is a sheet of our own and has no number.
"""

from typing import Final

from api.printing.form import Filled, Form, Occasion, heading
from api.printing.numbered import numbered
from api.printing.sheet import Block, Part, Signatures, Words, coded, said, text
from domain.registry.away import ReportTo
from domain.values.findings import FollowUpClass, LossReason
from domain.values.registration import GuardianRelation
from projections.losses import LossRow, losses_of

TO: Final = tuple(receiver.value for receiver in ReportTo)
LAW: Final = (
    "患者失访或者拒绝随访的，应当及时报告乡镇人民政府、街道办事处，并告知精神卫生防治机构和"
    "公安机关（山东省精神卫生条例第四十五条）。失访立即书面报告综合管理小组和上级精防机构"
    "（2018年版规范，未核实原文）。"
)


def _loss(filled: Filled) -> LossRow | None:
    rows = losses_of(filled.facts) if filled.chart else []
    return next((row for row in rows if row.loss == filled.one), None)


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return who is lost, since when and why, what was done, and the signatures."""
    row, card = _loss(filled), filled.on_card
    return (
        Block("", heading(filled)),
        Block(
            "失访",
            (
                (
                    text("失访日期", row.lost_on if row else ""),
                    text("末次随访日期", card("visited_on")),
                ),
                (
                    coded(
                        "失访原因",
                        LossReason,
                        row.reason if row else None,
                        beside=row.remark if row else "",
                    ),
                ),
                (
                    text("危险性评估（0～5级）", card("grade")),
                    text("随访分类", said(FollowUpClass, card("follow_up_class"))),
                ),
                (
                    text("监护人", card("guardian_name")),
                    text(
                        "与患者关系", said(GuardianRelation, card("guardian_relation"))
                    ),
                    text("监护人电话", card("guardian_phone")),
                ),
                (text("查找经过", row.searched if row else ""),),
                (text("备注", row.report_remark if row else ""),),
            ),
        ),
        Block(
            "报告",
            (
                (numbered("报告对象", ReportTo, TO if row else None),),
                (
                    text("报告编号", row.number if row else ""),
                    text("报告日期", row.reported_on if row else ""),
                ),
            ),
        ),
        Words((LAW,)),
        Signatures((text("报告人签字"), text("单位（盖章）", filled.unit))),
    )


def occasions(filled: Filled) -> list[Occasion]:
    """Return the losses, the latest first."""
    rows = losses_of(filled.facts) if filled.chart else []
    return [Occasion(row.loss, row.lost_on) for row in rows]


FORM: Final = Form(0, "失访书面报告", "K", parts, occasions)
