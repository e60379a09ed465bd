"""Every explanation of a due day computes to that day: every course, class and answer."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from domain.rules.due_explanation import (
    Explanation,
    VisitInputs,
    days_set_here,
    explain_first,
    explain_plan,
    explain_visit,
    step_named,
)
from domain.rules.follow_up_course import EarlierVisit
from domain.rules.follow_up_interval import propose_due, propose_first_due
from domain.rules.parameters import InForce, Override
from domain.rules.planning import Cause, plan
from domain.values.findings import FollowUpClass

CLASSES = (*FollowUpClass, None)
DAY = date(2024, 3, 15)


def courses() -> Iterator[list[EarlierVisit]]:
    for length in range(4):
        for judged in product(CLASSES, repeat=length):
            for settling in (False, True):
                yield [
                    EarlierVisit(
                        DAY - timedelta(days=14 * (length - n)), each, settling
                    )
                    for n, each in enumerate(judged)
                ]


def as_kept(course: list[EarlierVisit]) -> tuple[list[str], FollowUpClass | None]:
    """Return what the due list keeps of a course: the last one's reasons and class."""
    *earlier, last = course
    due = propose_due(
        last.judged,
        last.visited_on,
        earlier,
        settling=last.settling,
        in_hospital=last.judged is None,
    )
    return [why.code for why in due.because], last.judged


def explanation(
    course: list[EarlierVisit],
    judged: FollowUpClass | None,
    *,
    settling: bool,
    referred: bool = False,
) -> Explanation:
    before = step_named(*as_kept(course)) if course else None
    given = VisitInputs(
        DAY,
        judged,
        settling=settling,
        in_hospital=judged is None,
        referred=referred,
        before=before,
    )
    return explain_visit(given)


@pytest.mark.parametrize("judged", CLASSES)
def test_every_explanation_of_a_follow_up_computes_to_the_day_proposed(
    judged: FollowUpClass | None,
) -> None:
    for course, settling, referred in product(courses(), (False, True), (False, True)):
        due = propose_due(
            judged,
            DAY,
            course,
            settling=settling,
            in_hospital=judged is None,
            referred_on=DAY if referred else None,
        )

        found = explanation(course, judged, settling=settling, referred=referred)

        assert (found.computed_on, found.edition) == (due.due_on, due.edition)


@pytest.mark.parametrize("judged", FollowUpClass)
def test_what_would_change_it_is_what_the_rule_gives_for_the_other_answers(
    judged: FollowUpClass,
) -> None:
    for course in courses():
        found = explanation(course, judged, settling=False)

        said = {c.what.code: c.then for c in found.changes if c.then}
        for other in FollowUpClass:
            then = propose_due(other, DAY, course).due_on
            code = f"explain.if_{other.name.lower()}"
            assert said.get(code, found.computed_on) == then


def test_a_two_week_check_says_what_the_other_answer_would_give() -> None:
    first = [EarlierVisit(date(2024, 3, 1), FollowUpClass.BASIC)]

    found = explanation(first, FollowUpClass.BASIC, settling=True)

    said = {c.what.code: c.then for c in found.changes}
    assert found.computed_on == date(2024, 6, 15)
    assert said["explain.if_not_settling"] == date(2024, 4, 15)
    assert said["explain.never_paused"] is None


def test_the_first_visit_and_every_plan_compute_to_their_days() -> None:
    assert explain_first(DAY).computed_on == propose_first_due(DAY).due_on
    for cause in Cause:
        on = plan(cause, DAY).on
        assert explain_plan(cause, DAY, None).computed_on == on
    leaves = date(2024, 3, 20)
    assert explain_plan(Cause.HOME, DAY, leaves).computed_on == leaves


def test_a_place_that_sees_people_sooner_is_explained_by_its_own_days() -> None:
    monthly = Override("interval.stable", "990101", 30, "2024-01-01", "演示县通知")
    due = propose_due(FollowUpClass.STABLE, DAY, local=InForce((monthly,)))
    codes = [why.code for why in due.because]

    found = explain_visit(VisitInputs(DAY, FollowUpClass.STABLE), days_set_here(codes))

    assert found.computed_on == due.due_on == date(2024, 4, 14)
    assert step_named(codes, FollowUpClass.STABLE) == due.step
