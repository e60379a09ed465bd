"""Two sheets of our own layout: what a receiving unit gets, and what is copied by hand.

Neither is one of the work forms of 2018; each says so at its foot like any sheet of ours.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from api.console.medicines import all_in_words
from api.console.national_sheets import SheetLine
from api.console.national_sheets import sheet as lines_of
from api.console.pages import written
from api.console.places import place
from api.language import language
from api.printing.form import Filled, heading
from api.printing.making import NO_FORM, Printer, filled_from, printed, printer
from api.printing.sheet import (
    CHINESE,
    Block,
    Field,
    Sheet,
    Signatures,
    Table,
    Words,
    said,
    text,
)
from api.v1.asking import Asking
from domain.errors import Unknown
from domain.registry.national import record_named
from domain.values.findings import FollowUpClass
from domain.values.national import RecordKind
from domain.values.registration import ConsentAnswer, Disease, GuardianRelation
from projections.custody import Custody, custody_of
from projections.national_entries import national_of

PASSED_ON: Final = (
    "供接收单位接续管理。接收单位确认之前，移交单位继续负责。"
    "本表为本系统自拟格式，非正式表单。"
)
COPIED: Final = (
    "按国家系统表单顺序抄录，有编码的先录编码。标“※”的编码未能核实原文；"
    "标“改”的项目自上次录入后已更正。本表为本系统自拟格式，非正式表单。"
)
COLUMNS: Final = ("项目", "编码", "内容", "")
SHARES: Final = (6, 3, 12, 2)


def print_transfer(asking: Asking, person: UUID) -> bytes:
    """Return the transfer sheet of somebody within sight as a PDF; a noted look."""
    by = printer(asking)
    with asking.reading() as opened:
        filled = filled_from(opened, person)
        sheet = transfer_sheet(filled, custody_of(opened.connection, person), by)
    return printed([sheet], by)


def print_copy(asking: Asking, person: UUID, record: str) -> bytes:
    """Return a record's copy sheet as a PDF; `Unknown` when there is no such record."""
    by, key = printer(asking), record_named(record)
    with asking.reading() as opened:
        filled = filled_from(opened, person)
        lines = lines_of(opened, person, key, language(CHINESE))
        row = national_of(filled.facts)
    if not lines:
        raise Unknown(kind="record")
    number = row.number if row else ""
    return printed([copy_sheet(key.kind, filled, number, lines, by)], by)


def transfer_sheet(filled: Filled, row: Custody | None, by: Printer) -> Sheet:
    """Return what the receiving unit gets of somebody who moved (BR-TRF-2)."""
    offer = row.offer if row else None
    return Sheet(
        NO_FORM,
        "严重精神障碍患者转出移交单",
        (
            Block(
                "",
                (
                    (
                        text("移交单位", filled.unit),
                        text("接收单位", offer["to_name"] if offer else ""),
                        text("答复期限", offer["respond_by"] if offer else ""),
                    ),
                    *heading(filled),
                ),
            ),
            Block("病情与管理", _state(filled)),
            Words((PASSED_ON,)),
            Signatures((text("移交单位（章）"), text("接收单位（章）"), text("日期"))),
        ),
        _foot(filled.chart.position if filled.chart else 0, by),
        unit=filled.unit,
    )


def copy_sheet(
    title: RecordKind,
    filled: Filled,
    number: str,
    lines: Sequence[SheetLine],
    by: Printer,
) -> Sheet:
    """Return a record as it is copied into the national system, in the form's order."""
    return Sheet(
        NO_FORM,
        f"国家系统抄录单：{said(RecordKind, title)}",
        (
            Block("", (*heading(filled), (text("国家系统编号", number),))),
            Table("", COLUMNS, SHARES, tuple(map(_line, lines))),
            Words((COPIED,)),
            Signatures((text("录入人"), text("录入日期"))),
        ),
        _foot(filled.chart.position if filled.chart else 0, by),
        unit=filled.unit,
    )


def _state(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    card, chart = filled.on_card, filled.chart
    regimen = chart.medication.regimen if chart else None
    drugs = all_in_words(regimen.drugs if regimen else (), language(CHINESE))
    clocks = chart.medication.clocks if chart else ()
    injections = "；".join(f"{c.last.name} {c.due_on}" for c in clocks if c.due_on)
    domicile = card("domicile")
    return (
        (
            text("诊断", said(Disease, card("disease"))),
            text("确诊医院", card("hospital")),
            text("确诊日期", card("diagnosed_on")),
        ),
        (
            text("监护人", card("guardian_name")),
            text("与患者关系", said(GuardianRelation, card("guardian_relation"))),
            text("监护人电话", card("guardian_phone")),
        ),
        (
            text("户籍地", place(domicile) if domicile else ""),
            text("知情同意", said(ConsentAnswer, card("consent"))),
        ),
        (
            text("危险性评估", _grade(card("grade"))),
            text("评估日期", card("graded_on")),
            text("随访分类", said(FollowUpClass, card("follow_up_class"))),
        ),
        (
            text("末次随访", card("visited_on")),
            text("下次随访", chart.due.due_on if chart else ""),
        ),
        (text("用药", drugs),),
        (text("下次注射", injections),),
    )


def _grade(grade: int | None) -> str:
    return "" if grade is None else f"{grade}级"


def _line(line: SheetLine) -> tuple[str, ...]:
    marks = "改" if line.is_put_right else ""
    return (
        line.label,
        line.code + ("" if line.is_verified else "※"),
        line.words or "—",
        marks,
    )


def _foot(position: int, by: Printer) -> str:
    return f"截至记录第 {position} 条 · 打印 {written(by.now)} {by.name}"
