"""Offices and code lists over HTTP."""

from typing import Any

from starlette.testclient import TestClient

from domain.registry.offices import CloseOffice
from tests.api.township import HERE, THERE, Township

OFFICES = "/api/v1/offices"


def listed(by: TestClient, **asked: Any) -> list[dict[str, Any]]:
    return by.get(OFFICES, params=asked).json()["items"]


def test_everybody_signed_in_sees_which_office_serves_a_village(
    township: Township,
) -> None:
    officer = township.client("officer")

    here = listed(officer, kind="police_station", village=HERE)
    there = listed(officer, kind="police_station", village=THERE)

    assert [office["id"] for office in here] == [str(township.offices["police"])]
    assert [o["id"] for o in there] == [str(township.offices["other_police"])]
    assert here[0]["services"] == [
        {"village": HERE, "from_on": "2026-01-01", "until_on": None}
    ]
    assert listed(officer, village=HERE, day="2025-12-31") == []


def test_a_closed_office_serves_nobody_and_as_of_before_it_did(
    township: Township,
) -> None:
    doctor = township.client("doctor")
    then = doctor.get(OFFICES).json()["position"]
    township.run(
        CloseOffice(township.offices["police"], "2026-03-02", "撤并"),
        role="administrator",
        purpose="administration",
        division="9901",
    )

    asked = {"kind": "police_station", "village": HERE}
    assert listed(doctor, **asked) == []
    assert len(listed(doctor, **asked, as_of=then)) == 1


def test_offices_come_page_by_page(township: Township) -> None:
    doctor = township.client("doctor")
    first = doctor.get(OFFICES, params={"limit": 4})
    second = doctor.get(first.links["next"]["url"])

    assert first.json()["items"] + second.json()["items"] == listed(doctor)
    assert len(listed(doctor)) == len(township.offices)
    assert "next" not in second.links


def test_nobody_signed_in_sees_no_offices(township: Township) -> None:
    assert township.web.browser().get(OFFICES).status_code == 401
