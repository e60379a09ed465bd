"""The medication page, the rows of medicine in a follow-up, and what the chart shows."""

from datetime import timedelta
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.follow_up import RecordFollowUp
from domain.registry.medication import (
    GiveInjection,
    InjectionForm,
    NoteReaction,
    ReactionForm,
)
from domain.values.medication import DrugUse, Severity
from tests.api.console.browsing import CHINESE, a_person, browser
from tests.api.console.test_doctor_pages import hidden, well
from tests.api.township import Township
from tests.registering import a_form
from tests.streams import NOON

TODAY = NOON.date()
OLANZAPINE = DrugUse(drug="olanzapine", strength="5 mg/片", evening_mg="7.5")
ROWS = {
    "medicine_of": ["taking"] * 3 + ["advised"] * 3,
    "medicine_name": ["奥氮平", "", "自备中药", "", "", ""],
    "medicine_evening_mg": ["7.5", "", "", "", "", ""],
}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def doctor(township: Township) -> TestClient:
    by = browser(township, "doctor")
    by.headers.update(CHINESE)
    return by


def test_a_regimen_is_set_on_the_page_and_stands_on_the_chart(
    doctor: TestClient, person: UUID
) -> None:
    address = f"/people/{person}/medication"
    values = {
        "medicine_of": ["regimen"] * 3,
        "medicine_name": ["奥氮平", "癸酸氟哌啶醇", ""],
        "medicine_morning_mg": ["2.5", "", ""],
        "medicine_evening_mg": ["7.5", "", ""],
        "medicine_every_weeks": ["", "4", ""],
        "medicine_each_mg": ["", "50", ""],
        "from_on": "2026-03-02",
        "source": "hospital",
        **hidden(doctor.get(address).text),
    }

    wrong = doctor.post(
        f"{address}/regimens",
        data={**values, "medicine_morning_mg": ["半片", "", ""]},
    )
    sent = doctor.post(f"{address}/regimens", data=values)

    assert wrong.status_code == 409
    assert 'href="#regimen"' in wrong.text
    assert 'value="半片"' in wrong.text
    assert sent.status_code == 303
    page = doctor.get(address).text
    assert '<td data-label="每日 mg">10</td>' in page
    assert "每 4 周一次，每次 50 mg" in page
    assert "早 2.5 mg 晚 7.5 mg" in doctor.get(f"/people/{person}").text


def test_the_clock_says_when_the_next_injection_is_due_and_how_late_it_is(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/people/{person}/medication"
    given = {
        "injected": "棕榈酸帕利哌酮",
        "mg": "75",
        "given_on": "2026-03-02",
        "given_by": "演示护士",
        **hidden(doctor.get(address).text),
    }

    sent = doctor.post(f"{address}/injections", data=given)
    again = {**given, **hidden(doctor.get(address).text)}
    twice = doctor.post(f"{address}/injections", data=again)
    township.web.clock.pass_by(timedelta(days=33))
    later = browser(township, "doctor")
    later.headers.update(CHINESE)
    page = later.get(address).text

    assert (sent.status_code, twice.status_code) == (303, 409)
    assert "2026-03-30" in page
    assert "逾期 5 天" in page
    assert "凭记忆，未核实" in page
    assert "棕榈酸帕利哌酮下次注射：2026-03-30" in later.get(f"/people/{person}").text


def test_medicine_of_a_follow_up_is_recorded_and_stands_beside_the_next_form(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    address = f"/people/{person}/follow-ups/new"
    values = {**well("2026-03-02"), **ROWS, "same_as_taking": "yes"}

    sent = doctor.post(address, data={**values, **hidden(doctor.get(address).text)})
    township.fold()
    form = doctor.get(address).text

    assert sent.status_code == 303, sent.text
    assert "上次：奥氮平 晚 7.5 mg; 自备中药 剂量未记录" in form
    assert 'name="medicine_name" value="奥氮平"' not in form
    assert "自备中药" in doctor.get(f"/people/{person}/medication").text


def test_a_dose_nobody_can_read_comes_back_with_what_was_typed(
    doctor: TestClient, person: UUID
) -> None:
    address = f"/people/{person}/follow-ups/new"
    rows = {**ROWS, "medicine_noon_mg": ["一片", "", "", "", "", ""]}

    sent = doctor.post(
        address,
        data={**well("2026-03-02"), **rows, **hidden(doctor.get(address).text)},
    )

    assert sent.status_code == 409
    assert 'href="#taking"' in sent.text
    assert 'value="一片"' in sent.text


def test_a_correction_shows_the_medicine_on_record(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    form = a_form(taking=(OLANZAPINE,), advised=(OLANZAPINE,) * 4)
    visit = vars(township.run(RecordFollowUp(person, form)).facts[0].fact)["follow_up"]

    page = doctor.get(f"/people/{person}/follow-ups/{visit}/correction").text

    assert page.count('name="medicine_name" value="奥氮平"') == 5


def test_a_severe_reaction_stands_beside_the_next_form_and_on_the_chart(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    severe = ReactionForm(
        name="某药", reaction="演示皮疹", severity=Severity.SEVERE, noted_on=TODAY
    )
    township.run(NoteReaction(person, severe))

    for path in ("", "/medication", "/follow-ups/new"):
        assert "演示皮疹" in doctor.get(f"/people/{person}{path}").text
    assert "有严重药物不良反应者" in doctor.get(f"/people/{person}/follow-ups/new").text


def test_a_village_doctor_sees_no_form_for_the_regimen(
    township: Township, person: UUID
) -> None:
    form = InjectionForm(
        drug="risperidone_microspheres", mg="25", given_on=TODAY, given_by="演示护士"
    )
    township.run(GiveInjection(person, form))
    village = browser(township, "village")

    page = village.get(f"/people/{person}/medication")

    assert page.status_code == 200
    assert "medication/injections" in page.text
    assert "medication/regimens" not in page.text


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_the_page_is_closed_to_those_who_look_after_nobody(
    township: Township, person: UUID, who: str
) -> None:
    assert browser(township, who).get(f"/people/{person}/medication").status_code == 403
