"""`suian account`: who may sign in, in which role, for which office and division."""

import sys
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer
from sqlalchemy import create_engine

from domain.account import Grant
from domain.registry.accounts import (
    DisableAccount,
    GrantRole,
    OpenAccount,
    SetPassword,
)
from domain.rules.access import Operation
from domain.values.people import Role
from ops.commands.codes import DayOption, DivisionOption, chinese, day
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    installation,
    note,
    record,
    show,
    site,
    views,
)
from ops.commands.office import find as find_office
from ops.migrations import psycopg_url
from ops.site import Site
from projections.accounts import AccountRow, all_accounts, by_sign_in_name
from projections.offices import all_offices

account: Final = typer.Typer(
    name="account", help="账号与角色 / accounts and roles", no_args_is_help=True
)


def _role(role: Role) -> Role:
    if role is Role.SYSTEM:
        raise typer.BadParameter("系统角色不能授予 / the system's role is nobody's")
    return role


NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="登录名 / the sign-in name")
]
RoleOption = Annotated[Role, typer.Option(help="角色 / role", callback=_role)]
OfficeOption = Annotated[str, typer.Option(help="机构名称或编号 / office, name or id")]
StdinOption = Annotated[
    bool,
    typer.Option(
        "--password-stdin", help="从标准输入读密码 / read the password from stdin"
    ),
]


@account.command("list")
def list_accounts(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """账号一览 / list the accounts; never a password."""
    with site(data) as opened:
        note(opened, Operation.READ_ACCOUNTS)
        with views(opened) as connection:
            offices = all_offices(connection)
            accounts = all_accounts(connection)
    known = {str(key): row.name for key, row in offices.items()}
    show(
        [_plain(key, row, known) for key, row in accounts.items()],
        as_json=json,
        lines=[_line(row, known) for row in accounts.values()],
    )


@account.command("open")
def open_account(
    sign_in_name: NameArgument,
    name: Annotated[str, typer.Option(help="姓名 / the person's name")],
    role: RoleOption,
    office: OfficeOption,
    division: DivisionOption = "",
    *,
    on: DayOption = None,
    data: DataOption = DATA,
    password_stdin: StdinOption = False,
) -> None:
    """开通账号;不写 --division 则为机构所在区划 / open an account."""
    if not sign_in_name.strip() or sign_in_name != sign_in_name.strip():
        raise typer.BadParameter("登录名不能有空格 / no spaces around the name")
    with site(data) as opened:
        grant = _grant(opened, role, office, division, day(on, opened))
        use_case = OpenAccount(
            opened.claim("sign-in name", sign_in_name),
            sign_in_name,
            name,
            _hashed(from_stdin=password_stdin),
            grant,
        )
        record(opened, use_case, grant.division)


@account.command()
def grant(
    sign_in_name: NameArgument,
    role: RoleOption,
    office: OfficeOption,
    division: DivisionOption = "",
    on: DayOption = None,
    data: DataOption = DATA,
) -> None:
    """改授角色;原角色即失效 / grant another role; it takes the place of the old one."""
    with site(data) as opened:
        key, _ = _find(opened, sign_in_name)
        granted = _grant(opened, role, office, division, day(on, opened))
        record(opened, GrantRole(key, granted), granted.division)


@account.command()
def disable(
    sign_in_name: NameArgument,
    reason: Annotated[str, typer.Option(help="原因 / why")],
    data: DataOption = DATA,
) -> None:
    """停用账号 / shut an account for good."""
    with site(data) as opened:
        key, row = _find(opened, sign_in_name)
        record(opened, DisableAccount(key, reason), row.division)


@account.command()
def password(
    sign_in_name: NameArgument,
    data: DataOption = DATA,
    *,
    password_stdin: StdinOption = False,
) -> None:
    """重设密码,并结束其会话 / give an account another password; its sessions end."""
    with site(data) as opened:
        key, row = _find(opened, sign_in_name)
        use_case = SetPassword(key, _hashed(from_stdin=password_stdin))
        record(opened, use_case, row.division)
        _end_sessions(data, key)


def _end_sessions(data: Path, account: UUID) -> None:
    """Forget the account's sessions; only the web's role reaches them."""
    from api.session_desk import end_all

    with installation(data) as prepared:
        engine = create_engine(psycopg_url(prepared.url("web")), hide_parameters=True)
        try:
            with engine.begin() as connection:
                end_all(connection, account)
        finally:
            engine.dispose()


def _find(opened: Site, sign_in_name: str) -> tuple[UUID, AccountRow]:
    with views(opened) as connection:
        found = by_sign_in_name(connection, sign_in_name)
    if found is None:
        fail("没有这个登录名 / there is no such sign-in name")
    return found


def _grant(opened: Site, role: Role, office: str, division: str, on: str) -> Grant:
    key, row = find_office(opened, office)
    return Grant(role, str(key), division or row.division, on)


def _hashed(*, from_stdin: bool) -> str:
    from api.passwords import SHORTEST, STRONG

    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = typer.prompt(
            "密码 / password", hide_input=True, confirmation_prompt=True, err=True
        )
    if len(given) < SHORTEST:
        fail(f"密码至少 {SHORTEST} 位 / at least {SHORTEST} characters")
    return STRONG.hash(given)


def _plain(key: UUID, row: AccountRow, offices: dict[str, str]) -> dict[str, object]:
    return {
        "id": key,
        "sign_in_name": row.sign_in_name,
        "name": row.name,
        "role": row.role,
        "office": row.office,
        "office_name": offices.get(row.office, ""),
        "division": row.division,
        "is_enabled": row.is_enabled,
    }


def _line(row: AccountRow, offices: dict[str, str]) -> str:
    role = chinese(Role(row.role)) if row.role else "无角色"
    state = "启用" if row.is_enabled else "停用"
    office = offices.get(row.office, "")
    return (
        f"{row.sign_in_name:<12}  {row.name}  {role}  {office}  {row.division}  {state}"
    )
