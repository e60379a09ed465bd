"""The short form of `check scheduler`, and that it would find what it looks for."""

from datetime import UTC, datetime, timedelta

import pytest

from ops.proving.checks.scheduler import PROOF
from ops.proving.checks.scheduler.verdict import Row, missed
from ops.proving.proof import Figure
from scheduler.timetable import CatchUp, Entry, Every

A_MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
UNTIL = NOON + 3 * A_MINUTE


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_killed_and_stopped_three_clerks_miss_and_double_nothing_and_a_fault_is_found() -> (
    None
):
    """The last figure is of a process that writes past the fence: it must be found."""
    report = PROOF.run(short=True, said=lambda _: None)

    found: dict[str, Figure] = {figure.name: figure for figure in report.figures}
    assert [figure.line for figure in report.figures if not figure.holds] == []
    wrong = "effects under an old epoch where the fence is left out"
    assert found[wrong].value > 0


def an_entry(catch_up: CatchUp) -> Entry:
    return Entry("tick", Every(A_MINUTE), catch_up, A_MINUTE)


def rows(*states: str) -> list[Row]:
    """Return an occurrence a minute from noon on; '' leaves one out."""
    return [
        ("tick", NOON + n * A_MINUTE, state) for n, state in enumerate(states) if state
    ]


@pytest.mark.parametrize(
    ("states", "lost"),
    [
        (("done", "done", "done", "done"), 0),
        (("done", "", "done", "done"), 1),
        (("done", "superseded", "done", "done"), 1),
        (("done", "done", "done", "running"), 1),
        (("done", "done", "done"), 1),
    ],
)
def test_of_deadlines_each_must_be_done(states: tuple[str, ...], lost: int) -> None:
    assert len(missed(an_entry(CatchUp.EVERY), rows(*states), UNTIL)) == lost


@pytest.mark.parametrize(
    ("states", "lost"),
    [
        (("done", "", "superseded", "done"), 0),
        (("done", "due", "done", "done"), 1),
        (("done", "done", "superseded", "superseded"), 2),
        (("done", "done"), 2),
    ],
)
def test_of_what_brings_up_to_date_a_later_one_makes_good(
    states: tuple[str, ...], lost: int
) -> None:
    assert len(missed(an_entry(CatchUp.LATEST), rows(*states), UNTIL)) == lost


def test_a_job_nobody_ever_ran_is_missed() -> None:
    assert missed(an_entry(CatchUp.LATEST), [], UNTIL) == [UNTIL]
