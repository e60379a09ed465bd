"""Imports go one way, and every contract that says so has been seen to fail."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOMS, ROOT, place, python_files, syntax

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# contract, file the import is planted in, the import
VIOLATIONS = (
    ("rooms", "domain/errors.py", "import projections"),
    ("rooms", "projections/planted.py", "import api.v1"),
    ("rooms", "projections/planted.py", "import scheduler"),
    ("rooms", "api/v1/planted.py", "import scheduler"),
    ("rooms", "scheduler/planted.py", "import api"),
    ("rooms", "api/planted.py", "import ops"),
    ("rooms", "scheduler/planted.py", "import ops.store"),
    ("domain", "domain/values/planted.py", "import domain.rules"),
    ("domain", "domain/values/planted.py", "import domain.errors"),
    ("domain", "domain/rules/planted.py", "import domain.person"),
    ("domain", "domain/rules/planted.py", "import domain.errors"),
    ("domain", "domain/notice.py", "import domain.person"),
    ("domain", "domain/office.py", "import domain.account"),
    ("domain", "domain/person/planted.py", "import domain.registry"),
    ("domain", "domain/fact.py", "import domain.log"),
    ("domain", "domain/stray.py", ""),
    ("domain-plain", "domain/errors.py", "import sqlalchemy"),
    ("domain-plain", "domain/registry/planted.py", "import structlog"),
    ("domain-plain", "domain/person/planted.py", "import fastapi"),
    ("domain-plain", "domain/log.py", "import psycopg"),
    ("views-copy", "projections/planted.py", "import domain.rules"),
    ("views-copy", "projections/planted.py", "import domain.registry"),
    ("callers", "api/v1/planted.py", "import domain.person"),
    ("callers", "api/planted.py", "import domain.rules.planted"),
    ("callers", "scheduler/jobs/planted.py", "import domain.notice"),
    ("callers", "scheduler/jobs/planted.py", "import domain.rules.access"),
    ("alarm-clock", "scheduler/jobs/planted.py", "import apscheduler.triggers"),
    ("alarm-clock", "ops/planted.py", "import apscheduler"),
    ("store", "ops/store/planted.py", "import domain.log"),
    ("store", "ops/keys/planted.py", "import projections"),
    ("store", "ops/proof/planted.py", "import domain.fact"),
)

ALLOWED = (
    ("callers", "api/planted.py", "import domain.rules.access"),
    ("alarm-clock", "scheduler/timetable.py", "import apscheduler.triggers.cron"),
    ("domain", "domain/registry/planted.py", "import domain.person, domain.errors"),
    ("views-copy", "projections/planted.py", "import domain.person, domain.values"),
)


def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out every room's modules, each empty, under the same contracts."""
    bare = tmp_path_factory.mktemp("skeleton")
    shutil.copy(ROOT / "pyproject.toml", bare)
    for path in python_files(*ROOMS):
        copy = bare / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    for name in ("domain/rules/access.py", "domain/rules/planted.py"):
        (bare / name).touch()
    return bare


def planted(skeleton: Path, contract: str, file: str, line: str) -> int:
    path = skeleton / file
    existed = path.exists()
    path.write_text(line + "\n", encoding="utf-8")
    try:
        return lint(skeleton, "--contract", contract).returncode
    finally:
        path.unlink()
        if existed:
            path.touch()


def test_the_tree_keeps_every_contract() -> None:
    outcome = lint(ROOT)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_the_bare_skeleton_keeps_every_contract(skeleton: Path) -> None:
    outcome = lint(skeleton)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS)
def test_a_planted_import_breaks_its_contract(
    skeleton: Path, contract: str, file: str, line: str
) -> None:
    assert planted(skeleton, contract, file, line) == 1


@pytest.mark.parametrize(("contract", "file", "line"), ALLOWED)
def test_a_reasoned_exception_holds(
    skeleton: Path, contract: str, file: str, line: str
) -> None:
    assert planted(skeleton, contract, file, line) == 0


def test_every_contract_has_been_seen_to_fail() -> None:
    assert {each["id"] for each in contracts()} == {name for name, _, _ in VIOLATIONS}


def test_callers_are_kept_from_every_aggregate() -> None:
    by_id = {each["id"]: each for each in contracts()}
    layers = by_id["domain"]["layers"]
    between = layers[layers.index("topics") + 1 : layers.index("log")]
    aggregates = [name for layer in between for name in layer.split(" | ")]

    forbidden = set(by_id["callers"]["forbidden_modules"])

    assert forbidden == {"domain.rules", *(f"domain.{name}" for name in aggregates)}


def foreign_imports(module: ast.Module) -> list[tuple[ast.AST, str]]:
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node, f"{'.' * node.level}{node.module or ''}"))
    return [
        (node, name)
        for node, name in found
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("domain.rules", "domain.values"))
    ]


def test_rules_and_values_are_plain_python() -> None:
    foreign = [
        f"{place(path, node)} imports {name}"
        for path in python_files("domain/rules", "domain/values")
        for node, name in foreign_imports(syntax(path))
    ]

    assert foreign == []


@pytest.mark.parametrize(
    "line", ["import eventsourcing", "from holidays import china", "from . import x"]
)
def test_a_planted_library_in_a_rule_is_found(line: str) -> None:
    assert len(foreign_imports(ast.parse(line))) == 1
