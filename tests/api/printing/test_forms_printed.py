"""Forms show what the events say; printing is a noted look within one's sight."""

from dataclasses import fields
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from api.printing.every import FORMS
from api.printing.form import Filled
from api.printing.making import Printer, sheet_of
from api.printing.paper_number import paper_number, people_numbered
from api.printing.sheet import Block, Field, Sheet
from domain.values.findings import FollowUpClass, Symptom
from domain.values.medication import DrugUse
from projections.chart import chart
from tests.api.console.browsing import browser, send
from tests.api.township import HERE, Township
from tests.registering import a_form, follow_up, register

VISIT = {
    "visited_on": "2026-03-02",
    "form": "2",
    "spoke_with": "1",
    "grade": "0",
    "symptoms": "gone",
    "insight": "1",
    "sleep": "1",
    "diet": "1",
    "self_care": "1",
    "housework": "1",
    "work": "1",
    "study": "1",
    "relations": "1",
    "adverse_reaction": "none",
    "physical_illness": "none_or_stable",
    "other_abnormality": "no",
    "happened": "no",
}
BY = Printer("演示医生", datetime(2026, 3, 2, 6, 10, tzinfo=UTC))


@pytest.fixture
def person(township: Township) -> UUID:
    return register(township.web.clerk, township.offices["hospital"])


def visited(township: Township, person: UUID) -> None:
    form = a_form(
        symptom_codes=frozenset({Symptom.SUSPICIOUS, Symptom.OTHER}),
        symptom_other="演示症状",
        taking=(DrugUse(drug="risperidone", morning_mg="1", evening_mg="2"),),
        judged=FollowUpClass.BASIC,
        why="演示理由",
    )
    follow_up(township.web.clerk, person, form)


def filled(township: Township, person: UUID) -> Filled:
    facts = township.web.clerk.log.person(person)
    found = chart(facts)
    assert found
    return Filled(found.card, found, facts)


def fields_of(sheet: Sheet) -> dict[str, Field]:
    blocks = [part for part in sheet.parts if isinstance(part, Block)]
    return {each.label: each for block in blocks for row in block.rows for each in row}


def test_form_8_shows_the_visit_by_the_form_s_codes(
    township: Township, person: UUID
) -> None:
    visited(township, person)

    sheet = sheet_of(FORMS[8], filled(township, person), None, BY)

    shown = fields_of(sheet)
    assert shown["姓名"].value == "演示甲"
    assert shown["随访日期"].value == "2026-03-02"
    assert shown["本次随访形式"].boxes == ("2",)
    assert shown["目前症状"].boxes == ("3", "12")
    assert shown["目前症状"].value == "演示症状"
    assert shown["危险性评估"].boxes == ("0",)
    assert shown["本次随访分类"].boxes == ("2",)
    assert shown["7 无"].boxes == ("√",)
    assert "利培酮" in set(sheet.texts())
    assert "截至记录第" in sheet.foot


def test_a_form_without_a_visit_has_its_boxes_open(
    township: Township, person: UUID
) -> None:
    shown = fields_of(sheet_of(FORMS[8], filled(township, person), None, BY))

    assert shown["姓名"].value == "演示甲"
    assert shown["危险性评估"].boxes == ("",)
    assert shown["7 无"].boxes == ("",)


def test_every_form_says_that_its_layout_is_not_official(
    township: Township, person: UUID
) -> None:
    of = filled(township, person)

    sheets = [sheet_of(form, of, None, BY) for form in FORMS.values()]

    assert [sheet.is_official for sheet in sheets] == [False] * len(FORMS)


def test_what_the_card_knows_stands_on_the_forms_that_ask_it(
    township: Township, person: UUID
) -> None:
    of = filled(township, person)

    for number in (3, 5, 6, 7, 8):
        texts = set(sheet_of(FORMS[number], of, None, BY).texts())
        assert "演示甲" in texts, number
    assert fields_of(sheet_of(FORMS[5], of, None, BY))["知情同意"].boxes == ("1",)


def test_a_blank_sheet_s_number_finds_the_person_again() -> None:
    person = UUID("3fa9c1d2-0000-4000-8000-000000000001")

    number = paper_number(person, date(2026, 11, 25))

    assert number == "261125-3FA9C1"
    between = people_numbered(number)
    assert between
    assert between[0] <= person <= between[1]
    assert people_numbered("演示甲") is None


def test_printing_is_noted_with_its_own_name(township: Township, person: UUID) -> None:
    visited(township, person)
    township.fold()

    answer = township.client("doctor").get(f"/api/v1/people/{person}/forms/8")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")
    township.fold()
    looks = township.client("auditor").get(
        "/api/v1/readings", params={"person": str(person)}
    )
    assert "print_form" in [look["operation"] for look in looks.json()["items"]]


def test_a_form_that_is_none_and_an_occasion_of_nobody_are_refused(
    township: Township, person: UUID
) -> None:
    township.fold()
    doctor = township.client("doctor")

    assert doctor.get(f"/api/v1/people/{person}/forms/99").status_code == 404
    elsewhere = doctor.get(
        f"/api/v1/people/{person}/forms/8", params={"one": str(uuid4())}
    )
    assert elsewhere.status_code == 404


def test_the_police_print_nothing(township: Township, person: UUID) -> None:
    township.fold()
    officer = township.client("officer")

    assert officer.get(f"/api/v1/people/{person}/forms").status_code == 403
    assert officer.get("/api/v1/due-list/forms").status_code == 403


def test_a_round_has_its_list_and_a_sheet_for_each_who_is_due(
    township: Township, person: UUID
) -> None:
    visited(township, person)
    township.fold()
    doctor = township.client("doctor")

    answer = doctor.get(
        "/api/v1/due-list/forms", params={"day": "2027-01-01", "village": HERE}
    )

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    nobody = doctor.get("/api/v1/due-list/forms", params={"day": "2026-01-01"})
    assert len(nobody.content) < len(answer.content)


def test_a_sheet_is_plain_values(township: Township, person: UUID) -> None:
    sheet = sheet_of(FORMS[7], filled(township, person), None, BY)

    assert set(sheet.plain()) == {each.name for each in fields(Sheet)}


def test_a_sheet_comes_back_by_its_number_once(
    township: Township, person: UUID
) -> None:
    township.fold()
    doctor = browser(township, "doctor")
    number = paper_number(person, date(2026, 3, 2))

    found = send(doctor, doctor.get("/people"), "/people", words=number.lower())
    address = f"/people/{person}/follow-ups/new?paper={number}"
    assert address in found.text

    sheet = doctor.get(address)
    typed = {**VISIT, "paper_number": number}
    action = f"/people/{person}/follow-ups/new"
    assert send(doctor, sheet, action, **typed).status_code == 303
    twice = send(doctor, doctor.get(address), action, **typed)
    assert twice.status_code == 409
    assert "has been entered already" in twice.text

    of = filled(township, person)
    assert of.chart
    (visit,) = of.chart.follow_ups
    assert visit.paper_number == number
    assert sheet_of(FORMS[8], of, None, BY).paper_number == number
    recorded = next(
        each for each in of.facts if each.topic == "person.follow_up_recorded"
    )
    assert recorded.header["channel"] == "paper"
