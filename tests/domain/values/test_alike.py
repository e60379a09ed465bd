import pytest

from domain.values.alike import same_birth, township_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1905-05-05", "1905-05-05", True),
        ("1905-05-05", "1905-05-06", False),
        ("1905", "1905-05-06", True),
        ("1905-05-06", "1905", True),
        ("1905", "1906", False),
    ],
)
def test_births_are_the_same_as_far_as_both_are_known(
    one: str, other: str, *, same: bool
) -> None:
    assert same_birth(one, other) is same


def test_a_village_lies_in_its_township() -> None:
    assert township_of("990101001004") == "990101001"
