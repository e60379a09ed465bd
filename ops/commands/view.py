"""`suian view`: how far the views are, making one afresh, letting a parked one go on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

import typer

from domain.rules.access import Operation
from ops.commands.frame import (
    DATA,
    DataOption,
    JsonOption,
    fail,
    installation,
    note,
    say,
    show,
    site,
)
from ops.site import Site
from projections.comparing import Differences
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import Folding, Parked
from projections.view import View

if TYPE_CHECKING:
    from ops.rebuilding import Rebuilt

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


def _names(names: list[str]) -> list[str]:
    return list(NAMES) if names == ["all"] else [_name(name) for name in names]


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
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", help="视图名称,或 all / names, or all", callback=_names
        ),
    ],
    data: DataOption = DATA,
    *,
    accept: Annotated[
        bool, typer.Option("--accept", help="不同也替换 / swap though it differs")
    ] = False,
    json: JsonOption = False,
) -> None:
    """在旁重建视图,比对后替换;期间照常使用 / rebuild beside, compare, swap; all go on."""
    from ops.rebuilding import Means, RebuildRunning
    from ops.rebuilding import rebuild as rebuild_views

    with installation(data) as prepared:
        means = Means(prepared.url("owner"), prepared.url("clerk"), prepared.keys)
        rebuilt: list[Rebuilt] = []
        try:
            for views in _by_log(names):
                rebuilt += rebuild_views(means, views, accept=accept)
        except RebuildRunning:
            fail("另有重建在进行 / views are being rebuilt already")
    show(
        [{**asdict(each), "count": each.differences.count} for each in rebuilt],
        as_json=json,
        lines=[line for each in rebuilt for line in _outcome(each)],
    )
    if not all(each.swapped for each in rebuilt):
        fail("与在用的不同,未替换 / differs and was not swapped: --accept")
    if any(each.parked for each in rebuilt):
        fail("重建完成,但有停住的 / rebuilt, but some are parked: suian view list")


@view.command("compare")
def compare_views(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME...]", help="视图名称,不写为全部 / all without one"
        ),
    ] = None,
    data: DataOption = DATA,
    *,
    json: JsonOption = False,
) -> None:
    """将日志重新折叠,逐行核对视图,视图不变 / fold the log afresh, hold the views against it.

    有不同则退出码为 1 / exits 1 when a row version differs; nothing is changed.
    """
    from ops.rebuilding import Means, RebuildRunning, held_against_the_log

    found: list[Differences] = []
    with site(data) as opened, installation(data) as prepared:
        means = Means(prepared.url("owner"), prepared.url("clerk"), prepared.keys)
        try:
            for views in _by_log(_names(names or ["all"])):
                found += held_against_the_log(means, views)
        except RebuildRunning:
            fail("另有重建在进行 / views are being rebuilt already")
        people = {key for each in found for key, _ in each.examples}
        if people:
            note(opened, Operation.REBUILD_VIEW, tuple(people))
    show(
        [{**asdict(each), "equal": each.is_exact} for each in found],
        as_json=json,
        lines=[line for each in found for line in _held(each)],
    )
    unlike = [each.view for each in found if not each.is_exact]
    if unlike:
        fail(f"视图与日志不符 / not what the log makes: {', '.join(unlike)}")


def _held(found: Differences) -> list[str]:
    done = "一致 / equal" if found.is_exact else "不一致 / DIFFERENT"
    erased = f"  已销毁仍在 / erased, yet there {found.erased}" if found.erased else ""
    return [
        f"{found.view:<14}  @{found.position}  {_numbers(found)}{erased}  {done}",
        *(f"  {key} @{position}" for key, position in found.examples),
    ]


def _numbers(found: Differences) -> str:
    return (
        f"相同 / same {found.same}  少 / missing {found.missing}"
        f"  多 / extra {found.extra}  异 / changed {found.changed}"
    )


def _by_log(names: Sequence[str]) -> list[list[View[Any]]]:
    every = [
        [v for v in log if v.name in names] for log in (OF_THE_LOG, OF_THE_READING_LOG)
    ]
    return [views for views in every if views]


def _outcome(rebuilt: "Rebuilt") -> list[str]:
    found = rebuilt.differences
    done = "已替换 / swapped" if rebuilt.swapped else "未替换 / not swapped"
    return [
        f"{found.view:<14}  @{found.position}  {_numbers(found)}  {done}",
        *(f"  {key} @{position}" for key, position in found.examples),
        *(
            f"  停住 / parked: {p.lane} @{p.position} {p.failure}"
            for p in rebuilt.parked
        ),
    ]


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
