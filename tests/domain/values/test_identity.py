from datetime import date

import pytest

from domain.values.identity import (
    IdNumberFault,
    ResidentId,
    check_digit,
    fault_of,
    masked,
    normalised,
    read,
)
from domain.values.registration import Sex

TODAY = date(2026, 11, 24)


def resident(text: str) -> ResidentId:
    found = read(text, TODAY)
    assert isinstance(found, ResidentId)
    return found


def test_t83_a_number_ending_in_x_is_right_and_says_male_and_the_birth_date() -> None:
    found = resident("23038119050505001X")

    assert (found.sex, found.birth_date) == (Sex.MALE, date(1905, 5, 5))


def test_t84_an_even_sequence_says_female() -> None:
    assert resident("230381190505050028").sex is Sex.FEMALE


def test_t85_a_wrong_check_digit_is_refused() -> None:
    assert fault_of("230381190505050029", TODAY) is IdNumberFault.WRONG_CHECK_DIGIT


def test_t86_a_small_x_is_taken_and_kept_as_a_capital() -> None:
    assert resident("23038119050505001x").number == "23038119050505001X"


def test_t87_the_29th_of_february_1904_was_a_day() -> None:
    assert resident("230381190402290029").birth_date == date(1904, 2, 29)


def test_the_29th_of_february_1905_was_none() -> None:
    first = "23038119050229001"

    fault = fault_of(first + check_digit(first), TODAY)

    assert fault is IdNumberFault.NO_SUCH_BIRTH_DATE


def test_t89_there_is_no_thirteenth_month() -> None:
    assert fault_of("230381190513010018", TODAY) is IdNumberFault.NO_SUCH_BIRTH_DATE


def test_t90_there_is_no_31st_of_april() -> None:
    assert fault_of("230381190504310019", TODAY) is IdNumberFault.NO_SUCH_BIRTH_DATE


def test_t91_nobody_is_born_in_the_future() -> None:
    assert fault_of("230381209901010017", TODAY) is IdNumberFault.BORN_IN_THE_FUTURE


def test_t91_somebody_born_today_may_have_a_number_and_not_before() -> None:
    first = "99010120261124001"
    number = first + check_digit(first)

    assert fault_of(number, TODAY) is None
    assert fault_of(number, date(2026, 11, 23)) is IdNumberFault.BORN_IN_THE_FUTURE


def test_t93_an_old_number_of_fifteen_digits_has_its_own_reason() -> None:
    assert fault_of("230381050505001", TODAY) is IdNumberFault.OLD_FIFTEEN_DIGITS


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_t94_the_specimens_of_the_standard_are_right(number: str) -> None:
    assert fault_of(number, TODAY) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", IdNumberFault.EMPTY),
        (" \u3000", IdNumberFault.EMPTY),
        ("2303811905050500", IdNumberFault.WRONG_LENGTH),
        ("23038119050505001X0", IdNumberFault.WRONG_LENGTH),
        ("1.1010519491231E17", IdNumberFault.WRONG_CHARACTER),
        ("23038X19050505001X", IdNumberFault.WRONG_CHARACTER),
        ("23038119050505001A", IdNumberFault.WRONG_CHARACTER),
        ("\u0661" * 15, IdNumberFault.WRONG_LENGTH),
        ("\u0662" * 17 + "X", IdNumberFault.WRONG_CHARACTER),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(
    text: str, fault: IdNumberFault
) -> None:
    assert fault_of(text, TODAY) is fault
    assert read(text, TODAY) is fault


@pytest.mark.parametrize(
    "text",
    [
        "  23038119050505001X ",
        "230381 19050505 001X",
        "\u3000２３０３８１１９０５０５０５００１Ｘ",
        "23038119050505001ｘ",
    ],
)
def test_blanks_and_wide_figures_are_forgiven(text: str) -> None:
    assert normalised(text) == "23038119050505001X"
    assert fault_of(text, TODAY) is None


@pytest.mark.parametrize("place", range(17))
def test_any_single_wrong_digit_is_found(place: int) -> None:
    number = "23038119050505001X"
    others = set("0123456789") - {number[place]}

    wrong = [number[:place] + digit + number[place + 1 :] for digit in others]

    assert None not in {fault_of(each, TODAY) for each in wrong}


def test_an_unknown_county_is_a_warning_and_no_fault() -> None:
    found = resident("23038119050505001X")

    assert not found.is_from_unknown_county({"230381"})
    assert found.is_from_unknown_county({"990101"})


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("23038119050505001X", "**************001X"),
        ("H1234567", "****4567"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_four_characters_at_most(number: str, shown: str) -> None:
    assert masked(number) == shown
