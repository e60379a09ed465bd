from datetime import date

import pytest

from domain.rules.follow_up_interval import propose_due
from domain.rules.four_a_year import at_risk
from domain.values.findings import FollowUpClass

OLD = date(2020, 5, 1)
STABLE = FollowUpClass.STABLE


def test_t38_a_stable_year_kept_to_the_day_is_never_at_risk() -> None:
    made = [date(2024, 1, 10)]
    while (due := propose_due(STABLE, made[-1]).due_on).year == 2024:
        assert at_risk(len(made), due, OLD, made[-1]) is None
        made.append(due)

    assert len(made) >= 4
    assert at_risk(len(made), due, OLD, date(2024, 12, 31)) is None


def test_t40_three_visits_the_last_in_december_are_flagged() -> None:
    due = propose_due(STABLE, date(2024, 12, 5)).due_on

    risk = at_risk(3, due, OLD, date(2024, 12, 5))

    assert risk is not None
    assert (risk.made, risk.asked, risk.next_by) == (3, 4, date(2024, 12, 31))
    assert [why.code for why in risk.because] == ["year.fewer_than_four"]


@pytest.mark.parametrize(
    ("made", "due", "today", "flagged"),
    [
        (1, "2024-06-30", "2024-04-01", False),
        (1, "2024-07-01", "2024-04-01", True),
        (2, "2024-06-01", "2024-10-01", True),
        (2, "2024-09-30", "2024-07-01", False),
        (0, "2024-01-15", "2024-03-31", False),
        (0, "2024-01-15", "2024-04-01", True),
    ],
)
def test_it_is_flagged_as_soon_as_four_cannot_be_made_any_more(
    made: int, due: str, today: str, *, flagged: bool
) -> None:
    """D-D8: an overdue visit is counted as made today."""
    risk = at_risk(made, date.fromisoformat(due), OLD, date.fromisoformat(today))

    assert (risk is not None) is flagged


@pytest.mark.parametrize(
    ("registered", "asked"), [("2024-02-01", 4), ("2024-04-01", 3), ("2024-12-01", 1)]
)
def test_who_was_registered_this_year_owes_one_a_quarter(
    registered: str, asked: int
) -> None:
    """D-D8."""
    risk = at_risk(
        0, date(2025, 2, 1), date.fromisoformat(registered), date(2024, 12, 20)
    )

    assert risk is not None
    assert risk.asked == asked
    assert risk.because[-1].code == "year.pro_rata"
