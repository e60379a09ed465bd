"""The acceptance cases T01 to T112 run as tests under their own numbers.

A case is found where a test is named for it (`test_t07_…`) or a parameter carries its
number (`T07`); a remark does not count. What a case speaks of may not be built yet: those
are listed with what is missing, and a case that is listed and run must come off the list.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from tests.house.tree import python_files, syntax

LISTED: Final = frozenset(
    f"T{number:02d}"
    for span in (
        (1, 2, 3, 4, 5, 6, 7, 8, 9),
        (11, 12, 13, 15, 16, 18, 19, 20, 21, 22, 24, 25, 28),
        (29, 31, 32, 34, 35, 37, 38, 40),
        (41, 42, 44, 47, 49, 51, 52),
        (54, 55, 56, 58, 60),
        (61, 62, 63, 65, 66, 68, 70, 72, 73, 75, 79, 80, 81),
        (83, 84, 85, 86, 87, 89, 90, 91, 93, 94),
        (96, 97, 98, 100, 101, 103, 104, 105, 106, 107, 109, 110, 111, 112),
    )
    for number in span
)

NOT_BUILT: Final = {
    "T111": "exports to another department",
}
"""What no part of the product does yet."""

NUMBER: Final = re.compile(r"(?:^|[^A-Za-z0-9])T(\d{2,3})(?![0-9])")
NAMED: Final = re.compile(r"_t(\d{2,3})(?=_)")


def texts(module: ast.Module) -> Iterator[str]:
    """Yield the texts of a file but for docstrings and other remarks."""
    remarks = {
        id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or id(node) in remarks:
            continue
        if isinstance(node.value, str):
            yield node.value


def run() -> set[str]:
    """Return the numbers of the cases that are run."""
    found: set[str] = set()
    for path in python_files("tests"):
        if not path.name.startswith("test_") or path.name == "test_t_cases.py":
            continue
        module = syntax(path)
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                found |= {f"T{number}" for number in NAMED.findall(node.name)}
        for text in texts(module):
            found |= {f"T{number}" for number in NUMBER.findall(text)}
    return found


def test_every_listed_case_is_run_or_named_as_not_built() -> None:
    assert sorted(LISTED - run() - NOT_BUILT.keys()) == []


def test_no_case_named_as_not_built_is_run() -> None:
    assert sorted(NOT_BUILT.keys() & run()) == []


def test_a_number_in_a_remark_does_not_count() -> None:
    module = ast.parse('"""T07 is meant."""\n# T08\nx = ("T09", "about T10, too")')

    assert {n for text in texts(module) for n in NUMBER.findall(text)} == {"09", "10"}
