"""The check of storms, short: a ten-fold day at one station."""

from ops.proving.checks.storms import PROOF


def test_a_ten_fold_day_keeps_the_budget_and_what_must_not_wait_rings_at_once() -> None:
    report = PROOF.run(short=True, said=lambda _: None)

    assert [figure.line for figure in report.figures if not figure.holds] == []
