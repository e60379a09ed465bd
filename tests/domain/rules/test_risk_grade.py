from itertools import product

import pytest

from domain.rules.risk_grade import (
    TABLE,
    Observed,
    Row,
    Smashing,
    Suggestion,
    Violence,
    suggest,
)
from domain.values.findings import Grade

YES_NO = (False, True)


def everything() -> list[Observed]:
    return [
        Observed(
            threatens=threatens,
            smashing=smashing,
            only_at_home=at_home,
            talked_down=talked_down,
            violence=violence,
            harms_self=harms_self,
            arson_or_explosion=arson,
        )
        for threatens, smashing, at_home, talked_down, violence, harms_self, arson in product(
            YES_NO, Smashing, YES_NO, YES_NO, Violence, YES_NO, YES_NO
        )
    ]


def spoken(seen: Observed) -> tuple[int | None, list[str]]:
    suggested = suggest(seen)
    return suggested.grade.value, [reason.code for reason in suggested.because]


def test_t01_shouts_and_threatens_and_breaks_nothing() -> None:
    assert spoken(Observed(threatens=True)) == (1, ["risk.words"])


def test_t02_smashes_plates_at_home_and_stops_when_talked_to() -> None:
    assert spoken(Observed(smashing=Smashing.SOME)) == (2, ["risk.at_home"])


def test_t03_smashes_shop_windows_and_cannot_be_talked_down() -> None:
    seen = Observed(smashing=Smashing.SOME, only_at_home=False, talked_down=False)

    assert spoken(seen) == (3, ["risk.not_talked_down", "risk.outside"])


@pytest.mark.parametrize(("at_home", "talked_down"), [(True, False), (False, True)])
def test_either_outside_the_home_or_deaf_to_persuasion_is_enough_for_level_3(
    *, at_home: bool, talked_down: bool
) -> None:
    seen = Observed(
        smashing=Smashing.SOME, only_at_home=at_home, talked_down=talked_down
    )

    assert suggest(seen).grade is Grade.LEVEL_3


def test_t04_smashes_on_and_on_and_hits_a_passer_by_with_bare_hands() -> None:
    seen = Observed(
        smashing=Smashing.CONTINUOUS,
        only_at_home=False,
        talked_down=False,
        violence=Violence.BARE_HANDS,
    )

    assert spoken(seen) == (4, ["risk.continuous", "risk.bare_hands"])


def test_t05_cuts_own_wrist() -> None:
    assert spoken(Observed(harms_self=True)) == (4, ["risk.self_harm"])


def test_t06_holds_a_knife_to_kill_himself_is_4_and_not_5() -> None:
    assert suggest(Observed(harms_self=True, talked_down=False)).grade is Grade.LEVEL_4


def test_t07_attacks_his_mother_at_home_with_a_stick() -> None:
    seen = Observed(violence=Violence.ARMED, only_at_home=True)

    assert spoken(seen) == (5, ["risk.armed"])


def test_t08_sets_fire_to_his_own_house() -> None:
    assert spoken(Observed(arson_or_explosion=True)) == (5, ["risk.arson"])


def test_t09_none_of_it() -> None:
    assert spoken(Observed()) == (0, ["risk.none"])


def test_every_combination_has_a_level_and_none_is_left_unassessed() -> None:
    levels = {suggest(seen).grade for seen in everything()}

    assert levels == set(Grade) - {Grade.NOT_ASSESSED}


def test_the_highest_level_whose_description_fits_is_suggested() -> None:
    for seen in everything():
        fitting = [row.then.value or 0 for row in TABLE if row.matches(seen)]

        assert suggest(seen).grade.value == max(fitting)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.why.code)
def test_every_description_decides_something_on_its_own(row: Row) -> None:
    alone = Suggestion(row.then, (row.why,))

    assert any(suggest(seen) == alone for seen in everything())


def test_every_level_is_cited_as_it_stands() -> None:
    assert [(row.then.value, str(row.why.clause)) for row in TABLE] == [
        (5, "R1 二(二) [R]"),
        (5, "R1 二(二) [R]"),
        (4, "R1 二(二) [R]"),
        (4, "R1 二(二) [R]"),
        (4, "OURS D-G2 [D]"),
        (3, "R1 二(二) [R]"),
        (3, "E1 危险性评估 [E]"),
        (2, "R1 二(二) [R]"),
        (1, "R1 二(二) [R]"),
        (0, "R1 二(二) [R]"),
    ]
