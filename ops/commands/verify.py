"""`suian verify`: whether the logs are what was written, fact by fact."""

from typing import Final

import typer
from rich.console import Console
from rich.progress import Progress

from ops.commands.frame import DATA, DataOption, JsonOption, show, site
from ops.proof.chain import Break, check_log

SHOWN: Final = 20


def verify(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """防篡改校验 / recompute the chain of both logs; exit code 1 where one is broken."""
    found: dict[str, tuple[int, list[Break]]] = {}
    with site(data) as opened, Progress(console=Console(stderr=True)) as progress:
        for name, log in (("log", opened.log), ("reading", opened.reading_log)):
            task = progress.add_task(name, total=log.last_position())
            found[name] = check_log(
                log.recorder, lambda at, task=task: progress.update(task, completed=at)
            )
    show(
        {
            name: {
                "facts": facts,
                "broken": [{"position": b.position, "what": b.what} for b in broken],
            }
            for name, (facts, broken) in found.items()
        },
        as_json=json,
        lines=[line for name, each in found.items() for line in _lines(name, *each)],
    )
    if any(broken for _, broken in found.values()):
        raise typer.Exit(1)


def _lines(name: str, facts: int, broken: list[Break]) -> list[str]:
    if not broken:
        return [f"{name}: {facts} 条,防篡改校验通过 / facts verify"]
    words = f"{name}: {len(broken)} 处防篡改校验不通过 / places do not verify"
    places = [f"  位置 / position {b.position}: {b.what}" for b in broken[:SHOWN]]
    return [words, *places]
