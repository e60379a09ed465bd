"""Who looked at a person (查阅记录): in words, page by page, for who may watch."""

from uuid import UUID

import pytest

from api.console.looks import LOOKS_AT
from domain.rules.access import Operation
from tests.api.console.browsing import CHINESE, a_person, browser, told
from tests.api.township import Township


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def test_it_says_who_looked_in_which_role_at_what_and_for_what(
    township: Township, person: UUID
) -> None:
    told(township, person)
    browser(township, "doctor").get(f"/people/{person}/history")
    browser(township, "officer").get("/inbox")
    township.fold()

    shown = browser(township, "auditor").get(
        f"/people/{person}/readings", headers=CHINESE
    )

    assert shown.status_code == 200
    for said in (
        "演示township_doctor",
        "查看历史记录",
        "诊疗随访",
        "演示police",
        "查看通知",
        "处置",
    ):
        assert said in shown.text


def test_looking_at_the_readings_is_itself_noted(
    township: Township, person: UUID
) -> None:
    county = browser(township, "county")
    assert "saw who looked" not in county.get(f"/people/{person}/readings").text
    township.fold()

    assert "saw who looked" in county.get(f"/people/{person}/readings").text


def test_readings_come_page_by_page(township: Township, person: UUID) -> None:
    doctor, auditor = browser(township, "doctor"), browser(township, "auditor")
    for _ in range(4):
        doctor.get(f"/people/{person}/history")
    township.fold()

    first = auditor.get(f"/people/{person}/readings", params={"limit": 3}).text
    link = first.split('rel="next" href="')[1].split('"')[0]
    second = auditor.get(link).text

    assert first.count("<tr>") - 1 == 3
    assert second.count("<tr>") - 1 == 1
    assert 'rel="next"' not in second


@pytest.mark.parametrize("who", ["doctor", "village", "officer", "admin"])
def test_nobody_else_sees_who_looked(
    township: Township, person: UUID, who: str
) -> None:
    answer = browser(township, who).get(f"/people/{person}/readings")

    assert answer.status_code == 403


def test_every_operation_that_can_be_noted_is_said_in_words() -> None:
    assert set(LOOKS_AT) == set(Operation)
    assert len(set(LOOKS_AT.values())) == len(Operation)
