"""`suian test`: style, types, imports and tests; what CI runs."""

import os
import shutil
import subprocess
import sys
from typing import Annotated, Final

import typer

from ops.commands.frame import say
from ops.settings import CHECKOUT

STEPS: Final = ("ruff", "format", "types", "imports", "pytest")


def test(
    only: Annotated[
        str,
        typer.Option(help="只运行一步 / one step: ruff format types imports pytest"),
    ] = "",
    pytest: Annotated[
        list[str] | None, typer.Argument(help="传给 pytest / passed on to pytest")
    ] = None,
) -> None:
    """检查代码并运行测试 / check the code and run the tests."""
    if only and only not in STEPS:
        say(f"没有这一步 / no such step: {only} ({', '.join(STEPS)})")
        raise typer.Exit(2)
    failed: list[str] = []
    for name in STEPS:
        if only in ("", name):
            say(f"· {name}")
            done = [
                subprocess.run(command, cwd=CHECKOUT, check=False).returncode
                for command in _commands(name, pytest or [])
            ]
            if any(done):
                failed.append(name)
    if failed:
        say(f"未通过 / failed: {', '.join(failed)}")
        raise typer.Exit(1)


def _commands(name: str, words: list[str]) -> list[list[str]]:
    python = sys.executable
    pytest = [python, "-m", "pytest", "-q", "-rs"]
    workers = str(min(os.cpu_count() or 1, 4))
    together = [*pytest, "-m", "not alone", "-n", workers]
    return {
        "ruff": [[python, "-m", "ruff", "check", "--quiet", "."]],
        "format": [[python, "-m", "ruff", "format", "--check", "--quiet", "."]],
        "types": [[python, "-m", "pyright", "--pythonpath", python]],
        "imports": [[_beside_python("lint-imports"), "--no-cache"]],
        "pytest": (
            [[*pytest, *words]] if words else [together, [*pytest, "-m", "alone"]]
        ),
    }[name]


def _beside_python(program: str) -> str:
    folder = os.path.dirname(sys.executable)  # noqa: PTH120 - a link must stay a link
    return shutil.which(program, path=folder) or program
