"""The short form of the check holds, and each kind of broken table is seen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from domain.rules.book import TABLE_OF
from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.shown import since, table
from ops.proving.checks.rules import PROOF, WALKS
from ops.proving.rules.broken import BROKEN, SOUND
from ops.proving.rules.reading import faults_of, register
from ops.proving.rules.visits import due, recomputes
from ops.proving.rules.walking import Walk, walked

SEEN: Mapping[str, set[str]] = {
    "raises": {"raised"},
    "silent": {"silent"},
    "two rows": {"several rows"},
    "unsteady": {"unsteady"},
    "unknown reason": {"unknown reasons"},
    "dead row": {"rows never reached"},
    "wrong day": {"does not recompute"},
}


def test_every_table_holds_in_the_short_form() -> None:
    report = PROOF.run(short=True, said=print)

    assert report.holds, [figure.line for figure in report.figures if not figure.holds]


def test_every_walk_is_of_a_table_of_the_book() -> None:
    assert {walk.table for walk in WALKS} <= set(TABLE_OF)


@pytest.mark.parametrize("walk", BROKEN, ids=lambda walk: walk.table)
def test_a_broken_table_is_seen_for_what_it_is(walk: Walk) -> None:
    assert set(walked(walk).failures) == SEEN[walk.table]
    assert walked(SOUND).failures == {}


def test_a_day_that_moves_by_one_is_seen() -> None:
    walk = next(w for w in WALKS if w.table == "follow_up_interval")

    def a_day_later(visit: Any) -> bool:
        found = due(visit)
        return recomputes(
            visit, replace(found, due_on=found.due_on + timedelta(days=1))
        )

    moved = replace(walk, holds=a_day_later)

    assert walked(walk, 50).failures == {}
    assert walked(moved, 50).failures == {"does not recompute": 50}


def test_a_row_without_source_registration_or_order_is_seen() -> None:
    broken = ModuleType("domain.rules.broken", "Decision: none.")
    why = Reason("broken.row", Clause("X99", "1", Evidence.PRIMARY), "Broken.", "坏")
    editions = (*since("a", 2017, (why,)), *since("b", 2018, (why,)))

    faults = list(faults_of(table(broken, "Broken", "坏表", editions), register()))
    sound = faults_of(TABLE_OF["overdue_ladder"], register())

    assert {
        "broken: no Source:",
        "broken: editions are not newest first",
        "broken: broken.row is not registered",
        "broken: X99 1 [P] is not on the register",
    } <= set(faults)
    assert list(sound) == []
