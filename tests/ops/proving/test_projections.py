"""Views hold every fact exactly once; the check that says so can fail."""

import pytest

from ops.proving.checks.projections import PROOF
from ops.proving.proof import Figure


@pytest.mark.timeout(300)
def test_views_are_exact_when_killed_rebuilt_and_poisoned_and_a_fault_is_found() -> (
    None
):
    """The last figure is of a folding that is wrong on purpose: it must be found."""
    report = PROOF.run(short=True, said=lambda _: None)

    found: dict[str, Figure] = {figure.name: figure for figure in report.figures}
    assert [figure.line for figure in report.figures if not figure.holds] == []
    assert found["rows unlike where the position is written apart"].value > 0
