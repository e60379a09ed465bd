"""Who is rung up in the review: replayable, chosen by nobody, set by place (D-W6, D-W7)."""

from datetime import date
from itertools import product
from uuid import UUID, uuid5

import pytest

from domain.rules.parameters import InForce, Override
from domain.rules.review_sampling import EDITION, TABLE, draw, may_pass, number_of
from domain.values.review import CallBackResult, ReviewKind

DAY = date(2026, 3, 2)
NAMESPACE = UUID("00000000-0000-4000-8000-000000005a3e")
CASES = [uuid5(NAMESPACE, str(n)) for n in range(2000)]
YES, NO, NOBODY = (
    CallBackResult.CONFIRMED,
    CallBackResult.DIFFERS,
    CallBackResult.NOT_REACHED,
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.kind)
def test_about_the_share_of_each_kind_is_drawn(row: object) -> None:
    kind, share = getattr(row, "kind", None), getattr(row, "share", 0)
    assert isinstance(kind, ReviewKind)

    drawn = sum(draw(kind, case, "990101", DAY).is_drawn for case in CASES)

    assert abs(drawn / len(CASES) * 100 - share) < 3


def test_the_same_case_is_drawn_the_same_way_again() -> None:
    """The number is the case's own: this one may never change."""
    assert [number_of(case) for case in CASES[:5]] == [38, 86, 71, 98, 74]


def test_every_kind_has_its_row() -> None:
    assert [row.kind for row in TABLE] == list(ReviewKind)


@pytest.mark.parametrize(("share", "drawn"), [(0, 0), (100, len(CASES))])
def test_a_place_sets_the_share_and_its_rule_is_named(share: int, drawn: int) -> None:
    here = Override("review.sample_death", "990101", share, "2026-01-01", "演示规定")
    local = InForce((here,))

    found = [draw(ReviewKind.DEATH, c, "990101001", DAY, local) for c in CASES]

    assert sum(each.is_drawn for each in found) == drawn
    assert found[0].editions == (EDITION, here.edition)
    elsewhere = draw(ReviewKind.DEATH, CASES[0], "990102", DAY, local)
    assert elsewhere.editions == (EDITION,)


def test_a_case_passes_when_the_last_that_was_reached_confirmed_it() -> None:
    for results in product((YES, NO, NOBODY), repeat=4):
        reached = [r for r in results if r is not NOBODY]
        expected = reached[-1] is YES if reached else True
        assert may_pass(results, is_drawn=True) is expected


def test_a_drawn_case_waits_for_its_call_back_and_another_does_not() -> None:
    assert not may_pass([], is_drawn=True)
    assert not may_pass([NOBODY, NOBODY], is_drawn=True)
    assert may_pass([NOBODY, NOBODY, NOBODY], is_drawn=True)
    assert may_pass([], is_drawn=False)
    assert not may_pass([NO], is_drawn=False)
