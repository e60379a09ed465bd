"""Medication over HTTP: regimen, injection clock, reactions, and the list of drugs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.values.medication import DRUGS
from tests.api.console.browsing import a_person
from tests.api.township import Township, key
from tests.api.v1.following_up import a_follow_up, findings
from tests.api.web import HTTPS, an_app

ROW = {"drug": "olanzapine", "strength": "5 mg/片", "evening_mg": "7.5"}
DEPOT = {"drug": "haloperidol_decanoate", "every_weeks": 4, "each_mg": "50"}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def a_regimen(*rows: dict[str, Any], **named: Any) -> dict[str, Any]:
    return {
        "drugs": list(rows),
        "from_on": "2026-03-02",
        "source": "hospital",
        "reason": "出院带药",
        **named,
    }


def an_injection(**named: Any) -> dict[str, Any]:
    return {
        "drug": "haloperidol_decanoate",
        "mg": "50",
        "given_on": "2026-03-02",
        "given_by": "演示护士",
        **named,
    }


A_REACTION = {
    "drug": "clozapine",
    "reaction": "流涎",
    "severity": "severe",
    "noted_on": "2026-03-02",
}


def test_medication_is_recorded_and_read_back(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/api/v1/people/{person}/medication"

    for path, body in (
        ("regimens", a_regimen(ROW, DEPOT)),
        ("injections", an_injection()),
        ("reactions", A_REACTION),
    ):
        sent = doctor.post(f"{address}/{path}", json=body, headers=key())
        assert sent.status_code == 201, sent.text
        assert sent.headers["location"] == address
    township.fold()
    township.web.clock.pass_by(timedelta(days=31))
    read = township.client("doctor").get(address).json()

    assert [row["name"] for row in read["regimen"]["drugs"]] == [
        "奥氮平",
        "癸酸氟哌啶醇",
    ]
    assert read["regimen"]["drugs"][0]["daily_mg"] == "7.5"
    (clock,) = read["clocks"]
    assert (clock["due_on"], clock["days_overdue"]) == ("2026-03-30", 3)
    assert clock["last"]["interval_from"] == "prescribed"
    assert [row["severity"] for row in read["reactions"]] == ["severe"]


def test_a_follow_ups_medicine_is_kept_and_its_advice_becomes_the_regimen(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    found = findings(taking=[ROW], advised=[ROW, {"name": "某药", "noon_mg": "0.5"}])

    sent = doctor.post(
        f"/api/v1/people/{person}/follow-ups",
        json=a_follow_up(findings=found),
        headers=key(),
    )
    township.fold()
    read = doctor.get(f"/api/v1/people/{person}/medication").json()

    assert sent.status_code == 201, sent.text
    assert [row["name"] for row in read["regimen"]["drugs"]] == ["奥氮平", "某药"]
    assert read["regimen"]["source"] == "follow_up"
    assert read["taken"][0]["taking"][0]["evening_mg"] == "7.5"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("regimens", a_regimen({**ROW, "morning_mg": "半片"}), 422),
        ("regimens", a_regimen({**ROW, "every_weeks": 2, "each_mg": "1"}), 409),
        ("regimens", a_regimen({"drug": "aspirin"}), 409),
        ("regimens", a_regimen(*([ROW] * 11)), 422),
        ("regimens", a_regimen(ROW, from_on="2026-03-03"), 409),
        ("injections", an_injection(drug="olanzapine"), 409),
        ("injections", an_injection(given_by=""), 422),
        ("reactions", {**A_REACTION, "severity": "fatal"}, 422),
    ],
)
def test_what_cannot_be_is_refused(
    doctor: TestClient, person: UUID, path: str, body: dict[str, Any], status: int
) -> None:
    sent = doctor.post(
        f"/api/v1/people/{person}/medication/{path}", json=body, headers=key()
    )

    assert sent.status_code == status, sent.text


def test_a_village_doctor_injects_but_sets_no_regimen(
    township: Township, person: UUID
) -> None:
    village = township.client("village")
    address = f"/api/v1/people/{person}/medication"

    injected = village.post(f"{address}/injections", json=an_injection(), headers=key())
    set_by = village.post(f"{address}/regimens", json=a_regimen(ROW), headers=key())

    assert (injected.status_code, set_by.status_code) == (201, 403)


def test_medication_is_read_as_it_stood(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/api/v1/people/{person}/medication"
    before = doctor.get(address).json()["position"]
    doctor.post(f"{address}/regimens", json=a_regimen(ROW), headers=key())
    township.fold()

    assert doctor.get(address, params={"as_of": before}).json()["regimen"] is None
    assert doctor.get(address).json()["regimen"] is not None


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_who_looks_after_nobody_reads_no_medication(
    township: Township, person: UUID, who: str
) -> None:
    answer = township.client(who).get(f"/api/v1/people/{person}/medication")

    assert answer.status_code == 403


def test_the_list_of_drugs_says_where_each_name_comes_from() -> None:
    answer = TestClient(an_app(), base_url=HTTPS).get("/api/v1/code-lists")

    drugs = {drug["code"]: drug for drug in answer.json()["drugs"]}
    assert len(drugs) == len(DRUGS)
    assert drugs["olanzapine"]["zh"] == "奥氮平"
    assert (drugs["olanzapine"]["source"], drugs["olanzapine"]["evidence"]) == (
        "CAT",
        "C",
    )
    assert drugs["risperidone_microspheres"]["evidence"] == "K"
    assert drugs["risperidone_microspheres"]["label_weeks"] == 2
