import pytest

from domain.values.places import is_division, is_village, is_within, parent


@pytest.mark.parametrize("code", ["99", "9901", "990101", "990101001", "990101001001"])
def test_province_to_village_are_divisions(code: str) -> None:
    assert is_division(code)


@pytest.mark.parametrize(
    "code", ["", "9", "99010", "9901010", "99010a", "９９０１０１", "990101 "]
)
def test_anything_else_is_none(code: str) -> None:
    assert not is_division(code)


def test_only_twelve_digits_are_a_village() -> None:
    assert is_village("990101001001")
    assert not is_village("990101001")


def test_a_scope_reaches_over_itself_and_what_lies_below() -> None:
    assert is_within("990101001001", "990101001")
    assert is_within("990101", "990101")
    assert not is_within("990102001001", "990101")
    assert not is_within("990101", "990101001")


def test_the_empty_scope_reaches_over_everybody_and_a_malformed_one_over_nobody() -> (
    None
):
    assert is_within("990101001001", "")
    assert not is_within("990101001001", "9")
    assert not is_within("990101001001", "99010100")


def test_each_division_has_the_one_above_it() -> None:
    above = ["990101001001"]
    while above[-1]:
        above.append(parent(above[-1]))

    assert above == ["990101001001", "990101001", "990101", "9901", "99", ""]
