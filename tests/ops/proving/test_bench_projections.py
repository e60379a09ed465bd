"""How fast views follow, in the short form, and that too slow is said to be too slow."""

import pytest

from ops.proving.benches._latency import Latency
from ops.proving.benches.projections import LONG, PROOF, tell_latency, tell_speeds
from ops.proving.proof import Report


def test_views_keep_up_with_the_log() -> None:
    report = PROOF.run(short=True, said=print)

    assert report.holds, [figure.line for figure in report.figures if not figure.holds]


@pytest.mark.parametrize(("ours", "holds"), [(1500.0, True), (1499.0, False)])
def test_fifteen_times_the_librarys_runner_is_the_floor(
    ours: float, *, holds: bool
) -> None:
    report = Report("projections")

    tell_speeds(
        report, {"ours": [ours] * 9, "theirs": [100.0] * 9, "kept": [200.0] * 9}, LONG
    )

    assert report.holds == holds


@pytest.mark.parametrize(("p99", "holds"), [(50.0, True), (50.1, False)])
def test_a_commit_that_shows_late_does_not_hold(p99: float, *, holds: bool) -> None:
    report = Report("projections")

    tell_latency(report, Latency(rate=200.0, median=10.0, p99=p99), LONG)

    assert report.holds == holds
