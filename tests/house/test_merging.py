"""No view ignores merges: each is as if both records had been one, and parts again.

Every view of `projections/every.py` meets generated histories of two records, made of
every fact of the golden corpus. "The same" means: the same rows with the same values,
but for the version of the person's stream, which the merge itself raises.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from domain.log import Logged
from domain.person.counted import TURNING, told_of
from domain.rules.taking_back import OTHERS, Joins, joins
from domain.values.merging import Side
from projections.every import OF_THE_LOG
from projections.view import View
from tests.histories import RETIRED, SURVIVOR, a_history, rows_of

SEEDS = range(6)
TELLS_OF_MERGES = {"merged_record": "merged", "merge_proposal": "parted"}
"""The views about merges themselves: a merge shows in the one and settles the other."""
TELLS_OF_RETRACTIONS = {"national_entries"}
"""The one view that says what is to be withdrawn elsewhere."""
VIEWS = {view.name: view for view in OF_THE_LOG}
RETRACTABLE = {answer.topic for answer in OTHERS if answer.is_retractable}


def on_one_record(facts: list[Logged], identity_of: Side) -> list[Logged]:
    """Return a history as if the surviving record had been the only one from the start.

    Nobody registers twice, one identity is right, the survivor's place counts, and there
    is one aid case a scheme: what the other record says of these would not have been said,
    nor that nobody was asked for consent.
    """
    both = [f for f in facts if f.person in {SURVIVOR, RETIRED}]
    first = next(f for f in both if f.topic == "person.registered").person
    schemes = {
        getattr(f.fact, "scheme", None)
        for f in facts
        if f.person == SURVIVOR and f.topic.startswith("aid.")
    }
    right = SURVIVOR if identity_of is Side.SURVIVOR else RETIRED
    only = {
        Joins.FIRST: first,
        Joins.IDENTITY: right,
        Joins.PLACE: SURVIVOR,
        Joins.OWN: SURVIVOR,
    }

    def is_said(fact: Logged) -> bool:
        if fact.person not in {SURVIVOR, RETIRED}:
            return True
        again = fact.person == RETIRED and fact.topic.startswith("aid.")
        if again and getattr(fact.fact, "scheme", None) in schemes:
            return False
        if (fact.person, getattr(fact.fact, "answer", "")) == (RETIRED, "not_asked"):
            return False
        return only.get(joins(fact.topic), fact.person) == fact.person

    return [
        told_of(fact, SURVIVOR) if fact.person == RETIRED else fact
        for fact in facts
        if is_said(fact)
    ]


@dataclass(frozen=True, slots=True)
class Histories:
    """One generated history, apart, on one record, merged, parted, and less one fact."""

    apart: list[Logged]
    on_one: list[Logged]
    merged: list[Logged]
    parted: list[Logged]
    without: list[Logged]
    retracted: list[Logged]


@cache
def histories(seed: int) -> Histories:
    """Return what a seed gives; every view meets the same."""
    chance, history = a_history(seed)
    side = chance.choice(list(Side))
    apart = list(history.facts)
    history.merge(side)
    merged = list(history.facts)
    history.part()
    _, again = a_history(seed)
    own = [f for f in again.facts if f.person == SURVIVOR and f.version > 1]
    steps = [f for f in own if f.stream != SURVIVOR and f.topic in RETRACTABLE]
    taken = chance.choice(
        steps if seed % 2 else [f for f in own if f.stream == SURVIVOR]
    )
    without = [fact for fact in again.facts if fact is not taken]
    again.retract(taken)
    return Histories(
        apart,
        on_one_record(apart, side),
        merged,
        list(history.facts),
        without,
        again.facts,
    )


def differences(view: View[Any], seed: int) -> list[str]:
    """Return what a view shows otherwise after a merge, and after a merge was undone."""
    told = histories(seed)
    pairs = {"merged": (told.on_one, told.merged), "parted": (told.apart, told.parted)}
    pairs.pop(TELLS_OF_MERGES.get(view.name, ""), None)
    return [
        name
        for name, (expected, found) in pairs.items()
        if rows_of(view, expected) != rows_of(view, found)
    ]


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_view_is_the_same_as_if_both_records_had_been_one(name: str) -> None:
    assert [found for n in SEEDS if (found := differences(VIEWS[name], n))] == []


@pytest.mark.parametrize("name", sorted(set(VIEWS) - TELLS_OF_RETRACTIONS))
def test_a_view_is_the_same_as_if_what_was_taken_back_had_never_been(name: str) -> None:
    view = VIEWS[name]
    for seed in SEEDS:
        told = histories(seed)
        assert rows_of(view, told.retracted) == rows_of(view, told.without), seed


def seeing_the_merge(row: Any, logged: Logged) -> Any:
    """Fold the due list, and show that there was a merge."""
    due = VIEWS["due_list"].fold(row, logged)
    if due is None or logged.topic not in TURNING:
        return due
    return replace(due, unit="merged")


def by_receiver(logged: Logged) -> UUID | None:
    """Keep one row for all notices of an office, whoever they are about."""
    return UUID(int=7) if logged.topic.startswith("notice.") else None


@pytest.mark.parametrize(
    "view",
    [
        replace(VIEWS["due_list"], fold=seeing_the_merge),
        replace(VIEWS["notice_box"], key=by_receiver),
    ],
    ids=["shows the merge", "mixes people in a row"],
)
def test_the_guard_finds_a_view_that_ignores_merges(view: View[Any]) -> None:
    assert any(differences(view, seed) for seed in SEEDS)
