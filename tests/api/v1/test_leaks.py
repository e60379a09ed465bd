"""Nobody's name, number, telephone or address in logs, refusals or addresses."""

import json
from typing import Any

import pytest
import structlog
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.township import THERE, Township, key
from tests.api.v1.bodies import a_registration, a_residence, an_identity
from tests.api.v1.following_up import a_follow_up

NAME, PHONE, STREET = "金丝雀演示", "0000-5550199", "金丝雀路99号"
ID_NUMBER = "990101190505050013"
CANARIES = (NAME, PHONE, STREET, ID_NUMBER, "金丝雀")
WHO = an_identity(name=NAME, phone=PHONE)
WHERE = a_residence(address=STREET)


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def everything(township: Township, doctor: TestClient) -> list[Response]:
    """Do well and badly whatever can be done with somebody's particulars."""
    unit = township.offices["hospital"]
    body = a_registration(unit, identity=WHO, residence=WHERE)
    entered = doctor.post("/api/v1/people", json=body, headers=key())
    assert entered.status_code == 201
    township.fold()
    person = entered.headers["location"]
    seen = {"If-Match": entered.headers["etag"]}
    village, officer = township.client("village"), township.client("officer")
    asked = [
        doctor.get(person),
        doctor.post("/api/v1/people", json=body, headers=key()),
        doctor.post("/api/v1/people", json={**body, "nickname": NAME}, headers=key()),
        doctor.post("/api/v1/people", json=[NAME], headers=key()),
        doctor.post("/api/v1/people", content=NAME.encode(), headers=key()),
        doctor.post("/api/v1/people", json=body, headers={"Idempotency-Key": PHONE}),
        doctor.post("/api/v1/people/search", json={"words": NAME}),
        doctor.post("/api/v1/people/search", json={"id_number": ID_NUMBER}),
        doctor.post("/api/v1/people/search", json={"words": [NAME]}),
        doctor.put(f"{person}/identity", json={"identity": WHO}, headers=key()),
        doctor.put(
            f"{person}/identity",
            json={"identity": WHO, "reason": "更正"},
            headers={**key(), "If-Match": '"1"'},
        ),
        doctor.put(
            f"{person}/residence",
            json=a_residence(address=STREET, village=THERE),
            headers={**key(), **seen},
        ),
        doctor.post(
            f"{person}/follow-ups",
            json=a_follow_up(remark=NAME, follow_up_class=1),
            headers=key(),
        ),
        doctor.post(
            f"{person}/grades", json={"grade": 9, "happening": NAME}, headers=key()
        ),
        doctor.get(f"{person}/history"),
        village.get(person),
        officer.get(person),
        doctor.get(f"/api/v1/people/{NAME}"),
        doctor.get(person, params={"as_of": NAME}),
        doctor.get("/api/v1/due-list", params={"cursor": NAME}),
    ]
    return [entered, *asked]


def test_no_refusal_and_no_header_repeats_what_was_sent(
    township: Township, doctor: TestClient
) -> None:
    answers = everything(township, doctor)
    refused = [answer for answer in answers if answer.is_error]

    assert len(refused) >= 14
    for answer in refused:
        found = [canary for canary in CANARIES if canary in answer.text]
        assert (answer.status_code, found) == (answer.status_code, [])
    for answer in answers:
        sent_back = json.dumps(dict(answer.headers), ensure_ascii=False)
        assert not any(canary in sent_back for canary in CANARIES)


def test_no_line_of_the_log_holds_what_was_sent(
    township: Township, doctor: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    with structlog.testing.capture_logs() as noted:
        everything(township, doctor)

    printed = capfd.readouterr()
    lines = json.dumps(noted, default=str, ensure_ascii=False)
    assert len(noted) > 20
    for text in (lines, printed.out, printed.err):
        assert not any(canary in text for canary in CANARIES)


def test_what_is_stored_of_a_look_or_command_outside_its_seal_holds_nobody(
    township: Township, doctor: TestClient
) -> None:
    everything(township, doctor)
    township.fold()

    with township.web.clerk.pool.connection() as connection:
        stored: list[Any] = [
            *connection.execute("SELECT header, topic, state FROM log.event"),
            *connection.execute("SELECT header, topic, state FROM reading.event"),
        ]
    assert len(stored) > 20
    for header, topic, state in stored:
        for canary in CANARIES:
            assert canary not in header
            assert canary not in topic
            assert canary.encode() not in bytes(state)
