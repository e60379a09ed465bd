"""Erasing a person: two people, unreadable for ever, and everything else as it was."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from sqlalchemy import or_, select, text

from domain.registry.erasure import ErasePerson
from domain.registry.registration import RegisterPerson
from ops.acting import operator_command
from ops.proof.chain import check_log
from ops.site import Site
from projections.every import OF_THE_LOG
from tests.ops.terminal import Terminal
from tests.registering import (
    AN_ID,
    TOWNSHIP,
    a_form,
    a_registration,
    an_office,
    follow_up,
    person_of,
    register,
)
from tests.streams import a_command

TWO = ("--by", "演示经办", "--witness", "演示见证", "--reason", "保存期满(演示)")


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

    result = terminal.suian("erase", str(person), *TWO, typed=f"{person}\n")

    assert result.exit_code == 0, result.output
    assert seen_in(terminal.site, person) == set()
    assert "person_card" in seen_in(terminal.site, other)
    lines = terminal.read("history", str(person))
    readable = {line["topic"] for line in lines if not line["is_erased"]}
    assert "person.identity_recorded" not in readable
    assert "person.follow_up_recorded" not in readable
    assert "演示丁" not in terminal.suian("history", str(person)).stdout
    assert lines[-1]["details"] == {
        "reason": "保存期满(演示); by 演示经办; witness 演示见证"
    }


def test_the_tables_that_held_the_person_are_written_anew(terminal: Terminal) -> None:
    person = known(terminal.site)
    terminal.fold()
    before = files(terminal.site)

    terminal.suian("erase", str(person), *TWO, "--yes")

    changed = {
        name for name, file in files(terminal.site).items() if before[name] != file
    }
    assert {"person_card", "due_list", "name_index", "notice_box"} <= changed


def test_chain_positions_and_counts_stay(terminal: Terminal) -> None:
    site = terminal.site
    person = known(site)
    before = facts_by_topic(site)

    terminal.suian("erase", str(person), *TWO, "--yes")

    after = facts_by_topic(site)
    assert {position: after[position] for position in before} == before
    added = {topic for position, topic in after.items() if position not in before}
    assert added == {"person.keys_destroyed", "claim.released"}
    assert check_log(site.log.recorder, lambda _: None) == (len(after), [])


def test_the_id_number_may_be_registered_again(terminal: Terminal) -> None:
    first = known(terminal.site)

    terminal.suian("erase", str(first), *TWO, "--yes")

    assert known(terminal.site) != first


def test_another_id_typed_changes_nothing(terminal: Terminal) -> None:
    person = known(terminal.site)
    before = terminal.position()

    result = terminal.suian("erase", str(person), *TWO, typed=f"{uuid4()}\n")

    assert (result.exit_code, terminal.position()) == (1, before)
    assert terminal.site.log.stream(person)[1].topic == "person.identity_recorded"
    assert "演示丁" in terminal.suian("history", str(person)).stdout


@pytest.mark.parametrize("witness", ["演示经办", " 演示经办 ", " "])
def test_one_person_alone_may_not(terminal: Terminal, witness: str) -> None:
    person = known(terminal.site)
    before = terminal.position()

    alone = (*TWO[:2], "--witness", witness, *TWO[4:], "--yes")
    result = terminal.suian("erase", str(person), *alone)

    assert (result.exit_code, terminal.position()) == (1, before)
    assert "此事须两人办理" in result.stderr
    assert "演示丁" in terminal.suian("history", str(person)).stdout


def test_an_erasure_that_was_cut_short_is_finished_by_repeating_it(
    terminal: Terminal,
) -> None:
    site = terminal.site
    person = known(site)
    half = ErasePerson(person, "演示经办", "演示见证", "演示", None)
    site.runner.run(half, operator_command(site, TOWNSHIP))
    noted = site.log.stream(person)

    result = terminal.suian("erase", str(person), *TWO, "--yes")

    assert "已销毁 2 个密钥" in result.stderr
    assert len(site.log.stream(person)) == len(noted)


def test_erasing_twice_or_nobody_is_refused(terminal: Terminal) -> None:
    person = known(terminal.site)
    terminal.suian("erase", str(person), *TWO, "--yes")

    again = terminal.suian("erase", str(person), *TWO, "--yes")
    nobody = terminal.suian("erase", str(uuid4()), *TWO, "--yes")

    assert (again.exit_code, nobody.exit_code) == (1, 1)
    assert "已销毁" in again.stderr
    assert "There is no such person." in nobody.stderr
