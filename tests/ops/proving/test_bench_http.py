"""How fast a follow-up is recorded, in the short form; and what is too slow is said."""

import pytest

from ops.proving.benches._clients import Answers
from ops.proving.benches.http import LONG, PROOF, tell
from ops.proving.proof import Report


def answers(rate: int, each: float = 0.01, **others: int) -> Answers:
    refused = {int(status.strip("_")): n for status, n in others.items()}
    return Answers(seconds=[each] * rate, others=refused, took=1.0)


def test_a_follow_up_is_recorded_on_both_sides() -> None:
    report = PROOF.run(short=True, said=print)

    assert report.holds, [figure.line for figure in report.figures if not figure.holds]


@pytest.mark.parametrize(
    ("ours", "holds"),
    [
        (answers(300), True),
        (answers(299), False),
        (answers(300, each=0.1501), False),
        (answers(300, _409=1), False),
    ],
)
def test_too_slow_or_refused_does_not_hold(ours: Answers, *, holds: bool) -> None:
    report = Report("http")

    tell(report, {"ours": [ours] * 9, "theirs": [answers(100)] * 9}, LONG)

    assert report.holds == holds
