"""The hand-over list: imported high grades, for the offices of the village only."""

from uuid import UUID

import pytest

from domain.registry.follow_up import GradeRisk
from domain.registry.registration import Residence
from tests.api.console.browsing import CANARY, CHINESE, CLINICAL, a_person, browser
from tests.api.township import THERE, Township


def imported(township: Township, name: str = "演示存量", grade: int = 3) -> UUID:
    person = a_person(township, name=name)
    township.run(GradeRisk(person, grade, "演示"), channel="import")
    return person


def listed(township: Township, who: str = "officer") -> str:
    shown = browser(township, who).get("/handover", headers=CHINESE)
    assert shown.status_code == 200
    return shown.text


def test_an_office_sees_the_existing_cases_of_its_villages_with_its_own_fields(
    township: Township,
) -> None:
    imported(township)

    shown = listed(township)

    for said in ("存量交接名册", "演示存量", "演示路1号", "suian-grade-3", "签字"):
        assert said in shown
    for word in CLINICAL:
        assert word not in shown
    assert "演示存量" not in listed(township, "other_officer")


def test_who_was_told_by_a_notice_or_is_below_three_is_not_on_it(
    township: Township,
) -> None:
    live = a_person(township, name="演示实时")
    township.run(GradeRisk(live, 3, "演示"))
    imported(township, "演示二级", grade=2)
    regraded = imported(township, "演示再评")
    township.run(GradeRisk(regraded, 4, "演示"))

    shown = listed(township)

    for name in ("演示实时", "演示二级", "演示再评"):
        assert name not in shown


def test_who_moves_comes_on_the_list_of_the_new_village(township: Township) -> None:
    person = imported(township)
    township.move(person, Residence(THERE, "演示路4号", None, None, "2026-03-02"))

    assert "演示存量" not in listed(township)
    assert "演示存量" in listed(township, "other_officer")


def test_looking_at_the_list_is_noted_with_everybody_on_it(township: Township) -> None:
    person = imported(township)
    listed(township)
    township.fold()

    watched = browser(township, "auditor").get(f"/people/{person}/readings").text
    assert "saw the hand-over list" in watched


def test_an_auditor_chooses_an_office_and_sees_what_it_sees(township: Township) -> None:
    imported(township)
    auditor = browser(township, "auditor")

    def sees(office: str) -> bool:
        asked = {"office": str(township.offices[office])}
        return "演示存量" in auditor.get("/handover", params=asked).text

    assert sees("police")
    assert not sees("other_police")
    assert "演示存量" not in auditor.get("/handover").text


def test_no_office_is_shown_anothers_list_by_asking_for_it(township: Township) -> None:
    imported(township)
    other = browser(township, "other_officer")

    asked = {"office": str(township.offices["police"])}
    assert "演示存量" not in other.get("/handover", params=asked).text


@pytest.mark.parametrize("who", ["doctor", "village", "admin"])
def test_who_is_told_nothing_takes_nobody_over(township: Township, who: str) -> None:
    assert browser(township, who).get("/handover").status_code == 403


def test_a_name_is_shown_as_text_whatever_it_holds(township: Township) -> None:
    imported(township, CANARY)

    shown = listed(township)

    assert CANARY not in shown
    assert "&lt;script&gt;" in shown
