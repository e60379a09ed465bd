"""Services, guidance and community rehabilitation over HTTP."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import a_person
from tests.api.township import Township, key


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


SERVICES: dict[str, Any] = {
    "services": ["living", "peer"],
    "delivered_on": "2026-03-02",
    "by": "演示康复师",
    "minutes": 60,
    "way": "group",
}
GUIDANCE: dict[str, Any] = {
    "topics": ["medicine"],
    "given_on": "2026-03-02",
    "audience": "guardian",
    "by": "演示镇医",
    "way": "home",
}


def test_what_was_done_is_recorded_and_read_back(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/api/v1/people/{person}"
    served = doctor.post(f"{address}/services", json=SERVICES, headers=key())
    guided = doctor.post(f"{address}/guidance", json=GUIDANCE, headers=key())
    wrong = doctor.post(
        f"{address}/services", json={**SERVICES, "services": ["massage"]}, headers=key()
    )
    township.fold()

    read = doctor.get(f"{address}/services").json()

    assert (served.status_code, guided.status_code, wrong.status_code) == (
        201,
        201,
        422,
    )
    assert read["minutes_this_year"] == 60
    assert read["services"][0]["services"] == ["living", "peer"]
    assert read["guidance"][0]["topics"] == ["medicine"]


def test_a_case_is_listed_while_it_awaits_a_step(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    cases = f"/api/v1/people/{person}/rehabilitation-cases"
    body = {"by": "self", "applicant": "演示甲", "applied_on": "2026-03-02"}
    case = doctor.post(cases, json=body, headers=key()).json()["id"]
    township.fold()
    listed = doctor.get("/api/v1/rehabilitation-cases").json()["items"]

    def step(name: str, **named: Any) -> int:
        taken = {"step": name, "on": "2026-03-02", **named}
        sent = doctor.post(f"{cases}/{case}/steps", json=taken, headers=key())
        return sent.status_code

    early = step("refer", institution="演示社区康复站")
    taken = [
        step("accept"),
        step("refer", institution="演示社区康复站"),
        step("close", remark="已就业"),
    ]
    township.fold()

    assert [(row["id"], row["state"]) for row in listed] == [(case, "applied")]
    assert listed[0]["because"][0]["clause"] == "R21 process [R]"
    assert (early, taken) == (409, [201, 201, 201])
    assert doctor.get("/api/v1/rehabilitation-cases").json()["items"] == []


def test_others_see_and_do_nothing(township: Township, person: UUID) -> None:
    officer = township.client("officer")
    address = f"/api/v1/people/{person}/services"

    assert officer.get(address).status_code == 403
    assert officer.post(address, json=SERVICES, headers=key()).status_code == 403
