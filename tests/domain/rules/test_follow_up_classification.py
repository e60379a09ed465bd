from collections import Counter
from datetime import date
from functools import cache
from itertools import product

import pytest

from domain.rules.follow_up_classification import (
    EDITIONS,
    TABLE,
    Outcome,
    Proposal,
    Row,
    classify,
)
from domain.values.findings import (
    AdverseReaction,
    Findings,
    FollowUpClass,
    Grade,
    HospitalStay,
    Insight,
    Level,
    PhysicalIllness,
    SocialFunction,
    Symptoms,
    WorkLevel,
)
from tests.domain.rules.findings import all_good, well

DAY = date(2024, 3, 4)

SOCIAL = (
    all_good(),
    all_good(relations=Level.POOR),
    all_good(study=None),
    all_good(work=WorkLevel.NOT_APPLICABLE),
)


@cache
def everything() -> tuple[Findings, ...]:
    return tuple(
        Findings(
            risk=risk,
            symptoms=symptoms,
            insight=insight,
            social=social,
            adverse_reaction=reaction,
            physical_illness=illness,
            other_abnormality=other,
            hospital=hospital,
        )
        for risk, symptoms, insight, social, reaction, illness, other, hospital in product(
            Grade,
            (None, *Symptoms),
            (None, *Insight),
            SOCIAL,
            (None, *AdverseReaction),
            (None, *PhysicalIllness),
            (None, False, True),
            (None, HospitalStay.NONE, HospitalStay.IN_HOSPITAL_NOW),
        )
    )


def spoken(found: Findings) -> tuple[FollowUpClass | None, list[str]]:
    proposal = classify(found, DAY)
    return proposal.proposed, [reason.code for reason in proposal.because]


def expected(found: Findings) -> Outcome:
    """The sentences once more, as plain ifs, written apart from the table."""
    risk, social = (
        found.risk.value,
        [getattr(item, "value", None) for item in found.social.items()],
    )
    if found.hospital is HospitalStay.IN_HOSPITAL_NOW:
        return Outcome.NO_CLASS_NEEDED
    if (
        risk in (3, 4, 5)
        or found.symptoms is Symptoms.MARKED
        or found.insight is Insight.ABSENT
        or found.adverse_reaction is AdverseReaction.SEVERE
        or found.physical_illness is PhysicalIllness.SEVERE
    ):
        return Outcome.UNSTABLE
    known = None not in (
        risk,
        found.symptoms,
        found.insight,
        found.adverse_reaction,
        found.physical_illness,
    )
    if not known or found.adverse_reaction is AdverseReaction.UNGRADED:
        return Outcome.DOCTOR_DECIDES
    if (
        risk in (1, 2)
        or found.symptoms is Symptoms.PRESENT
        or found.insight is Insight.INCOMPLETE
        or 3 in social
    ):
        return Outcome.BASIC
    settled = found.physical_illness is PhysicalIllness.NONE_OR_STABLE
    if None not in social and settled and found.other_abnormality is False:
        return Outcome.STABLE
    return Outcome.DOCTOR_DECIDES


def test_every_combination_is_decided_as_the_sentences_say() -> None:
    wrong = [
        found
        for found in everything()
        if classify(found, DAY).outcome is not expected(found)
    ]

    assert wrong == []


def test_the_table_is_silent_about_no_finding_and_reaches_every_outcome() -> None:
    counted = Counter(classify(found, DAY).outcome for found in everything())

    assert set(counted) == set(Outcome)
    assert sum(counted.values()) == len(everything()) == 7 * 4 * 4 * 4 * 6 * 4 * 3 * 3


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.why.code)
def test_every_row_decides_something_on_its_own(row: Row) -> None:
    alone = Proposal(row.then, (row.why,), EDITIONS[0].name)

    assert any(classify(found, DAY) == alone for found in everything())


def test_a_reason_is_of_the_outcome_and_every_row_has_its_own_code() -> None:
    codes = [row.why.code for row in TABLE]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("found", "chosen", "code", "clause"),
    [
        (
            well(hospital=HospitalStay.IN_HOSPITAL_NOW),
            None,
            "class.in_hospital",
            "OURS D-C1 [D]",
        ),
        (well(risk=Grade.LEVEL_3), 1, "class.risk_3_to_5", "R1 二(三)1 [R]"),
        (well(symptoms=Symptoms.MARKED), 1, "class.symptoms_marked", "R1 二(三)1 [R]"),
        (well(insight=Insight.ABSENT), 1, "class.insight_absent", "R1 二(三)1 [R]"),
        (
            well(adverse_reaction=AdverseReaction.SEVERE),
            1,
            "class.reaction_severe",
            "R1 二(三)1 [R]",
        ),
        (
            well(physical_illness=PhysicalIllness.SEVERE),
            1,
            "class.illness_severe",
            "R1 二(三)1 [R]",
        ),
        (
            well(risk=Grade.NOT_ASSESSED),
            None,
            "class.risk_not_assessed",
            "OURS D-C6 [D]",
        ),
        (well(symptoms=None), None, "class.symptoms_not_recorded", "OURS D-C6 [D]"),
        (well(insight=None), None, "class.insight_not_recorded", "OURS D-C6 [D]"),
        (
            well(adverse_reaction=None),
            None,
            "class.reaction_not_graded",
            "OURS D-C6 [D]",
        ),
        (
            well(physical_illness=None),
            None,
            "class.illness_not_recorded",
            "OURS D-C6 [D]",
        ),
        (well(risk=Grade.LEVEL_1), 2, "class.risk_1_or_2", "R2 二(三)2 [R]"),
        (well(symptoms=Symptoms.PRESENT), 2, "class.symptoms_poor", "OURS D-C5 [D]"),
        (well(insight=Insight.INCOMPLETE), 2, "class.insight_poor", "OURS D-C2 [D]"),
        (
            well(social=all_good(housework=Level.POOR)),
            2,
            "class.social_poor",
            "E2 基本稳定 [E]",
        ),
        (
            well(social=all_good(study=None)),
            None,
            "class.social_not_recorded",
            "OURS D-C7 [D]",
        ),
        (
            well(physical_illness=PhysicalIllness.UNSETTLED),
            None,
            "class.illness_unsettled",
            "OURS D-C8 [D]",
        ),
        (
            well(other_abnormality=True),
            None,
            "class.other_abnormality",
            "OURS D-C9 [D]",
        ),
        (well(), 3, "class.all_settled", "R3 二(三)3 [R]"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_each_row_has_its_person_its_class_and_its_clause(
    found: Findings, chosen: int | None, code: str, clause: str
) -> None:
    proposal = classify(found, DAY)

    assert proposal.proposed == chosen
    assert [reason.fact() for reason in proposal.because] == [
        {"code": code, "clause": clause}
    ]


def test_t11_everything_well_is_stable() -> None:
    assert spoken(well()) == (FollowUpClass.STABLE, ["class.all_settled"])


def test_t12_level_3_is_unstable() -> None:
    assert spoken(well(risk=Grade.LEVEL_3)) == (
        FollowUpClass.UNSTABLE,
        ["class.risk_3_to_5"],
    )


def test_t13_level_5_with_everything_else_good_is_unstable() -> None:
    assert spoken(well(risk=Grade.LEVEL_5)) == (
        FollowUpClass.UNSTABLE,
        ["class.risk_3_to_5"],
    )


def test_t15_marked_symptoms_alone_are_unstable() -> None:
    assert spoken(well(symptoms=Symptoms.MARKED))[0] is FollowUpClass.UNSTABLE


def test_t16_a_severe_reaction_alone_is_unstable() -> None:
    assert (
        spoken(well(adverse_reaction=AdverseReaction.SEVERE))[0]
        is FollowUpClass.UNSTABLE
    )


def test_t18_level_1_is_basically_stable() -> None:
    assert spoken(well(risk=Grade.LEVEL_1)) == (
        FollowUpClass.BASIC,
        ["class.risk_1_or_2"],
    )


def test_t19_level_2_with_all_else_good_is_basically_stable() -> None:
    assert spoken(well(risk=Grade.LEVEL_2)) == (
        FollowUpClass.BASIC,
        ["class.risk_1_or_2"],
    )


def test_t20_poor_relations_alone_are_basically_stable() -> None:
    found = well(social=all_good(relations=Level.POOR))

    assert spoken(found) == (FollowUpClass.BASIC, ["class.social_poor"])


@pytest.mark.parametrize(
    "item", ["self_care", "housework", "work", "study", "relations"]
)
def test_t20_any_of_the_five_items_poor_is_basically_stable(item: str) -> None:
    poor = WorkLevel.POOR if item == "work" else Level.POOR

    assert spoken(well(social=all_good(**{item: poor})))[0] is FollowUpClass.BASIC


def test_t21_fair_social_function_is_stable() -> None:
    fair = SocialFunction(
        self_care=Level.FAIR,
        housework=Level.FAIR,
        work=WorkLevel.FAIR,
        study=Level.FAIR,
        relations=Level.FAIR,
    )

    assert spoken(well(social=fair))[0] is FollowUpClass.STABLE


def test_t22_incomplete_insight_is_basically_stable() -> None:
    assert spoken(well(insight=Insight.INCOMPLETE)) == (
        FollowUpClass.BASIC,
        ["class.insight_poor"],
    )


def test_t24_work_that_does_not_apply_is_left_out() -> None:
    found = well(social=all_good(work=WorkLevel.NOT_APPLICABLE))

    assert spoken(found)[0] is FollowUpClass.STABLE


def test_t25_a_mild_reaction_alone_is_stable() -> None:
    assert (
        spoken(well(adverse_reaction=AdverseReaction.MILD))[0] is FollowUpClass.STABLE
    )


def test_t28_nobody_of_level_1_or_more_is_proposed_stable() -> None:
    stable = [
        f for f in everything() if classify(f, DAY).proposed is FollowUpClass.STABLE
    ]

    assert {found.risk for found in stable} == {Grade.LEVEL_0}


def test_absent_insight_at_level_2_is_unstable_because_the_list_says_or() -> None:
    found = well(risk=Grade.LEVEL_2, insight=Insight.ABSENT)

    assert spoken(found) == (FollowUpClass.UNSTABLE, ["class.insight_absent"])


def test_every_condition_that_fired_is_named() -> None:
    found = well(risk=Grade.LEVEL_4, symptoms=Symptoms.MARKED, insight=Insight.ABSENT)

    assert spoken(found)[1] == [
        "class.risk_3_to_5",
        "class.symptoms_marked",
        "class.insight_absent",
    ]


def test_a_person_not_assessed_is_never_taken_for_level_0() -> None:
    open_ones = [
        classify(found, DAY).outcome
        for found in everything()
        if not found.risk.is_assessed
        and found.hospital is not HospitalStay.IN_HOSPITAL_NOW
    ]

    assert set(open_ones) == {Outcome.UNSTABLE, Outcome.DOCTOR_DECIDES}


def test_in_hospital_the_class_may_stay_open_and_otherwise_not() -> None:
    in_hospital = classify(well(hospital=HospitalStay.IN_HOSPITAL_NOW), DAY)
    undecided = classify(well(other_abnormality=True), DAY)

    assert (in_hospital.may_stay_open, undecided.may_stay_open) == (True, False)


def test_differing_from_a_proposal_needs_a_reason_and_deciding_an_open_one_does_not() -> (
    None
):
    stable = classify(well(), DAY)
    undecided = classify(well(other_abnormality=True), DAY)

    assert stable.needs_reason(FollowUpClass.UNSTABLE)
    assert stable.needs_reason(None)
    assert not stable.needs_reason(FollowUpClass.STABLE)
    assert not undecided.needs_reason(FollowUpClass.STABLE)


def test_the_edition_is_named_and_also_serves_a_form_older_than_it() -> None:
    assert classify(well(), date(2012, 5, 1)).edition == "follow-up-class/2017"
