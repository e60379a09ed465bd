import json
from dataclasses import fields, replace
from itertools import product
from types import NoneType
from typing import Any, cast

import pytest

from domain.values.findings import (
    Adherence,
    AdverseReaction,
    Findings,
    Grade,
    HospitalStay,
    Incidents,
    Insight,
    Level,
    Locked,
    PhysicalIllness,
    SocialFunction,
    SpokeWith,
    Symptom,
    Symptoms,
    TreatmentEffect,
    VisitForm,
    WorkLevel,
    is_face_visit,
)
from domain.values.medication import MOST_DRUGS, DrugUse, Severity
from domain.values.visit_details import (
    Laboratory,
    Reaction,
    Referral,
    Rehabilitation,
)

FULL = Findings(
    risk=Grade.LEVEL_3,
    symptoms=Symptoms.MARKED,
    symptom_codes=frozenset({Symptom.OTHER, Symptom.HALLUCINATIONS}),
    insight=Insight.ABSENT,
    sleep=Level.POOR,
    diet=Level.FAIR,
    social=SocialFunction(self_care=Level.POOR, work=WorkLevel.NOT_APPLICABLE),
    adverse_reaction=AdverseReaction.MILD,
    physical_illness=PhysicalIllness.UNSETTLED,
    other_abnormality=False,
    adherence=Adherence.IRREGULAR,
    treatment_effect=TreatmentEffect.WORSE,
    locked=Locked.RELEASED,
    hospital=HospitalStay.DISCHARGED,
    incidents=Incidents(disturbance=2, self_harm=1),
    taking=(DrugUse(drug="olanzapine", strength="5 mg/片", evening_mg="7.5"),),
    advised=(DrugUse(name="某药", every_weeks=4, each_mg="100"),),
    symptom_other="怕光",
    laboratory=Laboratory.DONE,
    laboratory_content="血常规正常",
    reactions=(Reaction("氯氮平", "流涎", Severity.MILD),),
    referral=Referral(advised=True, reason="病情波动", done=False),
    rehabilitation=frozenset({Rehabilitation.OTHER, Rehabilitation.SOCIAL}),
    rehabilitation_other="书法",
    discharged_on="2026-01-05",
)


def test_findings_are_kept_as_plain_values() -> None:
    assert FULL.facts() == {
        "risk": 3,
        "symptoms": "marked",
        "symptom_codes": [1, 12],
        "insight": 3,
        "sleep": 3,
        "diet": 2,
        "social": {
            "self_care": 3,
            "housework": None,
            "work": 9,
            "study": None,
            "relations": None,
        },
        "adverse_reaction": "mild",
        "physical_illness": "unsettled",
        "other_abnormality": False,
        "adherence": 2,
        "treatment_effect": 4,
        "locked": 3,
        "hospital": 2,
        "incidents": {
            "disturbance": 2,
            "public_order": 0,
            "criminal": 0,
            "other_harm": 0,
            "self_harm": 1,
            "suicide_attempt": 0,
        },
        "taking": [
            {
                "drug": "olanzapine",
                "name": "",
                "strength": "5 mg/片",
                "morning_mg": "",
                "noon_mg": "",
                "evening_mg": "7.5",
                "every_weeks": None,
                "each_mg": "",
            }
        ],
        "advised": [
            {
                "drug": "",
                "name": "某药",
                "strength": "",
                "morning_mg": "",
                "noon_mg": "",
                "evening_mg": "",
                "every_weeks": 4,
                "each_mg": "100",
            }
        ],
        "symptom_other": "怕光",
        "laboratory": 2,
        "laboratory_content": "血常规正常",
        "reactions": [{"drug": "氯氮平", "reaction": "流涎", "severity": "mild"}],
        "referral": {
            "advised": True,
            "reason": "病情波动",
            "done": False,
            "institution": "",
            "department": "",
        },
        "rehabilitation": [4, 5],
        "rehabilitation_other": "书法",
        "discharged_on": "2026-01-05",
    }


@pytest.mark.parametrize("found", [FULL, Findings(), replace(FULL, incidents=None)])
def test_findings_come_back_from_json_as_they_were(found: Findings) -> None:
    kept = json.loads(json.dumps(found.facts()))

    assert Findings.from_facts(kept) == found


def leaves(value: Any) -> list[Any]:
    match value:
        case dict():
            return [
                leaf
                for each in cast("dict[str, Any]", value).values()
                for leaf in leaves(each)
            ]
        case list():
            return [leaf for each in cast("list[Any]", value) for leaf in leaves(each)]
        case _:
            return [value]


def test_plain_values_hold_no_enum_that_only_looks_plain() -> None:
    assert {type(leaf) for leaf in leaves(FULL.facts())} == {int, str, bool, NoneType}


def test_every_finding_is_kept() -> None:
    assert set(FULL.facts()) == {each.name for each in fields(Findings)}


def test_what_is_missing_was_not_recorded() -> None:
    """Old follow-ups lack the fields that were added later and stay readable."""
    assert Findings.from_facts({}) == Findings()
    assert Findings().risk is Grade.NOT_ASSESSED


@pytest.mark.parametrize(
    "wrong", [{"risk": 6}, {"insight": 4}, {"hospital": 3}, {"social": {"study": 9}}]
)
def test_a_code_the_form_does_not_have_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        Findings.from_facts(wrong)


def test_findings_kept_before_medicines_were_asked_still_read() -> None:
    kept = FULL.facts()
    del kept["taking"], kept["advised"]

    assert Findings.from_facts(kept) == replace(FULL, taking=(), advised=())


def test_more_drugs_than_anybody_takes_are_refused() -> None:
    rows = (DrugUse(name="某药"),) * MOST_DRUGS

    assert Findings(taking=rows).taking == rows
    with pytest.raises(ValueError, match="too many drugs"):
        Findings(advised=(*rows, DrugUse(name="某药")))


def test_a_count_of_incidents_is_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        Incidents(self_harm=-1)


def test_not_assessed_is_no_level_and_never_0() -> None:
    assert not Grade.NOT_ASSESSED.is_assessed
    assert Grade.LEVEL_0.is_assessed
    assert Grade.NOT_ASSESSED is not Grade.LEVEL_0
    assert not Grade.NOT_ASSESSED.is_at_least(Grade.LEVEL_0)
    assert Grade(None) is Grade.NOT_ASSESSED


def test_a_level_is_at_least_itself_and_those_below() -> None:
    reached = {grade.value for grade in Grade if grade.is_at_least(Grade.LEVEL_3)}

    assert reached == {3, 4, 5}


def test_nothing_happened_until_something_is_counted() -> None:
    assert not Incidents().any_happened
    assert Incidents(other_harm=1).any_happened


def test_a_face_visit_is_out_of_the_telephone_and_with_the_person() -> None:
    face = {
        (form.value, spoke.value)
        for form, spoke in product(VisitForm, SpokeWith)
        if is_face_visit(form, frozenset({spoke}))
    }

    assert face == {(1, 1), (2, 1)}
    assert is_face_visit(VisitForm.HOME, frozenset(SpokeWith))
