from dataclasses import replace

import pytest

from domain.rules.same_as_last import missing_before, open_fields, taken_over
from domain.values.findings import (
    AdverseReaction,
    Findings,
    Insight,
    Level,
    SocialFunction,
    Symptom,
)
from domain.values.visit_details import Reaction, Rehabilitation, Repeatable
from tests.domain.rules.findings import WELL, well

LAST = replace(
    well(adverse_reaction=AdverseReaction.MILD, sleep=Level.FAIR, diet=Level.GOOD),
    symptom_codes=frozenset({Symptom.OTHER}),
    symptom_other="怕光",
    reactions=(Reaction("氯氮平", "流涎"),),
    rehabilitation=frozenset({Rehabilitation.OTHER}),
    rehabilitation_other="书法",
)
EVERY = frozenset(Repeatable)


def test_a_typed_field_stays_as_typed_and_is_not_counted_as_confirmed() -> None:
    found = Findings(insight=Insight.ABSENT, social=SocialFunction(study=Level.POOR))

    left = open_fields(found, EVERY)

    assert Repeatable.INSIGHT not in left
    assert Repeatable.STUDY not in left
    assert Repeatable.WORK in left


def test_a_field_is_taken_over_with_the_words_that_go_with_it() -> None:
    fields = [
        Repeatable.SYMPTOM_CODES,
        Repeatable.SLEEP,
        Repeatable.RELATIONS,
        Repeatable.ADVERSE_REACTION,
        Repeatable.REHABILITATION,
    ]

    found = taken_over(Findings(), LAST.facts(), fields)

    assert found == Findings(
        symptom_codes=LAST.symptom_codes,
        symptom_other="怕光",
        sleep=Level.FAIR,
        social=SocialFunction(relations=Level.GOOD),
        adverse_reaction=AdverseReaction.MILD,
        reactions=LAST.reactions,
        rehabilitation=LAST.rehabilitation,
        rehabilitation_other="书法",
    )


@pytest.mark.parametrize("facts", [{}, Findings().facts()])
def test_what_was_not_recorded_last_time_cannot_be_confirmed(
    facts: dict[str, object],
) -> None:
    assert missing_before(facts, list(Repeatable)) == tuple(Repeatable)
    assert missing_before(WELL.facts(), [Repeatable.INSIGHT]) == ()


def test_d_f1_neither_the_grade_nor_the_period_can_be_taken_over() -> None:
    asked_afresh = {"risk", "incidents", "hospital", "locked", "laboratory", "referral"}

    assert not asked_afresh & {field.value for field in Repeatable}
