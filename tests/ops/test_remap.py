"""A register coded 1-6 and read as 0-5, put right from its kept rows (lessons, test 25)."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from domain.log import Logged
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.risk import RiskGraded
from domain.registry.follow_up import CorrectFollowUp
from domain.registry.township_register.columns import PEOPLE, VISITS
from domain.values.findings import Grade
from ops.clerk import foldings
from ops.embedded.server import Server
from ops.site import open_site
from ops.views import make_views
from projections.due_list import due_list
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.handover_list import handover_list
from projections.management import management
from projections.person_card import person_card
from tests.conftest import fresh_database
from tests.ops.terminal import Terminal
from tests.ops.test_import import PERSON, VISIT, imported, write
from tests.registering import a_form, an_office
from tests.scheduler.test_notice_follower import follow, issued
from tests.streams import a_command

SOURCE: Final = "演示登记簿"
COURSES: Final = ("1 2 4 5", "3 4 4", "5 4 3", "2 3", "1 1", "4 2 5")
"""How risk is written in the rows of six people, coded from 1 to 6."""
WELL: Final = {"insight": "2", "adverse_reaction": "1", "physical_illness": "无或稳定"}
BY_POSITION: Final = {"version", "unit"}
"""What differs between two sites whose people and follow-ups are the same."""


def a_register(folder: Path, *, with_classes: bool) -> list[str]:
    people: list[dict[str, str]] = []
    visits: list[dict[str, str]] = []
    for number, course in enumerate(COURSES, start=1):
        key = f"YS{number:03d}"
        people.append({**PERSON, "key": key, "id_number": "", "name": f"演示{number}"})
        for month, risk in enumerate(course.split(), start=2):
            day = {"visited_on": f"2025-{month:02d}-03", "key": key, "risk": risk}
            judged = {"judged": "基本稳定", "due_on": f"2025-{month:02d}-21"}
            none = {"judged": "", "due_on": ""}
            well = {**WELL, "symptoms": "不明显"}
            visits.append(
                {**VISIT, **well, **day, **(judged if with_classes else none)}
            )
    return [
        str(write(folder / "people.csv", PEOPLE, people)),
        str(write(folder / "visits.csv", VISITS, visits)),
    ]


@pytest.fixture
def elsewhere(
    server: Server, template: str, terminal: Terminal
) -> Iterator[tuple[Terminal, str]]:
    """Another installation with the same secrets, so that equal rows have equal ids."""
    with fresh_database(server, template) as database:
        make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
        site = open_site(database.clerk_url, terminal.data / "keys")
        yield Terminal(site, terminal.data), database.owner_url
        site.close()


def remapped(terminal: Terminal, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = terminal.read(
        "remap", SOURCE, "--risk-codes", "1-6", *words
    )
    return answer


def state(terminal: Terminal) -> dict[str, list[dict[str, Any]]]:
    terminal.fold()
    found: dict[str, list[dict[str, Any]]] = {}
    with terminal.site.engine.begin() as connection:
        for view in (person_card, due_list, management, handover_list):
            rows = connection.execute(
                select(view.table)
                .where(view.table.c.to_position.is_(None))
                .order_by(view.table.c.key)
            )
            found[view.name] = [
                {
                    name: value
                    for name, value in asdict(view.from_columns(row)).items()
                    if name not in BY_POSITION
                }
                for row in rows
            ]
    return found


def facts(terminal: Terminal, topic: str) -> list[Logged]:
    return [f for f in terminal.site.log.after(0, 100_000) if f.topic == topic]


@pytest.mark.parametrize("with_classes", [True, False])
def test_remapped_it_is_as_if_it_had_been_read_right_the_first_time(
    terminal: Terminal,
    elsewhere: tuple[Terminal, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    with_classes: bool,
) -> None:
    files = a_register(tmp_path, with_classes=with_classes)
    an_office(terminal.site)
    imported(terminal, *files)
    wrong = state(terminal)

    outcome = remapped(terminal)
    right = state(terminal)

    there, url = elsewhere
    an_office(there.site)
    monkeypatch.setenv("SUIAN_DATABASE_URL", url)
    imported(there, *files, "--risk-codes", "1-6")
    assert [right, outcome["left_alone"]] == [state(there), []]
    assert right != wrong
    visits = sum(len(course.split()) for course in COURSES)
    assert outcome["people"] == outcome["people_changed"] == len(COURSES)
    assert outcome["rows"] == outcome["follow_ups"] == outcome["grades"] == visits
    assert (outcome["rose"], outcome["fell"], len(outcome["now_high"])) == (0, 2, 3)
    assert (outcome["left_alone"], outcome["refused"]) == ([], [])


def test_a_second_run_changes_nothing_and_a_dry_run_only_counts(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    imported(terminal, *a_register(tmp_path, with_classes=True))

    before = terminal.position()
    would = remapped(terminal, "--dry-run")
    assert terminal.position() == before
    did = remapped(terminal)
    after = terminal.position()
    again = remapped(terminal)

    assert would == did
    assert terminal.position() == after > before
    assert again["follow_ups"] == again["grades"] == again["people_changed"] == 0


def test_a_correction_names_the_map_and_the_row_and_tells_nobody(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    an_office(terminal.site, "police_station")
    imported(terminal, *a_register(tmp_path, with_classes=True))
    kept = {f.event_id for f in facts(terminal, "person.clinical_row_kept")}

    remapped(terminal)
    follow(terminal.site, foldings(terminal.site)[0])

    corrected = facts(terminal, "person.follow_up_corrected")
    graded = [
        logged
        for logged in facts(terminal, "person.risk_graded")
        if isinstance(logged.fact, RiskGraded) and logged.fact.corrects
    ]
    assert len(corrected) == len(graded) > 0
    for logged in (*corrected, *graded):
        assert isinstance(logged.fact, FollowUpCorrected | RiskGraded)
        assert logged.fact.reason == (
            "登记簿编码更正:township-register/1 risk=0-5 → township-register/1 risk=1-6"
        )
        assert logged.channel == "import"
        assert logged.header["cause"] in {str(each) for each in kept}
    assert issued(terminal.site) == []


def test_what_a_doctor_has_put_right_since_is_left_alone(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    imported(terminal, *a_register(tmp_path, with_classes=True))
    first = facts(terminal, "person.follow_up_recorded")[0]
    assert first.person
    assert isinstance(first.fact, FollowUpRecorded)
    follow_up, day = UUID(first.fact.follow_up), first.fact.visited_on
    form = a_form(date.fromisoformat(day), risk=Grade.LEVEL_2)
    by_hand = CorrectFollowUp(first.person, follow_up, form, "演示更正")
    seen = terminal.site.log.stream(first.person)[-1].version
    terminal.site.runner.run(by_hand, a_command(id=uuid4(), seen=seen))

    outcome = remapped(terminal)

    assert [(row["number"], row["reason"]) for row in outcome["left_alone"]] == [
        (2, "put_right_by_hand")
    ]
    corrections = [f.fact for f in facts(terminal, "person.follow_up_corrected")]
    assert [
        fact.findings["risk"]
        for fact in corrections
        if isinstance(fact, FollowUpCorrected) and fact.corrects == str(follow_up)
    ] == [2]


def test_a_row_the_right_map_cannot_read_is_named_and_left(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    visits = [
        {**VISIT, "risk": "0"},
        {**VISIT, "visited_on": "2025-03-03", "risk": "5"},
    ]
    visits[1]["due_on"] = "2025-03-21"
    imported(
        terminal,
        str(write(tmp_path / "people.csv", PEOPLE, [dict(PERSON)])),
        str(write(tmp_path / "visits.csv", VISITS, visits)),
    )

    outcome = remapped(terminal)

    assert [(row["number"], row["reason"]) for row in outcome["left_alone"]] == [
        (2, "risk_outside_codes")
    ]
    assert (outcome["grades"], outcome["now_high"][1:]) == (1, [])


def test_a_grade_below_what_happened_is_put_right_without_asking_as_it_was_imported(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    visits = [{**VISIT, "risk": "2", "public_order": "1"}]
    imported(
        terminal,
        str(write(tmp_path / "people.csv", PEOPLE, [dict(PERSON)])),
        str(write(tmp_path / "visits.csv", VISITS, visits)),
    )

    outcome = remapped(terminal)

    assert (outcome["grades"], outcome["left_alone"]) == (1, [])


def test_rows_known_by_another_map_are_told_when_the_register_comes_again(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    files = a_register(tmp_path, with_classes=True)
    first = imported(terminal, *files)["recorded"]

    again = imported(terminal, *files, "--risk-codes", "1-6")["recorded"]

    assert (
        again["known_before"] == again["other_map"] == first["people"] + first["visits"]
    )
    assert again["not_recorded"] == []


def test_a_source_nobody_imported_is_named(terminal: Terminal) -> None:
    result = terminal.suian("remap", "没有", "--risk-codes", "1-6")

    assert result.exit_code == 1
    assert "没有以此来源导入" in result.stderr
