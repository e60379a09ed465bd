"""What a report says, and that a report of nothing never holds."""

import json
import subprocess

import pytest

from ops.proving.proof import Report
from ops.settings import CHECKOUT


def test_a_report_holds_when_every_figure_is_within_its_limits() -> None:
    report = Report("lost")
    report.add("written", 10, least=10)
    report.add("lost", 0, most=0)
    assert report.holds
    report.add("ratio", 0.49, "x", least=0.5)
    assert not report.holds
    assert [figure.holds for figure in report.figures] == [True, True, False]


def test_a_report_without_figures_does_not_hold() -> None:
    assert not Report("nothing").holds


@pytest.mark.parametrize("verb", ["check", "bench"])
def test_the_list_names_every_proof_with_its_claim(verb: str) -> None:
    said = subprocess.run(
        [CHECKOUT / "ops" / "suian", verb, "--list", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    claims = json.loads(said.stdout)
    assert all(" / " in claim for claim in claims.values())


@pytest.mark.parametrize("verb", ["check", "bench"])
def test_a_name_that_is_not_there_is_said_with_those_that_are(verb: str) -> None:
    said = subprocess.run(
        [CHECKOUT / "ops" / "suian", verb, "nothing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "no such name" in said.stderr
