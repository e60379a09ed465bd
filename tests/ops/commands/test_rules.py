"""The rule book from the command line."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from ops.commands.__main__ import app
from ops.working_days import packaged_years
from tests.ops.terminal import Terminal

SETTING = (
    *("rules", "set", "interval.stable", "30", "--division", "990101"),
    *("--source", "演示县 2026年1号", "--reason", "加密随访"),
)


def read(*words: str) -> list[dict[str, Any]]:
    """Run a command that needs no installation."""
    return json.loads(CliRunner().invoke(app, ["rules", *words, "--json"]).stdout)


def test_the_book_is_listed_shown_and_searched(terminal: Terminal) -> None:
    named = [table["name"] for table in read("list")]
    shown = terminal.suian("rules", "show", "follow_up_interval").stdout
    found = read("search", "10个工作日内首次随访")

    assert "overdue_ladder" in named
    assert "K BR-REP-K [K]  ⚑ 未核实 / not verified" in shown
    assert "interval.stable  90天  (1–90)" in shown
    assert [row["code"] for row in found] == ["due.first_visit_ten_working_days"]
    assert not found[0]["verified"]
    assert terminal.suian("rules", "show", "nothing").exit_code == 1


def test_a_local_rule_is_set_shown_tried_and_ended(terminal: Terminal) -> None:
    assert terminal.suian(*SETTING).exit_code == 0
    assert "本已如此" in terminal.suian(*SETTING).stderr
    ending = ("--division", "990101", "--reason", "到期", "--until", "2099-01-01")

    shown = terminal.suian("rules", "show", "follow_up_interval").stdout
    before = terminal.position()
    trying = ("--override", "interval.stable=45", "--year", "2025")
    tried = terminal.read("rules", "what-if", "follow_up_interval", *trying)
    wrong = terminal.suian("rules", "what-if", "overdue_ladder", *trying)
    other = ("--override", "interval.referred=7", "--year", "2025")
    unseen = terminal.suian("rules", "what-if", "follow_up_interval", *other)

    assert "990101  30天" in shown
    assert (tried["people"], tried["visits"]) == (0, [])
    assert wrong.exit_code == 1
    assert unseen.exit_code == 1
    assert "interval.referred不能试算" in unseen.stderr
    assert "可试算 / what-if" in shown
    assert terminal.position() == before
    assert terminal.suian("rules", "end", "interval.stable", *ending).exit_code == 0
    assert [c["value"] for c in terminal.read("rules", "changes")] == [None, 30]


def test_a_year_is_loaded_from_the_package_or_from_a_file(
    terminal: Terminal, tmp_path: Path
) -> None:
    notice = tmp_path / "2027.json"
    notice.write_text(
        json.dumps({"holidays": ["2027-01-01"], "worked_weekends": ["2027-01-09"]})
    )

    assert terminal.suian("rules", "load-year", "2026").exit_code == 0
    assert terminal.suian("rules", "load-year", "2035").exit_code == 1
    given = terminal.suian("rules", "load-year", "2027", "--file", str(notice))
    assert given.exit_code == 0
    assert [y["year"] for y in terminal.read("rules", "years")] == [2026, 2027]


def test_the_package_knows_holidays_and_worked_weekends_of_a_year() -> None:
    year = packaged_years(2025)[2025]

    assert "2025-10-08" in year.holidays
    assert year.worked_weekends == (
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
    )
