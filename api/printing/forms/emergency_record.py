"""Form 12 (应急处置记录单): one emergency, its fields as an interface names them (C3)."""

from collections.abc import Mapping
from typing import Any, Final

from api.printing.form import Filled, Form, heading
from api.printing.forms.emergency_consent import occasions
from api.printing.numbered import minute, numbered
from api.printing.sheet import Block, Field, Part, Signatures, Words, text
from domain.values.emergency import (
    Category,
    Effect,
    Measure,
    Outcome,
    Reporter,
    ReportRoute,
    Trigger,
)
from projections.emergencies import EmergencyRow, emergencies_of


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return the report, the disposal and who took part."""
    row = dict(emergencies_of(filled.facts)).get(filled.one) if filled.one else None
    form: Mapping[str, Any] = (row.record if row else None) or {}
    return (
        Block("", heading(filled)),
        Block("报告", _reported(row, form)),
        Block("处置", _disposed(row, form)),
        Signatures(
            (
                text("民警签字及单位", form.get("police")),
                text("精防医生", form.get("smi_doctor")),
                text("精神科医师", form.get("psychiatrist")),
                text("护士", form.get("nurse")),
                text("其他人员", form.get("others")),
                text("填写人", form.get("filled_by")),
                text("填写时间", minute(row.recorded_at) if row else ""),
            )
        ),
        Words(("一式三份：精防机构、接收科室、应急小组各一份。处置后24小时内填写。",)),
    )


def _reported(
    row: EmergencyRow | None, form: Mapping[str, Any]
) -> tuple[tuple[Field, ...], ...]:
    return (
        (
            text("处置单位", form.get("unit")),
            text("首次处置地点", row.place if row else ""),
        ),
        (
            text("报告人", row.reporter_words if row else ""),
            text("报告时间", minute(row.reported_at) if row else ""),
        ),
        (numbered("报告人身份", Reporter, row.reporter if row else None),),
        (numbered("报告途径", ReportRoute, row.route if row else None),),
        (numbered("处置对象类别", Category, row.category if row else None),),
    )


def _disposed(
    row: EmergencyRow | None, form: Mapping[str, Any]
) -> tuple[tuple[Field, ...], ...]:
    return (
        (
            text("开始时间", minute(row.started_at) if row else ""),
            text("结束时间", minute(row.ended_at) if row else ""),
        ),
        (text("现场情况", form.get("scene") or (row.happening if row else "")),),
        (numbered("处置原因", Trigger, row.triggers if row else None),),
        (numbered("主要措施", Measure, row.measures if row else None),),
        (numbered("处置结果", Outcome, row.outcome if row else None),),
        (
            text("诊断", form.get("diagnosis")),
            text("确诊或疑似", _confirmed(form)),
        ),
        (numbered("处置效果", Effect, row.effect or None if row else None),),
    )


def _confirmed(form: Mapping[str, Any]) -> str:
    if "is_confirmed" not in form:
        return ""
    return "确诊" if form["is_confirmed"] else "疑似"


FORM: Final = Form(12, "应急处置记录单", "C4", parts, occasions)
