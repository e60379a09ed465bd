"""`suian inspect` finds what is wrong with an installation, and changes nothing."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from ops.commands.__main__ import app
from ops.installation import Prepared, prepare
from ops.keys.files import KeyFileProblem
from ops.settings import Installation
from tests.ops.servers import a_server, cleared


@pytest.fixture
def installed(tmp_path: Path) -> Generator[Prepared]:
    """An installation that has been started once and is at rest."""
    folder = tmp_path / "data"
    prepared = prepare(Installation(data=folder), lambda _: None)
    assert prepared.server
    prepared.server.stop()
    with cleared(a_server(folder)):
        yield prepared


def inspect(data: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["inspect", "--data", str(data), *words])


def wrong(data: Path) -> list[str]:
    found: list[dict[str, Any]] = json.loads(inspect(data, "--json").stdout)
    return [finding["what"] for finding in found if not finding["is_well"]]


def change(prepared: Prepared, command: str, role: str = "owner") -> None:
    assert prepared.server
    prepared.server.start()
    with psycopg.connect(prepared.url(role)) as connection:
        connection.execute(command.encode())
    prepared.server.stop()


def test_a_sound_installation_passes(installed: Prepared) -> None:
    result = inspect(installed.settings.data)

    assert result.exit_code == 0, result.output
    assert "✗" not in result.stdout
    assert "18." in result.stdout


def test_a_folder_without_an_installation_says_what_to_do(tmp_path: Path) -> None:
    result = inspect(tmp_path / "nothing")

    assert result.exit_code == 1
    assert "suian up" in result.stdout
    assert not (tmp_path / "nothing").exists()


def test_a_secret_open_to_others_is_found(installed: Prepared) -> None:
    (installed.keys / "master.key").chmod(0o644)

    assert "keys" in wrong(installed.settings.data)


def test_a_lost_secret_is_found_and_never_replaced(installed: Prepared) -> None:
    (installed.keys / "claim.key").unlink()

    assert "keys" in wrong(installed.settings.data)
    with pytest.raises(KeyFileProblem, match="backup"):
        prepare(installed.settings, lambda _: None)
    assert not (installed.keys / "claim.key").exists()


def test_a_role_that_may_do_more_than_it_should_is_found(installed: Prepared) -> None:
    change(installed, "GRANT DELETE ON log.event TO suian_web")

    assert wrong(installed.settings.data) == ["rights"]


def test_a_schema_that_is_behind_is_found_and_left_so(installed: Prepared) -> None:
    change(installed, "UPDATE desk.alembic_version SET version_num = '0001'")

    assert "schema" in wrong(installed.settings.data)
    assert "schema" in wrong(installed.settings.data)


def test_data_of_another_major_version_are_found(installed: Prepared) -> None:
    assert installed.server
    (installed.server.place.data / "PG_VERSION").write_text("17\n")

    assert wrong(installed.settings.data) == ["database"]
