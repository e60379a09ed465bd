"""Offices and code lists over HTTP."""

from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from domain.registry.offices import CloseOffice
from tests.api.township import HERE, THERE, Township, key
from tests.registering import an_office

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


def step(township: Township, who: str, office: str, name: str, **body: Any) -> Response:
    address = f"{OFFICES}/{township.offices[office]}/{name}"
    sent = township.client(who).post(address, json=body, headers=key())
    township.fold()
    return sent


def test_an_office_is_closed_and_opened_again_by_who_may_and_once(
    township: Township,
) -> None:
    doctor = township.client("doctor")
    asked = {"kind": "police_station", "village": HERE}

    closed = step(township, "admin", "police", "closure", reason="撤并(演示)")
    again = step(township, "admin", "police", "closure", reason="撤并(演示)")
    gone = listed(doctor, **asked)
    opened = step(township, "admin", "police", "reopening")

    assert closed.status_code == opened.status_code == 201
    assert closed.json()["id"] == str(township.offices["police"])
    assert again.json()["position"] == 0
    assert gone == []
    assert len(listed(doctor, **asked)) == 1


def test_a_unit_with_people_closes_only_with_who_acts_for_it(
    township: Township,
) -> None:
    alone = step(township, "admin", "hospital", "closure", reason="撤并(演示)")
    acting = str(an_office(township.web.clerk, "township_hospital"))
    with_one = step(
        township, "admin", "hospital", "closure", reason="撤并(演示)", acting=acting
    )

    assert alone.status_code == 409
    assert "acting" in alone.text
    assert with_one.status_code == 201


def test_who_may_not_manage_offices_closes_none(township: Township) -> None:
    for name in ("closure", "reopening"):
        sent = step(township, "doctor", "police", name, reason="撤并(演示)")
        assert sent.status_code == 403
    assert len(listed(township.client("doctor"), kind="police_station")) == 2
