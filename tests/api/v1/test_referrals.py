"""Referrals over HTTP: sent, answered by the receiving office, beds with their clock."""

from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from tests.api.township import Township, key
from tests.registering import a_registration

DAY = "2026-03-02"


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(a_registration(unit), id_claim=None))


def post(by: TestClient, person: UUID, name: str, **body: Any) -> Response:
    return by.post(f"/api/v1/people/{person}/{name}", json=body, headers=key())


def send(township: Township, by: TestClient, person: UUID, **named: Any) -> Response:
    body = {
        "direction": "up",
        "reasons": ["unstable"],
        "to": str(township.offices["mental"]),
        "sent_on": DAY,
        **named,
    }
    sent = post(by, person, "referrals", **body)
    township.fold()
    return sent


def answer(by: TestClient, person: UUID, referral: str, name: str, **body: Any) -> int:
    return post(by, person, f"referrals/{referral}/{name}", **body).status_code


def test_a_referral_is_sent_received_and_ended_with_the_stay(
    township: Township, person: UUID
) -> None:
    village, psychiatrist = township.client("village"), township.client("psychiatrist")
    referral = send(township, village, person).json()["id"]

    inbox = psychiatrist.get("/api/v1/referrals").json()["items"]
    received = answer(
        psychiatrist, person, referral, "receiving", received_on=DAY, doctor="演示医师"
    )
    ended = answer(
        psychiatrist,
        person,
        referral,
        "outcome",
        outcome="admitted",
        ended_on=DAY,
        stay={"hospital": "演示医院", "admitted_on": DAY, "basis": "voluntary"},
    )
    township.fold()

    assert [line["id"] for line in inbox] == [referral]
    assert inbox[0]["look_by"] == "2026-03-16"
    assert (received, ended) == (201, 201)
    [kept] = village.get(f"/api/v1/people/{person}/referrals").json()["items"]
    assert (kept["state"], kept["outcome"]) == ("ended", "admitted")
    topics = [
        line["topic"]
        for line in village.get(f"/api/v1/people/{person}/history").json()["items"]
    ]
    assert {"person.referred", "person.referral_ended", "person.admitted"} <= set(
        topics
    )


def test_only_the_office_it_is_addressed_to_answers_or_the_county_for_it(
    township: Township, person: UUID
) -> None:
    doctor, county = township.client("doctor"), township.client("county")
    psychiatrist = township.client("psychiatrist")
    first = send(township, doctor, person).json()["id"]
    down = send(
        township,
        psychiatrist,
        person,
        direction="down",
        reasons=["stabilised"],
        to=str(township.offices["hospital"]),
    ).json()["id"]

    assert answer(doctor, person, first, "receiving", received_on=DAY) == 404
    assert answer(psychiatrist, person, down, "receiving", received_on=DAY) == 404
    assert answer(doctor, person, down, "receiving", received_on=DAY) == 201
    refusing = {"refused_on": DAY, "refusal": "no_bed"}
    assert answer(county, person, first, "refusal", **refusing) == 201


def test_a_referral_out_of_area_is_answered_by_the_county_office(
    township: Township, person: UUID
) -> None:
    doctor, county = township.client("doctor"), township.client("county")
    abroad = {
        "to": None,
        "institution": "外市精神病医院(演示)",
        "out_of_area": True,
    }

    unexplained = send(township, doctor, person, **abroad)
    sent = send(township, doctor, person, **abroad, out_of_area_why="统筹区内无机构")
    referral = sent.json()["id"]
    received = answer(county, person, referral, "receiving", received_on=DAY)

    assert (unexplained.status_code, sent.status_code, received) == (409, 201, 201)
    [kept] = doctor.get(f"/api/v1/people/{person}/referrals").json()["items"]
    assert "referral.as_at_home" in [why["code"] for why in kept["because"]]


def test_the_sender_takes_it_back_and_the_list_is_empty(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    referral = send(township, doctor, person).json()["id"]

    done = answer(doctor, person, referral, "withdrawal", reason="家属自行送院")
    township.fold()

    assert done == 201
    assert doctor.get("/api/v1/referrals").json()["items"] == []


def test_a_bed_is_asked_for_and_answered_in_time(
    township: Township, person: UUID
) -> None:
    doctor, psychiatrist = township.client("doctor"), township.client("psychiatrist")
    asked = post(
        doctor, person, "beds", hospital=str(township.offices["mental"]), pressing=True
    )
    bed = asked.json()["id"]
    township.fold()

    [waiting] = psychiatrist.get("/api/v1/referrals").json()["beds"]
    none = post(psychiatrist, person, f"beds/{bed}/no-bed", remark="下午可能有")
    offer = post(
        psychiatrist, person, f"beds/{bed}/offer", ward="二病区", kept_until=DAY
    )
    again = post(doctor, person, f"beds/{bed}/offer", ward="二病区", kept_until=DAY)
    cancelled = post(doctor, person, f"beds/{bed}/cancellation", reason="已住他院")
    township.fold()

    assert waiting["answer_by"] == "2026-03-02T06:00:00Z"
    assert [none.status_code, offer.status_code] == [201, 201]
    assert (again.status_code, cancelled.status_code) == (404, 201)
    assert psychiatrist.get("/api/v1/referrals").json()["beds"] == []


def test_an_admission_without_a_referral_is_noted_once(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    stay = {"hospital": "演示医院", "admitted_on": DAY, "basis": "danger_to_self"}

    first = post(doctor, person, "stays", **stay)
    again = post(doctor, person, "stays", **stay)

    assert (first.status_code, again.status_code) == (201, 409)


def test_who_left_the_hospital_without_leave_must_have_been_admitted(
    township: Township, person: UUID
) -> None:
    doctor = township.client("doctor")
    gone = {"left_on": DAY, "whereabouts_known": False, "guardian_told": True}
    stay = {"hospital": "演示医院", "admitted_on": DAY, "basis": "danger_to_self"}

    early = post(doctor, person, "stays/absconding", **gone)
    post(doctor, person, "stays", **stay)
    noted = post(doctor, person, "stays/absconding", **gone)
    police = post(township.client("officer"), person, "stays/absconding", **gone)

    assert (early.status_code, noted.status_code, police.status_code) == (409, 201, 403)


def test_police_and_auditors_send_nothing(township: Township, person: UUID) -> None:
    officer, auditor = township.client("officer"), township.client("auditor")

    assert send(township, officer, person).status_code == 403
    assert send(township, auditor, person).status_code == 403
    assert officer.get("/api/v1/referrals").status_code == 403
    assert auditor.get("/api/v1/referrals").status_code == 200
