from dataclasses import fields

import pytest

from domain.rules.under_grading import TABLE, WORDS, questions
from domain.values.findings import Grade, Incidents, Symptom
from tests.domain.rules.findings import well

LOW = [Grade.NOT_ASSESSED, Grade.LEVEL_0, Grade.LEVEL_1, Grade.LEVEL_2]
HIGH = [Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5]

HARM = ["criminal", "public_order", "other_harm", "self_harm", "suicide_attempt"]


def asked(grade: Grade, remark: str = "", **found: object) -> list[str]:
    return [reason.code for reason in questions(well(risk=grade, **found), remark)]


@pytest.mark.parametrize("grade", LOW)
@pytest.mark.parametrize("harm", HARM)
def test_harm_with_a_grade_below_3_is_asked_about(grade: Grade, harm: str) -> None:
    assert asked(grade, incidents=Incidents(**{harm: 1})) == [f"ask.{harm}"]


@pytest.mark.parametrize("grade", HIGH)
def test_nothing_is_asked_from_level_3_on(grade: Grade) -> None:
    everything = Incidents(
        disturbance=1,
        public_order=1,
        criminal=1,
        other_harm=1,
        self_harm=1,
        suicide_attempt=1,
    )
    ticked = frozenset(Symptom)

    assert asked(grade, "持械", incidents=everything, symptom_codes=ticked) == []


@pytest.mark.parametrize("grade", LOW)
def test_the_ticked_symptom_is_asked_about_below_3(grade: Grade) -> None:
    ticked = frozenset({Symptom.HURTS_PEOPLE_BREAKS_THINGS})

    assert asked(grade, symptom_codes=ticked) == ["ask.hurts_people"]


def test_other_symptoms_are_not_asked_about() -> None:
    ticked = frozenset(Symptom) - {Symptom.HURTS_PEOPLE_BREAKS_THINGS}

    assert asked(Grade.LEVEL_0, symptom_codes=ticked) == []


@pytest.mark.parametrize("word", WORDS)
def test_each_word_of_a_weapon_or_of_violence_is_noticed_in_the_remark(
    word: str,
) -> None:
    assert asked(Grade.LEVEL_1, f"家属说昨晚{word}了") == ["ask.words"]


@pytest.mark.parametrize(
    ("grade", "codes"),
    [
        (Grade.NOT_ASSESSED, ["ask.disturbance"]),
        (Grade.LEVEL_0, ["ask.disturbance"]),
        (Grade.LEVEL_1, []),
    ],
)
def test_a_minor_disturbance_is_asked_about_at_level_0_only(
    grade: Grade, codes: list[str]
) -> None:
    assert asked(grade, incidents=Incidents(disturbance=1)) == codes


@pytest.mark.parametrize("grade", Grade)
def test_a_quiet_form_is_asked_nothing(grade: Grade) -> None:
    assert asked(grade, "按时服药", incidents=Incidents()) == []
    assert asked(grade) == []


def test_everything_odd_is_asked_at_once() -> None:
    assert asked(
        Grade.LEVEL_0, "有刀", incidents=Incidents(disturbance=1, self_harm=2)
    ) == [
        "ask.self_harm",
        "ask.words",
        "ask.disturbance",
    ]


def test_every_kind_of_incident_has_a_row() -> None:
    kinds = {row.incident for row in TABLE if row.incident}

    assert kinds == {each.name for each in fields(Incidents)}
