"""`suian receiver`: what was taken in, and an answer when Suian cannot be reached."""

import json
from pathlib import Path

from typer.testing import CliRunner

from ops.commands.__main__ import app
from tests.ops.receiver.calling import a_receiver


def test_the_ids_of_what_was_taken_in_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with a_receiver(file) as line:
        line.bring("one")

    listed = CliRunner().invoke(app, ["receiver", "ids", "--file", str(file), "--json"])

    assert [line["id"] for line in json.loads(listed.stdout)] == ["one"]


def test_a_suian_that_cannot_be_reached_is_said_to_be() -> None:
    away = ["--site", "http://127.0.0.1:1", "--as", "minjing"]

    answer = CliRunner().invoke(app, ["receiver", "accept", "one", *away], input="x\n")

    assert answer.exit_code == 1
    assert "连不上" in answer.output
