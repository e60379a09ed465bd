from datetime import date

import pytest

from domain.rules.parameters import NATIONAL, InForce
from domain.rules.planning import Cause, owed, plan
from domain.values.calendar import ListedWorkingDays

A_YEAR = InForce(
    calendar=ListedWorkingDays.of([2024], [date(2024, 4, 4), date(2024, 4, 5)])
)


@pytest.mark.parametrize(
    ("cause", "on", "face"),
    [
        (Cause.REFERRAL, "2024-03-15", False),
        (Cause.RETURNED, "2024-03-15", False),
        (Cause.FOUND, "2024-03-15", True),
        (Cause.HOME, "2024-03-15", True),
        (Cause.DISCHARGE, "2024-03-15", True),
        (Cause.TAKEN_IN, "2024-03-14", False),
        (Cause.SOUGHT, "2024-03-07", False),
    ],
)
def test_each_cause_has_its_day_and_says_whether_face_to_face(
    cause: Cause, on: str, *, face: bool
) -> None:
    """Discharge: 10 working days (K); found again and home: D-D3; outcomes: D-LI5."""
    planned = plan(cause, date(2024, 3, 1), A_YEAR)

    assert (planned.on.isoformat(), planned.face) == (on, face)
    assert planned.because[0].code == f"plan.{cause}"


def test_working_days_of_a_year_nobody_knows_are_natural_days_and_say_so() -> None:
    planned = plan(Cause.DISCHARGE, date(2024, 3, 1), NATIONAL)

    assert planned.on == date(2024, 3, 11)
    assert [why.code for why in planned.because] == [
        "plan.discharge",
        "calendar.year_not_known",
    ]


def test_who_leaves_again_is_seen_before_that() -> None:
    planned = plan(Cause.HOME, date(2024, 2, 8), not_after=date(2024, 2, 15))

    assert planned.on == date(2024, 2, 15)


def test_a_face_visit_still_owed_is_asked_for_again_within_two_weeks() -> None:
    """D-D4."""
    planned = plan(Cause.FOUND, date(2024, 3, 1))

    before, after = owed([planned], date(2024, 3, 5)), owed([planned], date(2024, 4, 1))

    assert before is not None
    assert before.on == date(2024, 3, 15)
    assert after is not None
    assert after.on == date(2024, 4, 15)
    assert after.because[0].code == "plan.face_owed"
    assert owed([], date(2024, 3, 5)) is None
