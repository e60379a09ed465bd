"""Erasing a person: two people, unreadable for ever, and everything else as it was."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher
from sqlalchemy import or_, select, text
from typer.testing import Result

from api.passwords import Passwords
from domain.account import Grant
from domain.errors import ErasureNotProposed
from domain.log import Recorded
from domain.registry.accounts import OpenAccount
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.registration import RegisterPerson
from ops.acting import operator_command
from ops.proof.chain import check_log
from ops.site import Site
from projections.every import OF_THE_LOG
from tests.ops.terminal import Terminal
from tests.registering import (
    AN_ID,
    a_form,
    a_registration,
    an_office,
    follow_up,
    person_of,
    register,
)
from tests.streams import NOON, a_command

WHY = "保存期满(演示)"
PASSWORD = "demo-password"
CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def an_account(site: Site, sign_in_name: str, role: str = "administrator") -> UUID:
    """Open an account with the password and return its id."""
    grant = Grant(role, str(an_office(site)), "9901", "2026-01-01")
    use_case = OpenAccount(
        site.claim("sign-in name", sign_in_name),
        sign_in_name,
        "演示人员",
        Passwords(CHEAP).hash(PASSWORD),
        grant,
    )
    recorded = site.runner.run(use_case, operator_command(site, "9901"))
    return account_of(recorded)


def account_of(recorded: Recorded) -> UUID:
    return next(f.stream for f in recorded.facts if f.topic == "account.opened")


def propose(
    terminal: Terminal, person: UUID, by: str = "jia", password: str = PASSWORD
) -> Result:
    words = ("erase", "propose", str(person), "--by", by, "--reason", WHY)
    return terminal.suian(*words, "--password-stdin", typed=f"{password}\n")


def confirm(
    terminal: Terminal,
    person: UUID,
    by: str = "yi",
    password: str = PASSWORD,
    typed: str | None = None,
) -> Result:
    words = ("erase", "confirm", str(person), "--by", by, "--password-stdin")
    given = f"{password}\n{typed or person}\n"
    return terminal.suian(*words, typed=given)


def erase(terminal: Terminal, person: UUID) -> Result:
    """Let two accounts erase the person."""
    accounts = [an_account(terminal.site, name) for name in ("jia", "yi")]
    assert len(accounts) == 2
    assert propose(terminal, person).exit_code == 0
    return confirm(terminal, person)


def known(site: Site) -> UUID:
    registration = a_registration(
        an_office(site), name="演示丁", id_kind="resident_id", id_number=AN_ID
    )
    claim = site.claim("ID number", AN_ID)
    person = person_of(
        site.runner.run(RegisterPerson(registration, claim), a_command())
    )
    follow_up(site, person, a_form())
    return person


def seen_in(site: Site, person: UUID) -> set[str]:
    found: set[str] = set()
    with site.engine.begin() as connection:
        for view in OF_THE_LOG:
            columns = view.table.c
            about = [columns.key == person]
            about += [columns.person == person] if "person" in columns else []
            if connection.execute(select(columns.key).where(or_(*about))).first():
                found.add(view.name)
    return found


def files(site: Site) -> dict[str, int]:
    with site.engine.begin() as connection:
        rows = connection.execute(
            text("SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r'")
        )
        return {row.relname: row.relfilenode for row in rows}


def facts_by_topic(site: Site) -> Mapping[int, str]:
    return {logged.position: logged.topic for logged in site.log.after(0, 1000)}


def test_an_erased_person_is_gone_from_the_views_and_unreadable_in_the_history(
    terminal: Terminal,
) -> None:
    person = known(terminal.site)
    other = register(terminal.site, an_office(terminal.site))
    terminal.fold()
    assert {"person_card", "due_list", "name_index"} <= seen_in(terminal.site, person)

    result = erase(terminal, person)

    assert result.exit_code == 0, result.output
    assert seen_in(terminal.site, person) == set()
    assert "person_card" in seen_in(terminal.site, other)
    lines = terminal.read("history", str(person))
    readable = {line["topic"] for line in lines if not line["is_erased"]}
    assert "person.identity_recorded" not in readable
    assert "person.follow_up_recorded" not in readable
    assert "演示丁" not in terminal.suian("history", str(person)).stdout
    assert lines[-1]["details"] == {"reason": WHY}


def test_the_log_names_who_proposed_and_who_confirmed(terminal: Terminal) -> None:
    site, person = terminal.site, known(terminal.site)
    jia, yi = an_account(site, "jia"), an_account(site, "yi")

    propose(terminal, person)
    confirm(terminal, person)

    proposed, destroyed = site.log.stream(person)[-2:]
    assert (proposed.topic, destroyed.topic) == (
        "person.erasure_proposed",
        "person.keys_destroyed",
    )
    assert proposed.header["actor"] == str(jia)
    assert destroyed.header["actor"] == str(yi)
    assert vars(proposed.fact)["proposed_by"] == str(jia)


def test_what_held_the_person_is_written_anew(terminal: Terminal) -> None:
    person = known(terminal.site)
    terminal.fold()
    before = files(terminal.site)

    erase(terminal, person)

    changed = {
        name for name, file in files(terminal.site).items() if before[name] != file
    }
    written = {"person_card", "due_list", "name_index", "notice_box", "data_key"}
    assert written <= changed
    assert "event" not in changed


def test_a_server_of_ones_own_leaves_the_operator_a_list(terminal: Terminal) -> None:
    said = erase(terminal, known(terminal.site)).stderr

    for words in ("pg_switch_wal()", "backups from before", "replica", "ARCHIVE"):
        assert words.lower() in said.lower()


def test_chain_positions_and_counts_stay(terminal: Terminal) -> None:
    site = terminal.site
    person = known(site)
    accounts = [an_account(site, name) for name in ("jia", "yi")]
    before = facts_by_topic(site)

    propose(terminal, person)
    confirm(terminal, person)

    assert len(accounts) == 2
    after = facts_by_topic(site)
    assert {position: after[position] for position in before} == before
    added = [topic for position, topic in after.items() if position not in before]
    assert sorted(added) == [
        "claim.released",
        "person.erasure_proposed",
        "person.keys_destroyed",
    ]
    assert check_log(site.log.recorder, lambda _: None) == (len(after), [])


def test_the_id_number_may_be_registered_again(terminal: Terminal) -> None:
    first = known(terminal.site)

    erase(terminal, first)

    assert known(terminal.site) != first


def test_another_id_typed_changes_nothing(terminal: Terminal) -> None:
    person = known(terminal.site)
    an_account(terminal.site, "jia")
    an_account(terminal.site, "yi")
    propose(terminal, person)
    before = terminal.position()

    result = confirm(terminal, person, typed=str(uuid4()))

    assert (result.exit_code, terminal.position()) == (1, before)
    assert "演示丁" in terminal.suian("history", str(person)).stdout


def test_whoever_proposed_cannot_confirm(terminal: Terminal) -> None:
    person = known(terminal.site)
    an_account(terminal.site, "jia")
    propose(terminal, person)
    before = terminal.position()

    result = confirm(terminal, person, by="jia")

    assert (result.exit_code, terminal.position()) == (1, before)
    assert "此事须两人办理" in result.stderr
    assert "演示丁" in terminal.suian("history", str(person)).stdout


@pytest.mark.parametrize(
    ("by", "password"), [("yi", "wrong-password"), ("nobody", PASSWORD)]
)
def test_nobody_signs_for_another(terminal: Terminal, by: str, password: str) -> None:
    person = known(terminal.site)
    an_account(terminal.site, "jia")
    an_account(terminal.site, "yi")
    propose(terminal, person)
    before = terminal.position()

    results = [
        propose(terminal, person, by, password),
        confirm(terminal, person, by, password),
    ]

    assert [result.exit_code for result in results] == [1, 1]
    assert all("wrong sign-in name" in result.stderr for result in results)
    assert terminal.position() == before


def test_the_county_office_may_propose_and_not_confirm(terminal: Terminal) -> None:
    person = known(terminal.site)
    an_account(terminal.site, "jia", "county_smi")
    an_account(terminal.site, "yi", "county_smi")

    assert propose(terminal, person).exit_code == 0
    result = confirm(terminal, person)

    assert result.exit_code == 1
    assert "演示丁" in terminal.suian("history", str(person)).stdout


def test_without_a_proposal_of_late_there_is_nothing_to_confirm(site: Site) -> None:
    """D-E1: thirty days."""
    person = known(site)
    admin = {"role": "administrator", "purpose": "administration", "division": "9901"}
    at = {days: NOON + timedelta(days=days) for days in (0, 30, 31)}

    with pytest.raises(ErasureNotProposed):
        site.runner.run(ErasePerson(person, None), a_command(**admin))
    site.runner.run(ProposeErasure(person, WHY), a_command(**admin))
    with pytest.raises(ErasureNotProposed):
        site.runner.run(
            ErasePerson(person, None), a_command(**admin, actor=uuid4(), now=at[31])
        )
    site.runner.run(
        ErasePerson(person, None), a_command(**admin, actor=uuid4(), now=at[30])
    )


def test_an_erasure_that_was_cut_short_is_finished_by_repeating_it(
    terminal: Terminal,
) -> None:
    site, person = terminal.site, known(terminal.site)
    an_account(site, "jia")
    yi = an_account(site, "yi")
    propose(terminal, person)
    site.runner.run(ErasePerson(person, None), operator_command(site, "9901", actor=yi))
    noted = site.log.stream(person)

    result = confirm(terminal, person)

    assert "已销毁 2 个密钥" in result.stderr
    assert len(site.log.stream(person)) == len(noted)


def test_a_sweep_that_was_cut_short_is_repeated(terminal: Terminal) -> None:
    person = known(terminal.site)
    terminal.fold()
    terminal.site.keys.destroy(person)

    result = terminal.suian("erase", "sweep")

    assert result.exit_code == 0, result.output
    assert "database's files were swept" in result.stderr


def test_erasing_twice_or_nobody_is_refused(terminal: Terminal) -> None:
    person = known(terminal.site)
    erase(terminal, person)

    again, nobody = confirm(terminal, person), confirm(terminal, uuid4())

    assert (again.exit_code, nobody.exit_code) == (1, 1)
    assert "已销毁" in again.stderr
    assert "There is no such person." in nobody.stderr
