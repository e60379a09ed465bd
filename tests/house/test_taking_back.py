"""Every fact of a person says how it is taken back, and whose counts after a merge."""

import ast

import pytest

from domain.fact import Fact
from domain.rules.reasons import reason
from domain.rules.taking_back import BY_TOPIC, OTHERS, TABLE, Answer, Way
from domain.topics import FACTS
from tests.house.tree import place, python_files, syntax


def annotations(fact: type[Fact]) -> set[str]:
    """Return the names of a fact's own parts."""
    return {
        name for kind in fact.__mro__ for name in vars(kind).get("__annotations__", {})
    }


OF_PEOPLE = sorted(fact.TOPIC for fact in FACTS if fact.of_person)
ANSWERED_OTHERWISE = {"alarm", "clue", "danger_report", "notice", "reminder"}
"""Streams with steps back of their own, or that say what the system itself did."""
OF_OTHERS = sorted(
    fact.TOPIC
    for fact in FACTS
    if not fact.of_person and "person" in annotations(fact)
    if fact.TOPIC.partition(".")[0] not in ANSWERED_OTHERWISE
)


@pytest.mark.parametrize("topic", OF_PEOPLE + OF_OTHERS)
def test_a_fact_of_a_person_says_how_it_is_taken_back(topic: str) -> None:
    assert topic in BY_TOPIC, (
        f"give {topic} a row in domain/rules/taking_back.py: which record's counts after "
        "a merge, and how a wrong one is corrected, superseded or retracted"
    )


def test_every_row_is_about_a_fact_there_is() -> None:
    assert [answer.topic for answer in TABLE if answer.topic not in OF_PEOPLE] == []
    assert [answer.topic for answer in OTHERS if answer.topic not in OF_OTHERS] == []
    assert len(BY_TOPIC) == len(TABLE) + len(OTHERS)


@pytest.mark.parametrize("answer", BY_TOPIC.values(), ids=lambda answer: answer.topic)
def test_a_row_names_what_corrects_or_leads_the_fact(answer: Answer) -> None:
    named = {Way.CORRECTED, Way.FOLLOWS} & set(answer.ways)

    assert bool(named) == bool(answer.by)
    assert not answer.by or answer.by in BY_TOPIC
    assert all(topic in BY_TOPIC for topic in answer.along)
    assert all(reason(why.code) == why for why in answer.whys)


@pytest.mark.parametrize("room", ["api", "scheduler"])
def test_who_shows_a_person_reads_what_counts(room: str) -> None:
    """`opened.facts(person)` and `domain/registry/known.py` know of merges, the log not."""
    wrong = [
        place(path, node)
        for path in python_files(room)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute) and node.attr == "person"
        if isinstance(node.value, ast.Attribute | ast.Name)
        if getattr(node.value, "attr", getattr(node.value, "id", "")) == "log"
    ]

    assert wrong == []
