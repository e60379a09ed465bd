"""Form 13 (肇事肇祸案（事）件调查表): one incident, and what was found out about it.

The fields are those a work note names (C4); the order and the words beside them are ours
(D-D1).
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from api.printing.form import Filled, Form, Occasion, heading
from api.printing.numbered import numbered
from api.printing.sheet import Block, Part, Signatures, answered, text
from domain.values.danger import (
    INVESTIGATED,
    GuardianDuty,
    IncidentCause,
    IncidentKind,
    Informant,
    StateThen,
)
from projections.danger import IncidentRow


def _incident(filled: Filled) -> IncidentRow | None:
    """Return the incident asked for, or the last breach of order or crime."""
    if filled.chart is None:
        return None
    rows = filled.chart.danger.incidents
    if filled.one is not None:
        return next((r for r in rows if UUID(r.incident) == filled.one), None)
    return next((r for r in rows if r.kind in INVESTIGATED), None)


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return who it is, what happened, what was found out, and the signatures."""
    row = _incident(filled)
    form: Mapping[str, Any] = row.investigation if row else {}
    guardian = filled.on_card("guardian_name")
    return (
        Block("", heading(filled)),
        Block(
            "案（事）件",
            (
                (
                    numbered("类别", IncidentKind, row.kind if row else None),
                    text("发生日期", row.happened_on if row else ""),
                ),
                (text("地点", row.place if row else ""),),
                (text("经过", row.what if row else ""),),
                (
                    numbered("信息来源", Informant, row.informant if row else None),
                    answered("公安是否出警", row.police_came if row else None),
                ),
                (
                    text("受伤人数", form.get("injured")),
                    text("死亡人数", form.get("dead")),
                ),
            ),
        ),
        Block(
            "调查",
            (
                (numbered("诱因", IncidentCause, form.get("triggers")),),
                (numbered("当时病情", StateThen, form.get("state")),),
                (
                    answered("当时是否在管", form.get("managed")),
                    text("纳入管理时间", form.get("managed_since")),
                ),
                (
                    text("治疗费用报销比例（%）", form.get("reimbursed_percent")),
                    text("监护人", guardian),
                ),
                (numbered("监护人履职情况", GuardianDuty, form.get("guardian_duty")),),
                (text("目前去向", form.get("taken_to")),),
                (text("备注", form.get("remark")),),
            ),
        ),
        Signatures(
            (
                text("调查人签字"),
                text("单位", filled.unit),
                text("调查日期", row.investigated_on if row else ""),
            )
        ),
    )


def occasions(filled: Filled) -> list[Occasion]:
    """Return the incidents that form 13 is about, the latest first."""
    rows = filled.chart.danger.incidents if filled.chart else []
    return [
        Occasion(UUID(row.incident), row.happened_on)
        for row in rows
        if row.kind in INVESTIGATED
    ]


FORM: Final = Form(13, "肇事肇祸案（事）件调查表", "C4", parts, occasions)
