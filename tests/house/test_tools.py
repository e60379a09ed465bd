"""The tools' findings are tests: one command checks everything."""

import subprocess
import sys

import pytest

from tests.house.tree import ROOT

TOOLS = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("pyright",),
    "dependencies": ("deptry", "."),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_has_nothing_to_say(tool: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", *TOOLS[tool]],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
