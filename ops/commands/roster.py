"""`suian roster`: the sealed nightly rosters, made, listed, opened; their codes."""

import sys
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from ops.commands.frame import DATA, DataOption, JsonOption, fail, say, show, site
from ops.keys import files
from ops.rosters import (
    SUFFIX,
    MakeRosters,
    RosterProblem,
    code_of,
    head_of,
    unseal,
)

roster: Final = typer.Typer(
    name="roster",
    help="夜间名册(密封) / the sealed nightly rosters, for an outage",
    no_args_is_help=True,
)

OfficeArgument = Annotated[UUID, typer.Argument(help="机构编号 / the office's id")]
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="名册文件 / the roster's file")
]
ToOption = Annotated[
    Path, typer.Option("--to", help="写出的 PDF / where the PDF is written")
]


@roster.command("make")
def make(data: DataOption = DATA) -> None:
    """立即生成各机构名册 / make every office's roster now, as the night's job does."""
    with site(data) as opened:
        made = MakeRosters(opened, data / "rosters")(opened.clock())
    say(f"已生成 {made} 份 / {made} made: {data / 'rosters'}")


@roster.command("list")
def listed(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """列出名册;不需要数据库 / which rosters there are; needs no database."""
    found = sorted((data / "rosters").glob(f"*{SUFFIX}"))
    heads = [(path, head_of(path.read_bytes())) for path in found]
    show(
        [{"file": str(p), "office": h.office, "name": h.name} for p, h in heads],
        as_json=json,
        lines=[f"{h.office}  {h.made_at}  {h.name}" for _, h in heads],
    )


@roster.command("code")
def code(office: OfficeArgument, data: DataOption = DATA) -> None:
    """机构的开启密码,密封保存于该机构 / an office's code, for its sealed envelope."""
    try:
        secrets = files.read(data / "keys")
    except files.KeyFileProblem as problem:
        fail(str(problem))
    show(None, as_json=False, lines=[code_of(secrets, office)])


@roster.command("open")
def opened_roster(
    file: FileArgument,
    to: ToOption,
    data: DataOption = DATA,
    *,
    code_stdin: Annotated[
        bool,
        typer.Option(
            "--code-stdin", help="从标准输入读开启密码 / read the code from stdin"
        ),
    ] = False,
) -> None:
    """开启名册;有密码即可,不需要数据库 / open a roster: by its code, or by the keys here."""
    try:
        sealed = file.read_bytes()
        office = UUID(head_of(sealed).office)
        if code_stdin:
            given = sys.stdin.readline().strip()
        else:
            given = code_of(files.read(data / "keys"), office)
        opened = unseal(sealed, given)
        to.unlink(missing_ok=True)
        to.touch(0o600, exist_ok=False)
        to.write_bytes(opened)
    except (RosterProblem, files.KeyFileProblem) as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{problem.filename}: {problem.strerror}")
    say(f"已开启,用后请销毁 / opened; destroy it after use: {to}")
