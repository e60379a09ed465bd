"""Attempts to reach somebody over HTTP, the due line they show on, and the own digest."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.digests import DigestLine, MakeDigest
from domain.registry.follow_up import RecordFollowUp
from domain.registry.registration import RegisterPerson
from tests.api.township import Township, key
from tests.registering import a_form, a_registration
from tests.streams import NOON

DAY = "2026-03-02"


@pytest.fixture
def person(township: Township) -> UUID:
    registration = a_registration(township.offices["hospital"])
    return township.register(RegisterPerson(registration, id_claim=None))


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def tried(by: TestClient, person: UUID, **named: Any) -> Any:
    body = {"tried_on": DAY, "way": "phone", "outcome": "not_reached", **named}
    return by.post(f"/api/v1/people/{person}/contacts", json=body, headers=key())


def line(township: Township, by: TestClient) -> dict[str, Any]:
    township.fold()
    (found,) = by.get("/api/v1/due-list?day=2026-12-31").json()["items"]
    return found


def test_an_attempt_is_noted_and_shows_on_the_due_line_with_what_to_do_next(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    before = line(township, doctor)

    answer = tried(doctor, person)

    assert answer.status_code == 201
    after = line(township, doctor)
    assert before["last_contact"] is None
    assert after["last_contact"] == {
        "tried_on": DAY,
        "way": "phone",
        "outcome": "not_reached",
        "steps": ["try_again"],
        "because": [{"code": "contact.not_reached", "clause": "K BR-LOST-3 [K]"}],
    }
    assert after["due_on"] == before["due_on"]


def test_remind_later_pauses_reminders_and_the_line_stays(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    later = {"outcome": "remind_later", "remind_again_on": "2126-03-05"}

    assert tried(doctor, person, **later).status_code == 409
    answer = tried(doctor, person, outcome="remind_later")
    assert answer.json()["type"] == "/problems/remind-again-out-of-range"
    later["remind_again_on"] = "2026-03-16"
    assert tried(doctor, person, **later).status_code == 201

    assert line(township, doctor)["last_contact"]["outcome"] == "remind_later"


@pytest.mark.parametrize(
    "named",
    [
        {"remind_again_on": "2026-03-05"},
        {"outcome": "remind_later", "remind_again_on": DAY},
        {"outcome": "remind_later", "remind_again_on": "2026-03-17"},
        {"tried_on": "2999-01-01"},
    ],
)
def test_d_o4_a_pause_that_does_not_fit_is_refused(
    doctor: TestClient, person: UUID, named: dict[str, str]
) -> None:
    assert tried(doctor, person, **named).status_code == 409


@pytest.mark.parametrize("status", ["overdue", "is_overdue", "days_over", "due_on"])
def test_7_nobody_may_write_an_overdue_status(
    doctor: TestClient, person: UUID, status: str
) -> None:
    assert tried(doctor, person, **{status: "2026-03-02"}).status_code == 422


def test_a_visit_ends_what_attempts_left_open(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    tried(doctor, person)

    township.run(
        RecordFollowUp(person, a_form(date(2026, 3, 3))), now=NOON + timedelta(days=1)
    )

    assert line(township, doctor)["last_contact"] is None


def test_the_line_says_until_when_a_visit_still_counts(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    unseen = line(township, doctor)
    township.run(RecordFollowUp(person, a_form()))

    seen = line(township, doctor)

    assert unseen["counts_because"][0]["code"] == "counts.from_registration"
    assert (seen["due_on"], seen["counts_until"]) == ("2026-06-02", "2026-06-30")
    assert seen["counts_because"][0]["code"] == "counts.from_last"


@pytest.mark.parametrize("who", ["officer", "auditor", "admin"])
def test_only_who_cares_for_people_notes_attempts(
    township: Township, person: UUID, who: str
) -> None:
    assert tried(township.client(who), person).status_code == 403


def test_an_office_reads_its_own_digest_and_no_other(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    asked = MakeDigest(
        township.offices["hospital"],
        DAY,
        (DigestLine(str(person), DAY, "doctor", "due"),),
    )
    township.run(asked, role="system", purpose="report")

    answer = doctor.get(f"/api/v1/digests/{DAY}")

    assert answer.json()["items"] == [
        {"person": str(person), "due_on": DAY, "rung": "doctor", "kind": "due"}
    ]
    assert answer.json()["counts"] == {"due": 1}
    assert doctor.get("/api/v1/digests/2026-03-03").status_code == 404
    assert township.client("county").get(f"/api/v1/digests/{DAY}").status_code == 404
