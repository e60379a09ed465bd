"""How soon receivers are told, in the short form; and what is too slow is said."""

import pytest

from ops.proving.benches.notices import LONG, PROOF, Told, tell
from ops.proving.proof import Report


@pytest.mark.timeout(300)
def test_receivers_are_told_steadily_in_a_burst_and_across_a_crash() -> None:
    report = PROOF.run(short=True, said=print)

    assert report.holds, [figure.line for figure in report.figures if not figure.holds]


def all_after(seconds: float, grade: int = 3) -> list[Told]:
    return [Told(grade, seconds, seconds)] * 100


@pytest.mark.parametrize(
    ("steady", "burst", "crash", "pace", "holds"),
    [
        (2, 15, 30, 20, True),
        (2.1, 15, 30, 20, False),
        (2, 15.1, 30, 20, False),
        (2, 15, 30.1, 20, False),
        (2, 15, 30, 15, False),
    ],
)
def test_too_slow_or_too_few_does_not_hold(
    steady: float, burst: float, crash: float, pace: float, *, holds: bool
) -> None:
    report = Report("notices")
    told = {
        "steady": all_after(steady),
        "burst": [*all_after(burst), *all_after(burst - 1, grade=5)],
        "crash": all_after(crash),
    }

    tell(report, LONG, told, pace)

    assert report.holds == holds


def test_level_3_before_level_5_does_not_hold() -> None:
    report = Report("notices")
    burst = [*all_after(3), *all_after(9, grade=5)]
    told = {"steady": all_after(1), "burst": burst, "crash": all_after(1)}

    tell(report, LONG, told, 20)

    assert not report.holds
