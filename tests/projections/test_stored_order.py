"""A stored map has no order: no view's fold rests on the order of one it made before."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import pytest

from domain.log import Logged
from projections.every import OF_THE_LOG
from projections.view import View, changed
from tests.histories import a_history

SEEDS = range(2)


def stored(value: Any) -> Any:
    """Return a value with its maps in an order the database may give them back in."""
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        return {key: stored(held[key]) for key in reversed(held)}
    if isinstance(value, list):
        return [stored(one) for one in cast("list[Any]", value)]
    return value


def rows_of(
    view: View[Any], facts: Sequence[Logged], *, is_stored: bool
) -> dict[UUID, Any]:
    rows: dict[UUID, Any] = {}
    for logged in facts:
        key = view.key(logged)
        if key is None:
            continue
        before = rows.get(key)
        row = rows[key] = view.fold(before, logged)
        if is_stored and row is not None and row is not before:
            rows[key] = changed(row, **stored(vars(row)))
    return rows


@pytest.mark.parametrize("view", OF_THE_LOG, ids=lambda view: view.name)
def test_a_row_is_the_same_however_its_maps_came_back(view: View[Any]) -> None:
    for seed in SEEDS:
        facts = a_history(seed)[1].facts
        kept, again = (rows_of(view, facts, is_stored=each) for each in (False, True))
        assert kept == again
