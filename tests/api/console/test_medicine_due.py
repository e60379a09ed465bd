"""The lists of what medicine asks for, and the forms of the medication page."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.medication import SetRegimen
from domain.values.medication import DrugUse, RegimenSource
from tests.api.console.browsing import a_person, browser, send
from tests.api.township import Township


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return browser(township, "doctor")


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def post(by: TestClient, person: UUID, path: str, /, **typed: str) -> int:
    address = f"/people/{person}/medication"
    return send(by, by.get(address), f"{address}/{path}", **typed).status_code


def inject(by: TestClient, person: UUID, given_on: str, **typed: str) -> int:
    return post(
        by,
        person,
        "injections",
        injected="癸酸氟哌啶醇",
        mg="50",
        given_on=given_on,
        given_by="演示护士",
        **typed,
    )


def test_a_late_injection_shows_what_to_do_and_who_was_told(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    assert inject(doctor, person, "2026-01-11") == 303
    told = post(doctor, person, "late-injections", told="guardian", who="演示监护人")
    township.fold()

    assert told == 303
    for page in (
        doctor.get("/medicine-due?kind=injection").text,
        doctor.get(f"/people/{person}/medication").text,
    ):
        assert "Inject, and add the medicine by mouth" in page
        assert "22 days overdue" in page
        assert "演示监护人 was told" in page
        assert "not verified" in page
    assert "1 of 1 people are overdue" in doctor.get("/medicine-due").text


def test_an_injection_another_way_asks_why(doctor: TestClient, person: UUID) -> None:
    inject(doctor, person, "2026-01-11")

    assert inject(doctor, person, "2026-03-02", path="reload") == 409
    assert inject(doctor, person, "2026-03-02", path="reload", path_why="医嘱") == 303
    assert "Load anew (医嘱)" in doctor.get(f"/people/{person}/medication").text


def test_a_result_is_entered_and_the_next_check_listed(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    clozapine = DrugUse(drug="clozapine", evening_mg="100")
    source = RegimenSource.HOSPITAL
    township.run(SetRegimen(person, (clozapine,), date(2026, 1, 1), source, ""))
    assert "Blood count" in doctor.get("/medicine-due?kind=laboratory").text
    entered = post(
        doctor,
        person,
        "results",
        check="blood_count",
        taken_on="2026-03-02",
        value="5.2",
        is_abnormal="no",
    )
    late = post(doctor, person, "results", check="ecg", taken_on="2026-03-03")
    township.fold()

    assert (entered, late) == (303, 409)
    page = doctor.get(f"/people/{person}/medication").text
    assert "5.2" in page
    assert "2026-03-16" in page


def test_a_programme_is_entered_and_left(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    joined = post(
        doctor,
        person,
        "programmes",
        programme="free_medicine",
        why="县残联批准",
        leaves="no",
    )
    township.fold()
    listed = doctor.get("/programmes?programme=free_medicine").text
    unsaid = post(doctor, person, "programmes", programme="free_medicine", leaves="yes")
    left = post(
        doctor,
        person,
        "programmes",
        programme="free_medicine",
        leaves="yes",
        why="自愿",
    )
    township.fold()

    assert (joined, unsaid, left) == (303, 409, 303)
    assert str(person) in listed
    assert str(person) not in doctor.get("/programmes?programme=free_medicine").text


def test_who_has_had_no_check_up_this_year_is_listed(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    before = doctor.get("/check-ups-due").text
    address = f"/people/{person}/check-ups/new"
    items = ("general_exam", "blood_pressure", "weight", "blood_count")
    done = dict.fromkeys((*items, "transaminases", "glucose", "ecg"), "正常")
    send(
        doctor,
        doctor.get(address),
        address,
        checked_on="2026-03-02",
        agreed_by="person",
        **done,
    )
    township.fold()

    assert "1 of 1 people" in before
    assert str(person) in before
    after = doctor.get("/check-ups-due").text
    assert "0 of 1 people" in after
    assert str(person) not in after


def test_the_home_page_counts_what_is_overdue_and_check_ups_from_october(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    """D-J11."""
    inject(doctor, person, "2026-01-11")
    township.fold()
    before = doctor.get("/").text
    township.web.clock.pass_by(timedelta(days=230))
    after = browser(township, "doctor").get("/").text

    assert "Injections overdue" in before
    assert "No check-up this year yet" not in before
    assert "No check-up this year yet" in after
