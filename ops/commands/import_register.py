"""`suian import`: a township's register with its follow-ups."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.reading import RegisterReading, read_register
from domain.registry.township_register.terms import Terms
from domain.registry.township_register.written import RiskCodes
from domain.values.calendar import shanghai_day
from domain.values.divisions import national, with_demo
from domain.values.people import OfficeKind
from ops.commands.frame import DATA, DataOption, JsonOption, fail, show, site, views
from ops.demo.register import VILLAGE_NAMES
from ops.register.giving_back import write_back
from ops.register.importing import Importer, Outcome
from ops.register.refusals import lines, write_refusals
from ops.register.workbook import UnreadableFile, open_register
from ops.site import Site
from projections.offices import OfficeRow, all_offices, offices

DEMO: Final = "99"
SHOWN: Final = 40
COLUMNS: Final = (
    *Progress.get_default_columns()[:2],
    MofNCompleteColumn(),
    TimeRemainingColumn(),
)


def import_register(
    files: Annotated[
        list[Path], typer.Argument(help="登记簿文件 / the register: xlsx, csv")
    ],
    source: Annotated[
        str, typer.Option(help="来源名称,默认为文件名 / source name")
    ] = "",
    office: Annotated[
        str, typer.Option(help="管理责任单位名称 / the responsible unit's name")
    ] = "",
    risk_codes: Annotated[
        RiskCodes, typer.Option(help="危险性评估编码 / how risk is coded")
    ] = RiskCodes.ZERO_TO_FIVE,
    report: Annotated[
        Path | None,
        typer.Option(help="把原因写入表格 / write the reasons to a workbook"),
    ] = None,
    data: DataOption = DATA,
    *,
    back: Annotated[
        Path | None,
        typer.Option(
            help="退回的行,改后可再导入(含个人信息)/ the refused rows, to import again"
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只检查不导入 / check only")
    ] = False,
    json: JsonOption = False,
) -> None:
    """导入登记簿 / import a township's register; 重复导入不会重复登记 (repeatable)."""
    try:
        sheets = open_register(files)
    except UnreadableFile as problem:
        fail(str(problem))
    with site(data) as opened:
        unit, row = _unit(opened, office)
        terms = Terms(
            source=source or files[0].stem,
            today=shanghai_day(opened.clock()),
            scope=row.division,
            villages=VILLAGE_NAMES if row.division.startswith(DEMO) else {},
            known_counties=frozenset(_counties(row.division)),
            risk_codes=risk_codes,
        )
        reading = read_register(sheets, terms)
        doubtful = any(d.code == FaultCode.RISK_CODES_DOUBTFUL for d in reading.doubts)
        outcome = None
        if not dry_run and doubtful:
            if report:
                write_refusals(report, reading)
            fail("\n".join(_words(reading, None)))
        if not dry_run:
            outcome = _record(Importer(opened, unit, row.division), terms, reading)
        if report:
            write_refusals(report, reading, outcome.not_recorded if outcome else ())
        if back:
            write_back(back, sheets, reading, outcome.not_recorded if outcome else ())
    show(_plain(reading, outcome), as_json=json, lines=list(_words(reading, outcome)))


def _record(importer: Importer, terms: Terms, reading: RegisterReading) -> Outcome:
    counts = reading.counts()
    total = counts["people"] + counts["visits"]
    with Progress(*COLUMNS, console=Console(stderr=True)) as progress:
        task = progress.add_task("导入 / importing", total=total)

        def done(rows: int, outcome: Outcome) -> None:
            known = outcome.known_before
            resumed = (
                f"以前已导入 {known} 行 / {known} imported before" if known else ""
            )
            progress.update(task, advance=rows, description=resumed or None)

        return importer.run(terms.source, reading, done)


def _unit(opened: Site, name: str) -> tuple[UUID, OfficeRow]:
    with views(opened, offices) as connection:
        known = all_offices(connection)
    fitting = [
        (key, row)
        for key, row in known.items()
        if row.is_open and (row.name == name if name else _is_hospital(row))
    ]
    if len(fitting) != 1:
        names = "、".join(row.name for row in known.values() if _is_hospital(row))
        fail(f"请用 --office 指明管理责任单位 / name the unit with --office: {names}")
    return fitting[0]


def _is_hospital(row: OfficeRow) -> bool:
    return row.kind == OfficeKind.TOWNSHIP_HOSPITAL


def _counties(division: str) -> Sequence[str]:
    known = with_demo() if division.startswith(DEMO) else national()
    return sorted(known.known_counties())


def _plain(reading: RegisterReading, outcome: Outcome | None) -> dict[str, object]:
    return {
        "read": reading.counts(),
        "faults": {code.value: n for code, n in reading.fault_counts().items()},
        "recorded": asdict(outcome) if outcome else None,
    }


def _words(reading: RegisterReading, outcome: Outcome | None) -> Sequence[str]:
    counts = reading.counts()
    words = [
        f"患者 {counts['people']} 行可导入,{counts['refused_people']} 行退回",
        f"随访 {counts['visits']} 行可导入,{counts['refused_visits']} 行退回",
    ]
    left_out = outcome.not_recorded if outcome else ()
    refused = [line for line in lines(reading, left_out) if not line.is_doubt]
    words += [
        f"  {line.sheet} 第{line.number}行 {line.outcome}:{line.zh}"
        if line.number
        else f"  {line.outcome}:{line.zh}"
        for line in refused[:SHOWN]
    ]
    if len(refused) > SHOWN:
        words.append(f"  …… 其余 {len(refused) - SHOWN} 条见 --report 的表格")
    if outcome:
        words.append(
            f"已登记 {outcome.people} 人、{outcome.visits} 次随访,"
            f"其中 {outcome.known_before} 行以前已导入、{outcome.warned} 行请核对;"
            f"未登记 {len(outcome.not_recorded)} 行"
        )
        if outcome.other_map:
            words.append(
                f"其中 {outcome.other_map} 行以前按另一编码导入,"
                "若尚未更正,请用 suian remap 更正"
            )
    return words
