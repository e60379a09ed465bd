"""What an attempt to reach somebody asks for (BR-LOST-3 is K; D-O4, D-O5)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.rules.contact_outcome import (
    TABLE,
    Step,
    Tried,
    last_pause_day,
    may_be_lost,
    propose_steps,
)
from domain.values.contacts import ContactOutcome

DAY = date(2026, 3, 2)
MISSED = ContactOutcome.NOT_REACHED


def missed(*days: int) -> list[Tried]:
    return [Tried(DAY + timedelta(days=day), MISSED) for day in days]


@pytest.mark.parametrize("outcome", ContactOutcome)
def test_every_outcome_proposes_one_step_with_its_reason(
    outcome: ContactOutcome,
) -> None:
    proposal = propose_steps(Tried(DAY, outcome))

    assert [step for step, _ in proposal.steps] == [
        row.step for row in TABLE if row.outcome is outcome
    ]
    assert len(proposal.steps) == 1


@pytest.mark.parametrize(
    ("days", "lost"),
    [
        ((0, 14, 32), True),
        ((0, 14, 31), False),
        ((0, 32), False),
        ((0, 10, 20, 32), True),
        ((0, 1, 2), False),
    ],
)
def test_three_misses_in_a_row_over_more_than_a_month_propose_a_loss(
    days: tuple[int, ...], *, lost: bool
) -> None:
    *earlier, last = missed(*days)

    steps = [step for step, _ in propose_steps(last, earlier).steps]

    assert (Step.LOSS in steps) is lost
    assert may_be_lost(missed(*reversed(days))) is lost


@pytest.mark.parametrize("other", [o for o in ContactOutcome if o is not MISSED])
def test_any_other_outcome_between_begins_the_count_anew(other: ContactOutcome) -> None:
    first, second, third = missed(0, 14, 40)
    between = Tried(DAY + timedelta(days=20), other)

    assert may_be_lost([first, second, third])
    assert not may_be_lost([first, second, between, third])
    assert not may_be_lost([first, second, third, Tried(third.on, other)])


def test_a_pause_is_two_weeks_at_most() -> None:
    days = [last_pause_day(DAY + timedelta(days=n)) for n in range(400)]

    assert days[0] == date(2026, 3, 16)
    assert all(after - before == timedelta(days=1) for before, after in pairwise(days))
