"""`suian view`: how far the views are, making one afresh, letting a parked one go on."""

from dataclasses import asdict, dataclass
from typing import Annotated, Final
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from domain.rules.access import Operation
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    note,
    say,
    show,
    site,
)
from ops.site import Site
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import Folding, Parked

view: Final = typer.Typer(name="view", help="视图 / views", no_args_is_help=True)
NAMES: Final = tuple(each.name for each in (*OF_THE_LOG, *OF_THE_READING_LOG))


@dataclass(frozen=True, slots=True)
class Standing:
    """One view: what of its log it has taken in, what it lacks, who stands still."""

    name: str
    position: int
    behind: int
    parked: list[Parked]


def _name(name: str) -> str:
    if name not in NAMES:
        raise typer.BadParameter(f"可选 / one of: {', '.join(NAMES)}")
    return name


NameArgument = Annotated[
    str,
    typer.Argument(metavar="NAME", help="视图名称 / the view's name", callback=_name),
]


@view.command("list")
def list_views(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """各视图的进度 / how far each view is, and who is parked in it."""
    with site(data) as opened:
        parked = _folding(opened, NAMES[0]).parked()
        if parked:
            note(opened, Operation.REBUILD_VIEW, tuple({p.lane for p in parked}))
        found = [_standing(opened, name, parked) for name in NAMES]
    show(
        [asdict(each) for each in found],
        as_json=json,
        lines=[line for each in found for line in _lines(each)],
    )


@view.command()
def rebuild(
    name: NameArgument,
    data: DataOption = DATA,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / do not ask")] = False,
) -> None:
    """清空并重建视图;期间该视图不完整 / empty a view and fold it again."""
    if not yes:
        typer.confirm(
            f"清空并重建 {name}? / empty and fold again?", abort=True, err=True
        )
    with site(data) as opened, Progress(console=Console(stderr=True)) as progress:
        folding, total = _folding(opened, name), _end(opened, name)
        task = progress.add_task(name, total=total)
        folding.refold(name)
        while folding.step():
            progress.update(task, completed=folding.positions()[name])
        parked = [each for each in folding.parked() if each.view == name]
    if parked:
        fail(f"重建完成,但有 {len(parked)} 个停住 / folded again, but some are parked")
    say(f"已重建 / folded again: {name}")


@view.command()
def unpark(
    name: NameArgument,
    lane: Annotated[
        UUID, typer.Argument(metavar="ID", help="停住者的编号 / the parked one's id")
    ],
    data: DataOption = DATA,
) -> None:
    """让停住的一人(或一事)重新开始 / fold one parked person or matter again."""
    with site(data) as opened:
        folding = _folding(opened, name)
        if not _stands_still(folding, name, lane):
            fail("没有停住 / not parked")
        folding.unpark(name, lane)
        if _stands_still(folding, name, lane):
            fail("又停住了 / parked again: suian view list")
    say("已恢复 / goes on")


def _folding(opened: Site, name: str) -> Folding:
    from ops.clerk import foldings

    of_log, of_reading_log = foldings(opened)
    return of_log if name in {each.name for each in OF_THE_LOG} else of_reading_log


def _end(opened: Site, name: str) -> int:
    log = opened.log if name in {v.name for v in OF_THE_LOG} else opened.reading_log
    return log.last_position()


def _stands_still(folding: Folding, name: str, lane: UUID) -> bool:
    return any((each.view, each.lane) == (name, lane) for each in folding.parked())


def _standing(opened: Site, name: str, parked: list[Parked]) -> Standing:
    position = _folding(opened, name).positions()[name]
    return Standing(
        name,
        position,
        _end(opened, name) - position,
        [each for each in parked if each.view == name],
    )


def _lines(view: Standing) -> list[str]:
    head = (
        f"{view.name:<14}  位置 / position {view.position}  落后 / behind {view.behind}"
    )
    return [
        head,
        *(f"  停住 / parked: {p.lane} @{p.position} {p.failure}" for p in view.parked),
    ]
