"""Limits of reporting: T54 to T58 by the national and the Beijing rows."""

from datetime import date

import pytest

from domain.rules.clause import Evidence
from domain.rules.parameters import YEAR_NOT_KNOWN, InForce, Override
from domain.rules.registration_scope import scope_of
from domain.rules.report_limits import TABLE, Duty, limit, row_for
from domain.values.calendar import ListedWorkingDays
from domain.values.registration import Disease, disease_of

MARCH = InForce(calendar=ListedWorkingDays.of([2024]))
HEILONGJIANG, BEIJING = "230381001001", "110101001001"


@pytest.mark.parametrize(
    ("duty", "division", "since", "due_on"),
    [
        pytest.param(Duty.CARD, HEILONGJIANG, (3, 4), (3, 18), id="T54"),
        pytest.param(Duty.DISCHARGE_SHEET, HEILONGJIANG, (3, 1), (3, 15), id="T55"),
        pytest.param(Duty.PAPER, HEILONGJIANG, (3, 15), (3, 22), id="T56"),
        pytest.param(Duty.CARD, BEIJING, (3, 4), (3, 11), id="T58"),
        pytest.param(Duty.DISCHARGE_SHEET, BEIJING, (3, 4), (3, 13), id="Beijing"),
        pytest.param(Duty.PAPER, BEIJING, (3, 15), (3, 22), id="nation holds"),
        pytest.param(Duty.RECEIVE, HEILONGJIANG, (3, 4), (3, 11), id="receive"),
        pytest.param(Duty.FILE, HEILONGJIANG, (3, 4), (3, 18), id="file"),
        pytest.param(Duty.ADDRESS, HEILONGJIANG, (3, 4), (3, 11), id="address"),
    ],
)
def test_a_duty_is_due_so_many_working_days_later(
    duty: Duty, division: str, since: tuple[int, int], due_on: tuple[int, int]
) -> None:
    found = limit(duty, division, date(2024, *since), MARCH)

    assert found.due_on == date(2024, *due_on)
    assert found.because == (row_for(duty, division, date(2024, *since)).why,)


def test_an_unknown_year_counts_natural_days_and_says_so() -> None:
    found = limit(Duty.CARD, HEILONGJIANG, date(2024, 3, 4))

    assert found.due_on == date(2024, 3, 14)
    assert found.because[-1] is YEAR_NOT_KNOWN


@pytest.mark.parametrize("duty", Duty)
def test_every_duty_has_a_national_row_and_the_primary_care_ones_say_unverified(
    duty: Duty,
) -> None:
    national = [row for row in TABLE if row.duty is duty and not row.place]

    assert len(national) == 1
    of_primary_care = duty in {Duty.RECEIVE, Duty.FILE, Duty.ADDRESS}
    remembered = national[0].why.clause.evidence is Evidence.REMEMBERED
    assert remembered is of_primary_care


def test_t60_an_anxiety_disorder_is_no_case_unless_others_are_in_danger() -> None:
    anxiety = disease_of("F41.1")

    assert anxiety is Disease.OTHER
    assert not scope_of(anxiety, art_30=False).is_in_scope
    assert scope_of(anxiety, art_30=True).is_in_scope


@pytest.mark.parametrize(
    ("division", "days", "due_on", "spoke"),
    [
        (HEILONGJIANG, 3, date(2024, 3, 7), True),
        (BEIJING, 3, date(2024, 3, 7), True),
        (BEIJING, 8, date(2024, 3, 11), False),
        ("370101001001", 3, date(2024, 3, 18), False),
    ],
)
def test_what_a_place_has_set_holds_where_it_is_stricter(
    division: str, days: int, due_on: date, *, spoke: bool
) -> None:
    places = ("23", "11")
    local = InForce(
        tuple(
            Override("report.card", place, days, "2020-01-01", "演示规定")
            for place in places
        ),
        MARCH.calendar,
    )

    found = limit(Duty.CARD, division, date(2024, 3, 4), local)

    assert found.due_on == due_on
    assert any(name.startswith("override/") for name in found.editions) is spoke
