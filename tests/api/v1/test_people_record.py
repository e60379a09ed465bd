"""The record over HTTP: each form saves on its own, tags are shown to few."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.township import Township, key
from tests.registering import register

CONDUCT = {
    "disturbance": 0,
    "public_order": 1,
    "criminal": 0,
    "other_harm": 0,
    "self_harm": 0,
    "suicide_attempt": 0,
}
SUPPLEMENT: dict[str, Any] = {
    "employment": 3,
    "first_onset": "1931",
    "past_symptoms": [9, 1],
    "admissions": 2,
    "conduct": CONDUCT,
    "filled_on": "2026-03-02",
}
CARD: dict[str, Any] = {
    "source": 2,
    "senders": [2, 4],
    "drugs": ["利培酮"],
    "reporter": "演示医生",
    "reported_on": "2026-03-02",
    "reporting_unit": "演示医院",
}
BASICS: dict[str, Any] = {
    "nation": "01",
    "payment": [2],
    "health": {"allergies": [1], "mother": [8]},
}
ASSESSMENT: dict[str, Any] = {
    "assessed_on": "2026-03-02",
    "alive": True,
    "able": True,
    "willing": False,
}
CONSENT = {"answer": "refused", "signed_by": "本人", "signed_on": "2026-03-02"}
TAG = {
    "group": "veteran",
    "source_office": "演示民政",
    "valid_from": "2026-01-01",
    "valid_until": "2027-01-01",
}


@pytest.fixture
def person(township: Township) -> str:
    registered = register(township.web.clerk, township.offices["hospital"])
    township.fold()
    return f"/api/v1/people/{registered}"


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


@pytest.mark.parametrize(
    ("part", "body", "shown", "expected"),
    [
        ("supplement", SUPPLEMENT, "supplement", {"past_symptoms": [1, 9]}),
        ("supplement", SUPPLEMENT, "supplement", {"conduct": CONDUCT}),
        ("supplement", SUPPLEMENT, "supplement", {"economy": None, "admissions": 2}),
        ("report-card", CARD, "report_card", {"senders": [2, 4]}),
        ("basic-information", BASICS, "basic_information", {"payment": [2]}),
        ("basic-information", BASICS, "health_history", {"mother": [8]}),
        (
            "guardian-assessments",
            ASSESSMENT,
            "guardian_assessment",
            {"assess_again_on": "2027-03-02"},
        ),
        ("consents", CONSENT, "consent", {"ask_again_on": "2027-03-02"}),
    ],
)
def test_what_is_saved_stands_in_the_record(
    doctor: TestClient,
    person: str,
    part: str,
    body: dict[str, Any],
    shown: str,
    expected: dict[str, Any],
) -> None:
    saved = doctor.post(f"{person}/{part}", json=body, headers=key())

    assert saved.status_code == 201
    record = doctor.get(f"{person}/record").json()[shown]
    assert {name: record[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("part", "body", "pointer"),
    [
        ("supplement", {**SUPPLEMENT, "employment": 10}, "#/employment"),
        ("supplement", {**SUPPLEMENT, "first_onset": "1931-5"}, "#/first_onset"),
        ("report-card", {**CARD, "drugs": ["a"] * 4}, "#/drugs"),
        ("basic-information", {**BASICS, "nation": 1}, "#/nation"),
    ],
)
def test_what_is_on_no_form_is_pointed_at(
    doctor: TestClient, person: str, part: str, body: dict[str, Any], pointer: str
) -> None:
    answer = doctor.post(f"{person}/{part}", json=body, headers=key())

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)


def test_tags_are_for_registrars_and_the_auditor_and_in_no_other_s_history(
    township: Township, doctor: TestClient, person: str
) -> None:
    """By D-F6; police see none."""
    tagged = doctor.post(f"{person}/tags", json=TAG, headers=key())
    assert tagged.status_code == 201
    township.fold()
    seen = {
        who: township.client(who).get(f"{person}/tags").status_code
        for who in ("doctor", "county", "auditor", "village", "officer", "admin")
    }
    histories = {
        who: "person.tagged" in township.client(who).get(f"{person}/history").text
        for who in ("doctor", "auditor", "village")
    }

    assert seen == {
        "doctor": 200,
        "county": 200,
        "auditor": 200,
        "village": 403,
        "officer": 403,
        "admin": 403,
    }
    assert histories == {"doctor": True, "auditor": True, "village": False}
    assert "veteran" not in township.client("village").get(f"{person}/record").text


def test_a_tag_is_removed_with_a_reason(doctor: TestClient, person: str) -> None:
    doctor.post(f"{person}/tags", json=TAG, headers=key())
    tag = doctor.get(f"{person}/tags").json()["items"][0]["tag"]

    removed = doctor.post(
        f"{person}/tags/{tag}/removal", json={"reason": "演示更正"}, headers=key()
    )

    assert removed.status_code == 201
    assert doctor.get(f"{person}/tags").json()["items"] == []


def test_the_record_is_closed_to_receivers(township: Township, person: str) -> None:
    officer = township.client("officer")

    assert officer.get(f"{person}/record").status_code == 403
    sent = officer.post(f"{person}/supplement", json=SUPPLEMENT, headers=key())
    assert sent.status_code == 403
