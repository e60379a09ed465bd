"""Offices from the command line."""

import pytest

from tests.ops.terminal import Terminal
from tests.registering import TOWNSHIP, VILLAGE

OTHER = "990101001002"
OPENED = (
    *("office", "open", "--kind", "police_station", "--name", "演示派出所"),
    *("--division", TOWNSHIP, "--phone", "0000-0000000", "--village", VILLAGE),
)


def offices(terminal: Terminal) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in terminal.read("office", "list")}


def served(terminal: Terminal) -> dict[str, str | None]:
    row = terminal.read("office", "list")[0]
    return {s["village"]: s["until_on"] for s in row["services"]}


def test_an_office_that_was_opened_is_listed_with_its_villages(
    terminal: Terminal,
) -> None:
    opened = terminal.suian(*OPENED, "--village", OTHER)
    (row,) = terminal.read("office", "list")

    assert opened.stdout.strip() == row["id"]
    assert (row["kind"], row["name"]) == ("police_station", "演示派出所")
    assert row["is_open"]
    assert served(terminal) == {VILLAGE: None, OTHER: None}
    assert (
        "派出所  演示派出所  990101001  开放" in terminal.suian("office", "list").stdout
    )


def test_a_village_is_assigned_and_released_by_the_office_s_name(
    terminal: Terminal,
) -> None:
    terminal.suian(*OPENED)

    given = ("演示派出所", "--village", OTHER)
    assert terminal.suian("office", "assign", *given).exit_code == 0
    assert served(terminal) == {VILLAGE: None, OTHER: None}
    on = ("--on", "2027-01-01")
    assert terminal.suian("office", "release", *given, *on).exit_code == 0
    assert served(terminal) == {VILLAGE: None, OTHER: "2027-01-01"}


def test_an_office_is_closed_once_and_reopened(terminal: Terminal) -> None:
    terminal.suian(*OPENED)
    closing = ("office", "close", "演示派出所", "--reason", "演示")

    assert terminal.suian(*closing).exit_code == 0
    assert not offices(terminal)["演示派出所"]["is_open"]
    closed_at = terminal.position()
    assert "本已如此" in terminal.suian(*closing).stderr
    assert terminal.position() == closed_at
    assert terminal.suian("office", "reopen", "演示派出所").exit_code == 0
    assert offices(terminal)["演示派出所"]["is_open"]


def test_a_refusal_is_told_in_both_languages(terminal: Terminal) -> None:
    terminal.suian(*OPENED)
    terminal.suian("office", "close", "演示派出所", "--reason", "演示")

    refused = terminal.suian("office", "assign", "演示派出所", "--village", OTHER)

    assert refused.exit_code == 1
    assert "停用" in refused.stderr
    assert "This office is closed." in refused.stderr


def test_the_same_name_is_not_entered_twice(terminal: Terminal) -> None:
    terminal.suian(*OPENED)
    before = terminal.position()

    again = terminal.suian(*OPENED)

    assert (again.exit_code, terminal.position()) == (1, before)


def test_an_unknown_office_ends_with_1(terminal: Terminal) -> None:
    assert terminal.suian("office", "reopen", "无此机构").exit_code == 1


@pytest.mark.parametrize(
    "wrong",
    [("--division", "99010"), ("--village", TOWNSHIP), ("--kind", "pub")],
)
def test_a_code_that_cannot_be_right_is_a_wrong_use(
    terminal: Terminal, wrong: tuple[str, str]
) -> None:
    assert terminal.suian(*OPENED, *wrong).exit_code == 2
    assert terminal.position() == 0
