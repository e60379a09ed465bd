"""`suian rules`: the rule book, what places have set, and the working-day calendar."""

import json as json_text
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from domain.errors import Refused, Unknown
from domain.registry.rule_book import (
    Line,
    Override,
    Parameter,
    Table,
    amount,
    changes,
    coming_or_in_force,
    search,
    table,
    tables,
    unverified,
)
from domain.registry.rule_settings import (
    EndOverride,
    LoadYear,
    SetOverride,
    Year,
    settings,
)
from domain.registry.what_if import REPLAYED, Change, Outcome, what_if
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    note,
    record,
    refused,
    show,
    site,
    views,
)
from projections.accounts import names
from projections.offices import KnownOffices, all_offices

rules = typer.Typer(name="rules", help="规则手册 / the rule book", no_args_is_help=True)

TableArgument = Annotated[
    str, typer.Argument(metavar="TABLE", help="规则表,见 rules list / a table's name")
]
ParameterArgument = Annotated[
    str, typer.Argument(metavar="PARAMETER", help="参数,见 rules show / a parameter")
]
DivisionOption = Annotated[
    str, typer.Option(help="区划代码,空为全国 / division code, empty: the country")
]
ReasonOption = Annotated[str, typer.Option(help="原因 / why")]
WHAT = {
    "visits": "应随访次数,按医生 / visits asked for, by doctor",
    "reminders": "逾期催办,按机构 / reminders of overdue visits, by office",
    "notices": "3级及以上告知,按机构 / notices of level 3 and higher, by office",
}
MARKS = {
    "K": "未核实 / not verified",
    "D": "本系统设定 / our own decision",
    "N": "地方示例 / local example",
    "E": "考试材料 / examination material",
}


@rules.command("list")
def list_tables(*, json: JsonOption = False) -> None:
    """规则表一览 / list the tables."""
    known = [
        {
            "name": each.name,
            "zh": each.zh,
            "en": each.en,
            "editions": [text.name for text in each.texts()],
            "parameters": [mine.code for mine in each.parameters()],
            "unverified": unverified(each),
        }
        for each in tables()
    ]
    lines = [
        f"{one['name']:<26}{one['zh']} / {one['en']}  ({one['unverified']} 未核实)"
        for one in known
    ]
    show(known, as_json=json, lines=lines)


@rules.command("show")
def show_table(
    name: TableArgument, data: DataOption = DATA, *, json: JsonOption = False
) -> None:
    """规则表的每一行,及各地的规定 / every row, and what places have set."""
    try:
        known = table(name)
    except Refused as refusal:
        refused(refusal)
    with site(data) as opened:
        set_by, today = settings(opened.log), shanghai_day(opened.clock())
    held = {
        mine.code: coming_or_in_force(set_by, mine.code, today)
        for mine in known.parameters()
    }
    show(_plain(known, held), as_json=json, lines=_lines(known, held))


@rules.command("search")
def search_rules(
    words: Annotated[list[str], typer.Argument(help="词语 / words to look for")],
    *,
    json: JsonOption = False,
) -> None:
    """在全部规则中查找 / find rows by their words, clauses or codes."""
    found = search(" ".join(words))
    plain = [{"table": each.table.name, **_row(each.line)} for each in found]
    lines = [f"{each.table.name:<26}{_line(each.line)}" for each in found]
    show(plain, as_json=json, lines=lines or ["没有找到 / nothing found"])


@rules.command("changes")
def list_changes(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """各地规定的变更记录 / who set or ended what, newest first."""
    with site(data) as opened:
        found = changes(opened.log)
    lines = [
        f"{c.position:>7}  {c.recorded_at:%Y-%m-%d %H:%M}  {c.role}  {c.division or '全国'}"
        f"  {c.parameter}  {'终止' if c.value is None else c.value}  {c.day}  {c.reason}"
        for c in found
    ]
    show([asdict(c) for c in found], as_json=json, lines=lines)


@rules.command("set")
def set_override(
    code: ParameterArgument,
    value: Annotated[int, typer.Argument(help="数值 / the number")],
    *,
    division: DivisionOption,
    source: Annotated[str, typer.Option(help="依据文件 / the text it goes by")],
    reason: ReasonOption,
    on: Annotated[
        str | None, typer.Option("--from", help="自哪日起(默认今日)/ from which day")
    ] = None,
    data: DataOption = DATA,
) -> None:
    """设定本地规则 / set what a place has otherwise."""
    with site(data) as opened:
        day = on or shanghai_day(opened.clock()).isoformat()
        use_case = SetOverride(code, division, value, day, source, reason)
        record(opened, use_case, division)


@rules.command("end")
def end_override(
    code: ParameterArgument,
    division: DivisionOption,
    reason: ReasonOption,
    on: Annotated[
        str | None, typer.Option("--until", help="到哪日止(默认今日)/ until which day")
    ] = None,
    data: DataOption = DATA,
) -> None:
    """终止本地规则 / let what a place had set end."""
    with site(data) as opened:
        day = on or shanghai_day(opened.clock()).isoformat()
        record(opened, EndOverride(code, division, day, reason), division)


@rules.command("what-if")
def try_rule(
    name: TableArgument,
    override: Annotated[
        str,
        typer.Option(
            help="PARAMETER=VALUE, 如 / as interval.stable=30;"
            " rules show 标明可试算者 / marks which can be tried"
        ),
    ],
    year: Annotated[int, typer.Option(help="过去的年份 / the past year")],
    *,
    division: DivisionOption = "",
    data: DataOption = DATA,
    json: JsonOption = False,
) -> None:
    """若规则不同,过去一年会多出多少随访和通知 / replay a past year under a changed rule.

    只计算,不发送、不写入 / only computes: sends nothing, writes nothing.
    """
    code, _, value = override.partition("=")
    try:
        if code not in {mine.code for mine in table(name).parameters()}:
            raise Unknown(kind="parameter")
    except Refused as refusal:
        refused(refusal)
    if not value.isdecimal():
        fail("写作 PARAMETER=VALUE / write PARAMETER=VALUE: interval.stable=30")
    with site(data) as opened, views(opened) as connection:
        note(opened, Operation.TRY_RULES)
        known = KnownOffices(all_offices(connection))
        change = Change(code, division, int(value), year)
        try:
            outcome = what_if(opened.log, change, known, shanghai_day(opened.clock()))
        except Refused as refusal:
            refused(refusal)
        plain = _outcome(outcome, {**known.names(), **_doctors(connection)})
    show(plain, as_json=json, lines=_outcome_lines(plain))


def _doctors(connection: Connection) -> dict[str, str]:
    return {str(key): name for key, name in names(connection).items()}


def _outcome(outcome: Outcome, named: dict[str, str]) -> dict[str, Any]:
    return {
        "people": outcome.people,
        **{
            what: [
                {
                    "who": named.get(who, who or "—"),
                    "before": extra.before,
                    "after": extra.after,
                    "more": extra.more,
                }
                for who, extra in sorted(held.items(), key=lambda e: -e[1].more)
            ]
            for what, held in (
                ("visits", outcome.visits),
                ("reminders", outcome.reminders),
                ("notices", outcome.notices),
            )
        },
    }


def _outcome_lines(plain: dict[str, Any]) -> list[str]:
    lines = [f"人数 / people: {plain['people']}"]
    for what, title in WHAT.items():
        held = plain[what]
        more = sum(one["more"] for one in held)
        lines += ["", f"{title}: {more:+}"]
        lines += [
            f"  {one['who']:<20} {one['before']:>7} → {one['after']:>7}  {one['more']:+}"
            for one in held
        ]
    return lines


@rules.command("years")
def list_years(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """已导入的工作日历 / the years of the working-day calendar."""
    with site(data) as opened:
        known = settings(opened.log).years
    lines = [
        f"{y.year}  节假日 {len(y.holidays)}  调休上班 {len(y.worked_weekends)}  {y.source}"
        for y in known
    ]
    show([asdict(y) for y in known], as_json=json, lines=lines)


@rules.command("load-year")
def load_year(
    year: Annotated[int, typer.Argument(help="年份 / the year")],
    reason: ReasonOption = "国务院办公厅节假日安排",
    file: Annotated[
        Path | None,
        typer.Option(
            help="JSON:{holidays:[…],worked_weekends:[…],source}"
            " (缺省用 holidays 包 / without it, from the holidays package)"
        ),
    ] = None,
    data: DataOption = DATA,
) -> None:
    """导入一年的节假日和调休上班日 / load a year's holidays and worked weekends."""
    from ops.working_days import packaged_years

    loaded = _from_file(year, file) if file else packaged_years(year).get(year)
    if loaded is None:
        fail(
            f"holidays 包没有 {year} 年的安排,请用 --file"
            f" / the package does not know {year}: use --file"
        )
    with site(data) as opened:
        record(opened, LoadYear(loaded, reason), "")


def _from_file(year: int, file: Path) -> Year:
    try:
        given: dict[str, Any] = json_text.loads(file.read_text(encoding="utf-8"))
        return Year(
            year,
            tuple(given["holidays"]),
            tuple(given["worked_weekends"]),
            str(given.get("source", file.name)),
        )
    except (OSError, ValueError, KeyError, TypeError):
        fail(
            "文件读不出来 / the file cannot be read: {holidays, worked_weekends, source}"
        )


def _plain(known: Table, held: dict[str, tuple[Override, ...]]) -> dict[str, Any]:
    return {
        "name": known.name,
        "zh": known.zh,
        "en": known.en,
        "about": known.about,
        "editions": [
            {
                "name": text.name,
                "from_on": text.from_on,
                "until_on": text.until_on,
                "rows": [_row(line) for line in text.lines],
            }
            for text in known.texts()
        ],
        "more": [_row(line) for line in known.more()],
        "parameters": [
            {
                "code": mine.code,
                "unit": mine.unit,
                "value": mine.value,
                "at_least": mine.at_least,
                "at_most": mine.at_most,
                "clause": str(mine.why.clause),
                "what_if": mine.code in REPLAYED,
                "set_by": [asdict(each) for each in held[mine.code]],
            }
            for mine in known.parameters()
        ],
    }


def _row(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "zh": line.zh,
        "en": line.en,
        "clauses": [str(clause) for clause in line.clauses],
        "verified": line.is_verified,
        "cells": dict(line.cells),
    }


def _lines(known: Table, held: dict[str, tuple[Override, ...]]) -> list[str]:
    lines = [f"{known.zh} / {known.en}", "", known.about.rstrip(), ""]
    for text in known.texts():
        until = f" – {text.until_on}" if text.until_on else " –"
        lines += [f"{text.name}  {text.from_on}{until}"]
        lines += [f"  {_line(line)}" for line in text.lines]
    lines += [f"  {_line(line)}" for line in known.more()]
    if known.parameters():
        lines += ["", "可由地方设定 / a place may set:"]
    for mine in known.parameters():
        lines.append(f"  {_parameter(mine)}")
        lines += [f"    → {_override(mine, each)}" for each in held[mine.code]]
    return lines


def _line(line: Line) -> str:
    cites = "；".join(map(str, line.clauses))
    marks = {MARKS.get(clause.evidence.value, "") for clause in line.clauses} - {""}
    mark = "".join(f"  ⚑ {each}" for each in sorted(marks))
    words = line.zh or ", ".join(f"{k}={v}" for k, v in line.cells.items())
    return f"{line.code or '·'}  {words}  {cites}{mark}"


def _parameter(mine: Parameter) -> str:
    _, zh = amount(mine.unit, mine.value)
    bounds = f"{mine.at_least}–{mine.at_most}"
    tried = "  可试算 / what-if" if mine.code in REPLAYED else ""
    return f"{mine.code}  {zh}  ({bounds})  {mine.why.clause}{tried}"


def _override(mine: Parameter, each: Override) -> str:
    _, zh = amount(mine.unit, each.value)
    until = f" – {each.until_on}" if each.until_on else ""
    return f"{each.division or '全国'}  {zh}  {each.from_on}{until}  {each.source}"
