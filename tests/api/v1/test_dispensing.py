"""Stock and hand-outs over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import a_person
from tests.api.township import Township, key

A_DELIVERY = {
    "medicine": "奥氮平",
    "strength": "5 mg/片",
    "unit": "片",
    "batch": "A1",
    "expires_on": "2026-08-31",
    "quantity": 100,
    "source": "演示县精神卫生中心",
    "received_on": "2026-03-02",
}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def a_lot(by: TestClient, office: UUID, **named: Any) -> str:
    sent = by.post(
        f"/api/v1/stocks/{office}/deliveries",
        json={**A_DELIVERY, **named},
        headers=key(),
    )
    assert sent.status_code == 201, sent.text
    return sent.json()["id"]


def a_hand_out(lot: str, **named: Any) -> dict[str, Any]:
    return {
        "lot": lot,
        "quantity": 56,
        "handed_on": "2026-03-02",
        "received_by": "guardian",
        "receiver_name": "演示监护人",
        "programme": "free_medicine",
        "days": 28,
        "reason": "首次发药",
        **named,
    }


def test_medicine_comes_in_goes_out_and_comes_back(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    office = township.offices["hospital"]
    stock, address = f"/api/v1/stocks/{office}", f"/api/v1/people/{person}/hand-outs"
    lot = a_lot(doctor, office)

    given = doctor.post(address, json=a_hand_out(lot), headers=key())
    back = doctor.post(
        f"{address}/{given.json()['id']}/returns",
        json={
            "quantity": 14,
            "returned_on": "2026-03-02",
            "is_usable": True,
            "reason": "换药",
        },
        headers=key(),
    )
    counted = doctor.post(
        f"{stock}/counts",
        json={"lot": lot, "counted": 57, "counted_on": "2026-03-02", "reason": "破损"},
        headers=key(),
    )
    off = doctor.post(
        f"{stock}/removals",
        json={
            "lot": lot,
            "quantity": 7,
            "cause": "passed_on",
            "taken_off_on": "2026-03-02",
            "reason": "演示一村卫生室",
        },
        headers=key(),
    )
    township.fold()

    assert [each.status_code for each in (given, back, counted, off)] == [201] * 4
    (line,) = doctor.get(address).json()["items"]
    assert (line["quantity"], line["returned"]) == (56, 14)
    assert (line["covered_until"], line["programme"]) == ("2026-03-22", "free_medicine")
    book = doctor.get(stock).json()
    (on_shelf,) = book["stock"]["lots"]
    assert (on_shelf["balance"], on_shelf["is_near_expiry"]) == (50, True)
    assert [line["change"] for line in book["movements"]] == [-7, -1, 14, -56, 100]


def test_a_repeated_hand_out_is_answered_alike_and_counted_once(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    office = township.offices["hospital"]
    body = a_hand_out(a_lot(doctor, office))
    address, same = f"/api/v1/people/{person}/hand-outs", key()

    first = doctor.post(address, json=body, headers=same)
    again = doctor.post(address, json=body, headers=same)
    other = doctor.post(address, json=body, headers=key())
    township.fold()

    assert first.json() == again.json()
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/hand-out-on-record"
    lots = doctor.get(f"/api/v1/stocks/{office}").json()["stock"]["lots"]
    assert [lot["balance"] for lot in lots] == [44]


def test_each_keeps_the_own_stock_and_those_above_see_it(
    township: Township, doctor: TestClient
) -> None:
    office = township.offices["hospital"]
    lot = a_lot(doctor, office)
    township.fold()

    others = township.client("county").post(
        f"/api/v1/stocks/{office}/counts",
        json={"lot": lot, "counted": 1, "counted_on": "2026-03-02", "reason": "演示"},
        headers=key(),
    )
    seen = township.client("county").get("/api/v1/stocks").json()["items"]
    village = township.client("village").get(f"/api/v1/stocks/{office}")
    officer = township.client("officer").get("/api/v1/stocks")

    assert others.status_code == 404
    assert [row["office"] for row in seen] == [str(office)]
    assert (village.status_code, officer.status_code) == (404, 403)


def test_the_stock_is_read_as_it_stood(township: Township, doctor: TestClient) -> None:
    office = township.offices["hospital"]
    address = f"/api/v1/stocks/{office}"
    a_lot(doctor, office)
    township.fold()
    before = doctor.get(address).json()["position"]
    township.web.clock.pass_by(timedelta(days=1))
    doctor = township.client("doctor")
    a_lot(doctor, office, batch="A2")
    township.fold()

    then = doctor.get(address, params={"as_of": before}).json()

    assert [lot["batch"] for lot in then["stock"]["lots"]] == ["A1"]
    assert len(doctor.get(address).json()["stock"]["lots"]) == 2
