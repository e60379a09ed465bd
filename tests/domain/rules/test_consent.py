from datetime import date
from itertools import product

import pytest

from domain.rules.consent import TABLE, consequence_of, guardian_must_sign
from domain.values.registration import ConsentAnswer

DAY = date(2024, 2, 29)


def test_t107_a_refusal_is_asked_again_after_a_year() -> None:
    found = consequence_of(ConsentAnswer.REFUSED, DAY, art_30=False)

    assert found.ask_again_on == date(2025, 2, 28)
    assert not found.looked_after
    assert found.because.fact() == {
        "code": "consent.refused",
        "clause": "E4 每年再次征求意见 [E]",
    }


def test_a_refusal_with_danger_to_others_does_not_end_the_care_and_says_it_is_unverified() -> (
    None
):
    found = consequence_of(ConsentAnswer.REFUSED, DAY, art_30=True)

    assert found.looked_after
    assert found.ask_again_on == date(2025, 2, 28)
    assert not found.because.clause.is_verified


@pytest.mark.parametrize("art_30", [False, True])
def test_who_agreed_is_looked_after_and_not_asked_again(*, art_30: bool) -> None:
    found = consequence_of(ConsentAnswer.AGREED, DAY, art_30=art_30)

    assert (found.looked_after, found.ask_again_on) == (True, None)


@pytest.mark.parametrize("art_30", [False, True])
def test_who_was_not_asked_is_to_be_asked_now(*, art_30: bool) -> None:
    found = consequence_of(ConsentAnswer.NOT_ASKED, DAY, art_30=art_30)

    assert (found.looked_after, found.ask_again_on) == (True, DAY)


def test_exactly_one_row_speaks_of_every_answer() -> None:
    asked = sorted((row.answer, row.art_30) for row in TABLE)

    assert asked == sorted(product(ConsentAnswer, (False, True)))


def test_t112_the_guardian_signs_until_the_fourteenth_birthday() -> None:
    born = date(2010, 3, 5)

    assert guardian_must_sign(born, date(2023, 6, 1))
    assert guardian_must_sign(born, date(2024, 3, 4))
    assert not guardian_must_sign(born, date(2024, 3, 5))
