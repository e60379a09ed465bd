"""Rates on screen: how many of how many, by which edition, and who is not counted."""

from typing import Any
from uuid import UUID

import pytest

from domain.registry.follow_up import RecordFollowUp
from domain.registry.registration import Residence
from tests.api.console.browsing import CANARY, CHINESE, a_person, browser
from tests.api.township import COUNTY, HERE, THERE, Township
from tests.registering import TOWNSHIP, a_form

MARCH = {"year": 2026, "month": 3}


@pytest.fixture
def half_seen(township: Township) -> tuple[UUID, UUID]:
    """Two people on the register; the first was followed up."""
    seen = a_person(township, name="演示已访")
    unseen = a_person(township, name="演示未访")
    township.run(RecordFollowUp(seen, a_form()))
    return seen, unseen


def rates(township: Township, who: str = "doctor", **asked: Any) -> str:
    shown = browser(township, who).get(
        "/rates", params={**MARCH, **asked}, headers=CHINESE
    )
    assert shown.status_code == 200
    return shown.text


@pytest.mark.usefixtures("half_seen")
def test_a_rate_says_how_many_of_how_many_and_what_it_rests_on(
    township: Township,
) -> None:
    shown = rates(township)

    for said in (
        "管理率",
        "规范管理率（口径A：月份间隔）",
        "50.00 %",
        "1 / 2",
        "I-MGT/2017",
        "≥ 80 %",
        "未达到",
        "部分为本系统设定：D-R1, D-R2, D-R3",
        "截至记录第",
    ):
        assert said in shown


def test_a_rate_over_nobody_is_a_dash(township: Township) -> None:
    assert "<strong>—</strong>" in rates(township)


def test_one_goes_down_from_county_to_townships_to_villages(
    township: Township, half_seen: tuple[UUID, UUID]
) -> None:
    township.move(half_seen[1], Residence(THERE, "演示路4号", None, None, "2026-03-02"))

    county = rates(township, "county")
    down = rates(township, "county", division=TOWNSHIP)

    assert f"division={TOWNSHIP}" in county
    assert f"division={COUNTY}" in down
    people = "/rates/people?year=2026&amp;month=3&amp;division={}&amp;indicator=I-MGT"
    assert people.format(THERE) in down
    assert people.format(HERE) not in down


def test_who_is_not_counted_is_named_with_the_reason_and_the_way_to_the_chart(
    township: Township, half_seen: tuple[UUID, UUID]
) -> None:
    doctor = browser(township, "doctor")

    shown = doctor.get("/rates/people", params=MARCH, headers=CHINESE).text

    assert f'href="/people/{half_seen[1]}"' in shown
    assert "演示未访" in shown
    assert "期内无随访" in shown
    assert "演示已访" not in shown


def test_naming_people_is_noted_and_figures_name_nobody(
    township: Township, half_seen: tuple[UUID, UUID]
) -> None:
    assert "演示未访" not in rates(township)
    browser(township, "doctor").get("/rates/people", params=MARCH)
    township.fold()

    watched = browser(township, "auditor").get(f"/people/{half_seen[1]}/readings").text
    assert watched.count("opened the chart") == 1


@pytest.mark.parametrize(
    ("who", "asked", "status"),
    [
        ("doctor", {"division": COUNTY}, 403),
        ("village", {"division": TOWNSHIP}, 403),
        ("officer", {}, 403),
        ("doctor", {"division": "9"}, 422),
        ("doctor", {"month": 13}, 422),
    ],
)
def test_rates_out_of_sight_or_of_nothing_are_refused(
    township: Township, who: str, asked: dict[str, Any], status: int
) -> None:
    by = browser(township, who)

    for address in ("/rates", "/rates/people"):
        assert by.get(address, params={**MARCH, **asked}).status_code == status


def test_an_administrator_sees_the_figures_and_nobody_by_name(
    township: Township,
) -> None:
    a_person(township, name="演示某人")
    by = browser(township, "admin")

    shown = by.get("/rates", params=MARCH)
    assert shown.status_code == 200
    assert "演示某人" not in shown.text
    assert by.get("/rates/people", params=MARCH).status_code == 403


def test_a_name_is_shown_as_text_whatever_it_holds(township: Township) -> None:
    a_person(township, name=CANARY)

    shown = browser(township, "doctor").get("/rates/people", params=MARCH).text

    assert CANARY not in shown
    assert "&lt;script&gt;" in shown


def test_any_indicator_is_shown_by_division_and_by_month_of_the_year(
    township: Township, half_seen: tuple[UUID, UUID]
) -> None:
    seen, _ = half_seen
    by = browser(township, "doctor")
    asked = {**MARCH, "indicator": "I-FACE"}

    chosen = by.get("/rates", params=asked, headers=CHINESE).text
    months = by.get("/rates/months", params=asked, headers=CHINESE).text

    assert "I-FACE/K" in chosen
    assert "未核实" in chosen
    assert 'data-name="2026-03" data-value="50.00"' in months
    assert 'data-name="2026-01">' in months
    assert str(seen) not in chosen + months


def test_an_indicator_nobody_knows_is_not_found(township: Township) -> None:
    by = browser(township, "doctor")

    for address in ("/rates", "/rates/months", "/rates/people"):
        asked = {**MARCH, "indicator": "I-NONE"}
        assert by.get(address, params=asked).status_code == 404
