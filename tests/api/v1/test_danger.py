"""Incidents, form 13, locking up and release over HTTP and on screen."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import CHINESE, a_person, browser, send
from tests.api.township import Township, key

INCIDENT = {
    "kind": "public_order",
    "happened_on": "2026-03-02",
    "what": "演示:摔物",
    "grade": 3,
}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def doctor(township: Township, person: UUID) -> TestClient:
    assert person
    by = browser(township, "doctor")
    by.headers.update(CHINESE)
    return by


def test_an_incident_form_13_a_locking_up_and_a_release_are_read_back(
    township: Township, person: UUID
) -> None:
    by, address = township.client("doctor"), f"/api/v1/people/{person}"
    form_13 = {"investigated_on": "2026-03-02", "triggers": ["quarrel"], "dead": 0}
    locked = {"locked_on": "2026-03-01", "by": "family", "reason": "演示"}
    freed = {"released_on": "2026-03-02", "to": "treatment", "reason": "送治"}

    told = by.post(f"{address}/incidents", json=INCIDENT, headers=key())
    about = f"{address}/incidents/{told.json()['id']}/investigations"
    answers = [
        by.post(at, json=body, headers=key()).status_code
        for at, body in (
            (about, form_13),
            (f"{address}/lockings", locked),
            (f"{address}/lockings", locked),
            (f"{address}/releases", freed),
            (f"{address}/releases", freed),
        )
    ]

    assert (told.status_code, answers) == (201, [201, 201, 409, 201, 409])
    seen = by.get(f"{address}/danger").json()
    assert seen["since_last_follow_up"] == {"public_order": 1}
    assert seen["incidents"][0]["investigation"]["triggers"] == ["quarrel"]
    assert seen["lockings"][0]["released_on"] == "2026-03-02"
    village = township.client("village")
    assert village.post(about, json=form_13, headers=key()).status_code == 403


def test_the_page_asks_about_a_low_grade_and_keeps_what_was_typed(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/people/{person}/danger"
    typed = {
        "kind": "self_harm",
        "happened_on": "2026-03-02",
        "what": "演示经过",
        "grade": "1",
    }
    form = doctor.get(address)

    asked = send(doctor, form, f"{address}/incidents", **typed)
    sent = send(doctor, asked, f"{address}/incidents", **typed, grade_why="误报")

    assert asked.status_code == 409
    assert "本次记录有自伤" in asked.text
    assert "演示经过" in asked.text
    assert sent.status_code == 303
    township.fold()
    chart = doctor.get(sent.headers["location"]).text
    assert "自伤 1" in chart
    page = doctor.get(address).text
    assert "演示经过" in page


def test_the_page_locks_up_and_releases_and_the_chart_says_so(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/people/{person}/danger"
    locked = send(
        doctor,
        doctor.get(address),
        f"{address}/lockings",
        locked_on="2026-03-01",
        locked_by="family",
        lock_reason="演示",
    )
    township.fold()

    assert "自2026-03-01起关锁" in doctor.get(locked.headers["location"]).text
    freed = send(
        doctor,
        doctor.get(address),
        f"{address}/releases",
        released_on="2026-03-02",
        to="treatment",
        release_reason="送治",
    )

    assert freed.status_code == 303
    assert "送治解锁" in doctor.get(address).text


def test_form_13_is_one_tap_from_a_breach_of_public_order(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    by = township.client("doctor")
    by.post(f"/api/v1/people/{person}/incidents", json=INCIDENT, headers=key())
    page = doctor.get(f"/people/{person}/danger").text
    start = page.index("/danger?about=")
    about = page[start : page.index("#form13", start)]
    form = doctor.get(f"/people/{person}{about}")

    sent = send(
        doctor,
        form,
        f"/people/{person}/danger/investigations",
        investigated_on="2026-03-02",
        triggers="stopped_medicine",
        state="relapsed",
    )

    assert "待填写" in page
    assert sent.status_code == 303
    assert "已填写，2026-03-02" in doctor.get(f"/people/{person}/danger").text


def test_a_lower_grade_waits_on_a_list_for_a_second_person(
    township: Township, person: UUID
) -> None:
    first, second = township.client("doctor"), township.client("county")
    at = f"/api/v1/people/{person}/grades"
    for grade in (3, 1):
        first.post(at, json={"grade": grade, "happening": "演示"}, headers=key())
    township.fold()
    (line,) = first.get("/api/v1/worklists/lowering").json()["items"]
    confirming = f"{at}/{line['lowering']['grading']}/confirmation"

    own = first.post(confirming, json={}, headers=key())
    page = browser(township, "county")
    page.headers.update(CHINESE)
    address = f"/people/{person}/danger"
    form = f"{address}/lowering/{line['lowering']['grading']}/confirmation"
    shown = page.get(address)
    sent = send(page, shown, form)
    again = second.post(confirming, json={}, headers=key())

    assert (own.status_code, sent.status_code, again.status_code) == (409, 303, 409)
    assert "3级下调为1级" in shown.text
    township.fold()
    assert second.get("/api/v1/worklists/lowering").json()["items"] == []
    card = first.get(f"/api/v1/people/{person}").json()["standing"]
    assert card["grade"] == 1


def test_an_incident_is_put_right_over_the_api_and_on_the_page(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    by, address = township.client("doctor"), f"/api/v1/people/{person}"
    told = by.post(f"{address}/incidents", json=INCIDENT, headers=key()).json()["id"]
    body = {
        "kind": "self_harm",
        "happened_on": "2026-03-01",
        "what": "演示:自伤",
        "reason": "家属更正(演示)",
    }

    at = f"{address}/incidents/{told}/corrections"
    sent = by.post(at, json=body, headers=key())
    seen = by.get(f"{address}/danger").json()["incidents"]

    assert sent.status_code == 201
    assert [(row["kind"], row["corrected"]) for row in seen] == [
        ("self_harm", "家属更正(演示)")
    ]
    township.fold()
    page = doctor.get(f"/people/{person}/danger", params={"about": told})
    assert "家属更正(演示)" in page.text
    typed = {
        "incident": told,
        "right_kind": "other_harm",
        "right_day": "2026-03-02",
        "right_what": "演示又改",
    }
    to = f"/people/{person}/danger/corrections"
    asked = send(doctor, page, to, **typed)
    done = send(doctor, asked, to, **typed, right_reason="再核实")
    assert (asked.status_code, done.status_code) == (422, 303)
    assert "演示又改" in asked.text
    officer = township.client("officer")
    assert officer.post(at, json=body, headers=key()).status_code == 403
