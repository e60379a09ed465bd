"""The page of services, guidance and community rehabilitation."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import a_person, actions, browser, send
from tests.api.township import Township


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return browser(township, "doctor")


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def test_services_and_guidance_are_filled_in(doctor: TestClient, person: UUID) -> None:
    address = f"/people/{person}/services"
    nothing = send(
        doctor,
        doctor.get(address),
        address,
        delivered_on="2026-03-02",
        served_by="演示康复师",
        way="group",
    )
    served = send(
        doctor,
        doctor.get(address),
        address,
        services="living",
        delivered_on="2026-03-02",
        served_by="演示康复师",
        way="group",
        minutes="45",
    )
    guided = send(
        doctor,
        doctor.get(address),
        f"/people/{person}/guidance",
        topics="relapse_signs",
        given_on="2026-03-02",
        audience="guardian",
        guided_by="演示镇医",
        guided_how="home",
    )

    assert (nothing.status_code, served.status_code, guided.status_code) == (
        409,
        303,
        303,
    )
    assert "Tick at least one service" in nothing.text
    page = doctor.get(address).text
    assert "45 minutes of services this year" in page
    assert "Signs of relapse" in page
    history = doctor.get(f"/people/{person}/history").text
    assert "Skills of daily living" in history


def test_a_case_is_taken_through_its_steps(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/people/{person}/services"
    send(
        doctor,
        doctor.get(address),
        f"/people/{person}/rehabilitation-cases",
        applied_by="self",
        needs="职业康复",
    )
    township.fold()
    listed = doctor.get("/rehabilitation").text
    for step, named in (
        ("accept", {}),
        ("refer", {"institution": "演示社区康复站"}),
        ("assess", {"stage": "first", "judged": "better"}),
        ("close", {"said": "已就业"}),
    ):
        page = doctor.get(address)
        case = next(a for a in actions(page) if "/rehabilitation-cases/" in a)
        assert send(doctor, page, case, step=step, **named).status_code == 303
    township.fold()

    assert str(person) in listed
    assert "five working" in listed
    assert "Case closed" in doctor.get(address).text
    assert str(person) not in doctor.get("/rehabilitation").text
