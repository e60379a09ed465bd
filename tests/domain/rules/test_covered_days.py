"""How many days somebody was covered by medicine."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.covered_days import YEAR, covered

TODAY = date(2026, 3, 2)


def span(begins: int, ends: int) -> tuple[str, str]:
    """Return a span by days before today; negative lies ahead."""
    return (
        (TODAY - timedelta(days=begins)).isoformat(),
        (TODAY - timedelta(days=ends)).isoformat(),
    )


@pytest.mark.parametrize(
    ("spans", "days", "of"),
    [
        ([], 0, 0),
        ([span(0, -27)], 1, 1),
        ([span(27, 0)], 28, 28),
        ([span(55, 28), span(27, 0)], 56, 56),
        ([span(55, 28), span(30, 0)], 56, 56),
        ([span(59, 32), span(27, 0)], 56, 60),
        ([span(400, 350)], 15, 365),
        ([span(500, 400)], 0, 0),
        ([span(-1, -9)], 0, 0),
    ],
    ids=lambda value: f"D-J7 {value}",
)
def test_each_day_counts_once_from_the_first_one_on(
    spans: list[tuple[str, str]], days: int, of: int
) -> None:
    found = covered(spans, TODAY)

    assert (found.days, found.of) == (days, of)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60)), max_size=12))
def test_it_is_what_counting_day_by_day_comes_to(drawn: list[tuple[int, int]]) -> None:
    spans = [span(begins, begins - length) for begins, length in drawn]
    year = {TODAY - timedelta(days=n) for n in range(YEAR)}
    held = {
        day
        for day in year
        if any(begins <= day.isoformat() <= ends for begins, ends in spans)
    }

    found = covered(spans, TODAY)

    assert found.days == len(held)
    assert found.of == ((TODAY - min(held)).days + 1 if held else 0)
    assert found.share is None or 0 <= found.share <= 100
