"""`suian erase`: destroys a person's keys; one proposes, another confirms, for ever."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from domain.log import Command
from domain.person.person import Person
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.known import person_known
from domain.values.people import Role
from ops.acting import operator_command
from ops.commands.frame import DATA, DataOption, fail, installation, say, site, views
from ops.installation import Prepared
from ops.left_over import EVERYWHERE, on_a_server_of_ones_own
from ops.site import Site
from ops.sweep import sweep_tables, sweep_write_ahead_log
from projections.accounts import accounts, by_sign_in_name

erase: Final = typer.Typer(
    name="erase",
    help="销毁一人的密钥,须两人办理 / destroy a person's keys; it takes two people",
    no_args_is_help=True,
)

PersonArgument = Annotated[
    UUID, typer.Argument(metavar="PERSON", help="患者编号 / the person's id")
]
ByOption = Annotated[
    str, typer.Option(help="办理人的登录名,须输入其密码 / the sign-in name of who acts")
]
StdinOption = Annotated[
    bool,
    typer.Option(
        "--password-stdin", help="从标准输入读密码 / read the password from stdin"
    ),
]


@erase.command()
def propose(
    person: PersonArgument,
    by: ByOption,
    reason: Annotated[
        str, typer.Option(help="法律依据,不写姓名 / the ground, no name")
    ],
    data: DataOption = DATA,
    *,
    password_stdin: StdinOption = False,
) -> None:
    """提出销毁;30天内由另一人确认 / propose it; another person confirms within 30 days."""
    with site(data) as opened:
        _known(opened, person)
        signed = _signed(opened, by, from_stdin=password_stdin)
        opened.runner.run(ProposeErasure(person, reason), signed)
    say(
        "已提出。由另一名管理员运行 suian erase confirm"
        " / proposed: another administrator runs suian erase confirm"
    )


@erase.command()
def confirm(
    person: PersonArgument,
    by: ByOption,
    data: DataOption = DATA,
    *,
    password_stdin: StdinOption = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / do not ask")] = False,
) -> None:
    """确认销毁:此人的记录永远不可读 / confirm it: nobody can ever read the record again."""
    with site(data) as opened:
        found = _known(opened, person)
        signed = _signed(opened, by, from_stdin=password_stdin)
        if not yes:
            _ask_again(person)
        number = found.identity.id_number if found.identity else None
        claim = opened.claim("ID number", number) if number else None
        merged = tuple(map(UUID, found.absorbed))
        opened.runner.run(ErasePerson(person, claim, merged), signed)
        keys = sum(opened.keys.destroy(record) for record in (person, *merged))
        say(f"已销毁 {keys} 个密钥 / {keys} keys destroyed")
        _sweep(opened, data)


@erase.command()
def sweep(data: DataOption = DATA) -> None:
    """清除已销毁者在数据库文件中的残留;可重复 / sweep up what is left; may be repeated."""
    with site(data) as opened:
        _sweep(opened, data)


def _known(opened: Site, person: UUID) -> Person:
    return person_known(opened.log, person)


def _signed(opened: Site, sign_in_name: str, *, from_stdin: bool) -> Command:
    """Return a command of the account whose password was typed, under its own rights."""
    from argon2.exceptions import InvalidHashError, VerifyMismatchError

    from api.passwords import STRONG

    with views(opened, accounts) as connection:
        found = by_sign_in_name(connection, sign_in_name)
    given = (
        sys.stdin.readline().rstrip("\r\n")
        if from_stdin
        else typer.prompt(
            f"{sign_in_name} 的密码 / password", hide_input=True, err=True
        )
    )
    try:
        fits = bool(found) and STRONG.verify(found[1].password_hash, given)
    except (VerifyMismatchError, InvalidHashError):
        fits = False
    if not found or not fits or not found[1].is_enabled or not found[1].role:
        fail("登录名或密码不对 / wrong sign-in name or password")
    key, row = found
    return operator_command(
        opened,
        row.division,
        actor=key,
        role=Role(row.role),
        organisation=UUID(row.office),
    )


def _ask_again(person: UUID) -> None:
    typed = typer.prompt(
        "不可撤销。请再次输入患者编号 / for ever: type the person's id again", err=True
    )
    if typed.strip() != str(person):
        fail("编号不一致,未做任何更改 / another id; nothing was changed")


def _sweep(opened: Site, data: Path) -> None:
    """Let every view drop whoever is erased, sweep, and say what is left to do."""
    from ops.clerk import foldings

    for folding in foldings(opened):
        folding.catch_up()
    with installation(data) as prepared:
        swept = sweep_tables(prepared.url("owner"))
        segments, still = _write_ahead_log(prepared, opened.clock())
    for words in (*still, EVERYWHERE):
        say(words)
    if swept or segments:
        fail(
            f"尚有残留:{'、'.join(swept)} {segments} 个日志段被占用。结束长事务与"
            "复制槽后运行 suian erase sweep / something is left, held by a long"
            " transaction or a replication slot: end it, then run suian erase sweep"
        )
    say("数据库文件已清除 / the database's files were swept")


def _write_ahead_log(prepared: Prepared, now: datetime) -> tuple[int, list[str]]:
    """Sweep the log of a server that is ours; of another, say what is to be done."""
    if prepared.server:
        return sweep_write_ahead_log(prepared.url("super")), []
    return 0, list(on_a_server_of_ones_own(prepared.url("owner"), now))
