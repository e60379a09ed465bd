"""The tree as the house tests walk it: rooms, files, modules, syntax."""

import ast
import importlib
import pkgutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import domain

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "projections", "api", "scheduler", "ops")


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def domain_modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(domain.__path__, "domain.")
    return [importlib.import_module(module.name) for module in found]


def subclasses(of: type[Any]) -> set[type[Any]]:
    direct: set[type[Any]] = set(of.__subclasses__())
    return direct.union(*(subclasses(each) for each in direct))


def committed_files() -> list[str]:
    """Return what is, or is about to be, committed: tracked and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]
