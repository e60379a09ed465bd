"""The due list over HTTP: within sight, by day and unit, page by page, as then known."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.follow_up import RecordFollowUp
from domain.registry.registration import RegisterPerson, Residence
from domain.values.findings import Grade
from tests.api.township import THERE, Township
from tests.registering import a_form, a_registration

DUE = "/api/v1/due-list"
LATER = "2026-12-31"


@pytest.fixture
def people(township: Township) -> list[UUID]:
    """Three people here and one there, each followed up today."""
    unit = township.offices["hospital"]
    known = [a_registration(unit, name=f"演示{n}") for n in "甲乙丙丁"]
    far = Residence(THERE, "演示路4号", None, None, "2026-03-02")
    people: list[UUID] = []
    for registration in known:
        person = township.register(RegisterPerson(registration, id_claim=None))
        township.run(RecordFollowUp(person, a_form()))
        people.append(person)
    township.move(people[-1], far)
    return people


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def due(by: TestClient, **asked: Any) -> list[dict[str, Any]]:
    return by.get(DUE, params={"day": LATER, **asked}).json()["items"]


def test_a_line_says_who_when_and_by_which_clause(
    doctor: TestClient, people: list[UUID]
) -> None:
    lines = due(doctor)

    assert {UUID(line["person"]) for line in lines} == set(people)
    first = lines[0]
    assert (first["due_on"], first["days_over"]) == ("2026-06-02", 0)
    assert first["name"].startswith("演示")
    assert first["because"][0]["clause"]


def test_nobody_is_due_before_the_day(doctor: TestClient, people: list[UUID]) -> None:
    assert doctor.get(DUE).json()["items"] == []
    assert due(doctor, day="2026-06-01") == []
    assert len(due(doctor, day="2026-06-02")) == len(people)


def test_a_village_doctor_is_shown_own_villages_only(
    township: Township, people: list[UUID]
) -> None:
    lines = due(township.client("village"))

    assert {UUID(line["person"]) for line in lines} == set(people[:3])


def test_the_list_is_cut_by_unit(
    township: Township, doctor: TestClient, people: list[UUID]
) -> None:
    units = township.offices

    assert len(due(doctor, unit=str(units["hospital"]))) == len(people)
    assert due(doctor, unit=str(units["clinic"])) == []


def test_pages_follow_each_other_and_leave_nothing_out(
    doctor: TestClient, people: list[UUID]
) -> None:
    first = doctor.get(DUE, params={"day": LATER, "limit": 3})
    second = doctor.get(first.links["next"]["url"])

    whole = first.json()["items"] + second.json()["items"]
    assert whole == due(doctor)
    assert len(whole) == len(people)
    assert "next" not in second.links


def test_the_list_as_then_known_does_not_know_what_came_later(
    township: Township, doctor: TestClient, people: list[UUID]
) -> None:
    then = doctor.get(DUE, params={"day": LATER}).json()["position"]
    before = due(doctor)
    township.run(RecordFollowUp(people[0], a_form(risk=Grade.LEVEL_4)))

    assert due(doctor, as_of=then) == before
    assert due(doctor) != before


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_police_and_administrators_have_no_due_list(
    township: Township, who: str
) -> None:
    assert township.client(who).get(DUE).status_code == 403


@pytest.mark.parametrize("asked", [{"limit": 201}, {"day": "soon"}, {"when": "now"}])
def test_a_question_not_known_is_refused(
    doctor: TestClient, asked: dict[str, Any]
) -> None:
    answer = doctor.get(DUE, params=asked)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == next(iter(asked))


def test_each_line_explains_its_day_and_what_would_change_it(
    doctor: TestClient, people: list[UUID]
) -> None:
    assert people
    for line in due(doctor):
        said = line["explanation"]
        assert said["computed_on"] == line["due_on"]
        assert said["inputs"]["visited_on"] == line["visited_on"]
        changes = {change["code"]: change["then"] for change in said["changes"]}
        assert changes["explain.if_unstable"] == "2026-03-16"
        assert "explain.never_paused" in changes
