"""Reads every table of the book: its clauses, words, editions and parameters."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from domain.rules import book
from domain.rules.clause import Clause
from domain.rules.reasons import REASONS
from domain.rules.shown import Line, Table

REGISTER: Final = Path(book.__file__).parent / "sources.md"
SECTIONS: Final = ("Decision:", "Source:", "Hit rule:", "Silence:")


def register() -> dict[str, str]:
    """Return the grade of every source on the register, by its id."""
    text = REGISTER.read_text(encoding="utf-8")
    return dict(re.findall(r"^\| (\w+) \| .*? \| (\w) \|$", text, re.MULTILINE))


def faults_of(shown: Table, known: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with a table as it is written."""
    name = shown.name
    yield from (f"{name}: no {part}" for part in SECTIONS if part not in shown.about)
    for group in shown.groups:
        days = [edition.in_force_from for edition in group]
        if days != sorted(set(days), reverse=True):
            yield f"{name}: editions are not newest first"
    lines = [line for text in shown.texts() for line in text.lines]
    for line in (*lines, *shown.more()):
        yield from (f"{name}: {fault}" for fault in _faults_of_line(line, known))
    for mine in shown.parameters():
        if not mine.allows(mine.value):
            yield f"{name}: {mine.code} does not allow its own value"
        yield from (f"{name}: {f}" for f in _faults_of_clause(mine.why.clause, known))


def _faults_of_line(line: Line, known: dict[str, str]) -> Iterator[str]:
    if line.code and line.code not in REASONS:
        yield f"{line.code} is not registered"
    if line.code and not (line.en and line.zh):
        yield f"{line.code} lacks words"
    for clause in line.clauses:
        yield from _faults_of_clause(clause, known)


def _faults_of_clause(clause: Clause, known: dict[str, str]) -> Iterator[str]:
    if known.get(clause.source) != clause.evidence:
        yield f"{clause} is not on the register"
