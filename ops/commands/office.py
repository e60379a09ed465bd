"""`suian office`: the offices and the villages they serve."""

from dataclasses import asdict
from typing import Annotated, Final
from uuid import UUID

import typer
from sqlalchemy import Connection

from domain.registry.offices import (
    AssignVillage,
    CloseOffice,
    OpenOffice,
    ReopenOffice,
)
from domain.registry.responsibility import RESPONSIBLE_KINDS
from domain.values.people import OfficeKind
from ops.commands.codes import (
    DayOption,
    DivisionOption,
    VillagesOption,
    chinese,
    day,
)
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    record,
    show,
    site,
    views,
)
from ops.site import Site
from projections.offices import OfficeRow, all_offices, county_office

office: Final = typer.Typer(
    name="office", help="机构及其服务的村 / offices and villages", no_args_is_help=True
)
OfficeArgument = Annotated[
    str,
    typer.Argument(metavar="OFFICE", help="机构名称或编号 / the office's name or id"),
]


@office.command("list")
def list_offices(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """机构一览 / list the offices with the villages they serve."""
    with site(data) as opened, views(opened) as connection:
        offices = all_offices(connection)
    show(
        [{"id": key, **asdict(row)} for key, row in offices.items()],
        as_json=json,
        lines=[_line(key, row) for key, row in offices.items()],
    )


@office.command("open")
def open_office(
    kind: Annotated[OfficeKind, typer.Option(help="机构类别 / what it is")],
    name: Annotated[str, typer.Option(help="机构名称 / its name")],
    division: DivisionOption,
    phone: Annotated[str, typer.Option(help="值班电话 / telephone")] = "",
    villages: VillagesOption = [],  # noqa: B006 - typer makes each call its own
    *,
    on: DayOption = None,
    data: DataOption = DATA,
) -> None:
    """新建机构 / enter an office."""
    with site(data) as opened:
        with views(opened) as connection:
            if any(row.name == name for row in all_offices(connection).values()):
                fail("已有同名机构 / there is an office of this name already")
        use_case = OpenOffice(
            kind, name, division, phone, day(on, opened), tuple(villages)
        )
        print(record(opened, use_case, division).facts[0].stream)


@office.command()
def assign(
    office: OfficeArgument,
    villages: VillagesOption,
    on: DayOption = None,
    data: DataOption = DATA,
) -> None:
    """由该机构服务某村 / let an office serve villages."""
    _serve(office, villages, on, data, serves=True)


@office.command()
def release(
    office: OfficeArgument,
    villages: VillagesOption,
    on: DayOption = None,
    data: DataOption = DATA,
) -> None:
    """该机构不再服务某村 / let an office no longer serve villages."""
    _serve(office, villages, on, data, serves=False)


@office.command()
def close(
    office: OfficeArgument,
    reason: Annotated[str, typer.Option(help="原因 / why")],
    on: DayOption = None,
    acting: Annotated[
        str | None,
        typer.Option(help="代行机构 / who acts for it; the county SMI office"),
    ] = None,
    data: DataOption = DATA,
) -> None:
    """停用机构,由上级代收 / close an office; its stand-in is told instead."""
    with site(data) as opened:
        key, row = find(opened, office)
        stand_in = find(opened, acting)[0] if acting else _stands_in(opened, row)
        closing = CloseOffice(key, day(on, opened), reason, stand_in)
        record(opened, closing, row.division)


@office.command()
def reopen(
    office: OfficeArgument, on: DayOption = None, data: DataOption = DATA
) -> None:
    """恢复机构 / open an office again."""
    with site(data) as opened:
        key, row = find(opened, office)
        record(opened, ReopenOffice(key, day(on, opened)), row.division)


def _stands_in(opened: Site, row: OfficeRow) -> UUID | None:
    """Return the county SMI office, for an office that people may be entrusted to."""
    if row.kind not in RESPONSIBLE_KINDS:
        return None
    with views(opened) as connection:
        return county_office(all_offices(connection), row.division)


def find(opened: Site, named: str) -> tuple[UUID, OfficeRow]:
    """Return the one office of this id or name; otherwise the command ends."""
    with views(opened) as connection:
        return _one(connection, named)


def _one(connection: Connection, named: str) -> tuple[UUID, OfficeRow]:
    fitting = [
        (key, row)
        for key, row in all_offices(connection).items()
        if named in (str(key), row.name)
    ]
    if len(fitting) != 1:
        fail(
            "没有这个机构,或同名不止一个:见 suian office list"
            " / no such office, or several: see suian office list"
        )
    return fitting[0]


def _serve(
    office: str, villages: list[str], on: DayOption, data: DataOption, *, serves: bool
) -> None:
    with site(data) as opened:
        key, _ = find(opened, office)
        for village in villages:
            use_case = AssignVillage(key, village, day(on, opened), serves)
            record(opened, use_case, village)


def _line(key: UUID, row: OfficeRow) -> str:
    villages = "、".join(s["village"] for s in row.services if s["until_on"] is None)
    state = "开放" if row.is_open else "停用"
    kind = chinese(OfficeKind(row.kind))
    return f"{key}  {kind}  {row.name}  {row.division}  {state}  {villages}"
