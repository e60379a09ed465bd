"""Every table of rules stands in the rule book, with rows the book can show."""

import ast
import re

import pytest

from domain.rules.book import PARAMETERS, TABLES
from domain.rules.parameters import Parameter
from domain.rules.reasons import REASONS
from domain.rules.shown import Table
from tests.house.tree import ROOT, python_files, syntax

MACHINERY = {"parameters"}
"""Says how the others are set otherwise, and decides nothing of its own."""


def with_a_decision() -> set[str]:
    return {
        path.stem
        for path in python_files("domain/rules")
        if "Decision:" in (ast.get_docstring(syntax(path)) or "")
    }


def test_every_table_of_rules_stands_in_the_book() -> None:
    assert with_a_decision() - MACHINERY == {table.name for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_book_shows_what_a_table_says(table: Table) -> None:
    lines = [*(line for text in table.texts() for line in text.lines), *table.more()]

    assert "Hit rule:" in table.about
    for line in lines:
        assert line.clauses or line.cells
        assert bool(line.code) <= bool(line.zh)


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda each: each.code)
def test_every_parameter_allows_what_its_table_has(parameter: Parameter) -> None:
    assert parameter.allows(parameter.value)
    assert parameter.at_least < parameter.at_most
    assert not parameter.smaller_is_stricter or parameter.at_most == parameter.value


def test_no_two_parameters_share_a_code() -> None:
    codes = [each.code for table in TABLES for each in table.parameters()]

    assert len(codes) == len(set(codes))


def test_every_mark_beside_a_value_names_a_reason_there_is() -> None:
    named = {
        code
        for path in (ROOT / "api/console/templates").glob("*.html")
        for code in re.findall(r'rule_mark\("([^"]+)"\)', path.read_text("utf-8"))
    }

    assert named
    assert named <= set(REASONS)
