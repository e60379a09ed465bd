"""The rule book over HTTP: tables, what places set, the calendar."""

from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from tests.api.console.browsing import a_person
from tests.api.township import Township
from tests.streams import NOON

RULES = "/api/v1/rules"
TODAY = NOON.date().isoformat()
MONTHLY: dict[str, Any] = {
    "parameter": "interval.stable",
    "division": "990101",
    "value": 30,
    "from_on": "2099-01-01",
    "source": "演示县 2026年1号",
    "reason": "县里要求加密随访",
}


def send(by: TestClient, what: str, body: dict[str, Any]) -> Any:
    key = {"Idempotency-Key": str(uuid4())}
    return by.post(f"{RULES}/settings/{what}", json=body, headers=key)


def test_everybody_signed_in_reads_the_rules(township: Township) -> None:
    officer = township.client("officer")

    names = [line["name"] for line in officer.get(RULES).json()["items"]]
    table = officer.get(f"{RULES}/tables/follow_up_interval").json()
    found = officer.get(f"{RULES}/found", params={"text": "病情稳定 3个月"}).json()

    assert {"follow_up_interval", "overdue_ladder", "access"} <= set(names)
    stable = next(
        r for e in table["editions"] for r in e["rows"] if "stable" in r["code"]
    )
    assert stable["is_verified"]
    assert found["items"][0]["code"] == "due.stable"
    assert officer.get(f"{RULES}/tables/nothing").status_code == 404


def test_the_county_sets_and_ends_a_local_rule_and_everybody_sees_who(
    township: Township,
) -> None:
    county, doctor = township.client("county"), township.client("doctor")

    assert send(doctor, "overrides", MONTHLY).status_code == 403
    assert send(county, "overrides", {**MONTHLY, "value": 91}).status_code == 409
    assert send(county, "overrides", {**MONTHLY, "from_on": "2020-01-01"}).json()[
        "type"
    ] == ("/problems/override-in-the-past")
    assert send(county, "overrides", MONTHLY).status_code == 201
    before = doctor.get(f"{RULES}/settings").json()
    ending = {
        "parameter": "interval.stable",
        "division": "990101",
        "until_on": "2099-06-01",
        "reason": "到期",
    }
    township.fold()
    position = doctor.get(f"{RULES}/settings").json()["position"]
    assert send(county, "endings", ending).status_code == 201

    shown = doctor.get(f"{RULES}/settings").json()
    then = doctor.get(f"{RULES}/settings", params={"as_of": position}).json()
    assert before["overrides"][0]["edition"] == (
        "override/990101/interval.stable=30/2099-01-01"
    )
    assert shown["overrides"][0]["until_on"] == "2099-06-01"
    assert then["overrides"][0]["until_on"] is None
    assert [c["value"] for c in shown["changes"]] == [None, 30]
    assert shown["changes"][0]["actor"] == str(township.accounts["county"])


def test_a_calendar_year_is_loaded_by_the_county_only(township: Township) -> None:
    county, doctor = township.client("county"), township.client("doctor")
    year = {
        "year": 2027,
        "holidays": ["2027-01-01"],
        "worked_weekends": ["2027-01-09"],
        "source": "国务院办公厅通知",
        "reason": "年度安排",
    }

    assert send(doctor, "years", year).status_code == 403
    assert send(county, "years", {**year, "year": 2028}).status_code == 409
    assert send(county, "years", year).status_code == 201
    assert doctor.get(f"{RULES}/settings").json()["years"][0]["year"] == 2027


def test_a_changed_rule_asks_more_of_the_doctor_who_visited(township: Township) -> None:
    county = township.client("county")
    asked = {"parameter": "interval.stable", "value": 30, "year": 2026}
    a_person(township)

    found = county.get(f"{RULES}/what-if", params=asked)
    elsewhere = county.get(f"{RULES}/what-if", params={**asked, "division": "110101"})

    assert found.status_code == 200
    assert found.json()["people"] == 1
    assert elsewhere.status_code == 403
