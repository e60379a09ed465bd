"""A township's register from file to log: once, whole, and telling nobody."""

import csv
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from domain.log import Logged
from domain.person.follow_up import FollowUpRecorded
from domain.person.imported import ClinicalRowKept, IdentityRowKept
from domain.registry.township_register.columns import PEOPLE, VISITS, heading_of
from domain.values.calendar import shanghai_day
from domain.values.findings import Grade
from ops.clerk import foldings
from ops.demo.register import Size, write_register
from ops.register.spreadsheet import new_workbook
from ops.register.workbook import open_register
from ops.settings import CHECKOUT
from tests.ops.terminal import Terminal
from tests.registering import VILLAGE, a_form, an_office, follow_up
from tests.scheduler.test_notice_follower import follow, issued

PERSON: Final[Mapping[str, str]] = {
    "key": "YS001",
    "name": "演示丁",
    "sex": "男",
    "id_number": "990101190505050013",
    "village": VILLAGE,
    "village_name": "演示一村",
    "address": "演示路1号",
    "diagnosis": "精神分裂症",
    "diagnosed_on": "2024-11-03",
    "consent": "同意",
    "consent_on": "2025-01-06",
    "registered_on": "2025-01-06",
}
VISIT: Final[Mapping[str, str]] = {
    "key": "YS001",
    "visited_on": "2025-02-03",
    "form": "家庭访视",
    "spoke_with": "患者本人",
    "risk": "4级",
    "symptoms": "3",
    "judged": "不稳定",
    "due_on": "2025-02-17",
}


def write(path: Path, columns: Any, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, [heading_of(columns, name) for name in rows[0]])
        sheet.writeheader()
        sheet.writerows(
            {heading_of(columns, name): text for name, text in row.items()}
            for row in rows
        )
    return path


def a_register(folder: Path, *visits: Mapping[str, str], **named: str) -> list[str]:
    """Write a register of one person as two files; columns of the person may be named."""
    rows = [{**VISIT, **visit} for visit in visits or ({},)]
    return [
        str(write(folder / "people.csv", PEOPLE, [{**PERSON, **named}])),
        str(write(folder / "visits.csv", VISITS, rows)),
    ]


def imported(terminal: Terminal, *words: str) -> dict[str, Any]:
    result = terminal.suian("import", *words, "--source", "演示登记簿", "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def facts(terminal: Terminal) -> list[Logged]:
    return [f for f in terminal.site.log.after(0, 100_000) if f.channel == "import"]


KILLED: Final = """
import os, signal, sys
from pathlib import Path
from ops.commands import import_register
from ops.register.importing import Importer, Outcome

class Killed(Importer):
    def run(self, source, reading, done):
        def then(rows: int, outcome: Outcome) -> None:
            done(rows, outcome)
            if outcome.people + outcome.visits >= 50 * int(sys.argv[2]):
                os.kill(os.getpid(), signal.SIGKILL)
        return Importer(self.site, self.unit, self.division, 50).run(source, reading, then)

import_register.Importer = Killed
import_register.import_register(
    [Path(sys.argv[1])], source="演示登记簿", data=Path(sys.argv[3])
)
"""
"""An import of fifty rows a batch that is killed by the system after some batches."""


def start_import(
    terminal: Terminal, file: Path, killed_after: int
) -> subprocess.Popen[bytes]:
    words = (str(file), str(killed_after), str(terminal.data))
    return subprocess.Popen([sys.executable, "-c", KILLED, *words], cwd=CHECKOUT)


def rows_there(terminal: Terminal) -> list[str]:
    """Return the place of every row recorded; none may be there twice."""
    kept = [f.fact for f in facts(terminal)]
    places = [
        f"{fact.sheet} {fact.row}" for fact in kept if isinstance(fact, ClinicalRowKept)
    ]
    assert len(places) == len(set(places))
    return places


def test_a_whole_register_is_recorded_as_it_was_planted_and_only_once(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    today = shanghai_day(terminal.site.clock())
    planted = write_register(tmp_path / "r.xlsx", 7, today)

    first = imported(terminal, str(tmp_path / "r.xlsx"))
    at = terminal.position()
    again = imported(terminal, str(tmp_path / "r.xlsx"))

    assert first["read"] == planted.counts()
    assert Counter(first["faults"]) == {c.value: n for c, n in planted.faults.items()}
    assert first["recorded"] == {
        "people": planted.people,
        "visits": planted.visits,
        "warned": planted.doubted_people + planted.doubted_visits,
        "known_before": 0,
        "other_map": 0,
        "not_recorded": [],
    }
    topics = Counter(fact.topic for fact in facts(terminal))
    assert topics["person.registered"] == planted.people
    assert topics["person.follow_up_recorded"] == planted.visits
    assert terminal.position() == at
    known = planted.people + planted.visits
    assert again["recorded"] == {**first["recorded"], "known_before": known}


def test_two_thousand_rows_come_to_exactly_what_was_planted(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    today = shanghai_day(terminal.site.clock())
    size = Size(people=250, visits=1750)
    planted = write_register(tmp_path / "r.xlsx", 7, today, size=size)

    back = tmp_path / "back.xlsx"
    answer = imported(terminal, str(tmp_path / "r.xlsx"), "--report", str(back))

    assert answer["read"] == planted.counts()
    assert answer["recorded"] == {
        "people": planted.people,
        "visits": planted.visits,
        "warned": planted.doubted_people + planted.doubted_visits,
        "known_before": 0,
        "other_map": 0,
        "not_recorded": [],
    }
    assert len(rows_there(terminal)) == planted.people + planted.visits
    (sheet,) = open_register([back])
    reasons = Counter(row[3].text for row in sheet.rows[1:])
    assert reasons == {code.value: n for code, n in planted.faults.items()}


@pytest.mark.parametrize("killed_after", [1, 3])
def test_an_import_killed_in_the_middle_goes_on_and_ends_as_if_it_had_not_been(
    terminal: Terminal, tmp_path: Path, killed_after: int
) -> None:
    an_office(terminal.site)
    today = shanghai_day(terminal.site.clock())
    planted = write_register(tmp_path / "r.xlsx", 7, today)

    importing = start_import(terminal, tmp_path / "r.xlsx", killed_after)
    assert importing.wait(timeout=60) == -signal.SIGKILL
    there = len(rows_there(terminal))
    outcome = imported(terminal, str(tmp_path / "r.xlsx"))["recorded"]

    assert there == killed_after * 50
    assert outcome["known_before"] == there
    assert (outcome["people"], outcome["visits"]) == (planted.people, planted.visits)
    assert len(rows_there(terminal)) == planted.people + planted.visits


def test_a_changed_row_is_refused_by_name_and_new_follow_ups_are_recorded(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    imported(terminal, *a_register(tmp_path))

    later = {"visited_on": "2025-02-17", "due_on": "2025-03-03"}
    changed = a_register(tmp_path, {}, later, address="演示路2号")
    recorded = imported(terminal, *changed)["recorded"]

    assert [(n["number"], n["refusal"]) for n in recorded["not_recorded"]] == [
        (2, "CommandIdReused")
    ]
    assert (recorded["people"], recorded["visits"]) == (0, 2)
    topics = Counter(fact.topic for fact in facts(terminal))
    assert topics["person.registered"] == 1
    assert topics["person.follow_up_recorded"] == 2


def test_a_row_refused_on_recording_goes_back_with_its_reason_and_the_visits_with_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    imported(terminal, *a_register(tmp_path))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    same_number = {"key": "YS002", "name": "演示戊"}
    files = a_register(elsewhere, {"key": "YS002"}, **same_number)

    back = tmp_path / "back.xlsx"
    recorded = imported(terminal, *files, "--report", str(back))["recorded"]

    assert (recorded["people"], recorded["visits"]) == (0, 0)
    (sheet,) = open_register([back])
    assert [[cell.text for cell in row[:5]] for row in sheet.rows[1:]] == [
        ["people", "2", "未导入", "AlreadyTaken", recorded["not_recorded"][0]["zh"]],
        ["visits", "2", "未导入", "person_refused", recorded["not_recorded"][1]["zh"]],
    ]
    assert "他人名下" in recorded["not_recorded"][0]["zh"]
    assert "第2行" in recorded["not_recorded"][1]["zh"]


def test_refused_rows_come_back_to_be_put_right_and_imported_again(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    second = {"visited_on": "2025-02-17", "due_on": "2025-03-03", "risk": "7"}
    back = tmp_path / "back.xlsx"
    files = a_register(tmp_path, {}, second)
    first = imported(terminal, *files, "--back", str(back))["recorded"]

    people, visits = open_register([back])
    refused = [cell.text for cell in visits.rows[1]]
    assert (len(people.rows), len(visits.rows)) == (2, 2)
    assert people.rows[1][-1].text == ""
    assert "危险性" in refused[-1]
    mended = tmp_path / "mended.xlsx"
    with new_workbook(mended) as book:
        for sheet in (people, visits):
            page = book.add_worksheet(sheet.name)
            for number, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    page.write_string(
                        number, column, "2" if cell.text == "7" else cell.text
                    )
    again = imported(terminal, str(mended))["recorded"]

    assert (first["people"], first["visits"]) == (1, 1)
    assert (again["people"], again["visits"], again["known_before"]) == (1, 1, 1)
    assert again["not_recorded"] == []


def test_lesson_25_every_row_of_a_dirty_register_gets_its_reasons_in_chinese(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    people = [
        dict(PERSON),
        {**PERSON, "key": "YS002", "name": "演示同号"},
        {**PERSON, "key": "YS003", "id_number": "1.1E+17"},
    ]
    day = {"visited_on": "45717", "due_on": "2025.3.14"}
    visits: list[dict[str, str]] = [
        {**VISIT, **day, "symptom_codes": "幻觉、搜索", "insight": "自知力完权"},
        {**VISIT, "symptom_codes": "1", "insight": "1", "risk": "7"},
        {**VISIT, "symptom_codes": "1", "insight": "1", "key": "YS002"},
    ]
    files = [
        str(write(tmp_path / "people.csv", PEOPLE, people)),
        str(write(tmp_path / "visits.csv", VISITS, visits)),
    ]

    why = tmp_path / "why.xlsx"
    answer = imported(terminal, *files, "--report", str(why))

    (sheet,) = open_register([why])
    told = {tuple(cell.text for cell in row[:4]): row[4].text for row in sheet.rows[1:]}
    assert set(told) == {
        ("people", "3", "未导入", "id_repeated"),
        ("people", "4", "未导入", "id_rounded"),
        ("visits", "2", "已导入,请核对", "answers_left_out"),
        ("visits", "2", "已导入,请核对", "answer_unreadable"),
        ("visits", "3", "未导入", "risk_outside_codes"),
        ("visits", "4", "未导入", "person_refused"),
    }
    assert all(any("一" <= c <= "鿿" for c in reason) for reason in told.values())
    assert (answer["recorded"]["people"], answer["recorded"]["visits"]) == (1, 1)
    kept = [f.fact for f in facts(terminal)]
    days = [f.visited_on for f in kept if isinstance(f, FollowUpRecorded)]
    assert days == ["2025-03-01"]


def test_lesson_25_a_register_coded_from_1_to_6_stops_before_anything_is_recorded(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    before = terminal.position()

    result = terminal.suian("import", *a_register(tmp_path, {"risk": "6"}))

    assert (result.exit_code, terminal.position()) == (1, before)
    assert "可能按1–6编码，请先确认再导入" in result.stderr


def test_an_imported_grade_tells_nobody_and_one_on_screen_does(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    police = an_office(terminal.site, "police_station")
    imported(terminal, *a_register(tmp_path))
    folding = foldings(terminal.site)[0]

    follow(terminal.site, folding)
    graded = [f for f in facts(terminal) if f.topic == "person.risk_graded"]
    assert len(graded) == 1
    assert issued(terminal.site) == []

    person = graded[0].person
    assert person
    now = terminal.site.clock()
    on_screen = a_form(shanghai_day(now), risk=Grade.LEVEL_4)
    follow_up(terminal.site, person, on_screen, now=now)
    follow(terminal.site, folding)
    assert str(police) in {notice.receiver for notice in issued(terminal.site)}


def test_the_raw_row_is_kept_in_two_facts_under_two_keys(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    imported(terminal, *a_register(tmp_path))

    kept = [f for f in facts(terminal) if f.topic.endswith("_row_kept")]
    identity = [f.fact for f in kept if isinstance(f.fact, IdentityRowKept)]
    clinical = [f.fact for f in kept if isinstance(f.fact, ClinicalRowKept)]

    assert [len(identity), len(clinical)] == [2, 2]
    for one, other in zip(identity, clinical, strict=True):
        assert not one.columns.keys() & other.columns.keys()
        assert (one.source, one.row) == ("演示登记簿", other.row)
    assert identity[0].columns["姓名"] == "演示丁"
    assert clinical[0].columns["诊断"] == "精神分裂症"
    assert clinical[1].columns["随访日期"] == "2025-02-03"
    of_identity, of_clinical = (
        {f.header["key"] for f in kept if isinstance(f.fact, half)}
        for half in (IdentityRowKept, ClinicalRowKept)
    )
    assert len(of_identity) == len(of_clinical) == 1
    assert of_identity != of_clinical


def test_a_dry_run_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    an_office(terminal.site)
    before = terminal.position()

    checked = imported(terminal, *a_register(tmp_path), "--dry-run")

    assert checked["recorded"] is None
    assert (checked["read"]["people"], checked["read"]["visits"]) == (1, 1)
    assert terminal.position() == before


def test_the_reasons_are_told_without_anybody_s_data(
    terminal: Terminal, tmp_path: Path
) -> None:
    an_office(terminal.site)
    files = a_register(tmp_path, diagnosis="精神分列症")

    result = terminal.suian("import", *files, "--report", str(tmp_path / "why.xlsx"))

    assert result.exit_code == 0
    assert "0 行可导入,1 行退回" in result.stdout
    assert "演示丁" not in result.output
    assert PERSON["id_number"] not in result.output
    assert (tmp_path / "why.xlsx").exists()


@pytest.mark.parametrize("offices", [0, 2])
def test_the_responsible_unit_must_be_clear(
    terminal: Terminal, tmp_path: Path, offices: int
) -> None:
    for number in range(offices):
        an_office(terminal.site, name=f"演示卫生院{number}")
    before = terminal.position()

    unclear = terminal.suian("import", *a_register(tmp_path))

    assert (unclear.exit_code, terminal.position()) == (1, before)
    assert "--office" in unclear.stderr
