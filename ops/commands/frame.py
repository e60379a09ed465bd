"""What every subcommand shares: how it speaks, and how it reaches the installation."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from ops.installation import is_up, open_installation, prepare
from ops.settings import DEFAULT_DATA, Installation
from ops.site import Site, open_site

DataOption = Annotated[
    Path, typer.Option("--data", help="数据目录 / the data folder", envvar="SUIAN_DATA")
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="以 JSON 输出 / print JSON", is_flag=True)
]
DATA = DEFAULT_DATA


def say(text: str) -> None:
    """Tell the person at the keyboard something; results go to standard output."""
    print(text, file=sys.stderr, flush=True)


def fail(text: str) -> NoReturn:
    """End with exit code 1 and one line that says what to do."""
    say(text)
    raise typer.Exit(1)


def show(value: Any, *, as_json: bool, lines: list[str]) -> None:
    """Print a result: as JSON, or as lines for a person."""
    if as_json:
        print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
    else:
        print("\n".join(lines))


@contextmanager
def site(data: Path) -> Generator[Site]:
    """Open the site with the clerk's rights; start the database if nobody has."""
    settings = Installation(data=data.resolve())
    started = not is_up(settings)
    prepared = prepare(settings, say) if started else open_installation(settings)
    opened = open_site(prepared.url("clerk"), prepared.keys)
    try:
        yield opened
    finally:
        opened.close()
        if started and prepared.server:
            prepared.server.stop()
