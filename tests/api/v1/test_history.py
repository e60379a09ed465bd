"""Histories over HTTP: every fact in order, page by page, as of any moment."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from tests.api.township import Township, key
from tests.api.v1.following_up import a_follow_up
from tests.registering import a_registration as known


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


@pytest.fixture
def history(township: Township, doctor: TestClient) -> str:
    unit = township.offices["hospital"]
    person = township.register(RegisterPerson(known(unit), id_claim=None))
    address = f"/api/v1/people/{person}"
    doctor.post(f"{address}/follow-ups", json=a_follow_up(), headers=key())
    township.fold()
    return f"{address}/history"


def test_a_history_tells_who_did_what_when_why_and_by_which_rules(
    township: Township, doctor: TestClient, history: str
) -> None:
    answer = doctor.get(history).json()

    topics = [line["topic"] for line in answer["items"]]
    assert topics[0] == "person.registered"
    assert topics[-2:] == ["person.follow_up_recorded", "person.risk_graded"]
    assert answer["position"] == answer["items"][-1]["position"]
    visit = answer["items"][-2]
    assert UUID(visit["actor"]) == township.accounts["doctor"]
    assert (visit["role"], visit["purpose"]) == ("township_doctor", "care")
    assert (visit["channel"], visit["happened_at"]) == ("screen", "2026-03-02")
    assert visit["editions"]
    assert visit["details"]["visited_on"] == "2026-03-02"


def test_pages_follow_each_other_and_leave_nothing_out(
    doctor: TestClient, history: str
) -> None:
    whole = doctor.get(history).json()["items"]
    gathered: list[dict[str, Any]] = []
    address: str | None = f"{history}?limit=3"
    while address:
        page = doctor.get(address)
        gathered += page.json()["items"]
        address = page.links["next"]["url"] if "next" in page.links else None

    assert gathered == whole


def test_a_cursor_fits_only_the_history_it_was_made_for(
    township: Township, doctor: TestClient, history: str
) -> None:
    unit = township.offices["hospital"]
    other = township.register(RegisterPerson(known(unit), id_claim=None))
    following = doctor.get(f"{history}?limit=3").links["next"]["url"]

    query = following.partition("?")[2]
    answer = doctor.get(f"/api/v1/people/{other}/history?{query}")

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/cursor-malformed"


def test_a_history_as_of_then_ends_then(doctor: TestClient, history: str) -> None:
    whole = doctor.get(history).json()["items"]
    moment = whole[3]["position"]

    answer = doctor.get(history, params={"as_of": moment}).json()

    assert answer["items"] == whole[:4]
    assert answer["position"] == moment


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("officer", 403)])
def test_auditors_read_histories_and_police_do_not(
    township: Township, history: str, who: str, status: int
) -> None:
    assert township.client(who).get(history).status_code == status
