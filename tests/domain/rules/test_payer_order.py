from datetime import date
from itertools import product

import pytest

from domain.rules.payer_order import ASK_ABILITY, RULES, payer_order
from domain.rules.reasons import REASONS
from domain.values.aid import Payer

DAY = date(2026, 3, 2)
HULIN, HARBIN, ELSEWHERE = "230381001001", "230102001001", "990101001001"
CASES = list(product([True, False], [True, False, None], [True, False]))


@pytest.mark.parametrize(("known", "can_pay", "emergency"), CASES)
@pytest.mark.parametrize("place", [HULIN, HARBIN, ELSEWHERE])
def test_every_case_has_payers_or_something_to_ask(
    place: str, *, known: bool, can_pay: bool | None, emergency: bool
) -> None:
    found = payer_order(place, DAY, known=known, can_pay=can_pay, emergency=emergency)

    assert bool(found.payers) is not (known and can_pay is None)
    assert REASONS[found.because.code] == found.because


@pytest.mark.parametrize(
    ("known", "can_pay", "emergency"), list(product([True, False], repeat=3))
)
@pytest.mark.parametrize("prefix", RULES)
def test_exactly_one_row_speaks_of_each_case(
    prefix: str, *, known: bool, can_pay: bool, emergency: bool
) -> None:
    fitting = [
        row
        for row in RULES[prefix]
        if row.fits(known=known, can_pay=can_pay, emergency=emergency)
    ]

    assert len(fitting) == 1


@pytest.mark.parametrize("can_pay", [True, False, None])
def test_t96_the_emergency_fund_pays_for_an_unknown_person_s_emergency(
    *, can_pay: bool | None
) -> None:
    found = payer_order(HULIN, DAY, known=False, can_pay=can_pay, emergency=True)

    assert found.payers == (Payer.EMERGENCY_FUND,)
    assert str(found.because.clause) == "S2 二(三)3 [P]"


def test_t97_the_emergency_fund_pays_the_emergency_arrears_of_who_cannot() -> None:
    found = payer_order(HULIN, DAY, known=True, can_pay=False, emergency=True)

    assert found.payers == (Payer.EMERGENCY_FUND,)


def test_t98_the_vagrant_fund_may_pay_for_an_unknown_person_without_emergency() -> None:
    found = payer_order(HULIN, DAY, known=False, can_pay=None, emergency=False)

    assert found.payers == (Payer.VAGRANT_FUND,)


def test_t100_in_harbin_three_pay_before_the_emergency_fund() -> None:
    found = payer_order(HARBIN, DAY, known=True, can_pay=False, emergency=True)

    assert found.payers == (
        Payer.LIABLE_PERSON,
        Payer.TRAFFIC_FUND,
        Payer.VAGRANT_FUND,
        Payer.EMERGENCY_FUND,
    )
    assert found.because.clause.source == "N8"


def test_who_is_liable_pays_first_where_nothing_is_urgent() -> None:
    found = payer_order(HULIN, DAY, known=True, can_pay=False, emergency=False)

    assert found.payers[0] is Payer.LIABLE_PERSON
    assert found.payers[-1] is Payer.EMERGENCY_FUND


def test_the_order_of_seed_002_stands_where_no_other_was_read() -> None:
    """D-Z1."""
    orders = {
        payer_order(place, DAY, known=True, can_pay=False, emergency=True)
        for place in (ELSEWHERE, HULIN)
    }

    assert len(orders) == 1


def test_not_knowing_whether_somebody_can_pay_names_no_payer() -> None:
    found = payer_order(HULIN, DAY, known=True, can_pay=None, emergency=True)

    assert (found.payers, found.because) == ((), ASK_ABILITY)
