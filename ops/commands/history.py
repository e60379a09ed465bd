"""`suian history PERSON`: everything that is known of a person, as it stood."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from domain.registry.known import whole
from domain.rules.access import Operation
from ops.commands.frame import DATA, DataOption, JsonOption, fail, note, show, site
from projections.history import Line, lines, upto


def history(
    person: Annotated[UUID, typer.Argument(help="患者编号 / the person's id")],
    as_of: Annotated[
        str | None,
        typer.Option(help="位置或时刻(如 2026-03-31T17:00+08:00)/ position or instant"),
    ] = None,
    data: DataOption = DATA,
    *,
    json: JsonOption = False,
) -> None:
    """患者历史 / a person's history, 可回看任一时刻 (as of any moment)."""
    with site(data) as opened:
        note(opened, Operation.READ_HISTORY, (person,))
        position = int(as_of) if as_of and as_of.isdecimal() else None
        facts = whole(opened.log, person, position)
        if as_of and position is None:
            try:
                facts = upto(facts, datetime.fromisoformat(as_of).astimezone())
            except ValueError:
                fail(
                    "无法识别该时刻 / this moment cannot be read: 2026-03-31T17:00+08:00"
                )
        shown = lines(facts)
    if not shown:
        fail("没有此人的记录 / nothing is on record for this id")
    show(
        [_plain(line) for line in shown], as_json=json, lines=[_text(x) for x in shown]
    )


def _plain(line: Line) -> dict[str, object]:
    return {name: getattr(line, name) for name in Line.__slots__}


def _text(line: Line) -> str:
    details = "(已销毁 / erased)" if line.is_erased else _details(line)
    return (
        f"{line.position:>7}  {line.recorded_at:%Y-%m-%d %H:%M:%S%z}  {line.topic}"
        f"  [{line.role}/{line.purpose}/{line.channel}]  {details}"
    )


def _details(line: Line) -> str:
    return " ".join(f"{k}={v}" for k, v in line.details.items() if v not in (None, ""))
