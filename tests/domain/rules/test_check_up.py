"""The annual check-up: what belongs to it, and when the next one is due."""

from datetime import date

import pytest

from domain.rules.check_up import TABLE, missing, next_check_up
from domain.rules.parameters import InForce, Override
from domain.values.check_up import CheckUpItem, ItemResult, Results

DAY = date(2026, 3, 2)
NATIONAL = {row.item for row in TABLE if not row.is_local}


def test_every_item_has_one_row_and_seven_are_national() -> None:
    assert [row.item for row in TABLE] == list(CheckUpItem)
    assert len(NATIONAL) == 7


def test_all_national_items_make_it_complete_and_local_ones_are_not_needed() -> None:
    assert missing(NATIONAL, DAY) == []


@pytest.mark.parametrize("item", sorted(NATIONAL))
def test_a_national_item_not_done_is_named(item: CheckUpItem) -> None:
    assert [why.code for why in missing(NATIONAL - {item}, DAY)] == [f"checkup.{item}"]


@pytest.mark.parametrize(
    ("last", "due_on"),
    [
        (None, date(2026, 12, 31)),
        (date(2025, 12, 31), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2027, 12, 31)),
    ],
)
def test_d_h1_the_next_one_is_due_within_the_calendar_year(
    last: date | None, due_on: date
) -> None:
    due = next_check_up(last, DAY)

    assert due.due_on == due_on
    assert [str(why.clause) for why in due.because] == [
        "R2 健康体检 [R]",
        "OURS D-H1 [D]",
    ]


def test_results_come_back_from_what_a_fact_keeps() -> None:
    results = Results({CheckUpItem.ECG: ItemResult(text="窦性心律", abnormal=False)})

    assert Results.from_facts(results.facts()) == results
    assert set(results.facts()) == set(CheckUpItem)


def test_a_place_may_ask_for_more_items() -> None:
    done = {row.item for row in TABLE if not row.is_local}
    asks = Override("checkup.lipids", "9901", 1, "2020-01-01", "本地")
    local = InForce((asks,)).at("990101001001")

    assert missing(done, date(2026, 3, 2)) == []
    assert [why.code for why in missing(done, date(2026, 3, 2), local)] == [
        "local.checkup.lipids=1"
    ]
