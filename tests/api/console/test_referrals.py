"""Referrals on screen: one tap when unstable, form 10, the receiver's answers, beds."""

from datetime import date
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.follow_up import RecordFollowUp
from domain.values.findings import Grade, Symptoms
from tests.api.console.browsing import CHINESE, a_person, actions, browser, send
from tests.api.township import Township
from tests.registering import a_form


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return browser(township, "doctor")


@pytest.fixture
def psychiatrist(township: Township) -> TestClient:
    return browser(township, "psychiatrist")


def unstable(township: Township) -> UUID:
    person = a_person(township)
    form = a_form(date(2026, 3, 2), symptoms=Symptoms.MARKED, risk=Grade.LEVEL_1)
    township.run(RecordFollowUp(person, form))
    return person


def one_tap(township: Township, by: TestClient, person: UUID) -> None:
    at = f"/people/{person}"
    assert send(by, by.get(at), f"{at}/referrals/at-once").status_code == 303
    township.fold()


def answering(page_of: TestClient, person: UUID, step: str, **typed: str) -> int:
    page = page_of.get(f"/people/{person}/referrals")
    [action] = [a for a in actions(page) if a.endswith(step)]
    return send(page_of, page, action, **typed).status_code


def test_an_unstable_follow_up_proposes_a_referral_in_one_tap(
    township: Township, doctor: TestClient, psychiatrist: TestClient
) -> None:
    person = unstable(township)
    assert "Refer now" in doctor.get(f"/people/{person}").text

    one_tap(township, doctor, person)

    chart = doctor.get(f"/people/{person}").text
    assert "Refer now" not in chart
    assert "ask after it by 2026-03-16" in chart
    inbox = psychiatrist.get("/referrals").text
    assert f"/people/{person}/referrals" in inbox
    assert inbox.index("To be answered here") < inbox.index(f"/people/{person}/ref")
    history = doctor.get(f"/people/{person}/history").text
    assert "Referred (Up to a hospital) to 演示hospital" in history


def test_the_hospital_receives_admits_and_sends_back_down(
    township: Township, doctor: TestClient, psychiatrist: TestClient
) -> None:
    person = unstable(township)
    one_tap(township, doctor, person)

    received = answering(psychiatrist, person, "/receiving")
    admitted = answering(
        psychiatrist,
        person,
        "/outcome",
        outcome="admitted",
        on="2026-03-02",
        hospital="演示医院",
        basis="danger_to_others",
    )
    township.fold()
    assert (received, admitted) == (303, 303)
    assert (
        "In hospital since 2026-03-02: 演示医院" in doctor.get(f"/people/{person}").text
    )

    page = psychiatrist.get(f"/people/{person}/referrals")
    down = send(
        psychiatrist,
        page,
        f"/people/{person}/referrals",
        direction="down",
        reasons="stabilised",
        to=str(township.offices["hospital"]),
        sent_on="2026-03-02",
        advice="维持治疗(演示)",
    )
    township.fold()

    assert down.status_code == 303
    listed = doctor.get("/referrals").text
    waiting = listed[: listed.index("Sent, and still open")]
    assert "Back down" in waiting
    assert answering(doctor, person, "/receiving") == 303


def test_a_refusal_comes_back_with_its_reason(
    township: Township, doctor: TestClient, psychiatrist: TestClient
) -> None:
    person = unstable(township)
    one_tap(township, doctor, person)

    today = {"on": "2026-03-02"}
    assert answering(psychiatrist, person, "/refusal", refusal="other", **today) == 409
    refused = answering(
        psychiatrist, person, "/refusal", refusal="no_bed", remark="周五再联系", **today
    )
    township.fold()

    assert refused == 303
    assert "周五再联系" in doctor.get("/referrals").text
    assert "Refer now" in doctor.get(f"/people/{person}").text


def test_form_10_is_filled_from_the_record_and_shows_no_findings(
    township: Township, doctor: TestClient
) -> None:
    person = unstable(township)

    page = doctor.get(f"/people/{person}/referrals").text
    form = page[page.index("Referral (form 10)") :]

    assert "演示甲" in form
    assert "演示监护人" in form
    assert "Schizophrenia" in form
    assert "Marked" not in form


def test_a_bed_is_asked_for_refused_and_offered(
    township: Township, doctor: TestClient, psychiatrist: TestClient
) -> None:
    person = a_person(township)
    page = doctor.get(f"/people/{person}/referrals")
    asked = send(
        doctor,
        page,
        f"/people/{person}/beds",
        hospital=str(township.offices["mental"]),
        pressing="yes",
    )
    township.fold()

    assert asked.status_code == 303
    assert "to be answered here" in psychiatrist.get("/referrals").text
    assert answering(psychiatrist, person, "/no-bed", remark="下午可能有") == 303
    assert (
        answering(
            psychiatrist, person, "/bed-offer", ward="二病区", kept_until="2026-03-03"
        )
        == 303
    )
    assert "二病区" in doctor.get(f"/people/{person}/referrals").text
    assert answering(doctor, person, "/bed-cancellation", reason="已住他院") == 303


def test_out_of_area_needs_its_reason_and_nothing_typed_is_lost(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)
    at = f"/people/{person}/referrals"
    typed = {
        "direction": "up",
        "reasons": "acute",
        "institution": "外市精神病医院(演示)",
        "sent_on": "2026-03-02",
        "out_of_area": "yes",
    }

    wrong = send(doctor, doctor.get(at), at, **typed)
    right = send(doctor, doctor.get(at), at, **typed, out_of_area_why="统筹区内无")

    assert (wrong.status_code, right.status_code) == (409, 303)
    assert "外市精神病医院(演示)" in wrong.text
    assert "as at the insured place" in doctor.get(at).text


def test_an_admission_alone_and_pages_in_chinese_and_none_for_police(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)
    at = f"/people/{person}/referrals"

    stay = send(
        doctor,
        doctor.get(at),
        f"/people/{person}/stays",
        hospital="演示医院",
        on="2026-03-02",
    )

    assert stay.status_code == 303
    before = township.web.clerk.log.last_position()
    for unclear in ({"whereabouts_known": "是"}, {"guardian_told": "maybe"}):
        refused = send(
            doctor,
            doctor.get(at),
            f"/people/{person}/stays/absconding",
            left_on="2026-03-02",
            **{"whereabouts_known": "yes", "guardian_told": "yes", **unclear},
        )
        assert refused.status_code == 422
    assert township.web.clerk.log.last_position() == before
    gone = send(
        doctor,
        doctor.get(at),
        f"/people/{person}/stays/absconding",
        left_on="2026-03-02",
        whereabouts_known="no",
        guardian_told="yes",
    )
    assert gone.status_code == 303
    assert "擅自离院" in doctor.get(at, headers=CHINESE).text
    assert "双向转诊单（表10）" in doctor.get(at, headers=CHINESE).text
    assert browser(township, "officer").get("/referrals").status_code == 403
    assert browser(township, "auditor").get(at).status_code == 200
