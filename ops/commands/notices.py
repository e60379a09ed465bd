"""`suian notices`: what could not be brought to its receiver, and trying again."""

from dataclasses import asdict
from typing import Annotated, Final
from uuid import UUID

import typer

from api.deliveries import DeadLetter, dead_letters, receiver_of
from domain.errors import Unknown
from domain.registry.notice_redelivery import RedeliverNotice
from domain.rules.access import Operation
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
from projections.offices import office, offices

notices: Final = typer.Typer(
    name="notices", help="告知投递 / deliveries of notices", no_args_is_help=True
)
EVERYWHERE: Final = [""]


@notices.command()
def dead(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """未送达的告知 / what every try to bring failed, the latest first."""
    with site(data) as opened:
        note(opened, Operation.READ_DELIVERIES)
        with views(opened, offices) as connection:
            found = dead_letters(connection, EVERYWHERE)
    show(
        [asdict(letter) for letter in found],
        as_json=json,
        lines=[_line(letter) for letter in found],
    )


@notices.command()
def replay(
    notice: Annotated[UUID, typer.Argument(help="告知编号 / the notice's id")],
    reason: Annotated[str, typer.Option(help="原因 / why")],
    channel: Annotated[str, typer.Option(help="渠道 / the channel")] = "webhook",
    data: DataOption = DATA,
) -> None:
    """再次投递 / let a channel that gave up try again; the asking is kept."""
    with site(data) as opened:
        try:
            receiver = receiver_of(opened.log, notice)
        except Unknown:
            fail("没有这份告知 / no such notice")
        with views(opened, offices) as connection:
            row = office(connection, receiver)
        division = row.division if row else ""
        record(opened, RedeliverNotice(notice, receiver, channel, reason), division)


def _line(letter: DeadLetter) -> str:
    return (
        f"{letter.notice}  {letter.channel}  {letter.office}  {letter.reason}"
        f"  {letter.tries}  {letter.since:%Y-%m-%d %H:%M}→{letter.ended_at:%Y-%m-%d %H:%M}"
    )
