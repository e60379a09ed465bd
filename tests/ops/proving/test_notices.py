"""Notices take effect exactly once; without the id that repeats are known by, they do not."""

import pytest

from ops.proving.checks.notices import KEYLESS, PROOF


@pytest.mark.timeout(300)
def test_notices_are_exactly_once_in_effect_killed_faulty_cut_off_and_replayed() -> (
    None
):
    report = PROOF.run(short=True, said=lambda _: None)

    assert [figure.line for figure in report.figures if not figure.holds] == []
    assert report.holds


@pytest.mark.timeout(300)
def test_without_the_key_the_same_harness_finds_doubled_notices() -> None:
    """The receiver cannot know a repeat: nothing is lost, but it is taken in again."""
    report = KEYLESS.run(short=True, said=lambda _: None)

    found = {figure.name: figure.value for figure in report.figures}
    assert found["notices doubled at the receiver"] > 0
    assert found["notices lost"] == 0
    assert not report.holds
