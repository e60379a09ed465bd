"""A backup of the secrets: sealed, put back without replacing, tried by a drill."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.account import Grant
from domain.registry.accounts import OpenAccount
from ops.acting import operator_command
from ops.keys import files
from ops.site import Site
from tests.ops.terminal import Terminal
from tests.registering import TOWNSHIP, an_office, register

PASSPHRASE = "演示口令 one two three"


def backed_up(terminal: Terminal) -> Path:
    file = terminal.data / "apart.json"
    result = terminal.suian(
        "keys", "backup", str(file), "--passphrase-stdin", typed=PASSPHRASE
    )
    assert result.exit_code == 0, result.output
    return file


def tried(terminal: Terminal, file: Path) -> tuple[int, dict[str, Any]]:
    result = terminal.suian(
        *("keys", "drill", str(file), "--passphrase-stdin", "--json"), typed=PASSPHRASE
    )
    return result.exit_code, json.loads(result.stdout)


def an_account(site: Site) -> None:
    grant = Grant("administrator", str(an_office(site)), TOWNSHIP, "2026-01-01")
    claim = site.claim("sign-in name", "yanshi")
    use_case = OpenAccount(claim, "yanshi", "演示管理员", "", grant)
    site.runner.run(use_case, operator_command(site, TOWNSHIP))


def custody(terminal: Terminal) -> str:
    result = terminal.suian("inspect", "--json")
    found = json.loads(result.stdout)
    return next(f["words"] for f in found if f["what"] == "key backup")


def test_the_file_is_its_owners_and_shows_no_secret(terminal: Terminal) -> None:
    file = backed_up(terminal)

    secrets = files.read(terminal.data / "keys")
    assert file.stat().st_mode & 0o777 == 0o600
    assert secrets.claim.hex() not in file.read_text()
    assert secrets.masters[0].hex() not in file.read_text()


def test_lost_secrets_are_put_back_and_none_is_replaced(terminal: Terminal) -> None:
    file, folder = backed_up(terminal), terminal.data / "keys"
    before = files.read(folder)
    (folder / "master.key").unlink()
    restore = ("keys", "restore", str(file), "--passphrase-stdin")

    assert terminal.suian(*restore, typed=PASSPHRASE).exit_code == 0
    assert files.read(folder) == before

    (folder / "claim.key").unlink()
    files.keep(folder / "master.key", bytes(32))
    refused = terminal.suian(*restore, typed=PASSPHRASE)
    assert refused.exit_code == 1
    assert "differs from the backup" in refused.stderr
    assert not (folder / "claim.key").exists()


SPOILT = {
    "another passphrase": ("", ""),
    "is damaged": ('"sealed": "', '"sealed": "AAAA'),
    "not a backup of keys": ('"salt"', '"pepper"'),
    "do not know": ("suian keys 1", "suian keys 9"),
}


@pytest.mark.parametrize("words", SPOILT)
def test_another_passphrase_or_a_damaged_file_is_said_to_be(
    terminal: Terminal, words: str
) -> None:
    file = backed_up(terminal)
    file.write_text(file.read_text().replace(*SPOILT[words]))
    passphrase = PASSPHRASE if SPOILT[words][0] else words

    result = terminal.suian(
        "keys", "drill", str(file), "--passphrase-stdin", typed=passphrase
    )

    assert result.exit_code == 1
    assert words in result.stderr


def test_how_the_passphrase_is_stretched_cannot_be_changed(terminal: Terminal) -> None:
    file = backed_up(terminal)
    file.write_text(file.read_text().replace('"time": 3', '"time": 4'))

    result = terminal.suian(
        "keys", "drill", str(file), "--passphrase-stdin", typed=PASSPHRASE
    )

    assert "is damaged" in result.stderr


def test_a_short_passphrase_or_a_taken_name_is_refused(terminal: Terminal) -> None:
    file = terminal.data / "apart.json"
    backup = ("keys", "backup", str(file), "--passphrase-stdin")

    assert terminal.suian(*backup, typed="elevensigns").exit_code == 1
    assert not file.exists()
    backed_up(terminal)
    assert "already" in terminal.suian(*backup, typed=PASSPHRASE).stderr


def test_a_drill_opens_every_key_and_changes_none(terminal: Terminal) -> None:
    register(terminal.site, an_office(terminal.site))
    an_account(terminal.site)
    terminal.fold()
    file = backed_up(terminal)
    with terminal.site.pool.connection() as connection:
        kept = (
            "SELECT md5(string_agg(d::text, '' ORDER BY key_id)) FROM keys.data_key d"
        )
        before = connection.execute(kept).fetchone()

    assert tried(terminal, file) == (
        0,
        {
            "would_save": True,
            "opened": 3,
            "closed": 0,
            "destroyed": 0,
            "found": 1,
            "missing": 0,
        },
    )
    with terminal.site.pool.connection() as connection:
        assert connection.execute(kept).fetchone() == before


def test_the_backup_of_before_a_rotation_would_not_save(terminal: Terminal) -> None:
    register(terminal.site, an_office(terminal.site))
    file = backed_up(terminal)

    assert terminal.suian("keys", "rotate").exit_code == 0

    code, found = tried(terminal, file)
    assert (code, found["opened"], found["closed"]) == (1, 0, 3)


def test_the_backup_of_another_site_would_not_save(terminal: Terminal) -> None:
    an_account(terminal.site)
    terminal.fold()
    file, folder = backed_up(terminal), terminal.data / "keys"
    mine = files.read(folder)
    (folder / "claim.key").unlink()
    files.create_missing(folder)
    file.unlink()
    other = backed_up(terminal)
    files.keep(folder / "claim.key", mine.claim)

    code, found = tried(terminal, other)

    assert (code, found["found"], found["missing"]) == (1, 0, 1)


def test_an_inspection_misses_a_backup_and_its_drill(terminal: Terminal) -> None:
    assert "losing it is losing everything" in custody(terminal)

    file = backed_up(terminal)
    tried(terminal, file)
    assert "was never tried" in custody(terminal)

    an_office(terminal.site)
    tried(terminal, file)
    assert "was tried" in custody(terminal)

    terminal.suian("keys", "rotate")
    assert "losing it is losing everything" in custody(terminal)


def test_a_rotation_at_the_keyboard_leaves_nothing_wrapped_by_the_old_one(
    terminal: Terminal,
) -> None:
    person = register(terminal.site, an_office(terminal.site))

    result = terminal.suian("keys", "rotate")

    assert "3 data keys wrapped again" in result.stderr
    assert terminal.site.log.person(person)
