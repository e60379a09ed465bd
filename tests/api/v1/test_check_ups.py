"""Check-ups over HTTP: recorded, put right, listed with when the next one is due."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from domain.values.check_up import CheckUpItem
from tests.api.township import Township, key
from tests.registering import a_registration

NATIONAL = list(CheckUpItem)[:7]


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(a_registration(unit), id_claim=None))


def a_check_up(**named: Any) -> dict[str, Any]:
    return {
        "checked_on": "2026-03-02",
        "items": [{"item": item.value} for item in NATIONAL],
        "agreed_by": "person",
        **named,
    }


def send(by: TestClient, person: UUID, **named: Any) -> Any:
    return by.post(
        f"/api/v1/people/{person}/check-ups", json=a_check_up(**named), headers=key()
    )


def listed(township: Township, by: TestClient, person: UUID) -> dict[str, Any]:
    township.fold()
    return by.get(f"/api/v1/people/{person}/check-ups").json()


def test_a_complete_check_up_moves_the_next_one_into_the_next_year(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    before = listed(township, doctor, person)

    answer = send(doctor, person)

    assert answer.status_code == 201
    after = listed(township, doctor, person)
    assert (before["next_due_on"], after["next_due_on"]) == ("2026-12-31", "2027-12-31")
    (line,) = after["items"]
    assert line["id"] == answer.json()["id"]
    assert line["is_complete"]


def test_an_item_left_out_is_named_and_the_year_s_check_up_is_still_due(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    send(doctor, person, items=[{"item": "ecg", "text": "窦性心律", "abnormal": False}])

    after = listed(township, doctor, person)
    (line,) = after["items"]
    assert line["items"] == [{"item": "ecg", "text": "窦性心律", "abnormal": False}]
    assert {why["code"] for why in line["lacking"]} == {
        f"checkup.{item}" for item in NATIONAL if item != "ecg"
    }
    assert after["next_due_on"] == "2026-12-31"


def test_a_wrong_one_is_put_right_with_a_reason(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    made = send(doctor, person, items=[{"item": "ecg"}]).json()["id"]

    refused = send(doctor, person, corrects=made)
    put_right = send(doctor, person, corrects=made, reason="漏录")

    assert (refused.status_code, put_right.status_code) == (409, 201)
    (line,) = listed(township, doctor, person)["items"]
    assert (line["id"], line["corrections"], line["is_complete"]) == (made, 1, True)


@pytest.mark.parametrize(
    ("named", "status"),
    [
        ({"checked_on": "2099-01-01"}, 409),
        ({"items": []}, 409),
        ({"corrects": "00000000-0000-4000-8000-000000000000", "reason": "演示"}, 404),
        ({"items": [{"item": "x-ray"}]}, 422),
        ({"agreed_by": "nobody"}, 422),
    ],
)
def test_what_cannot_be_is_refused(
    doctor: TestClient, person: UUID, named: dict[str, Any], status: int
) -> None:
    assert send(doctor, person, **named).status_code == status


def test_the_police_neither_record_nor_read_a_check_up(
    township: Township, person: UUID
) -> None:
    officer = township.client("officer")

    assert send(officer, person).status_code == 403
    assert officer.get(f"/api/v1/people/{person}/check-ups").status_code == 403
