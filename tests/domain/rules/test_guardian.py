from datetime import date
from itertools import product

import pytest

from domain.rules.guardian import assess_again_on, findings_of
from domain.rules.parameters import InForce, Override

ALIVE, ABLE, WILLING, STAND_IN = "alive", "able", "willing", "has_stand_in"


def codes(**answers: bool) -> list[str]:
    given = {ALIVE: True, ABLE: True, WILLING: True, STAND_IN: True, **answers}
    return [why.code.removeprefix("guardian.") for why in findings_of(**given)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, []),
        ({ALIVE: False}, ["dead"]),
        ({ABLE: False}, ["unable"]),
        ({WILLING: False}, ["unwilling"]),
        ({STAND_IN: False}, ["no_stand_in"]),
        ({ABLE: False, WILLING: False}, ["unable", "unwilling"]),
        ({ALIVE: False, ABLE: False, WILLING: False}, ["dead"]),
    ],
)
def test_each_row_speaks(answers: dict[str, bool], expected: list[str]) -> None:
    assert codes(**answers) == expected


def test_only_a_guardian_with_whom_all_is_well_asks_for_nothing() -> None:
    silent = [
        given
        for given in product((True, False), repeat=4)
        if not codes(**dict(zip((ALIVE, ABLE, WILLING, STAND_IN), given, strict=True)))
    ]

    assert silent == [(True, True, True, True)]


def test_the_next_look_is_a_year_later() -> None:
    assert assess_again_on(date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_place_may_look_at_guardians_sooner() -> None:
    sooner = Override("guardian.yearly", "99", 6, "2020-01-01", "本地")
    local = InForce((sooner,)).at("990101001001")

    assert assess_again_on(date(2026, 3, 2)) == date(2027, 3, 2)
    assert assess_again_on(date(2026, 3, 2), local) == date(2026, 9, 2)
