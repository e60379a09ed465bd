"""The short form of the bench runs, and a ratio below its floor is a failure."""

import pytest

from ops.proving.benches.store import (
    CASES,
    PROOF,
    Case,
    Seen,
    Seens,
    maintenance,
    tell,
)
from ops.proving.proof import Report


def test_one_short_round_measures_every_side() -> None:
    """Its limits are next to nothing: other tests run beside it."""
    said: list[str] = []

    report = PROOF.run(short=True, said=said.append)

    named = {figure.name: figure for figure in report.figures}
    assert report.holds
    assert "4 writers × pgbench with 4" in named
    assert "4 writers × the library's recorder" in named
    assert named["4 writers, ours: appends"].value > 0
    assert len([name for name in named if name.startswith("appends during")]) == 3
    assert said


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("share", "holds"), [(0.99, False), (1.0, True)])
def test_a_rate_below_the_floor_does_not_hold(
    case: Case, share: float, *, holds: bool
) -> None:
    report = Report("store")
    reached = [1000 * case.floor * share] * 9

    tell(report, case, Seens(ours=Seen(reached), pgbench=Seen([1000.0] * 9)))

    assert report.holds is holds


def test_appends_that_never_met_the_maintenance_do_not_hold() -> None:
    report = Report("store")

    told = maintenance.Kept(calm=[0.001] * 1000)
    maintenance.tell(report, "ANALYZE", told, most=3.0)

    assert not report.holds


@pytest.mark.parametrize(("slow", "holds"), [(0.003, True), (0.0031, False)])
def test_appends_much_slower_during_maintenance_do_not_hold(
    slow: float, *, holds: bool
) -> None:
    report = Report("store")

    told = maintenance.Kept(calm=[0.001] * 1000, during=[0.001] * 990 + [slow] * 10)
    maintenance.tell(report, "ANALYZE", told, most=3.0)

    assert report.holds is holds


@pytest.mark.parametrize(("ours", "holds"), [(11_900.0, False), (12_000.0, True)])
def test_too_little_above_the_library_does_not_hold(
    ours: float, *, holds: bool
) -> None:
    report = Report("store")

    tell(report, CASES[1], Seens(ours=Seen([ours]), upstream=Seen([1000.0])))

    assert report.holds is holds
