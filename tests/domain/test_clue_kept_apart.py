"""A clue reaches no notice, figure, search or list but its own: nothing else reads it."""

import ast
from typing import Final

from tests.house.tree import ROOT, python_files, syntax

CLUES: Final = frozenset({"domain.clue", "projections.clues", "domain.registry.clues"})
MAY: Final = frozenset(
    {
        "domain/topics.py",
        "domain/clue.py",
        "domain/registry/clues.py",
        "domain/registry/registration.py",
        "projections/clues.py",
        "projections/every.py",
        "api/console/clues.py",
        "api/console/register.py",
        "api/console/reports.py",
        "api/printing/forms/screening.py",
        "api/v1/clues.py",
        "scheduler/jobs/look_after_clues.py",
        "ops/demo/finding.py",
        "ops/proving/checks/privacy/life.py",
        "ops/demo/county/finding.py",
    }
)
"""Who knows clues; each of these pages is of the health side (test_access, test_clues)."""


def imports(module: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{each.name}" for each in node.names}
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def test_only_the_clues_own_parts_read_them() -> None:
    rooms = ("domain", "projections", "api", "scheduler", "ops")
    knows = {
        path.relative_to(ROOT).as_posix()
        for path in python_files(*rooms)
        if imports(syntax(path)) & CLUES
    }

    pages = {"api/console/routes.py", "api/v1/resources.py"}
    assert knows - pages <= MAY


def test_notices_figures_and_searches_name_no_clue() -> None:
    reading = ("notice", "name_", "rates", "management", "digest", "handover", "inbox")
    named = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("domain", "projections", "scheduler", "api")
        if path.stem.startswith(reading) and "clue." in path.read_text(encoding="utf-8")
    ]

    assert named == []
