"""The check of custody, short: nobody is without a unit, and a broken fold is seen."""

from ops.proving.checks.custody import PROOF


def test_nobody_is_ownerless_and_a_fold_that_forgets_who_acts_is_seen() -> None:
    report = PROOF.run(short=True, said=lambda _: None)

    assert [figure.line for figure in report.figures if not figure.holds] == []
