"""Every row of every rule cites a source that is on the register."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import ROOT, place, python_files, syntax

REGISTER = ROOT / "domain/rules/sources.md"
ROW = re.compile(r"^\|\s*([A-Z][A-Z0-9-]*\d*)\s*\|", re.MULTILINE)


def register() -> set[str]:
    return set(ROW.findall(REGISTER.read_text(encoding="utf-8")))


def citations() -> Iterator[tuple[str, str]]:
    for path in python_files("domain"):
        for node in ast.walk(syntax(path)):
            match node:
                case ast.Call(
                    func=ast.Name(id="Clause"),
                    args=[ast.Constant(value=str() as source), *_],
                ):
                    yield place(path, node), source
                case _:
                    pass


def test_every_cited_source_is_on_the_register() -> None:
    known = register()

    assert [(at, source) for at, source in citations() if source not in known] == []


def test_the_rules_do_cite() -> None:
    assert len(list(citations())) > 0


def test_a_source_that_is_not_there_would_be_missed() -> None:
    assert "X99" not in register()


def test_every_rule_opens_with_decision_source_hit_rule_and_silence() -> None:
    tables = [
        path
        for path in python_files("domain/rules")
        if "Clause(" in path.read_text(encoding="utf-8") and path.stem != "clause"
    ]

    lacking = {
        place(path, syntax(path)): missing
        for path in tables
        if (
            missing := [
                word
                for word in ("Decision:", "Source:", "Hit rule:", "Silence:")
                if word not in (ast.get_docstring(syntax(path)) or "")
            ]
        )
    }

    assert lacking == {}
