from datetime import date

import pytest

from domain.rules.registration_scope import flag_of_stay, scope_of
from domain.values.registration import Disease, disease_of

SIX = [disease for disease in Disease if disease is not Disease.OTHER]


@pytest.mark.parametrize("disease", SIX)
@pytest.mark.parametrize("art_30", [False, True])
def test_each_of_the_six_belongs_on_the_register(
    disease: Disease, *, art_30: bool
) -> None:
    found = scope_of(disease, art_30=art_30)

    assert (found.is_in_scope, found.because.code) == (True, "scope.six")


def test_any_disease_with_danger_to_others_belongs_on_the_register() -> None:
    found = scope_of(Disease.OTHER, art_30=True)

    assert found.is_in_scope
    assert found.because.fact() == {"code": "scope.art_30", "clause": "R10 art 3 [R]"}


def test_t60_an_anxiety_disorder_without_danger_to_others_is_no_case() -> None:
    found = scope_of(disease_of("F41.1"), art_30=False)

    assert not found.is_in_scope
    assert found.because.fact() == {"code": "scope.other", "clause": "R1 一 [R]"}


def test_half_a_year_to_the_day_is_long_enough() -> None:
    since = date(2024, 1, 31)

    short = flag_of_stay(since, date(2024, 7, 30))

    assert short is not None
    assert short.code == "scope.short_stay"
    assert flag_of_stay(since, date(2024, 7, 31)) is None
