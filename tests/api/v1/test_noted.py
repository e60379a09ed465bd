"""Every look leaves one entry in the reading log; without it nothing is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from domain.registry.follow_up import GradeRisk
from domain.registry.registration import RegisterPerson
from tests.api.township import Township
from tests.api.v1.bodies import NAME
from tests.api.v1.following_up import a_follow_up
from tests.api.v1.test_notices import tell_police
from tests.databases import Database
from tests.registering import a_registration

Look = Callable[[TestClient, "Shown"], Response]


@dataclass
class Shown:
    """A person, and a notice about them."""

    person: UUID
    notice: UUID

    @property
    def address(self) -> str:
        return f"/api/v1/people/{self.person}"


LOOKS: dict[str, tuple[str, str, Look]] = {
    "card": ("doctor", "read_person", lambda by, it: by.get(it.address)),
    "history": (
        "doctor",
        "read_history",
        lambda by, it: by.get(f"{it.address}/history"),
    ),
    "follow-ups": (
        "doctor",
        "read_history",
        lambda by, it: by.get(f"{it.address}/follow-ups"),
    ),
    "proposal": (
        "doctor",
        "record_follow_up",
        lambda by, it: by.post(f"{it.address}/follow-up-proposals", json=a_follow_up()),
    ),
    "notices of a person": (
        "doctor",
        "read_person",
        lambda by, it: by.get(f"{it.address}/notices"),
    ),
    "aid": ("doctor", "read_person", lambda by, it: by.get(f"{it.address}/aid")),
    "search": (
        "doctor",
        "search_people",
        lambda by, _: by.post("/api/v1/people/search", json={"words": NAME}),
    ),
    "due list": (
        "doctor",
        "read_due_list",
        lambda by, _: by.get("/api/v1/due-list?day=2026-12-31"),
    ),
    "inbox": ("officer", "read_inbox", lambda by, _: by.get("/api/v1/notices")),
    "notice": (
        "officer",
        "read_inbox",
        lambda by, it: by.get(f"/api/v1/notices/{it.notice}"),
    ),
    "readings": (
        "auditor",
        "read_reading_log",
        lambda by, it: by.get(f"/api/v1/readings?person={it.person}"),
    ),
}
OF_NOBODY: dict[str, tuple[str, str, Look]] = {
    "rates": (
        "doctor",
        "read_rates",
        lambda by, _: by.get("/api/v1/rates?year=2026&month=3"),
    ),
    "aid waiting": ("county", "read_aid", lambda by, _: by.get("/api/v1/aid")),
    "alarms": ("county", "read_alarms", lambda by, _: by.get("/api/v1/alarms")),
    "offices": ("officer", "read_offices", lambda by, _: by.get("/api/v1/offices")),
}
EVERY = LOOKS | OF_NOBODY


@pytest.fixture
def shown(township: Township) -> Shown:
    unit = township.offices["hospital"]
    person = township.register(RegisterPerson(a_registration(unit), id_claim=None))
    graded = township.run(GradeRisk(person, 3, "演示")).facts[0]
    notice = tell_police(township, person, graded.event_id, graded.position)
    return Shown(person, notice)


def noted(township: Township) -> list[Any]:
    return list(township.web.clerk.reading_log.after(0, 100))


@pytest.mark.parametrize("look", EVERY)
def test_a_look_leaves_one_entry_that_says_who_for_what_and_whom(
    township: Township, shown: Shown, look: str
) -> None:
    who, operation, ask = EVERY[look]

    answer = ask(township.client(who), shown)

    assert answer.status_code == 200
    (entry,) = noted(township)
    assert entry.fact.operation == operation
    assert entry.header["actor"] == str(township.accounts[who])
    assert entry.header["purpose"]
    assert not entry.fact.refused
    whom = [str(shown.person)] if look in LOOKS else []
    assert entry.fact.people == whom


def test_the_purpose_named_is_the_purpose_noted(
    township: Township, shown: Shown
) -> None:
    doctor = township.client("doctor", **{"X-Purpose": "joint_follow_up"})

    doctor.get(shown.address)

    (entry,) = noted(township)
    assert entry.header["purpose"] == "joint_follow_up"


@pytest.mark.parametrize(("purpose", "status"), [("audit", 403), ("gossip", 400)])
def test_a_purpose_the_role_does_not_have_shows_nothing(
    township: Township, shown: Shown, purpose: str, status: int
) -> None:
    answer = township.client("doctor", **{"X-Purpose": purpose}).get(shown.address)

    assert answer.status_code == status
    assert NAME not in answer.text


def test_a_look_at_nobody_is_noted_as_refused(township: Township) -> None:
    township.client("doctor").get(f"/api/v1/people/{uuid4()}")

    (entry,) = noted(township)
    assert (entry.fact.refused, entry.fact.people) == ("Unknown", [])


@pytest.mark.parametrize("look", EVERY)
def test_when_a_look_cannot_be_noted_nothing_is_shown(
    township: Township, shown: Shown, database: Database, look: str
) -> None:
    who, _, ask = EVERY[look]
    client = township.client(who)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("REVOKE EXECUTE ON FUNCTION reading.append FROM suian_web")

    answer = ask(client, shown)

    assert answer.status_code in {500, 503}
    assert answer.headers["content-type"] == "application/problem+json"
    assert NAME not in answer.text
    assert str(shown.person) not in answer.text
    assert "items" not in answer.json()
