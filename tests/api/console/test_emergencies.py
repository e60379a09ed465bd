"""Emergencies on screen: the list, a new case, each step, the law, in Chinese too."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.console.browsing import CHINESE, a_person, actions, browser, send
from tests.api.township import Township


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return browser(township, "doctor")


REPORT = {
    "happening": "持刀自伤(演示)",
    "triggers": "self_harm",
    "reporter": "guardian_or_family",
    "route": "telephone",
    "reported_at": "2026-03-02T10:00",
    "category": "managed",
}


def opened(township: Township, by: TestClient, person: UUID, **typed: str) -> str:
    """Open a case; return where its page is."""
    address = f"/people/{person}/emergencies/new"
    sent = send(by, by.get(address), address, **{**REPORT, **typed})
    assert sent.status_code == 303, sent.text
    township.fold()
    return sent.headers["location"]


def take(by: TestClient, at: str, step: str, **typed: str) -> Response:
    return send(by, by.get(at), f"{at}/steps/{step}", **typed)


def test_a_case_is_opened_from_the_chart_and_stands_on_the_list(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)
    assert f"/people/{person}/emergencies/new" in doctor.get(f"/people/{person}").text

    at = opened(township, doctor, person, grade="4")

    shown, listed = doctor.get(at).text, doctor.get("/emergencies").text
    assert "Police station was called just now" in shown
    assert "A township" in shown
    assert at in listed
    assert "Self-harm" in listed
    assert at in browser(township, "psychiatrist").get("/emergencies").text
    assert "Risk grade 4" in doctor.get(f"/people/{person}").text


def test_one_tap_notes_a_call_and_the_steps_lead_to_the_end(
    township: Township, doctor: TestClient
) -> None:
    at = opened(township, doctor, a_person(township))

    call = take(doctor, at, "call", called="police_station")
    consent = take(doctor, at, "consent", answer="not_possible", why="监护人在外")
    disposal = take(
        doctor,
        at,
        "disposal",
        started_at="2026-03-02T10:10",
        ended_at="2026-03-02T11:00",
        measures="talked_down",
        effect="better",
        outcome="observation",
        checks="yes",
    )
    page = doctor.get(at).text
    check = take(doctor, at, "check", found="stable")
    ended = take(doctor, at, "end-checks", reason="已留观")
    early = take(doctor, at, "close")
    record = take(
        doctor, at, "record", unit="演示镇卫生院", scene="(演示)", filled_by="演示镇医"
    )
    closed = take(doctor, at, "close")
    township.fold()

    assert "Due by 2026-03-03 11:00" in page
    assert [r.status_code for r in (call, consent, disposal, check, ended)] == [303] * 5
    assert early.status_code == 409
    assert "Fill in form 12 first" in early.text
    assert (record.status_code, closed.status_code) == (303, 303)
    assert "No emergency is open" in doctor.get("/emergencies").text
    after = doctor.get(at)
    assert "in time" in after.text
    assert not [a for a in actions(after) if "/steps/" in a]


def test_what_is_wanting_is_said_and_nothing_typed_is_lost(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)
    address = f"/people/{person}/emergencies/new"
    incomplete = {k: v for k, v in REPORT.items() if k != "triggers"}

    wrong = send(doctor, doctor.get(address), address, **incomplete)
    at = opened(township, doctor, person)
    unsigned = take(doctor, at, "consent", answer="signed", name="演示叔父")

    assert wrong.status_code == 422
    assert "持刀自伤(演示)" in wrong.text
    assert unsigned.status_code == 409
    assert "演示叔父" in unsigned.text
    assert "Say who signed" in unsigned.text
    assert take(doctor, at, "close").status_code == 409


def test_t51_the_law_is_shown_and_the_psychiatrist_decides(township: Township) -> None:
    doctor, psychiatrist = (
        browser(township, "doctor"),
        browser(township, "psychiatrist"),
    )
    at = opened(township, doctor, a_person(township))
    asked = "severe=yes&danger=to_self&willing=no&stance=refuses&dispute=none"

    page = psychiatrist.get(f"{at}/law?{asked}")
    unwatched = send(psychiatrist, page, f"{at}/admission", watched_by="")
    decided = send(psychiatrist, page, f"{at}/admission", watched_by="演示监护人")

    assert "No admission: the guardian watches" in page.text
    assert "Mental Health Law art 31" in page.text
    assert unwatched.status_code == 409
    assert "No admission: the guardian watches" in unwatched.text
    court = "&violent=yes&not_liable=no"
    assert (
        "No compulsory treatment" in psychiatrist.get(f"{at}/law?{asked}{court}").text
    )
    assert decided.status_code == 303
    assert "演示监护人" in doctor.get(at).text
    assert f"{at}/admission" not in actions(doctor.get(f"{at}/law?{asked}"))


def test_who_pays_is_shown_and_decided_by_a_registrar(
    township: Township, doctor: TestClient
) -> None:
    at = opened(township, doctor, a_person(township))

    decided = send(
        doctor, doctor.get(at), f"{at}/funding", kind="emergency", can_pay="no"
    )

    assert decided.status_code == 303
    assert re.search("1. <strong>Emergency aid fund", doctor.get(at).text)
    village = browser(township, "village")
    assert f"{at}/funding" not in actions(village.get(at))


def test_the_pages_speak_chinese_and_police_see_none(
    township: Township, doctor: TestClient
) -> None:
    at = opened(township, doctor, a_person(township))

    page = doctor.get(at, headers=CHINESE).text
    officer = browser(township, "officer")

    assert "应急处置记录单（表12）" in page
    assert "派出所" in page
    assert officer.get("/emergencies").status_code == 403
    assert officer.get(at).status_code == 403


def disposed(township: Township, by: TestClient) -> str:
    """Open a case and end its disposal an hour ago, with checks ordered."""
    at = opened(township, by, a_person(township))
    took = take(
        by,
        at,
        "disposal",
        started_at="2026-03-02T10:10",
        ended_at="2026-03-02T11:00",
        measures="talked_down",
        effect="better",
        outcome="observation",
        checks="yes",
    )
    assert took.status_code == 303, took.text
    township.fold()
    return at


def test_the_home_says_which_clocks_run_until_when_and_without_a_name(
    township: Township, doctor: TestClient
) -> None:
    before = doctor.get("/").text
    disposed(township, doctor)

    shown = doctor.get("/", headers=CHINESE).text

    assert "Form 12" not in before
    assert "表12 <strong>1</strong> · 最早 2026-03-03 11:00 前" in shown
    assert "下次观察 <strong>1</strong> · 最早 2026-03-02 15:00 前" in shown
    assert "演示" not in shown.split("表12")[1].split("</a>")[0]


def test_a_clock_that_ran_out_is_overdue_on_home_and_digest_until_it_is_met(
    township: Township, doctor: TestClient
) -> None:
    at = disposed(township, doctor)
    township.web.clock.pass_by(timedelta(hours=24))
    doctor = browser(township, "doctor")

    home, digest = doctor.get("/").text, doctor.get("/digest").text

    assert "Overdue 1" in home
    assert digest.count("Overdue</span>") == 2
    assert at in digest

    take(doctor, at, "end-checks", reason="已稳定")
    township.fold()
    again = doctor.get("/digest").text
    assert "Next check" not in again
    assert "Form 12" in again
