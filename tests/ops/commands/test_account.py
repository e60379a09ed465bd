"""Accounts from the command line; passwords come from the keyboard or a pipe."""

from datetime import timedelta
from uuid import UUID

import pytest
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import create_engine

from api.passwords import STRONG
from api.session_desk import begin
from api.session_desk import find as session
from ops.migrations import psycopg_url
from projections.accounts import by_sign_in_name
from tests.databases import Database
from tests.ops.terminal import Terminal
from tests.registering import TOWNSHIP, an_office

HOUR = timedelta(hours=1)
PASSWORD = "演示-password"
OPENED = (
    *("account", "open", "zhenyi", "--name", "演示镇医", "--role", "township_doctor"),
    *("--office", "演示township_hospital"),
)


def typed_twice(password: str = PASSWORD) -> str:
    return f"{password}\n{password}\n"


def opened(terminal: Terminal) -> None:
    an_office(terminal.site)
    result = terminal.suian(*OPENED, typed=typed_twice())
    assert result.exit_code == 0, result.output


def password_hash(terminal: Terminal) -> str:
    terminal.fold()
    with terminal.site.engine.begin() as connection:
        found = by_sign_in_name(connection, "zhenyi")
    assert found
    return found[1].password_hash


def test_an_account_is_opened_with_a_password_typed_twice(terminal: Terminal) -> None:
    opened(terminal)

    (row,) = terminal.read("account", "list")

    assert row | {"id": "", "office": ""} == {
        "id": "",
        "sign_in_name": "zhenyi",
        "name": "演示镇医",
        "role": "township_doctor",
        "office": "",
        "office_name": "演示township_hospital",
        "division": TOWNSHIP,
        "is_enabled": True,
    }
    assert STRONG.verify(password_hash(terminal), PASSWORD)
    assert "argon2" not in terminal.suian("account", "list").stdout


def test_a_password_is_never_shown(terminal: Terminal) -> None:
    an_office(terminal.site)

    result = terminal.suian(*OPENED, typed=typed_twice())

    assert PASSWORD not in result.output


def test_a_password_can_come_from_a_pipe(terminal: Terminal) -> None:
    an_office(terminal.site)

    result = terminal.suian(*OPENED, "--password-stdin", typed=f"{PASSWORD}\n")

    assert result.exit_code == 0
    assert STRONG.verify(password_hash(terminal), PASSWORD)


@pytest.mark.parametrize("typed", [typed_twice("short"), f"{PASSWORD}\nanother-one\n"])
def test_a_short_or_mistyped_password_opens_nothing(
    terminal: Terminal, typed: str
) -> None:
    an_office(terminal.site)
    before = terminal.position()

    assert terminal.suian(*OPENED, typed=typed).exit_code == 1
    assert terminal.position() == before


def test_a_sign_in_name_is_one_account_s_only(terminal: Terminal) -> None:
    opened(terminal)
    before = terminal.position()

    again = terminal.suian(*OPENED, typed=typed_twice())

    assert (again.exit_code, terminal.position()) == (1, before)
    assert "already on record" in again.stderr


def test_another_role_takes_the_place_of_the_old_one(terminal: Terminal) -> None:
    opened(terminal)
    an_office(terminal.site, "county_smi", division="990101")
    granted = ("zhenyi", "--role", "county_smi", "--office", "演示county_smi")

    assert terminal.suian("account", "grant", *granted).exit_code == 0
    (row,) = terminal.read("account", "list")

    assert (row["role"], row["division"]) == ("county_smi", "990101")


def test_the_system_s_role_is_nobody_s(terminal: Terminal) -> None:
    opened(terminal)
    granted = ("zhenyi", "--role", "system", "--office", "演示township_hospital")

    assert terminal.suian("account", "grant", *granted).exit_code == 2


def test_a_password_is_reset(terminal: Terminal) -> None:
    opened(terminal)

    result = terminal.suian(
        "account", "password", "zhenyi", typed=typed_twice("另一个密码-123")
    )

    assert result.exit_code == 0
    assert STRONG.verify(password_hash(terminal), "另一个密码-123")
    with pytest.raises(VerifyMismatchError):
        STRONG.verify(password_hash(terminal), PASSWORD)


def test_a_reset_password_ends_the_sessions_that_the_old_one_began(
    terminal: Terminal, database: Database
) -> None:
    opened(terminal)
    account = UUID(terminal.read("account", "list")[0]["id"])
    now, digest = terminal.site.clock(), bytes(32)
    web = create_engine(psycopg_url(database.web_url))
    with web.begin() as connection:
        begin(connection, digest, account, now, now + HOUR)
        assert session(connection, digest, now, HOUR)

    terminal.suian("account", "password", "zhenyi", typed=typed_twice())

    with web.begin() as connection:
        assert session(connection, digest, now, HOUR) is None
    web.dispose()


def test_an_account_is_disabled(terminal: Terminal) -> None:
    opened(terminal)

    terminal.suian("account", "disable", "zhenyi", "--reason", "调离(演示)")

    assert not terminal.read("account", "list")[0]["is_enabled"]
    assert "停用" in terminal.suian("account", "list").stdout


def test_an_unknown_name_ends_with_1(terminal: Terminal) -> None:
    disabling = ("account", "disable", "nobody", "--reason", "演示")

    assert terminal.suian(*disabling).exit_code == 1


def test_looking_at_the_accounts_is_noted(terminal: Terminal) -> None:
    terminal.suian("account", "list")

    assert [r["operation"] for r in terminal.readings()] == ["read_accounts"]
