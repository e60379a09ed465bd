"""The lists of work over HTTP and on screen, and what puts people on them and takes off."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.follow_up import RecordFollowUp
from domain.values.findings import Findings, HospitalStay
from tests.api.console.browsing import CHINESE, a_person, browser, send
from tests.api.township import Township, key
from tests.registering import a_form

BY_PHONE = 3
LISTS = (
    *("unreached", "lost", "away", "home", "long_unseen"),
    *("fewer_than_four", "in_hospital", "locked_up"),
)


@pytest.fixture
def person(township: Township) -> UUID:
    found = a_person(township)
    township.run(RecordFollowUp(found, a_form()))
    return found


@pytest.fixture
def doctor(township: Township, person: UUID) -> TestClient:
    assert person
    return township.client("doctor")


def on(township: Township) -> dict[str, dict[str, Any]]:
    """Return the lists somebody is on, by name, as who signs in now sees them."""
    township.fold()
    by = township.client("doctor")
    found = {
        name: by.get(f"/api/v1/worklists/{name}").json()["items"] for name in LISTS
    }
    return {name: lines[0] for name, lines in found.items() if lines}


def post(by: TestClient, person: UUID, part: str, /, **body: Any) -> int:
    at = f"/api/v1/people/{person}/{part}"
    return by.post(at, json=body, headers=key()).status_code


def test_away_with_a_telephone_stays_due_and_unknown_whereabouts_begin_a_loss(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    due = doctor.get(f"/api/v1/people/{person}").json()["standing"]["due_on"]
    away = {"left_on": "2026-03-02", "what_for": "work"}

    sent = [
        post(doctor, person, "absences", **away, phone="0000-0000003"),
        post(doctor, person, "returns", back_on="2026-04-01"),
    ]
    known = on(township)["away"]
    sent.append(post(doctor, person, "absences", **away))
    unknown = on(township)["away"]

    assert sent == [201, 409, 201]
    assert [w["code"] for w in known["because"]] == ["away.stays_due"]
    assert known["do_by"] == due
    assert [w["code"] for w in unknown["because"]] == ["away.begins_loss"]


def test_who_comes_home_is_on_the_list_with_a_face_visit_planned_before_they_leave(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    away = {"left_on": "2026-03-02", "what_for": "work", "phone": "0000-0000003"}
    post(doctor, person, "absences", **away)
    township.web.clock.pass_by(timedelta(days=40))
    doctor = township.client("doctor")

    home = post(doctor, person, "returns", back_on="2026-04-10", leaves_on="2026-04-15")

    lists = on(township)
    assert home == 201
    assert "away" not in lists
    assert (lists["home"]["since"], lists["home"]["do_by"]) == (
        "2026-04-10",
        "2026-04-15",
    )
    standing = doctor.get(f"/api/v1/people/{person}").json()["standing"]
    assert standing["due_on"] == "2026-04-15"


def test_a_loss_waits_for_its_written_report(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    loss = {"lost_on": "2026-03-02", "because": {"reason": 3}}
    report = {"reported_on": "2026-03-02", "number": "演示1号"}

    early = post(doctor, person, "loss-reports", **report)
    post(doctor, person, "loss", **loss)
    waiting = on(township)["lost"]
    sent = post(doctor, person, "loss-reports", **report)
    reported = on(township)["lost"]
    village = post(township.client("village"), person, "loss-reports", **report)

    assert (early, sent, village) == (409, 201, 403)
    assert [w["code"] for w in waiting["because"]] == ["loss.written_report"]
    assert (reported["reported_on"], reported["because"]) == ("2026-03-02", [])


def test_half_a_year_without_a_face_visit_is_a_list_that_a_face_visit_clears(
    township: Township, person: UUID
) -> None:
    clock = township.web.clock
    clock.pass_by(timedelta(days=183))
    before = on(township)
    clock.pass_by(timedelta(days=1))
    unseen = on(township)["long_unseen"]
    call = a_form(date(2026, 8, 1), form=BY_PHONE)
    now = clock()
    township.run(RecordFollowUp(person, call), now=now)
    called = on(township)
    township.run(RecordFollowUp(person, a_form(date(2026, 8, 2))), now=now)

    assert "long_unseen" not in before
    assert unseen["since"] == "2026-03-02"
    assert "long_unseen" in called
    assert "long_unseen" not in on(township)


def test_in_hospital_unreached_and_four_a_year_are_lists_too(
    township: Township, person: UUID
) -> None:
    township.web.clock.pass_by(timedelta(days=230))
    doctor = township.client("doctor")
    now = township.web.clock()
    missed = {"tried_on": "2026-09-15", "way": "phone", "outcome": "not_reached"}
    stay = Findings(hospital=HospitalStay.IN_HOSPITAL_NOW)
    township.run(
        RecordFollowUp(person, a_form(date(2026, 9, 10), findings=stay)), now=now
    )

    post(doctor, person, "contacts", **missed)

    lists = on(township)
    assert lists["in_hospital"]["since"] == "2026-09-10"
    assert (lists["unreached"]["made"], lists["unreached"]["do_by"]) == (
        1,
        "2026-09-29",
    )
    asked = lists["fewer_than_four"]
    assert (asked["made"], asked["asked"]) == (2, 4)


def test_who_is_locked_up_is_on_the_list_by_the_law_until_released(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    locked = {"locked_on": "2026-03-01", "by": "family", "reason": "演示"}
    freed = {"released_on": "2026-03-02", "to": "treatment", "reason": "送治"}

    post(doctor, person, "lockings", **locked)
    line = on(township)["locked_up"]
    post(doctor, person, "releases", **freed)

    assert line["since"] == "2026-03-01"
    assert [why["clause"] for why in line["because"]] == ["P1 art 40 [P]"]
    assert "locked_up" not in on(township)


def test_every_tab_opens_and_leads_to_the_work(
    township: Township, person: UUID
) -> None:
    by = browser(township, "doctor")
    by.headers.update(CHINESE)
    address = f"/people/{person}/standing"
    away = {"left_on": "2026-03-01", "what_for": "work", "away_phone": "0000-0000003"}
    sent = send(by, by.get(address), f"{address}/away", **away)
    township.fold()

    pages = {name: by.get(f"/worklists?listed={name}").text for name in LISTS}

    assert sent.status_code == 303
    assert "0000-0000003" in pages["away"]
    assert f"/people/{person}/standing#away" in pages["away"]
    assert "<h2>失访</h2>" in pages["lost"]
    back = send(by, by.get(address), f"{address}/back", back_on="2026-03-02")
    township.fold()
    assert back.status_code == 303
    assert "返乡期间完成" in by.get("/worklists?listed=home").text
    lost = send(by, by.get(address), f"{address}/loss", lost_on="2026-03-02", lost="3")
    township.fold()
    report = {"reported_on": "2026-03-02", "number": "演示1号"}
    assert lost.status_code == 303
    assert "尚未书面报告" in by.get("/worklists?listed=lost").text
    told = send(by, by.get(address), f"{address}/loss-report", **report)
    assert told.status_code == 303
