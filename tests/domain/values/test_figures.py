from fractions import Fraction

import pytest

from domain.values.figures import PER_MILLE, rate

NATIONAL = {
    2015: (4_921_505, 4_252_022, 2_211_835, 2_071_111, 1_293_133, 2_547_824, 4_155_963),
    2017: (5_806_352, 5_380_249, 4_346_103, 4_035_323, 2_012_074, 3_924_101, 5_231_235),
    2020: (6_430_587, 6_116_599, 5_724_019, 5_648_162, 4_426_498, 5_277_746, 5_474_881),
}


def published(year: int, *, medicated_among: str) -> list[str]:
    registered, managed, standard, medicated, regular, stable, at_home = NATIONAL[year]
    among = registered if medicated_among == "在册" else managed
    return [
        rate(managed, registered),
        rate(standard, registered),
        rate(medicated, among),
        rate(regular, among),
        rate(stable, at_home),
    ]


def test_the_national_counts_of_2015_give_the_published_rates() -> None:
    rates = published(2015, medicated_among="在管")

    assert rates == ["86.40", "44.94", "48.71", "30.41", "61.31"]


def test_t75_the_national_counts_of_2017_give_the_published_rates() -> None:
    rates = published(2017, medicated_among="在册")

    assert rates == ["92.66", "74.85", "69.50", "34.65", "75.01"]


def test_t79_the_national_counts_of_2020_give_the_published_rates() -> None:
    rates = published(2020, medicated_among="在册")

    assert rates == ["95.12", "89.01", "87.83", "68.84", "96.40"]


def test_t80_a_prevalence_is_given_per_mille() -> None:
    assert rate(5_401_150, 1_362_466_686, per=PER_MILLE) == "3.96"


def test_t81_a_rate_of_nobody_is_a_dash_and_never_zero() -> None:
    assert rate(0, 0) == "—"
    assert rate(0, 3) == "0.00"


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (1, 8, "12.50"),
        (1, 800, "0.13"),
        (1, 801, "0.12"),
        (2, 3, "66.67"),
        (3, 3, "100.00"),
    ],
)
def test_half_is_rounded_up_on_the_exact_ratio(
    numerator: int, denominator: int, text: str
) -> None:
    assert rate(numerator, denominator) == text


def test_no_rate_is_further_off_than_half_of_its_last_figure() -> None:
    for denominator in range(1, 60):
        for numerator in range(denominator + 1):
            off = Fraction(rate(numerator, denominator)) - Fraction(
                100 * numerator, denominator
            )

            assert Fraction(-1, 200) < off <= Fraction(1, 200)


def test_more_or_fewer_decimals_may_be_asked_for() -> None:
    assert rate(4_921_505, 1_362_466_686, places=3) == "0.361"
    assert rate(1, 8, places=0) == "13"
