"""The short form of `check crash`, and that it would find what it looks for."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.log import Command, Write
from ops.proving.checks.crash import PROOF
from ops.proving.checks.crash.aftermath import entries
from ops.proving.checks.crash.by_runner import read
from ops.proving.checks.crash.disk import SmallDisk, tell_of
from ops.proving.checks.crash.verdict import Traces, Verdict, judge, traced
from ops.proving.checks.crash.wishes import Wish
from ops.proving.proof import Report
from ops.site import Site
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import a_command, a_person, pending

NOTHING = Verdict((), (), (), (), ())


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_killed_and_out_of_disk_it_keeps_what_it_acknowledged() -> None:
    said: list[str] = []

    report = PROOF.run(short=True, said=said.append)

    assert [f.line for f in report.figures if not f.holds] == []
    assert {f.name: f.value for f in report.figures}["kills"] == 6


def acknowledged(site: Site, command: Command) -> Wish:
    """Record a follow-up, which is of two facts, and return what its sender knows."""
    person = register(site, an_office(site))
    recorded = follow_up(site, person, a_form(), id=command.id)
    answer = {"position": recorded.position, "version": recorded.version(person)}
    return Wish(command.id, "", {}, status=201, answer=answer)


def log_of(site: Site) -> Traces:
    return traced(entries(site.log.recorder))


def test_a_log_as_its_writers_were_told_is_let_be(site: Site) -> None:
    wish = acknowledged(site, a_command())

    traces = log_of(site)

    assert len(traces.of[wish.command]) == 2
    assert traces.breaks == []
    assert judge([wish], traces.of) == NOTHING


def test_an_acknowledged_command_that_is_not_there_is_found(site: Site) -> None:
    wish = acknowledged(site, a_command())
    lost = Wish(uuid4(), "", {}, status=201, answer=wish.answer)

    assert judge([wish, lost], log_of(site).of) == replace(
        NOTHING, lost=(lost.command,)
    )


def test_a_half_applied_command_is_found_whoever_asked_for_it(site: Site) -> None:
    command, person = a_command(), a_person()
    first, *others = pending(person)
    header = command.header(first, 0, 1 + len(others), "digest")
    write = Write(command.event_id(0), person.id, header, first)

    site.log.append([write], {}, command.now)

    assert others
    assert judge([], log_of(site).of) == replace(NOTHING, half=(command.id,))


def test_an_answer_of_another_position_is_found(site: Site) -> None:
    wish = acknowledged(site, a_command())
    wish.answer = {**wish.answer, "position": 1}

    assert judge([wish], log_of(site).of) == replace(NOTHING, otherwise=(wish.command,))


def test_a_refused_command_that_is_there_is_found(site: Site) -> None:
    wish = acknowledged(site, a_command())
    wish.status = 409

    assert judge([wish], log_of(site).of) == replace(NOTHING, haunting=(wish.command,))


def test_a_fact_that_is_there_twice_is_found(site: Site) -> None:
    wish = acknowledged(site, a_command())
    traces = log_of(site).of
    first, second = traces[wish.command]
    traces[wish.command] = [
        first,
        second,
        replace(second, position=second.position + 1),
    ]
    wish.answer = {**wish.answer, "position": second.position + 1}

    assert judge([wish], traces).doubled == (wish.command,)


@pytest.mark.parametrize(("ci", "holds"), [("true", False), ("", True)])
def test_a_disk_that_could_not_be_filled_is_said_and_fails_in_ci(
    ci: str, *, holds: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CI", ci)
    report, said = Report("crash"), list[str]()

    tell_of(SmallDisk(tmp_path, "", "no mount"), report, said.append)

    assert report.holds == holds
    assert "no mount" in said[0]


def test_a_journal_cut_off_in_a_line_tells_what_was_noted_before(
    tmp_path: Path,
) -> None:
    answered, asked = str(UUID(int=1)), str(UUID(int=2))
    lines: list[dict[str, Any]] = [
        {"command": answered, "path": "/p", "body": {"a": 1}},
        {
            "command": answered,
            "status": 201,
            "answer": {"position": 7},
            "asked_at": 1.0,
        },
        {"command": asked, "path": "/p", "body": {}},
        {"command": asked, "status": 201, "answer": {"position": 8}, "asked_at": 2.0},
    ]
    journal = tmp_path / "journal"
    journal.write_text("\n".join(map(json.dumps, lines)))

    first, second = read(journal)

    assert first.answer == {"position": 7}
    assert second.status == 0
