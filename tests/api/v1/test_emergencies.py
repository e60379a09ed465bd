"""Emergencies over HTTP: the list, each step, the law, and who may do what."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from tests.api.township import Township, key
from tests.registering import a_registration

AT, LATER = "2026-03-02T10:00:00+08:00", "2026-03-02T11:00:00+08:00"


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(a_registration(unit), id_claim=uuid4()))


def report(by: TestClient, person: UUID, **named: Any) -> Response:
    body = {
        "triggers": ["self_harm"],
        "happening": "持刀自伤(演示)",
        "reporter": "guardian_or_family",
        "route": "telephone",
        "reported_at": AT,
        **named,
    }
    return by.post(f"/api/v1/people/{person}/emergencies", json=body, headers=key())


def step(by: TestClient, person: UUID, case: str, name: str, **body: Any) -> Response:
    address = f"/api/v1/people/{person}/emergencies/{case}/{name}"
    return by.post(address, json=body, headers=key())


def a_case(township: Township, by: TestClient, person: UUID, **named: Any) -> str:
    opened = report(by, person, **named)
    assert opened.status_code == 201, opened.text
    township.fold()
    return str(opened.json()["id"])


DISPOSAL = {
    "started_at": AT,
    "ended_at": LATER,
    "outcome": "observation",
    "measures": ["talked_down"],
    "effect": "better",
}
RECORD = {"unit": "演示镇卫生院", "scene": "(演示)", "filled_by": "演示镇医"}
OTHERS = {
    "severe": True,
    "danger": "to_others",
    "willing": False,
    "stance": "refuses",
}


def test_a_village_doctor_opens_a_case_and_it_is_on_everybody_s_list(
    township: Township, person: UUID
) -> None:
    village = township.client("village")
    case = a_case(township, village, person, grade=4, called=["police_station"])

    for who in ("village", "doctor", "county", "psychiatrist", "auditor"):
        found = township.client(who).get("/api/v1/emergencies").json()["items"]
        assert [line["id"] for line in found] == [case], who
    shown = village.get(f"/api/v1/people/{person}/emergencies/{case}").json()
    assert shown["not_called"] == ["village_committee"]
    assert shown["because"][0]["clause"] == "R18 应急处置 [R]"
    history = village.get(f"/api/v1/people/{person}/history").json()
    assert "person.risk_graded" in [line["topic"] for line in history["items"]]


def test_the_steps_of_a_case_until_it_is_closed(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    case = a_case(township, doctor, person)

    steps = [
        step(doctor, person, case, "calls", called="village_committee", at=AT),
        step(
            doctor,
            person,
            case,
            "consent",
            answer="not_possible",
            why="监护人在外",
            at=AT,
        ),
        step(doctor, person, case, "disposal", **DISPOSAL, checks=True),
        step(doctor, person, case, "checks", found="stable", at=LATER),
        step(doctor, person, case, "checks/end", reason="已留观"),
        step(doctor, person, case, "record", **RECORD),
        step(doctor, person, case, "closure"),
    ]
    township.fold()

    assert [done.status_code for done in steps] == [201] * 7
    shown = doctor.get(f"/api/v1/people/{person}/emergencies/{case}").json()
    assert shown["record_by"].startswith("2026-03-03T")
    assert shown["recorded_in_time"] is True
    assert shown["closed_at"]
    assert doctor.get("/api/v1/emergencies").json()["items"] == []
    assert step(doctor, person, case, "closure").status_code == 201


def test_the_law_is_asked_before_anything_is_decided(
    township: Township, person: UUID
) -> None:
    psychiatrist = township.client("psychiatrist")
    asked = psychiatrist.post(f"/api/v1/people/{person}/admission-law", json=OTHERS)

    assert asked.json()["step"] == "admit"
    assert asked.json()["may_sign"] == ["employer", "committee"]
    assert asked.json()["is_noted"] is True
    assert asked.json()["because"][0]["clause"] == "P1 art 36(2) [P]"
    assert asked.json()["compulsory"] == "ask"
    by_court = {"violent": True, "not_liable": True, "may_go_on": True}
    ordered = psychiatrist.post(
        f"/api/v1/people/{person}/admission-law", json={**OTHERS, **by_court}
    )
    assert ordered.json()["compulsory"] == "may_be_ordered"
    assert ordered.json()["compulsory_because"]["clause"].startswith("P6 arts 302")


def test_t51_and_t52_a_psychiatrist_decides_within_the_law_and_a_doctor_does_not(
    township: Township, person: UUID
) -> None:
    doctor, psychiatrist = township.client("doctor"), township.client("psychiatrist")
    case = a_case(township, doctor, person)
    to_self = OTHERS | {"danger": "to_self"}
    signed = {"signed_by": "committee", "signer": "演示村委会"}

    forbidden = step(
        psychiatrist, person, case, "admission", **to_self, decided="admit", **signed
    )
    unwatched = step(psychiatrist, person, case, "admission", **to_self)
    watched = step(
        psychiatrist, person, case, "admission", **to_self, watched_by="演示监护人"
    )
    admitted = step(psychiatrist, person, case, "admission", **OTHERS, **signed)
    by_doctor = step(doctor, person, case, "admission", **OTHERS, **signed)

    assert [forbidden.status_code, unwatched.status_code] == [409, 409]
    assert forbidden.json()["type"] == "/problems/admission-not-lawful"
    assert [watched.status_code, admitted.status_code] == [201, 201]
    assert by_doctor.status_code == 403


def test_t97_who_pays_is_proposed_and_decided(township: Township, person: UUID) -> None:
    doctor = township.client("doctor")
    case = a_case(township, doctor, person)

    unknown = step(doctor, person, case, "funding", is_emergency=True)
    decided = step(doctor, person, case, "funding", is_emergency=True, can_pay=False)

    assert (unknown.status_code, decided.status_code) == (409, 201)
    shown = doctor.get(f"/api/v1/people/{person}/emergencies/{case}").json()
    assert shown["funding"]["payers"] == ["emergency_fund"]
    village = township.client("village")
    refused = step(village, person, case, "funding", is_emergency=True, can_pay=False)
    assert refused.status_code == 403


def test_police_see_no_case_and_a_false_one_is_not_there(
    township: Township, person: UUID
) -> None:
    doctor, officer = township.client("doctor"), township.client("officer")
    case = a_case(township, doctor, person)
    nobody = "00000000-0000-4000-8000-000000000000"

    assert officer.get("/api/v1/emergencies").status_code == 403
    address = f"/api/v1/people/{person}/emergencies"
    assert officer.get(f"{address}/{case}").status_code == 403
    assert doctor.get(f"{address}/{nobody}").status_code == 404
    assert step(doctor, person, nobody, "closure", reason="误报").status_code == 404


@pytest.mark.parametrize(
    ("named", "status"),
    [
        ({"reported_at": "2026-03-02"}, 422),
        ({"reported_at": "2026-03-02T10:00:00"}, 422),
        ({"reported_at": "2099-03-02T10:00:00+08:00"}, 409),
        ({"triggers": []}, 422),
        ({"happening": " "}, 409),
        ({"grade": 6}, 422),
        ({"reporter": "somebody"}, 422),
    ],
)
def test_a_report_that_cannot_be_is_refused(
    township: Township, person: UUID, named: dict[str, Any], status: int
) -> None:
    assert report(township.client("doctor"), person, **named).status_code == status


def test_as_of_an_earlier_position_the_case_was_still_open(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    case = a_case(township, doctor, person)
    then = doctor.get("/api/v1/emergencies").json()["position"]
    step(doctor, person, case, "closure", reason="误报")
    township.fold()

    now = doctor.get("/api/v1/emergencies").json()["items"]
    before = doctor.get(f"/api/v1/emergencies?as_of={then}").json()["items"]

    assert now == []
    assert [line["id"] for line in before] == [case]
