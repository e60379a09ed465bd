"""Which checks a regimen calls for, and when: labels as remembered, grade K."""

from datetime import date, timedelta

import pytest

from domain.rules.laboratory_checks import PARAMETERS, TABLE, checks_due
from domain.rules.parameters import InForce, Override
from domain.values.laboratory import LabCheck
from domain.values.medication import drug_of

BEGUN = date(2026, 1, 5)
L = LabCheck


def due(
    drug: str, check: LabCheck, last: date | None, local: InForce | None = None
) -> date:
    found = checks_due(
        {drug: BEGUN},
        {check: last} if last else {},
        date(2026, 3, 2),
        local or InForce(),
    )
    return next(each.due_on for each in found if each.check is check)


@pytest.mark.parametrize(
    ("drug", "check", "last", "days"),
    [
        ("clozapine", L.BLOOD_COUNT, None, 14),
        ("clozapine", L.BLOOD_COUNT, -31, 14),
        ("clozapine", L.BLOOD_COUNT, -30, -16),
        ("clozapine", L.BLOOD_COUNT, 14, 28),
        ("clozapine", L.BLOOD_COUNT, 90, 104),
        ("clozapine", L.BLOOD_COUNT, 91, 119),
        ("clozapine", L.ECG, None, 91),
        ("lithium_carbonate", L.LITHIUM_LEVEL, None, 14),
        ("lithium_carbonate", L.LITHIUM_LEVEL, 56, 84),
        ("lithium_carbonate", L.THYROID, None, 182),
        ("lithium_carbonate", L.KIDNEY, 182, 364),
        ("sodium_valproate", L.LIVER, None, 30),
        ("sodium_valproate", L.LIVER, 200, 382),
        ("carbamazepine", L.BLOOD_COUNT, None, 14),
        ("carbamazepine", L.BLOOD_COUNT, 30, 121),
        ("carbamazepine", L.SODIUM, None, 91),
        ("oxcarbazepine", L.SODIUM, None, 91),
        ("olanzapine", L.GLUCOSE_LIPIDS, 91, 456),
        ("ziprasidone", L.ECG, None, 28),
    ],
)
def test_the_next_check_follows_from_when_the_drug_was_begun_and_the_last(
    drug: str, check: LabCheck, last: int | None, days: int
) -> None:
    """K; without a result D-J8."""
    on = None if last is None else BEGUN + timedelta(days=last)

    assert due(drug, check, on) == BEGUN + timedelta(days=days)


def test_of_two_drugs_that_ask_for_one_check_the_sooner_day_counts() -> None:
    since = {"clozapine": BEGUN, "sodium_valproate": BEGUN}

    found = checks_due(since, {}, date(2026, 3, 2))

    counts = [each for each in found if each.check is L.BLOOD_COUNT]
    assert [(each.drug, each.due_on) for each in counts] == [
        ("clozapine", BEGUN + timedelta(days=14))
    ]
    assert [each.due_on for each in found] == sorted(each.due_on for each in found)


def test_a_drug_that_asks_for_nothing_and_no_drug_ask_for_nothing() -> None:
    assert checks_due({"perphenazine": BEGUN}, {}, BEGUN) == []
    assert checks_due({}, {}, BEGUN) == []


def test_a_place_sets_another_interval_and_its_reason_is_given() -> None:
    local = InForce(
        (
            Override(
                "laboratory.clozapine_blood_count", "990101", 7, "2026-01-01", "演示"
            ),
        )
    )
    last = BEGUN + timedelta(days=100)

    assert due("clozapine", L.BLOOD_COUNT, last, local) == last + timedelta(days=7)


def test_every_row_is_of_a_drug_of_the_table_and_can_be_set_by_a_place() -> None:
    assert all(drug_of(row.drug) for row in TABLE)
    assert len({p.code for p in PARAMETERS}) == len(TABLE)
    assert len({(row.drug, row.check) for row in TABLE}) == len(TABLE)
