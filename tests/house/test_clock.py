"""Only `ops/` reads a clock or draws by chance, in Python and in SQL."""

import ast
import re
import subprocess
import sys

import pytest

from tests.house.tree import ROOT, place, python_files, syntax

ROOMS_WITHOUT_CLOCK = ("domain", "projections", "api", "scheduler")

CLOCK_IN_SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday"
    r"|gen_random_uuid|uuidv4|uuidv7|random)\s*\("
    r"|\b(current_date|current_time|current_timestamp|localtimestamp)\b",
    re.IGNORECASE,
)

LEASES = {"scheduler/lease.py", "scheduler/heartbeats.py"}
"""Who holds what, and who is alive, is told by the database's clock: machines must agree."""


def ruff(source: str, room: str) -> int:
    return subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--select", "TID251"),
            *("--stdin-filename", f"{room}/planted.py", "-"),
        ],
        cwd=ROOT,
        check=False,
        input=source,
        capture_output=True,
        text=True,
    ).returncode


CLOCKS = (
    "from datetime import datetime, UTC\nx = datetime.now(UTC)\n",
    "import datetime\nx = datetime.datetime.utcnow()\n",
    "import datetime as d\nx = d.date.today()\n",
    "import time\nx = time.time()\n",
    "from time import time\nx = time()\n",
    "from uuid import uuid4\nx = uuid4()\n",
    "import uuid\nx = uuid.uuid1()\n",
    "import random\nx = random.random()\n",
    "from secrets import token_hex\nx = token_hex()\n",
    "import os\nx = os.urandom(4)\n",
)


@pytest.mark.parametrize("source", CLOCKS)
def test_a_planted_clock_or_die_is_found(source: str) -> None:
    assert ruff(source, "domain") == 1


def test_every_room_but_ops_goes_without() -> None:
    assert [ruff(CLOCKS[0], room) for room in ROOMS_WITHOUT_CLOCK] == [1, 1, 1, 1]


def test_ops_may_read_the_clock() -> None:
    assert ruff(CLOCKS[0], "ops") == 0


def test_nobody_talks_the_linter_out_of_it() -> None:
    excused = [
        place(path, ast.parse(""))
        for path in python_files(*ROOMS_WITHOUT_CLOCK)
        if re.search(r"noqa.*TID251|ruff: noqa", path.read_text(encoding="utf-8"))
    ]

    assert excused == []


def clocks_in_sql(module: ast.Module) -> list[ast.AST]:
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(module)
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and CLOCK_IN_SQL.search(node.value)
        )
        or (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "func"
            and CLOCK_IN_SQL.match(f"{node.attr}(")
        )
    ]


def test_no_sql_reads_the_clock_but_a_lease() -> None:
    found = [
        place(path, node)
        for path in python_files(*ROOMS_WITHOUT_CLOCK)
        if path.relative_to(ROOT).as_posix() not in LEASES
        for node in clocks_in_sql(syntax(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "x = 'SELECT now()'",
        "x = 'DEFAULT CURRENT_TIMESTAMP'",
        "x = func.now()",
        "x = f'VALUES (gen_random_uuid(), {y})'",
    ],
)
def test_a_planted_clock_in_sql_is_found(line: str) -> None:
    assert len(clocks_in_sql(ast.parse(line))) == 1
