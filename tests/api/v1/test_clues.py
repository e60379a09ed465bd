"""Clues over the interface: a whole life, who may, and that the police never see one."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.principal import Principal
from api.reading import reading
from domain.rules.access import Operation
from domain.values.people import Purpose, Role
from projections.clues import open_clues
from tests.api.township import HERE, TOWNSHIP, Township, key
from tests.api.v1.bodies import a_registration

A_CLUE: dict[str, Any] = {
    "name": "演示线索甲",
    "sex": "1",
    "birth_date": "1905",
    "village": HERE,
    "address": "演示路9号",
    "contact": "演示村主任",
    "source": "police",
    "signs": [4, 5],
    "entered_on": "2026-03-02",
}
SUSPECTED = {
    "verified_on": "2026-03-02",
    "outcome": "suspected",
    "verifiers": "演示村医",
}
REVIEW: dict[str, Any] = {
    "outcome": "confirmed",
    "reviewed_on": "2026-03-02",
    "hospital": "演示医院",
    "psychiatrist": "演示医生",
    "disease": "schizophrenia",
    "icd10": "F20",
}
SENT = {"hospital": "演示医院", "sent_on": "2026-03-02"}


def post(by: TestClient, path: str, body: dict[str, Any]) -> Any:
    return by.post(f"/api/v1{path}", json=body, headers=key())


@pytest.fixture
def clue(township: Township) -> str:
    entered = post(township.client("village"), "/clues", A_CLUE)
    assert entered.status_code == 201
    township.fold()
    return entered.json()["id"]


def confirm(township: Township, clue: str) -> None:
    doctor, county = township.client("doctor"), township.client("county")
    assert post(doctor, f"/clues/{clue}/verification", SUSPECTED).status_code == 201
    assert post(doctor, f"/clues/{clue}/review-requests", SENT).status_code == 201
    assert post(county, f"/clues/{clue}/reviews", REVIEW).status_code == 201
    township.fold()


def test_a_clue_is_listed_with_its_next_step_and_why(
    township: Township, clue: str
) -> None:
    [line] = township.client("doctor").get("/api/v1/clues").json()["items"]

    assert (line["id"], line["stage"], line["step"]) == (clue, "entered", "verify")
    assert (line["due_on"], line["expires_on"]) == ("2026-03-16", "2026-09-02")
    assert {why["code"] for why in line["because"]} == {
        "clue.police",
        "clue.verify",
        "clue.expires_unseen",
    }


def test_only_a_psychiatrist_s_word_leads_on_and_then_in_one_step(
    township: Township, clue: str
) -> None:
    doctor = township.client("doctor")
    registration = a_registration(township.offices["hospital"], clue=clue)
    too_soon = post(doctor, "/people", registration)
    own_word = post(doctor, f"/clues/{clue}/reviews", REVIEW)
    confirm(township, clue)

    registered = post(doctor, "/people", registration)
    township.fold()

    assert too_soon.json()["type"] == "/problems/clue-not-confirmed"
    assert own_word.status_code == 403
    assert registered.status_code == 201
    person = registered.json()["id"]
    shown = doctor.get(f"/api/v1/clues/{clue}").json()
    assert (shown["stage"], shown["person"]) == ("registered", person)
    assert shown["review"]["transcribed"]
    told = doctor.get(f"/api/v1/people/{person}/history").json()["items"]
    assert {"clue.screened", "person.registered"} <= {line["topic"] for line in told}
    assert doctor.get("/api/v1/clues").json()["items"] == []


def test_a_verification_without_suspicion_ends_it(
    township: Township, clue: str
) -> None:
    doctor = township.client("doctor")
    body = {**SUSPECTED, "outcome": "nothing_found"}

    ended = post(doctor, f"/clues/{clue}/verification", body)
    township.fold()
    again = post(doctor, f"/clues/{clue}/verification", body)

    assert (ended.status_code, again.status_code) == (201, 409)
    [line] = doctor.get("/api/v1/clues?standing=ended").json()["items"]
    assert (line["stage"], line["erased_on"]) == ("refuted", "2026-04-01")


def test_the_police_enter_see_and_search_no_clue(township: Township, clue: str) -> None:
    officer = township.client("officer")

    answers = [
        officer.get("/api/v1/clues"),
        officer.get(f"/api/v1/clues/{clue}"),
        post(officer, "/clues", A_CLUE),
        post(officer, f"/clues/{clue}/verification", SUSPECTED),
        officer.get("/clues"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    inbox = officer.get("/api/v1/notices").text
    assert A_CLUE["name"] not in inbox
    found = township.client("doctor").post(
        "/api/v1/people/search", json={"words": A_CLUE["name"]}
    )
    assert clue not in found.text


@pytest.mark.parametrize(
    "role",
    [
        Role.POLICE,
        Role.GRID,
        Role.CIVIL_AFFAIRS,
        Role.DISABILITY_COMMISSIONER,
        Role.ADMINISTRATOR,
    ],
)
def test_the_database_itself_shows_these_roles_no_clue(
    township: Township, clue: str, role: Role
) -> None:
    """Whatever is asked, and even where the villages are in sight (D-B5)."""
    del clue

    def seen(role: Role) -> int:
        office = township.offices["police"]
        principal = Principal(
            uuid4(), "演示", role, office, "演示", TOWNSHIP, Purpose.RESPONSE
        )
        services = township.web.app.state.services
        with reading(services, principal, Operation.READ_HANDOVER_LIST) as opened:
            opened.connection.execute(
                text("SELECT set_config('suian.divisions', :here, true)"),
                {"here": TOWNSHIP},
            )
            return len(open_clues(opened.connection))

    assert seen(role) == 0
    assert seen(Role.TOWNSHIP_DOCTOR) == 1


def test_another_village_s_clue_is_out_of_sight(township: Township) -> None:
    elsewhere = {**A_CLUE, "village": "990101001004"}
    entered = post(township.client("doctor"), "/clues", elsewhere).json()["id"]
    township.fold()
    village = township.client("village")

    assert village.get(f"/api/v1/clues/{UUID(entered)}").status_code == 404
    assert village.get("/api/v1/clues").json()["items"] == []
    refused = post(village, f"/clues/{entered}/verification", SUSPECTED)
    assert refused.status_code == 404
    assert post(village, "/clues", elsewhere).status_code == 403
