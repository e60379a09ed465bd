import re
from datetime import date
from pathlib import Path

import pytest

from domain.rules import access, parameters
from domain.rules.book import TABLES as BOOK
from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.reasons import REASONS, reason
from tests.house.tree import python_files

RULES = Path(access.__file__).parent
REGISTER = (RULES / "sources.md").read_text(encoding="utf-8")
SOURCES = dict(re.findall(r"^\| (\w+) \| .*? \| (\w) \|$", REGISTER, re.MULTILINE))
DECISIONS = set(re.findall(r"^\| (D-\w+) \|", REGISTER, re.MULTILINE))

MODULES = (*(table.module for table in BOOK), parameters)


def words(module: object) -> list[object]:
    found: list[object] = list(vars(module).values())
    for value in list(found):
        if isinstance(value, tuple):
            found += list(value)  # pyright: ignore[reportUnknownArgumentType] - rows of any table
    return found


def reasons() -> list[Reason]:
    found: set[Reason] = set()
    for module in MODULES:
        for word in words(module):
            why = word if isinstance(word, Reason) else getattr(word, "why", None)
            if isinstance(why, Reason):
                found.add(why)
    return sorted(found, key=lambda why: why.code)


def clauses() -> set[Clause]:
    found = {why.clause for why in reasons()}
    for module in MODULES:
        for word in words(module):
            for name in ("clause", "basis"):
                cited = word if isinstance(word, Clause) else getattr(word, name, None)
                if isinstance(cited, Clause):
                    found.add(cited)
    return found


@pytest.mark.parametrize("clause", sorted(clauses(), key=str), ids=str)
def test_every_citation_stands_in_the_register(clause: Clause) -> None:
    assert SOURCES.get(clause.source) == clause.evidence
    assert clause.source != "OURS" or clause.place in DECISIONS


def test_the_register_was_read() -> None:
    assert len(SOURCES) >= 10
    assert len(DECISIONS) >= 15
    assert len(reasons()) >= 60


def test_every_decision_has_its_own_number() -> None:
    rows = re.findall(r"^\| (D-\w+) \|", REGISTER, re.MULTILINE)

    assert sorted(rows) == sorted(DECISIONS)


def test_every_decision_of_the_register_is_used_by_some_rule() -> None:
    paths = [
        *python_files("domain"),
        *python_files("api"),
        *python_files("projections"),
        *python_files("scheduler"),
        *python_files("ops"),
    ]
    texts = "".join(path.read_text(encoding="utf-8") for path in paths)
    named = re.findall(r"D-([A-Z]+)(\d+)", texts)
    spans = re.findall(r"D-([A-Z]+)(\d+) to (?:D-[A-Z]+)?(\d+)", texts)
    used = {f"D-{letter}{number}" for letter, number in named}
    used |= {
        f"D-{letter}{n}" for letter, a, b in spans for n in range(int(a), int(b) + 1)
    }

    assert used == DECISIONS


def test_every_reason_a_rule_gives_can_be_put_into_words_again() -> None:
    assert {why.code: why for why in reasons()} == REASONS
    assert all(reason(why.code) == why for why in reasons())
    assert reason("due.local") is None


def test_every_reason_has_its_own_code_and_words_in_both_languages() -> None:
    codes = [why.code for why in reasons()]

    assert len(codes) == len(set(codes))
    for why in reasons():
        assert re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", why.code)
        assert re.fullmatch(r"[A-Z“].*[.:]", why.en)
        assert re.search(r"[\u4e00-\u9fff]", why.zh)


def test_the_newest_edition_in_force_on_the_day_counts() -> None:
    editions = (
        Edition("second", date(2024, 7, 1), "new"),
        Edition("first", date(2017, 1, 1), "old"),
    )

    named = {
        day: in_force(editions, date.fromisoformat(day)).name
        for day in ("2012-01-01", "2024-06-30", "2024-07-01", "2030-01-01")
    }

    assert named == {
        "2012-01-01": "first",
        "2024-06-30": "first",
        "2024-07-01": "second",
        "2030-01-01": "second",
    }


TABLES = [group for table in BOOK for group in table.groups if group]


@pytest.mark.parametrize("editions", TABLES, ids=lambda editions: editions[0].name)
def test_editions_are_listed_newest_first(
    editions: tuple[Edition[object], ...],
) -> None:
    days = [edition.in_force_from for edition in editions]

    assert days == sorted(days, reverse=True)
    assert len(set(days)) == len(days)


def test_memory_and_our_own_decisions_are_not_called_verified() -> None:
    unverified = {e for e in Evidence if not Clause("X", "1", e).is_verified}

    assert unverified == {Evidence.REMEMBERED, Evidence.DECIDED}
