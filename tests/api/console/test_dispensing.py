"""The pharmacy's page and the hand-out of a person."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import a_person, actions, browser, send
from tests.api.township import Township

A_DELIVERY = {
    "medicine": "奥氮平",
    "strength": "5 mg/片",
    "unit": "片",
    "batch": "A1",
    "expires_on": "2026-08-31",
    "quantity": "100",
    "received_on": "2026-03-02",
}


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return browser(township, "doctor")


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def take_in(by: TestClient, **named: str) -> int:
    sent = send(by, by.get("/stock"), "/stock/deliveries", **{**A_DELIVERY, **named})
    return sent.status_code


def a_lot(by: TestClient) -> str:
    page = by.get("/stock").text
    return page.partition('name="lot" value="')[2][:36]


def test_a_delivery_is_on_the_shelf_and_can_be_counted_and_taken_off(
    township: Township, doctor: TestClient
) -> None:
    assert take_in(doctor) == 303
    township.fold()
    page = doctor.get("/stock")
    lot = a_lot(doctor)

    differs = send(doctor, page, "/stock/counts", lot=lot, counted="99")
    counted = send(doctor, page, "/stock/counts", lot=lot, counted="99", reason="破损")
    off = send(
        doctor,
        page,
        "/stock/removals",
        lot=lot,
        quantity="9",
        cause="lost",
        reason="丢失",
    )
    township.fold()

    assert "Near its expiry" in page.text
    assert (differs.status_code, counted.status_code, off.status_code) == (
        409,
        303,
        303,
    )
    assert "Say why" in differs.text
    assert "<strong>90</strong> 片" in doctor.get("/stock").text


def test_medicine_is_handed_out_and_taken_back(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    take_in(doctor)
    township.fold()
    address = f"/people/{person}/dispensing"
    typed = {
        "lot": a_lot(doctor),
        "quantity": "56",
        "received_by": "guardian",
        "days": "28",
        "handed_on": "2026-03-02",
        "reason": "首次发药",
    }

    nameless = send(doctor, doctor.get(address), address, **typed)
    given = send(
        doctor, doctor.get(address), address, **typed, receiver_name="演示监护人"
    )
    page = doctor.get(address)
    back = next(each for each in actions(page) if each.endswith("/returns"))
    returned = send(doctor, page, back, quantity="14", reason="换药", is_usable="yes")

    assert (nameless.status_code, given.status_code, returned.status_code) == (
        409,
        303,
        303,
    )
    assert "whoever is not the person is named" in nameless.text
    shown = doctor.get(address).text
    assert "14 came back" in shown
    assert "2026-03-22" in shown
    history = doctor.get(f"/people/{person}/history").text
    assert "handed out to Guardian 演示监护人" in history


def test_what_is_wrong_is_shown_and_nothing_typed_is_lost(doctor: TestClient) -> None:
    page = doctor.get("/stock")
    wrong = send(doctor, page, "/stock/deliveries", **{**A_DELIVERY, "quantity": "x"})
    past = send(
        doctor, page, "/stock/deliveries", **{**A_DELIVERY, "expires_on": "2026-03-01"}
    )

    assert (wrong.status_code, past.status_code) == (422, 409)
    assert 'value="A1"' in wrong.text


def test_others_see_stock_without_forms(township: Township, doctor: TestClient) -> None:
    take_in(doctor)
    township.fold()
    office = township.offices["hospital"]

    seen = browser(township, "auditor").get(f"/stock?office={office}")

    assert "奥氮平" in seen.text
    assert "/stock/deliveries" not in actions(seen)
