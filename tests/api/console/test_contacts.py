"""Attempts on the due list and the chart, and the day's digest to take along."""

from datetime import timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.digests import DigestLine, MakeDigest
from tests.api.console.browsing import CHINESE, a_person, actions, browser, send
from tests.api.township import HERE, Township
from tests.registering import a_form, follow_up

DUE = "2026-03-16"


@pytest.fixture
def person(township: Township) -> UUID:
    """Somebody of the village, to be seen first on 16 March."""
    return a_person(township)


@pytest.fixture
def doctor(township: Township) -> TestClient:
    by = browser(township, "doctor")
    by.headers.update(CHINESE)
    return by


def address(person: UUID) -> str:
    return f"/people/{person}/contacts"


def test_one_tap_on_the_due_list_notes_the_attempt_and_the_line_stays(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    due = doctor.get("/due?ahead=14")

    sent = send(doctor, due, address(person), outcome="not_reached")
    township.fold()

    assert (sent.status_code, sent.headers["location"]) == (303, "/due")
    after = doctor.get("/due?ahead=14").text
    assert "未访到" in after
    assert "2周内再次随访" in after
    assert f"/people/{person}" in after
    assert "2026-06-30 前随访可计入" in after


def test_remind_later_in_one_tap_pauses_three_days_in_the_house_s_word(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    due = doctor.get("/due?ahead=14")

    send(doctor, due, address(person), outcome="remind_later")
    township.fold()

    page = doctor.get("/due?ahead=14").text
    assert "暂停提醒至 2026-03-05" in page
    assert "暂停随访" not in page


def test_the_whole_form_leads_to_the_chart_with_what_is_proposed(
    doctor: TestClient, person: UUID
) -> None:
    form = doctor.get(f"{address(person)}/new")

    sent = send(
        doctor,
        form,
        address(person),
        tried_on="2026-03-02",
        way="visit",
        outcome="refused",
    )

    assert sent.status_code == 303
    chart = doctor.get(sent.headers["location"]).text
    assert "拒访" in chart
    assert "山东省精神卫生条例" in chart


@pytest.mark.parametrize(
    "typed",
    [
        {"tried_on": "2999-01-01"},
        {"tried_on": "2026-13-01"},
        {"outcome": "gone"},
        {"remind_again_on": "2026-03-05"},
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    doctor: TestClient, person: UUID, typed: dict[str, str]
) -> None:
    form = doctor.get(f"{address(person)}/new")
    fields = {"tried_on": "2026-03-02", "way": "phone", "outcome": "reached", **typed}

    sent = send(doctor, form, address(person), **fields)

    assert sent.status_code == 422
    assert "suian-error" in sent.text


def test_an_auditor_sees_the_list_and_no_button(
    township: Township, person: UUID
) -> None:
    auditor = browser(township, "auditor")

    page = auditor.get("/due?ahead=14")

    assert str(person) in page.text
    assert address(person) not in actions(page)


def test_the_home_page_counts_the_day_s_trips_and_a_saved_visit_leaves_them(
    township: Township, person: UUID
) -> None:
    other = a_person(township, name="演示乙")
    hospital = township.offices["hospital"]
    lines = tuple(DigestLine(str(p), DUE, "doctor", "due") for p in (person, other))
    township.web.clock.pass_by(timedelta(days=14))
    township.run(MakeDigest(hospital, DUE, lines), role="system", purpose="report")
    doctor = browser(township, "doctor")

    assert "<strong>2</strong>" in doctor.get("/").text
    follow_up(township.web.clerk, other, a_form())
    township.fold()
    home, printed = doctor.get("/").text, doctor.get("/digest").text

    assert "<strong>1</strong>" in home
    assert f"/people/{person}" in printed
    assert f"/people/{other}" not in printed
    assert HERE not in printed
    assert f"/people/{other}" not in doctor.get("/due").text


def test_a_line_says_by_when_to_try_again_and_how_its_day_comes_about(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    send(doctor, doctor.get("/due?ahead=14"), address(person), outcome="not_reached")
    township.fold()

    for page in (
        doctor.get("/due?ahead=14").text,
        doctor.get(f"/people/{person}").text,
    ):
        assert "2026-03-16 前再次随访" in page
        assert "该日期如何算出" in page
        assert "暂停提醒不改变到期日" in page
