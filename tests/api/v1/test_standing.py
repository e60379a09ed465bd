"""Deaths, losses and finding again over HTTP and on screen."""

from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from tests.api.console.test_doctor_pages import hidden, signed_in
from tests.api.township import Township, key
from tests.registering import a_registration as known


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    someone = township.register(RegisterPerson(known(unit), id_claim=None))
    township.web.clock.pass_by(timedelta(days=10))
    return someone


@pytest.fixture
def doctor(township: Township, person: UUID) -> TestClient:
    assert person
    return township.client("doctor")


def standing(township: Township, by: TestClient, person: UUID) -> tuple[str, str, str]:
    township.fold()
    said = by.get(f"/api/v1/people/{person}").json()["standing"]
    return said["left"], said["lost_on"], said["due_on"]


def test_a_lost_person_stays_due_and_a_dead_one_does_not(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/api/v1/people/{person}"
    loss = {"lost_on": "2026-03-05", "because": {"reason": 1}}
    answers = [
        doctor.post(f"{address}/loss", json=loss, headers=key()),
    ]
    lost = standing(township, doctor, person)
    for part, body in (
        ("found", {"found_on": "2026-03-06"}),
        ("death", {"died_on": "2026-03-07", "cause": 1, "illness": 3}),
    ):
        answers.append(doctor.post(f"{address}/{part}", json=body, headers=key()))
    again = doctor.post(f"{address}/loss", json=loss, headers=key())

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert lost == ("", "2026-03-05", "2026-03-16")
    assert standing(township, doctor, person) == ("died", None, None)
    assert again.status_code == 409
    due = doctor.get("/api/v1/due-list", params={"day": "2026-12-31"}).json()
    assert due["items"] == []


def test_the_page_records_a_loss_a_finding_and_a_death(
    township: Township, person: UUID
) -> None:
    by = signed_in(township, "doctor")
    address = f"/people/{person}/standing"
    sent: list[Response] = []
    for part, values in (
        ("loss", {"lost_on": "2026-03-05", "lost": "1"}),
        ("found", {"found_on": "2026-03-06"}),
        ("death", {"died_on": "2026-03-07", "cause": "2"}),
    ):
        form = by.get(address).text
        assert f"{address}/{part}" in form
        start = form.index(f'action="{address}/{part}"') - len('<form method="post" ')
        fresh = hidden(form[start:])
        empty = by.post(f"{address}/{part}", data=fresh)
        assert empty.status_code == 422
        sent.append(by.post(f"{address}/{part}", data={**values, **fresh}))
        township.fold()

    assert [answer.status_code for answer in sent] == [303, 303, 303]
    chart = by.get(sent[-1].headers["location"]).text
    assert "已死亡" in chart
    assert "已不在册" in by.get(address).text


def test_the_form_takes_a_death_found_out_at_a_follow_up(
    township: Township, person: UUID
) -> None:
    by = signed_in(township, "doctor")
    address = f"/people/{person}/follow-ups/new"
    values = {
        "visited_on": "2026-03-12",
        "form": "3",
        "spoke_with": "2",
        "grade": "not_assessed",
        "died_on": "2026-03-07",
        "cause": "1",
        "illness": "3",
    }

    sent = by.post(address, data={**values, **hidden(by.get(address).text)})

    assert sent.status_code == 303
    assert "已死亡" in by.get(sent.headers["location"]).text
