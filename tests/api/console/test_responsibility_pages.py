"""The pages of responsibility: a move with its offer, an answer, a decision, the gaps."""

from uuid import UUID

import pytest

from tests.api.console.browsing import CHINESE, a_person, browser, send
from tests.api.township import Township
from tests.api.v1.test_responsibility import ELSEWHERE, unit_there, who
from tests.registering import an_office


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township, name="演示丙")


def page_of(person: UUID) -> str:
    return f"/people/{person}/responsibility"


def move(township: Township, person: UUID, settles: str = "yes") -> None:
    doctor = browser(township, "doctor")
    address = page_of(person)
    sent = send(
        doctor,
        doctor.get(address),
        f"{address}/move",
        village=ELSEWHERE,
        address="演示东路2号",
        since="2026-03-01",
        settles=settles,
    )
    township.fold()
    assert sent.status_code == 303, sent.text


def test_one_form_records_the_move_and_offers_the_person(
    township: Township, person: UUID
) -> None:
    there = unit_there(township)
    move(township, person)

    assert who(township, person)["offer"]["to_unit"] == str(there)
    read = township.client("doctor").get(f"/api/v1/people/{person}").json()
    assert read["residence"]["domicile"] is not None
    shown = browser(township, "doctor").get("/responsibility", headers=CHINESE).text
    assert "演示丙" in shown
    assert "现住址属其他单位服务范围，尚未移交" in shown


def test_for_less_than_half_a_year_the_sender_goes_on(
    township: Township, person: UUID
) -> None:
    """D-L3."""
    unit_there(township)
    move(township, person, settles="no")

    assert who(township, person)["offer"] is None


def test_what_is_offered_to_the_county_office_waits_on_its_home_page_and_is_taken_on(
    township: Township, person: UUID
) -> None:
    smi = an_office(township.web.clerk, "county_smi", division="990101", villages=())
    township.fold()
    doctor = browser(township, "doctor")
    address = page_of(person)
    mine = str(township.offices["smi"])
    offered = send(
        doctor, doctor.get(address), f"{address}/offer", unit=mine, why="wanted"
    )
    township.fold()
    assert offered.status_code == 303, offered.text
    assert smi != township.offices["smi"]

    county = browser(township, "county")
    assert "1 项责任移交待本单位答复" in county.get("/", headers=CHINESE).text
    listed = county.get("/responsibility")
    handover = who(township, person)["offer"]["handover"]
    accepting = f"/people/{person}/handovers/{handover}/acceptance"
    to_nobody = send(county, listed, accepting, unit="nobody")
    taken = send(county, listed, accepting)
    township.fold()

    assert (to_nobody.status_code, taken.status_code) == (422, 303)
    assert who(township, person)["unit"] == mine


def test_a_refusal_without_a_reason_is_shown_again_and_the_county_decides(
    township: Township, person: UUID
) -> None:
    there = unit_there(township)
    move(township, person)
    county = browser(township, "county")
    address = page_of(person)
    page = county.get(address)
    lacking = send(county, page, f"{address}/decision", unit=str(there), reason="")
    assert lacking.status_code == 422

    decided = send(
        county, page, f"{address}/decision", unit=str(there), reason="以现住址为准"
    )
    township.fold()

    assert decided.status_code == 303
    assert who(township, person)["unit"] == str(there)
    assert browser(township, "doctor").get(address).status_code == 404


def test_another_county_gets_a_sheet_and_the_county_office_enters_its_word(
    township: Township, person: UUID
) -> None:
    doctor, address = browser(township, "doctor"), page_of(person)
    sent = send(
        doctor,
        doctor.get(address),
        f"{address}/outside",
        division="990102",
        there="演示县演示路9号",
        moved_on="2026-03-01",
        unit_name="演示县精神卫生中心",
    )
    township.fold()
    assert sent.status_code == 303, sent.text
    sheet = doctor.get(f"{address}/sheet", headers=CHINESE).text
    assert "责任移交单" in sheet
    assert "演示县精神卫生中心" in sheet
    assert "精神分裂症" in sheet

    county = browser(township, "county")
    handover = who(township, person)["offer"]["handover"]
    confirmed = send(
        county,
        county.get(address),
        f"/people/{person}/handovers/{handover}/outside-confirmation",
        by_word_of="演示县精防 电话 10:00",
    )
    township.fold()

    assert confirmed.status_code == 303, confirmed.text
    chart = county.get(f"/people/{person}", headers=CHINESE).text
    assert "转出" in chart
    due = township.client("county").get(
        "/api/v1/due-list", params={"day": "2027-01-01"}
    )
    assert due.json()["items"] == []
    assert "演示县精神卫生中心" in county.get(address).text
