"""`suian remap`: a register that was imported with the wrong map."""

from dataclasses import asdict
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import Progress

from domain.registry.township_register.terms import Terms
from domain.registry.township_register.written import RiskCodes
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    note,
    show,
    site,
    views,
)
from ops.register.remapping import Remapped, Remapper
from projections.management import filed, management

SHOWN: Final = 40
EVER: Final = "9999-12-31"


def remap(
    source: Annotated[
        str, typer.Argument(help="导入时的来源名称 / the source it was imported as")
    ],
    risk_codes: Annotated[
        RiskCodes, typer.Option(help="正确的危险性评估编码 / how risk is really coded")
    ],
    data: DataOption = DATA,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只计数不更正 / count only")
    ] = False,
    json: JsonOption = False,
) -> None:
    """按正确编码重读已导入的登记簿 / read an imported register again with the right map."""
    with site(data) as opened:
        terms = Terms(source, shanghai_day(opened.clock()), risk_codes=risk_codes)
        with views(opened, management) as connection:
            people = [row.person for row in filed(connection, "", EVER)]
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("更正 / remapping", total=len(people))
            outcome = Remapper(opened, terms).run(
                people, lambda n: progress.advance(task, n), dry_run=dry_run
            )
        if not outcome.people:
            fail(f"没有以此来源导入的随访 / no follow-ups were imported as {source}")
        note(opened, Operation.READ_HISTORY, tuple(outcome.now_high))
    show(asdict(outcome), as_json=json, lines=_words(outcome, dry_run=dry_run))


def _words(outcome: Remapped, *, dry_run: bool) -> list[str]:
    did = "将更正" if dry_run else "已更正"
    words = [
        f"该来源 {outcome.people} 人、{outcome.rows} 次随访",
        f"{did} {outcome.people_changed} 人、{outcome.follow_ups} 次随访",
        f"其中危险性评估 {outcome.grades} 个",
        f"升至3级及以上 {outcome.rose} 人,降至3级以下 {outcome.fell} 人;不发通知",
    ]
    if outcome.now_high:
        words.append(
            f"更正后3级及以上 {len(outcome.now_high)} 人,见存量交接名册 /handover:"
        )
        words += [f"  {person}" for person in outcome.now_high[:SHOWN]]
    if outcome.left_alone:
        words.append(f"未更正 {len(outcome.left_alone)} 行:")
        words += [
            f"  {row.sheet} 第{row.number}行:{row.zh or row.reason}"
            for row in outcome.left_alone[:SHOWN]
        ]
    if outcome.refused:
        words.append(f"{len(outcome.refused)} 次随访同时被他人修改,请再运行一次")
    return words
