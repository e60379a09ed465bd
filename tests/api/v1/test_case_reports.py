"""Reports over the interface: a card, a paper, a discharge and its sheet, step by step."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.township import Township, key
from tests.api.v1.bodies import a_registration, unknown

CARD: dict[str, Any] = {
    "card_number": "演示0001",
    "source": 2,
    "senders": [2],
    "reporter": "演示医生",
    "reported_on": "2026-03-02",
    "reporting_unit": "演示医院",
}
SHEET: dict[str, Any] = {
    "hospital": "演示医院",
    "admitted_on": "2026-01-05",
    "discharged_on": "2026-02-27",
    "diagnosis": "精神分裂症",
    "drugs": ["利培酮"],
    "effect": 2,
    "rehabilitation": [1],
    "doctor": "演示医生",
    "filled_on": "2026-03-02",
}
PAPER = {
    "division": "990101",
    "hospital": "演示医院",
    "number": "演示0008",
    "received_on": "2026-03-02",
}


def post(by: TestClient, path: str, body: dict[str, Any] | None = None) -> Any:
    return by.post(f"/api/v1{path}", json=body, headers=key())


def a_report(township: Township, **named: Any) -> dict[str, Any]:
    known = a_registration(township.offices["hospital"], identity=unknown())
    return {**known, "card": CARD, **named}


@pytest.fixture
def person(township: Township) -> UUID:
    reported = post(township.client("county"), "/case-reports", a_report(township))
    assert reported.status_code == 201
    township.fold()
    return UUID(reported.json()["id"])


def steps(by: TestClient) -> list[str]:
    items = by.get("/api/v1/case-reports").json()["items"]
    return [step["step"] for line in items for step in line["steps"]]


def test_a_card_waits_for_primary_care_with_day_and_reason(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    [line] = doctor.get("/api/v1/case-reports").json()["items"]

    assert (line["person"], line["is_late"]) == (str(person), True)
    [step] = line["steps"]
    assert (step["step"], step["due_on"]) == ("receive_card", "2026-03-07")
    assert [why["code"] for why in step["because"]] == [
        "report.receive",
        "calendar.year_not_known",
    ]

    at = f"/people/{person}"
    assert post(doctor, f"{at}/report-receipts", {"what": "card"}).status_code == 201
    township.fold()
    assert steps(doctor) == ["file"]
    assert post(doctor, f"{at}/filing", {"filed_on": "2026-03-02"}).status_code == 201
    township.fold()
    assert steps(doctor) == []
    shown = doctor.get(f"/api/v1{at}/case-report").json()
    assert shown["filed_on"] == "2026-03-02"


def test_an_unclear_address_goes_to_the_police_and_back_to_the_county(
    township: Township, person: UUID
) -> None:
    doctor, at = township.client("doctor"), f"/people/{person}"
    too_soon = post(doctor, f"{at}/return-to-county", {"reason": "协查无果"})
    assert too_soon.json()["type"] == "/problems/not-reported"

    assert post(doctor, f"{at}/unclear-address").status_code == 201
    township.fold()
    assert steps(doctor) == ["ask_police"]
    back = post(doctor, f"{at}/return-to-county", {"reason": "协查无果"})
    township.fold()

    assert back.status_code == 201
    assert steps(township.client("county")) == ["county"]


def test_a_discharge_is_known_at_once_and_its_sheet_follows(
    township: Township, person: UUID
) -> None:
    county, at = township.client("county"), f"/people/{person}"
    village = township.client("village")
    known = {"discharged_on": "2026-02-27", "hospital": "演示医院"}
    assert post(village, f"{at}/discharges", known).status_code == 201
    township.fold()
    assert "sheet" in steps(county)
    assert post(village, f"{at}/discharge-sheets", SHEET).status_code == 403

    assert post(county, f"{at}/discharge-sheets", SHEET).status_code == 201
    township.fold()
    assert "receive_sheet" in steps(county)
    received = {"what": "discharge_sheet", "of": "2026-02-27"}
    doctor = township.client("doctor")
    assert post(doctor, f"{at}/report-receipts", received).status_code == 201
    township.fold()
    assert steps(county) == ["receive_card"]


def test_t56_a_paper_waits_until_it_is_entered(township: Township) -> None:
    county = township.client("county")
    noted = post(county, "/paper-reports", PAPER)
    township.fold()
    [paper] = county.get("/api/v1/paper-reports").json()["items"]
    assert (paper["id"], paper["enter_by"]) == (noted.json()["id"], "2026-03-07")
    assert paper["because"][0]["code"] == "report.paper"

    report = a_report(township, paper=paper["id"])
    person = post(county, "/case-reports", report).json()["id"]
    township.fold()

    assert county.get("/api/v1/paper-reports").json()["items"] == []
    shown = county.get(f"/api/v1/people/{person}/case-report").json()
    assert (shown["on_paper"], shown["is_late"]) == (True, False)
    assert township.client("doctor").get("/api/v1/paper-reports").status_code == 403


def test_t60_an_anxiety_disorder_is_not_taken_as_a_case(township: Township) -> None:
    known = a_report(township)
    anxiety = {**known["diagnosis"], "disease": "other", "icd10": "F41.1"}
    county = township.client("county")

    refused = post(county, "/case-reports", {**known, "diagnosis": anxiety})
    danger = {**anxiety, "art_30": True}
    taken = post(county, "/case-reports", {**known, "diagnosis": danger})

    assert refused.json()["type"] == "/problems/not-a-case"
    assert taken.status_code == 201


def test_the_police_and_a_township_doctor_report_nobody(township: Township) -> None:
    for role in ("officer", "doctor"):
        refused = post(township.client(role), "/case-reports", a_report(township))
        assert refused.status_code == 403
    assert township.client("officer").get("/api/v1/case-reports").status_code == 403
