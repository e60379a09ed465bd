"""A quick report: one tap from home, kept when refused, and who is told said at once."""

import pytest
from starlette.testclient import TestClient

from domain.registry.follow_up import RecordFollowUp
from domain.values.findings import Grade
from tests.api.console.browsing import CHINESE, a_person, actions, browser, send
from tests.api.township import Township, key
from tests.registering import a_form

TYPED = {
    "grade": "4",
    "place_now": "演示村口小卖部",
    "help_wanted": "police_on_the_spot",
    "happening": "持刀威胁邻居（演示）",
    "weapon": "yes",
}


@pytest.fixture
def doctor(township: Township) -> TestClient:
    a_person(township)
    township.fold()
    return browser(township, "doctor")


def test_one_tap_from_home_a_name_leads_to_the_short_form(
    doctor: TestClient,
) -> None:
    home = doctor.get("/")
    assert "/quick-report" in actions(home)

    found = send(doctor, home, "/quick-report", words="演示甲")

    assert "/quick-report" in actions(found)
    assert found.text.count("/quick-report") >= 2


def test_what_was_typed_is_kept_when_something_is_missing(
    township: Township, doctor: TestClient
) -> None:
    address = f"/people/{a_person(township)}/quick-report"
    township.fold()
    typed = {name: text for name, text in TYPED.items() if name != "grade"}

    again = send(doctor, doctor.get(address), address, **typed)

    assert again.status_code == 422
    assert "演示村口小卖部" in again.text
    assert "持刀威胁邻居" in again.text
    assert again.text.count("checked") == 2


def test_once_sent_the_page_says_who_is_being_told_before_any_notice_is_issued(
    township: Township, doctor: TestClient
) -> None:
    address = f"/people/{a_person(township)}/quick-report"
    township.fold()

    sent = send(doctor, doctor.get(address), address, **TYPED)
    told = doctor.get(sent.headers["location"], headers=CHINESE)

    assert sent.status_code == 303
    assert "正在告知" in told.text
    assert "演示police_station" in told.text
    assert "正在发出" in told.text
    assert told.headers["Refresh"] == "3"


def test_a_form_of_the_day_ends_the_duty_a_quick_report_began(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)
    address = f"/people/{person}/quick-report"
    township.fold()
    send(doctor, doctor.get(address), address, **TYPED)
    township.fold()

    owed = doctor.get("/worklists?listed=form_owed", headers=CHINESE).text
    home = doctor.get("/", headers=CHINESE).text
    township.run(RecordFollowUp(person, a_form(risk=Grade.LEVEL_4)))
    township.fold()
    after = doctor.get("/worklists?listed=form_owed", headers=CHINESE).text

    assert f"/people/{person}/follow-ups/new" in owed
    assert "速报后24小时内补填" in owed
    assert "速报后待补填随访表" in home
    assert f"/people/{person}/follow-ups/new" not in after


def test_over_the_api_a_quick_report_says_who_is_told(
    township: Township,
) -> None:
    person = a_person(township)
    township.fold()
    api = township.client("doctor")
    at = f"/api/v1/people/{person}/grades"
    body = {**TYPED, "grade": 4, "help_wanted": ["police_on_the_spot"]}

    sent = api.post(at, json=body, headers=key())
    told = api.get(f"{at}/{sent.json()['id']}/receivers")
    early = api.post(
        at, json={**body, "happened_at": "2099-01-01T00:00:00+08:00"}, headers=key()
    )

    assert sent.status_code == 201
    assert {item["state"] for item in told.json()["items"]} == {"on_its_way"}
    assert early.status_code == 409
