"""The check of the ladder, short: ninety days, every rung in time and once."""

from ops.proving.checks.escalation import PROOF


def test_in_ninety_days_no_rung_is_late_missed_or_taken_twice() -> None:
    report = PROOF.run(short=True, said=lambda _: None)

    assert [figure.line for figure in report.figures if not figure.holds] == []
