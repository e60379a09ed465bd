from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from domain.rules.aid_conditions import Assessment, Left, Situation, Word
from domain.rules.aid_schemes import TABLE, assess, step_of
from domain.rules.guardian_subsidy import Funding, funding, yearly_amount
from domain.rules.reasons import REASONS
from domain.values.aid import AidOutcome, Scheme

DAY = date(2026, 3, 2)
HERE, ZHEJIANG, SHANDONG = "990101001001", "330326001001", "370811001001"

GUARDED = Situation(
    division=HERE,
    grade=3,
    incident_ever=False,
    incident_in_year=False,
    guardian_ability="strong",
    guardian_agreement=True,
)


def assessed(scheme: Scheme, situation: Situation) -> Assessment:
    return next(each for each in assess(situation, DAY) if each.scheme is scheme)


def outcome(scheme: Scheme, **known: Any) -> AidOutcome:
    facts: dict[str, Any] = {"division": HERE, **known}
    return assessed(scheme, Situation(**facts)).outcome


def test_t101_in_zhejiang_the_contribution_of_everybody_is_paid() -> None:
    found = assessed(
        Scheme.INSURANCE_CONTRIBUTION, Situation(division=ZHEJIANG, low_income="none")
    )

    assert found.outcome is AidOutcome.ELIGIBLE
    assert str(found.because.clause) == "P8 art 23 [P]"


@pytest.mark.parametrize(
    ("low_income", "expected"),
    [
        ("dibao", AidOutcome.ELIGIBLE),
        ("none", AidOutcome.NOT_ELIGIBLE),
        (None, AidOutcome.ASK),
    ],
)
def test_elsewhere_only_the_contribution_of_the_poor_is_paid(
    low_income: str | None, expected: AidOutcome
) -> None:
    assert outcome(Scheme.INSURANCE_CONTRIBUTION, low_income=low_income) is expected


def test_t103_somebody_not_on_dibao_in_real_difficulty_is_proposed_temporary_aid() -> (
    None
):
    known = Situation(division=HERE, low_income="none", real_hardship=True)

    found = assessed(Scheme.TEMPORARY_AID, known)

    assert found.outcome is AidOutcome.ELIGIBLE
    assert str(found.because.clause) == "P1 art 69 [P]"


@pytest.mark.parametrize("division", [HERE, "110112001001"])
def test_t104_an_incident_in_the_year_means_no_award(division: str) -> None:
    """D-Z2 elsewhere than in Beijing."""
    happened = replace(
        GUARDED, division=division, incident_ever=True, incident_in_year=True
    )

    kept = assessed(Scheme.GUARDIAN_AWARD, replace(GUARDED, division=division))
    lost = assessed(Scheme.GUARDIAN_AWARD, happened)

    assert kept.outcome is AidOutcome.ELIGIBLE
    assert lost.outcome is AidOutcome.NOT_ELIGIBLE
    assert lost.because.code.endswith("_incident")


def test_t105_risk_2_without_incident_is_not_due_the_award() -> None:
    """D-Z2."""
    found = assessed(Scheme.GUARDIAN_AWARD, replace(GUARDED, grade=2))

    assert found.outcome is AidOutcome.NOT_ELIGIBLE
    assert found.because.code == "aid.award_not"


def test_an_incident_of_an_earlier_year_opens_the_award_below_level_3() -> None:
    found = assessed(
        Scheme.GUARDIAN_AWARD, replace(GUARDED, grade=2, incident_ever=True)
    )

    assert found.outcome is AidOutcome.ELIGIBLE


def test_t106_nineteen_guardians_cost_34200_of_which_the_county_adds_931() -> None:
    amount = yearly_amount("622922001001")

    assert amount is not None
    assert funding(19, amount.yuan, 33_269) == Funding(34_200, 33_269, 931)
    assert yearly_amount(HERE) is None


def test_what_nobody_recorded_is_asked_for_by_name() -> None:
    found = assessed(Scheme.GUARDIAN_AWARD, replace(GUARDED, guardian_agreement=None))

    assert (found.outcome, found.missing) == (
        AidOutcome.ASK,
        (Word.GUARDIAN_AGREEMENT,),
    )


def test_three_subsidies_for_guardians_are_three_schemes() -> None:
    subsidies = {
        Scheme.GUARDIAN_AWARD,
        Scheme.GUARDIANSHIP_ALLOWANCE,
        Scheme.CARE_ALLOWANCE,
    }

    def there(division: str) -> set[Scheme]:
        found = assess(Situation(division=division), DAY)
        return {each.scheme for each in found} & subsidies

    assert there(HERE) == {Scheme.GUARDIAN_AWARD}
    assert there(ZHEJIANG) == {Scheme.GUARDIAN_AWARD, Scheme.CARE_ALLOWANCE}
    assert there(SHANDONG) == {Scheme.GUARDIAN_AWARD, Scheme.GUARDIANSHIP_ALLOWANCE}


@pytest.mark.parametrize(
    ("division", "low_income", "expected"),
    [
        (HERE, "tekun", AidOutcome.ELIGIBLE),
        (HERE, "dibao_edge", AidOutcome.ASK),
        (ZHEJIANG, "dibao_edge", AidOutcome.ELIGIBLE),
        (ZHEJIANG, "illness_poverty", AidOutcome.ELIGIBLE),
        (ZHEJIANG, "none", AidOutcome.NOT_ELIGIBLE),
    ],
)
def test_medical_aid_is_for_those_the_place_names(
    division: str, low_income: str, expected: AidOutcome
) -> None:
    known: dict[str, Any] = {"low_income": low_income, "real_hardship": False}

    assert outcome(Scheme.MEDICAL_AID, division=division, **known) is expected


@pytest.mark.parametrize("place", ["330326001001", "440303001001", "440106001001"])
def test_injections_are_free_where_and_for_whom_the_place_says(place: str) -> None:
    ill: dict[str, Any] = {"division": place, "disease": "schizophrenia"}

    def due(**known: Any) -> AidOutcome:
        return outcome(Scheme.LONG_ACTING_INJECTION, **ill, **known)

    well: dict[str, Any] = {
        "guardian_ability": "strong",
        "incident_ever": False,
        "grade": 0,
    }
    assert due(adherence=2, low_income="dibao") is AidOutcome.ELIGIBLE
    assert due(adherence=1, low_income="none", **well) is AidOutcome.NOT_ELIGIBLE


@pytest.mark.parametrize("left", Left)
def test_who_is_off_the_register_is_due_nothing(left: Left) -> None:
    """D-Z3."""
    found = assess(replace(GUARDED, division=ZHEJIANG, left=left), DAY)

    assert {each.outcome for each in found} == {AidOutcome.NOT_ELIGIBLE}
    assert {each.because.code for each in found} == {f"aid.{left}"}


def test_every_word_a_row_asks_for_is_a_field_of_the_situation() -> None:
    known = {field.name for field in fields(Situation)}

    assert {word for row in TABLE for word in row.words()} <= known


def test_every_place_has_one_row_a_scheme_and_every_reason_can_be_said() -> None:
    keys = [(row.scheme, row.division) for row in TABLE]

    assert len(keys) == len(set(keys))
    assert all(REASONS[row.why.code] == row.why for row in TABLE)
    assert step_of(Scheme.FREE_MEDICATION, HERE, DAY) is None
    assert step_of(Scheme.MEDICAL_AID, HERE, DAY) is not None
