"""What every subcommand shares: how it speaks, and how it reaches the installation."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn
from uuid import UUID

import typer
from sqlalchemy import Connection

from domain.errors import Refused
from domain.log import Recorded
from domain.registry.readings import note_reading
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from ops.acting import operator_command
from ops.installation import Prepared, is_up, open_installation, prepare
from ops.settings import DEFAULT_DATA, Installation
from ops.site import Site, open_site
from projections.view import View

DataOption = Annotated[
    Path, typer.Option("--data", help="数据目录 / the data folder", envvar="SUIAN_DATA")
]
JsonOption = Annotated[bool, typer.Option("--json", help="以 JSON 输出 / print JSON")]
DATA = DEFAULT_DATA


def say(text: str) -> None:
    """Tell the person at the keyboard something; results go to standard output.

    Where it cannot be told, as into a file on a full disk, the work goes on untold.
    """
    with suppress(OSError):
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


def refused(refusal: Refused) -> NoReturn:
    """End with exit code 1 and what the refusal says, in both languages."""
    from api.language import language

    chinese = language("zh-CN").text(refusal.message, **refusal.details)
    fail(f"{chinese} / {refusal}")


@contextmanager
def installation(data: Path) -> Generator[Prepared]:
    """Open the installation; start the database if nobody has."""
    settings = Installation(data=data.resolve())
    started = not is_up(settings)
    prepared = prepare(settings, say) if started else open_installation(settings)
    try:
        yield prepared
    finally:
        if started and prepared.server:
            prepared.server.stop()


@contextmanager
def site(data: Path) -> Generator[Site]:
    """Open the site with the clerk's rights; a refusal ends the command in words."""
    with installation(data) as prepared:
        opened = open_site(prepared.url("clerk"), prepared.keys)
        try:
            yield opened
        except Refused as refusal:
            refused(refusal)
        finally:
            opened.close()


@contextmanager
def views(opened: Site, *only: View[Any]) -> Generator[Connection]:
    """Ask the log's views, which have taken in everything, whether a clerk works or not.

    Whoever asks `only` some need not wait for the others: after a large import the clerk
    has work for minutes.
    """
    from ops.clerk import foldings
    from projections.folding import Folding

    folding = Folding(opened.engine, opened.log, only) if only else foldings(opened)[0]
    folding.catch_up()
    with opened.engine.begin() as connection:
        yield connection


def note(opened: Site, operation: Operation, people: tuple[UUID, ...] = ()) -> None:
    """Note in the reading log that the operator looks; if that fails, nothing is shown."""
    note_reading(
        opened.reading_log,
        operator_command(opened, ""),
        operation=operation,
        people=people,
        position=opened.log.last_position(),
    )


def record(opened: Site, use_case: UseCase, division: str) -> Recorded:
    """Run the operator's use case within a division; say whether it changed anything."""
    recorded = opened.runner.run(use_case, operator_command(opened, division))
    say("已登记 / recorded" if recorded.facts else "本已如此 / so it was already")
    return recorded
