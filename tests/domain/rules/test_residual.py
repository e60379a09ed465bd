from datetime import date
from itertools import product

import pytest

from domain.rules.follow_up_classification import classify
from domain.rules.parameters import NATIONAL, InForce, Override
from domain.rules.residual import Opinion, Residual, read_milder, valid_until
from domain.values.findings import (
    AdverseReaction,
    FollowUpClass,
    Grade,
    Insight,
    PhysicalIllness,
    Symptoms,
)
from tests.domain.rules.findings import well

DAY = date(2026, 3, 2)
BOTH = Opinion((Residual.INSIGHT, Residual.SYMPTOMS), "2026-03-02", "2026-09-02")


@pytest.mark.parametrize(
    ("found", "named", "expected"),
    [
        ({"insight": Insight.ABSENT}, Residual.INSIGHT, FollowUpClass.BASIC),
        ({"symptoms": Symptoms.MARKED}, Residual.SYMPTOMS, FollowUpClass.BASIC),
        ({"insight": Insight.ABSENT}, Residual.SYMPTOMS, FollowUpClass.UNSTABLE),
        ({"symptoms": Symptoms.MARKED}, Residual.INSIGHT, FollowUpClass.UNSTABLE),
    ],
)
def test_only_what_the_opinion_names_is_read_milder(
    found: dict[str, object], named: Residual, expected: FollowUpClass
) -> None:
    """D-D11."""
    opinion = Opinion((named,), "2026-03-02", "2026-09-02")

    milder, because = read_milder(well(**found), opinion, DAY)

    assert classify(milder, DAY).proposed is expected
    assert bool(because) is (expected is FollowUpClass.BASIC)


@pytest.mark.parametrize("on", ["2026-03-01", "2026-09-03"])
def test_outside_its_days_an_opinion_changes_nothing(on: str) -> None:
    found = well(insight=Insight.ABSENT, symptoms=Symptoms.MARKED)

    assert read_milder(found, BOTH, date.fromisoformat(on)) == (found, ())
    assert read_milder(found, None, DAY) == (found, ())


@pytest.mark.parametrize(
    "found",
    [
        *({"risk": grade} for grade in (Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5)),
        {"adverse_reaction": AdverseReaction.SEVERE},
        {"physical_illness": PhysicalIllness.SEVERE},
    ],
)
def test_danger_reactions_and_illness_are_never_read_milder(
    found: dict[str, object],
) -> None:
    for insight, symptoms in product(Insight, Symptoms):
        whole = well(insight=insight, symptoms=symptoms, **found)

        milder, _ = read_milder(whole, BOTH, DAY)

        assert classify(milder, DAY).proposed is FollowUpClass.UNSTABLE


def test_it_is_valid_for_six_months_unless_the_place_has_it_otherwise() -> None:
    three = InForce((Override("residual.months", "990101", 3, "2026-01-01", "演示"),))

    assert valid_until(DAY, NATIONAL) == date(2026, 9, 2)
    assert valid_until(DAY, three) == date(2026, 6, 2)
