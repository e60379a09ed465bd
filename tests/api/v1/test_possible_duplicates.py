"""Whoever enters somebody alike is told, says why it is another, and is not stopped."""

from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.township import HERE, THERE, Township, key
from tests.api.v1.bodies import NAME, a_registration, a_residence, unknown

PEOPLE = "/api/v1/people"
BORN = "1905-05-05"


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def somebody(name: str = NAME, birth: str | None = BORN) -> dict[str, Any]:
    return {**unknown(), "name": name, "birth_date": birth}


def enter(township: Township, by: TestClient, **named: Any) -> Response:
    body = a_registration(township.offices["hospital"], **named)
    answer = by.post(PEOPLE, json=body, headers=key())
    township.fold()
    return answer


@pytest.mark.parametrize(
    ("name", "birth", "village", "status"),
    [
        (NAME, BORN, HERE, 409),
        (NAME, BORN, THERE, 409),
        ("演示贾", BORN, HERE, 409),
        (NAME, "1905", HERE, 409),
        ("演示乙", BORN, HERE, 201),
        (NAME, "1905-05-06", HERE, 201),
        (NAME, None, HERE, 201),
    ],
)
def test_alike_is_same_birth_same_township_and_a_name_written_or_read_alike(
    township: Township,
    doctor: TestClient,
    name: str,
    birth: str | None,
    village: str,
    status: int,
) -> None:
    enter(township, doctor, identity=somebody())

    answer = enter(
        township,
        doctor,
        identity=somebody(name, birth),
        residence=a_residence(village=village),
    )

    assert answer.status_code == status
    if status == 409:
        assert answer.json()["type"] == "/problems/possibly-on-record"
        assert name not in answer.text


def test_with_a_reason_somebody_alike_is_entered_and_a_repeat_is_answered_alike(
    township: Township, doctor: TestClient
) -> None:
    enter(township, doctor, identity=somebody())
    body = a_registration(
        township.offices["hospital"],
        identity=somebody(),
        not_the_same="同名同龄的堂兄弟(演示)",
    )
    once = key()

    first = doctor.post(PEOPLE, json=body, headers=once)
    township.fold()
    again = doctor.post(PEOPLE, json=body, headers=once)

    assert first.status_code == 201
    assert again.text == first.text


def test_who_it_may_be_is_shown_within_sight_and_noted(
    township: Township, doctor: TestClient
) -> None:
    there = enter(
        township,
        doctor,
        identity=somebody(),
        residence=a_residence(village=THERE),
    )
    asked = {"identity": somebody(), "village": HERE}
    address = f"{PEOPLE}/possible-duplicates"

    found = doctor.post(address, json=asked)
    out_of_sight = township.client("village").post(address, json=asked)

    assert [each["id"] for each in found.json()["items"]] == [there.json()["id"]]
    assert out_of_sight.json()["items"] == []


def test_the_unknown_are_told_apart_by_the_site_s_own_number(
    township: Township, doctor: TestClient
) -> None:
    nameless = {**unknown(), "name": ""}
    entered = [enter(township, doctor, identity=nameless) for _ in range(2)]

    cards = [doctor.get(each.headers["location"]).json() for each in entered]

    assert [card["provisional_number"] for card in cards] == [1, 2]
    assert [card["identity"]["name"] for card in cards] == ["无名氏01", "无名氏02"]
