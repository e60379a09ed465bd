"""Verifying the logs from the command line."""

import psycopg
import pytest
from psycopg import sql

from tests.databases import Database
from tests.ops.terminal import Terminal
from tests.registering import an_office, register


def test_untouched_logs_verify(terminal: Terminal) -> None:
    person = register(terminal.site, an_office(terminal.site))
    terminal.suian("history", str(person))

    assert terminal.read("verify") == {
        "log": {"facts": terminal.position(), "broken": []},
        "reading": {"facts": 1, "broken": []},
    }


@pytest.mark.parametrize("log", ["log", "reading"])
def test_an_edit_is_named_and_ends_with_1(
    terminal: Terminal, database: Database, log: str
) -> None:
    person = register(terminal.site, an_office(terminal.site))
    terminal.suian("history", str(person))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            sql.SQL("UPDATE {} SET state = sha256(state) WHERE position = 1").format(
                sql.Identifier(log, "event")
            )
        )

    result = terminal.suian("verify")

    assert result.exit_code == 1
    assert f"{log}: 1 处防篡改校验不通过" in result.stdout
    assert "position 1: hash differs" in result.stdout
