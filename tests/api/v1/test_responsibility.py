"""Handing over by HTTP, and whose sight follows whose responsibility."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from tests.api.township import HERE, Township, key
from tests.registering import a_registration, an_office


@pytest.fixture
def person(township: Township) -> UUID:
    registration = a_registration(township.offices["hospital"], name="演示乙")
    return township.register(RegisterPerson(registration, id_claim=None))


ELSEWHERE = "990101002001"


def unit_there(township: Township) -> UUID:
    unit = an_office(
        township.web.clerk,
        name="演示东镇卫生院",
        division="990101002",
        villages=(ELSEWHERE,),
    )
    township.fold()
    return unit


def version(by: TestClient, person: UUID) -> dict[str, str]:
    return {"If-Match": by.get(f"/api/v1/people/{person}").headers["etag"], **key()}


def move(township: Township, person: UUID, to_unit: UUID | None) -> None:
    doctor = township.client("doctor")
    answer = doctor.put(
        f"/api/v1/people/{person}/residence",
        json={
            "village": ELSEWHERE,
            "address": "演示东路2号",
            "domicile": HERE,
            "domicile_address": "演示路1号",
            "since": "2026-03-02",
            "hand_over_to": str(to_unit) if to_unit else None,
        },
        headers=version(doctor, person),
    )
    assert answer.status_code == 200, answer.text
    township.fold()


def who(township: Township, person: UUID, by: str = "county") -> dict[str, Any]:
    answer = township.client(by).get(f"/api/v1/people/{person}/responsibility")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_move_is_offered_at_once_and_the_sender_keeps_sight_until_it_is_accepted(
    township: Township, person: UUID
) -> None:
    there = unit_there(township)
    doctor = township.client("doctor")
    move(township, person, there)

    assert who(township, person, "doctor")["unit"] == str(township.offices["hospital"])
    offer = who(township, person)["offer"]
    assert offer["to_unit"] == str(there)
    assert not who(township, person)["is_handed_over"]
    assert doctor.get(f"/api/v1/people/{person}").status_code == 200
    assert doctor.get(f"/api/v1/people/{person}/follow-ups").status_code == 200
    found = doctor.post("/api/v1/people/search", json={"words": "演示乙"})
    assert str(person) in found.text
    due = doctor.get("/api/v1/due-list", params={"day": "2027-01-01"}).json()["items"]
    assert [line["person"] for line in due] == [str(person)]

    accepted = doctor.post(
        f"/api/v1/people/{person}/handovers/{offer['handover']}/acceptance",
        json={"unit": str(there)},
        headers=key(),
    )
    assert accepted.status_code == 404, "the sender cannot accept for the receiver"
    deciding = township.client("county").put(
        f"/api/v1/people/{person}/responsibility",
        json={"unit": str(there), "reason": "以现住址为准"},
        headers=version(township.client("county"), person),
    )
    assert deciding.status_code == 200, deciding.text
    township.fold()

    assert who(township, person)["unit"] == str(there)
    assert who(township, person)["is_handed_over"]
    assert [link["unit"] for link in who(township, person)["chain"]] == [
        str(township.offices["hospital"]),
        str(there),
    ]
    assert doctor.get(f"/api/v1/people/{person}").status_code == 404
    assert doctor.get(f"/api/v1/people/{person}/responsibility").status_code == 404


def test_the_list_of_gaps_names_who_moved_and_how_long_it_took(
    township: Township, person: UUID
) -> None:
    there = unit_there(township)
    move(township, person, None)
    auditor = township.client("auditor")
    asked = {"day": "2026-03-12"}

    (gap,) = auditor.get("/api/v1/handover-gaps", params=asked).json()["open"]
    assert (gap["person"], gap["days"], gap["is_offered"]) == (str(person), 10, False)
    assert [why["code"] for why in gap["because"]] == ["move.not_handed_over"]
    later = auditor.get("/api/v1/handover-gaps", params={"day": "2026-09-02"}).json()
    assert [w["code"] for w in later["open"][0]["because"]] == ["move.half_a_year"]
    before = later["position"]

    township.client("county").put(
        f"/api/v1/people/{person}/responsibility",
        json={"unit": str(there), "reason": "以现住址为准"},
        headers=version(township.client("county"), person),
    )
    township.fold()

    now = auditor.get("/api/v1/handover-gaps", params=asked).json()
    assert now["open"] == []
    assert [(c["moved_on"], c["to_unit"]) for c in now["closed"]] == [
        ("2026-03-02", str(there))
    ]
    then = auditor.get("/api/v1/handover-gaps", params={**asked, "as_of": before})
    assert len(then.json()["open"]) == 1


def test_only_with_the_newest_version_and_within_sight(
    township: Township, person: UUID
) -> None:
    offer = {"unit": str(unit_there(township)), "why": "wanted"}
    path = f"/api/v1/people/{person}/handovers"

    unseen = township.client("doctor").post(path, json=offer, headers=key())
    village = township.client("village").post(path, json=offer, headers=key())

    assert (unseen.status_code, village.status_code) == (428, 403)
