"""`suian keys`: a new master key, a backup of the secrets kept apart, and its drill."""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import psycopg
import typer

from domain.claim import claim_id
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    installation,
    say,
    show,
)
from ops.installation import Prepared
from ops.keys import backup as sealed
from ops.keys import custody, files
from ops.keys.drill import Drill
from ops.keys.drill import drill as tried
from ops.keys.masters import MasterMissing
from ops.keys.rotation import is_unfinished
from ops.keys.rotation import rotate as wrap_again
from ops.sweep import sweep_keys, sweep_write_ahead_log

keys: Final = typer.Typer(
    name="keys",
    help="主密钥与其备份 / the master key and its backup",
    no_args_is_help=True,
)

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="备份文件 / the backup's file")
]
StdinOption = Annotated[
    bool,
    typer.Option(
        "--passphrase-stdin", help="从标准输入读口令 / read the passphrase from stdin"
    ),
]


@keys.command()
def rotate(data: DataOption = DATA) -> None:
    """换主密钥:全部数据密钥重新包裹,系统照常运行 / a new master key, while work goes on."""
    with installation(data) as prepared:
        if is_unfinished(prepared.keys):
            say("继续上次未完成的更换 / going on with a rotation that was cut short")
        try:
            wrapped = wrap_again(prepared.url("owner"), prepared.keys, os.urandom)
        except (MasterMissing, files.KeyFileProblem) as problem:
            fail(str(problem))
        is_swept = sweep_keys(prepared.url("owner"))
        if prepared.server:
            is_swept = not sweep_write_ahead_log(prepared.url("super")) and is_swept
    if not is_swept or not prepared.server:
        say(
            "旧主密钥包裹的密钥仍在数据库的旧日志中;旧主密钥若已外泄,请清除旧日志与旧备份"
            " / keys as the old master key wrapped them are still in the database's older"
            " log: if that master key has leaked, clear the older log and backups"
        )
    say(
        f"已更换,{wrapped} 个数据密钥重新包裹。原备份打不开新数据:请立即 suian keys backup"
        f" / rotated, {wrapped} data keys wrapped again. The old backup no longer opens"
        " them: run suian keys backup now"
    )


@keys.command()
def backup(
    file: FileArgument,
    data: DataOption = DATA,
    *,
    passphrase_stdin: StdinOption = False,
) -> None:
    """把主密钥与索引密钥写入加密文件,与数据分开保存 / write the secrets to a sealed file."""
    with installation(data) as prepared:
        passphrase = _passphrase(from_stdin=passphrase_stdin, twice=True)
        try:
            secrets = files.read(prepared.keys)
            sealed.write(file, secrets, passphrase, os.urandom)
        except (sealed.BackupProblem, files.KeyFileProblem) as problem:
            fail(str(problem))
        with psycopg.connect(prepared.url("owner")) as connection:
            custody.note(connection, secrets.masters[0], custody.BACKED_UP)
    say(
        f"已写入 {file}。请与数据库备份分开保存,口令另存;再运行 suian keys drill 检验"
        f" / written to {file}: keep it apart from the database's backups and the"
        " passphrase elsewhere, then run suian keys drill"
    )


@keys.command()
def restore(
    file: FileArgument,
    data: DataOption = DATA,
    *,
    passphrase_stdin: StdinOption = False,
) -> None:
    """从备份恢复缺失的密钥文件;不覆盖任何文件 / put missing secrets back, replace none."""
    passphrase = _passphrase(from_stdin=passphrase_stdin)
    folder = data.resolve() / "keys"
    try:
        secrets = sealed.read(file, passphrase)
        written = sealed.put_back(folder, secrets)
    except (sealed.BackupProblem, files.KeyFileProblem) as problem:
        fail(str(problem))
    say(f"已恢复 / put back: {', '.join(written) or '无 / nothing was missing'}")


@keys.command()
def drill(
    file: FileArgument,
    data: DataOption = DATA,
    *,
    passphrase_stdin: StdinOption = False,
    json: JsonOption = False,
) -> None:
    """演练:备份能否打开本库全部密钥;什么也不改 / try whether a backup opens every key."""
    passphrase = _passphrase(from_stdin=passphrase_stdin)
    with installation(data) as prepared:
        try:
            secrets = sealed.read(file, passphrase)
        except sealed.BackupProblem as problem:
            fail(str(problem))
        with psycopg.connect(prepared.url("clerk")) as connection:
            found = tried(connection, secrets, claim_id)
        if found.would_save and found.opened:
            _note_drill(prepared, secrets, found)
    show(
        {"would_save": found.would_save, **asdict(found)},
        as_json=json,
        lines=_lines(found),
    )
    if not found.opened and not found.closed:
        say("库中尚无密钥可试,不算演练 / no key to try yet: this was no drill")
    if not found.would_save:
        fail(
            "这份备份救不了本库:请立即重新备份 / this backup would not save the database"
        )


def _note_drill(prepared: Prepared, secrets: files.Secrets, found: Drill) -> None:
    with psycopg.connect(prepared.url("owner")) as connection:
        custody.note(connection, secrets.masters[0], custody.DRILLED, found.opened)


def _lines(found: Drill) -> list[str]:
    return [
        f"数据密钥打开 / data keys opened: {found.opened}",
        f"打不开 / not opened: {found.closed}",
        f"已销毁 / destroyed: {found.destroyed}",
        f"索引找到 / claims found: {found.found}",
        f"找不到 / not found: {found.missing}",
    ]


def _passphrase(*, from_stdin: bool, twice: bool = False) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = typer.prompt(
        "口令 / passphrase", hide_input=True, confirmation_prompt=twice, err=True
    )
    return given
