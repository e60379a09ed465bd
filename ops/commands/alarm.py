"""`suian alarm`: what rings, and saying that somebody takes care of it."""

from dataclasses import asdict
from typing import Annotated, Final
from uuid import UUID

import typer

from domain.registry.alarms import AcknowledgeAlarm
from domain.rules.access import Operation
from domain.values.people import Role
from ops.commands.codes import chinese
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    note,
    record,
    show,
    site,
    views,
)
from projections.alarms import AlarmRow, ringing

alarm: Final = typer.Typer(name="alarm", help="告警 / alarms", no_args_is_help=True)


@alarm.command("list")
def list_alarms(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """正在响的告警 / what rings, soonest to be answered first."""
    with site(data) as opened:
        note(opened, Operation.READ_ALARMS)
        with views(opened) as connection:
            found = ringing(connection)
    show(
        [{"id": key, **asdict(row)} for key, row in found],
        as_json=json,
        lines=[_line(key, row) for key, row in found],
    )


@alarm.command()
def acknowledge(
    alarm: Annotated[UUID, typer.Argument(help="告警编号 / the alarm's id")],
    remark: Annotated[str, typer.Option(help="说明 / remark")] = "",
    data: DataOption = DATA,
) -> None:
    """已有人处理 / say that somebody takes care of it."""
    with site(data) as opened:
        with views(opened) as connection:
            row = dict(ringing(connection)).get(alarm)
        if row is None:
            fail("没有这个正在响的告警 / no such alarm rings")
        record(opened, AcknowledgeAlarm(alarm, remark), row.division)


def _line(key: UUID, row: AlarmRow) -> str:
    state = "已有人处理" if row.acknowledged_at else "待处理"
    details = " ".join(f"{name}={text}" for name, text in row.details.items() if text)
    return (
        f"{key}  {row.kind}  {chinese(Role(row.owner_role))}  {row.division}"
        f"  {row.raised_at:%Y-%m-%d %H:%M}→{row.answer_by:%Y-%m-%d %H:%M}"
        f"  {state}  {details}"
    )
