from datetime import date, timedelta
from itertools import product

import pytest

from domain.rules.follow_up_course import (
    TABLE as COURSE,
)
from domain.rules.follow_up_course import (
    EarlierVisit,
    Step,
    asks_whether_settling,
    step_after,
)
from domain.rules.follow_up_interval import (
    TABLE,
    DueProposal,
    fewer_than_four,
    propose_due,
    propose_first_due,
)
from domain.rules.parameters import InForce, Override
from domain.values.calendar import (
    ONE_MONTH,
    THREE_MONTHS,
    TWO_WEEKS,
    ListedWorkingDays,
)
from domain.values.findings import FollowUpClass

U, B, S = FollowUpClass.UNSTABLE, FollowUpClass.BASIC, FollowUpClass.STABLE


def visit(
    on: str, judged: FollowUpClass | None, *, settling: bool = False
) -> EarlierVisit:
    return EarlierVisit(date.fromisoformat(on), judged, settling)


def due(
    judged: FollowUpClass | None,
    on: str,
    *course: EarlierVisit,
    settling: bool = False,
    in_hospital: bool = False,
) -> tuple[str, list[str]]:
    proposal = propose_due(
        judged,
        date.fromisoformat(on),
        course,
        settling=settling,
        in_hospital=in_hospital,
    )
    return proposal.due_on.isoformat(), [reason.code for reason in proposal.because]


def spoken(proposal: DueProposal) -> tuple[str, list[str]]:
    return proposal.due_on.isoformat(), [reason.code for reason in proposal.because]


def test_t29_unstable_is_seen_again_jointly_within_two_weeks_and_referred_at_once() -> (
    None
):
    proposal = propose_due(U, date(2024, 3, 4))

    assert spoken(proposal) == ("2024-03-18", ["due.unstable"])
    assert proposal.joint_visit
    assert proposal.refer_at_once


def test_t31_a_first_basic_finding_is_checked_after_two_weeks() -> None:
    assert due(B, "2024-02-20") == ("2024-03-05", ["due.basic_first"])


@pytest.mark.parametrize("before", [U, S, None])
def test_t31_basic_after_anything_but_basic_is_a_first_finding(
    before: FollowUpClass | None,
) -> None:
    assert due(B, "2024-02-20", visit("2024-02-01", before)) == (
        "2024-03-05",
        ["due.basic_first"],
    )


def test_t32_settling_at_the_two_week_check_gives_three_months() -> None:
    first = visit("2024-03-01", B)

    assert due(B, "2024-03-15", first, settling=True) == (
        "2024-06-15",
        ["due.basic_settling"],
    )


def test_t34_not_settled_at_the_two_week_check_gives_one_month() -> None:
    first = visit("2024-05-17", B)

    assert due(B, "2024-05-31", first) == ("2024-06-30", ["due.basic_not_settled"])


@pytest.mark.parametrize("settling", [False, True])
def test_still_basic_after_the_month_under_guidance_gives_a_month_again(
    *, settling: bool
) -> None:
    course = [visit("2024-05-17", B), visit("2024-05-31", B)]

    first = due(B, "2024-06-30", *course, settling=settling)
    second = due(B, "2024-07-30", *course, visit("2024-06-30", B), settling=settling)

    assert first == ("2024-07-30", ["due.basic_still"])
    assert second == ("2024-08-30", ["due.basic_still"])


def test_basic_again_after_a_settled_course_is_checked_after_two_weeks_and_then_as_before() -> (
    None
):
    course = [visit("2024-03-01", B), visit("2024-03-15", B, settling=True)]

    again = due(B, "2024-06-15", *course)
    check = due(B, "2024-06-29", *course, visit("2024-06-15", B), settling=True)

    assert again == ("2024-06-29", ["due.basic_again"])
    assert check == ("2024-09-29", ["due.basic_settling"])


def test_the_course_starts_afresh_after_an_unstable_visit() -> None:
    course = [visit("2024-03-01", B), visit("2024-03-15", B), visit("2024-04-01", U)]

    assert due(B, "2024-04-15", *course) == ("2024-04-29", ["due.basic_first"])


def test_t35_stable_on_the_last_day_of_november_is_due_on_the_last_of_february() -> (
    None
):
    assert due(S, "2023-11-30") == ("2024-02-29", ["due.stable"])


def test_t37_stable_in_december_is_due_in_march() -> None:
    assert due(S, "2024-12-01") == ("2025-03-01", ["due.stable"])


def test_t38_a_stable_year_has_at_least_four_follow_ups() -> None:
    for first in (date(2024, 1, 1) + timedelta(days=n) for n in range(90)):
        made = [first]
        while (following := propose_due(S, made[-1]).due_on).year == 2024:
            made.append(following)

        assert fewer_than_four(made, 2024) is None


def test_t40_three_visits_in_a_calendar_year_are_flagged_whatever_came_before() -> None:
    made = [date(2023, 11, 1), date(2024, 3, 1), date(2024, 7, 1), date(2024, 12, 1)]

    flag = fewer_than_four(made, 2024)

    assert flag is not None
    assert flag.fact() == {"code": "due.fewer_than_four", "clause": "R1 二(二) [R]"}
    assert fewer_than_four([*made, date(2024, 12, 31)], 2024) is None


def test_just_admitted_is_asked_after_within_two_weeks_and_then_every_three_months() -> (
    None
):
    first = due(None, "2024-03-04", visit("2024-02-01", U), in_hospital=True)
    again = due(None, "2024-03-18", visit("2024-03-04", None), in_hospital=True)

    assert first == ("2024-03-18", ["due.admitted"])
    assert again == ("2024-06-18", ["due.still_in_hospital"])


def test_in_hospital_a_class_changes_nothing_and_nobody_visits_jointly() -> None:
    proposal = propose_due(U, date(2024, 3, 4), in_hospital=True)

    assert proposal.step is Step.ADMITTED
    assert not proposal.joint_visit


def test_without_a_class_the_person_is_seen_again_within_two_weeks() -> None:
    assert due(None, "2024-03-04") == ("2024-03-18", ["due.no_class"])


def test_a_referral_is_followed_up_within_two_weeks_whatever_the_class() -> None:
    on = date(2024, 3, 4)

    stable = propose_due(S, on, referred_on=on)
    unstable = propose_due(U, on, referred_on=on)

    assert spoken(stable) == ("2024-03-18", ["due.referred"])
    assert spoken(unstable) == ("2024-03-18", ["due.unstable", "due.referred"])


def here(
    parameter: str, *set_by: tuple[str, int], place: str = "990101001001"
) -> InForce:
    overrides = tuple(
        Override(parameter, division, value, "2024-01-01", "本地文件")
        for division, value in set_by
    )
    return InForce(overrides).at(place)


def test_a_stricter_jurisdiction_brings_the_day_forward_and_says_why() -> None:
    local = here("interval.stable", ("99", 60), ("990101", 30))

    proposal = propose_due(S, date(2024, 3, 4), local=local)

    assert spoken(proposal) == ("2024-04-03", ["local.interval.stable=30"])
    assert proposal.latest_on == date(2024, 6, 4)
    assert proposal.editions == (
        "follow-up-interval/2017",
        "override/990101/interval.stable=30/2024-01-01",
    )


@pytest.mark.parametrize(
    ("parameter", "division", "value"),
    [
        ("interval.stable", "990101", 100),
        ("interval.stable", "990101", 90),
        ("interval.unstable", "990101", 7),
        ("interval.stable", "990102", 30),
    ],
)
def test_a_laxer_jurisdiction_another_step_or_another_place_changes_nothing(
    parameter: str, division: str, value: int
) -> None:
    local = here(parameter, (division, value))

    assert propose_due(S, date(2024, 3, 4), local=local) == propose_due(
        S, date(2024, 3, 4)
    )


def test_a_county_cannot_loosen_what_its_province_has_tightened() -> None:
    local = here("interval.stable", ("99", 30), ("990101", 60))

    proposal = propose_due(S, date(2024, 3, 4), local=local)

    assert spoken(proposal)[0] == "2024-04-03"
    assert proposal.overrides == ("override/99/interval.stable=30/2024-01-01",)


def test_somebody_just_registered_is_seen_within_two_weeks_by_our_default() -> None:
    proposal = propose_first_due(date(2024, 3, 4))

    assert spoken(proposal) == ("2024-03-18", ["due.first_visit_two_weeks"])
    assert proposal.edition == "first-visit/ours-2026"


def test_with_a_calendar_the_earlier_of_two_weeks_and_ten_working_days_counts() -> None:
    calendar = InForce(calendar=ListedWorkingDays.of([2024]))

    monday = propose_first_due(date(2024, 3, 4), calendar)
    sunday = propose_first_due(date(2024, 3, 3), calendar)
    unknown = propose_first_due(date(2025, 3, 4), calendar)

    assert spoken(monday)[1] == [
        "due.first_visit_two_weeks",
        "due.first_visit_ten_working_days",
    ]
    assert spoken(sunday) == ("2024-03-15", ["due.first_visit_ten_working_days"])
    assert spoken(unknown) == (
        "2025-03-14",
        ["due.first_visit_ten_working_days", "calendar.year_not_known"],
    )
    assert unknown.is_estimated


def test_the_two_week_check_asks_whether_it_is_settling_and_no_other_visit_does() -> (
    None
):
    asked = [
        asks_whether_settling(course)
        for course in (
            [],
            [visit("2024-03-01", S)],
            [visit("2024-03-01", B)],
            [visit("2024-03-01", B), visit("2024-03-15", B)],
            [visit("2024-03-01", B), visit("2024-03-15", B, settling=True)],
        )
    ]

    assert asked == [False, False, True, False, False]


def test_exactly_one_row_of_the_course_speaks_of_every_visit() -> None:
    for judged, settling, before, in_hospital in product(
        (None, *FollowUpClass), (False, True), (None, *Step), (False, True)
    ):
        now = EarlierVisit(date(2024, 3, 4), judged, settling)

        hits = [
            row for row in COURSE if row.matches(now, before, in_hospital=in_hospital)
        ]

        assert len(hits) == 1, (judged, settling, before, in_hospital)


def test_every_step_is_reached_and_has_exactly_one_interval() -> None:
    assert {row.then for row in COURSE} == set(Step)
    assert sorted(row.step for row in TABLE) == sorted(Step)


def test_every_interval_is_cited_as_it_stands() -> None:
    cited = {row.step.value: (row.within, str(row.why.clause)) for row in TABLE}

    assert cited == {
        "unstable": (TWO_WEEKS, "R2 二(三)1 [R]"),
        "basic_first": (TWO_WEEKS, "R2 二(三)2 [R]"),
        "basic_settling": (THREE_MONTHS, "R2 二(三)2 [R]"),
        "basic_not_settled": (ONE_MONTH, "R2 二(三)2 [R]"),
        "basic_still": (ONE_MONTH, "OURS D-I1 [D]"),
        "basic_again": (TWO_WEEKS, "OURS D-I2 [D]"),
        "stable": (THREE_MONTHS, "R1 二(三)3 [R]"),
        "admitted": (TWO_WEEKS, "E4 转诊后2周内随访 [E]"),
        "still_in_hospital": (THREE_MONTHS, "OURS D-I3 [D]"),
        "no_class": (TWO_WEEKS, "OURS D-I4 [D]"),
    }


def test_nobody_waits_longer_than_three_months() -> None:
    on = date(2024, 3, 4)
    classes, answers = (None, *FollowUpClass), (False, True)

    for judged, before, settling, settled, in_hospital in product(
        classes, classes, answers, answers, answers
    ):
        past = [EarlierVisit(date(2024, 2, 1), before, settled)]
        found = propose_due(
            judged, on, past, settling=settling, in_hospital=in_hospital
        )

        assert on < found.due_on <= THREE_MONTHS.after(on)


def test_a_course_of_nobody_has_reached_no_step() -> None:
    assert step_after([]) is None
