"""Searching over HTTP: by words or number, within sight, noted without the words."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from projections.readings import of_person
from tests.api.township import THERE, Township, key
from tests.api.v1.bodies import ID_NUMBER, a_registration, a_residence, an_identity

SEARCH = "/api/v1/people/search"


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def enter(township: Township, by: TestClient, **named: Any) -> UUID:
    body = a_registration(township.offices["hospital"], **named)
    answer = by.post("/api/v1/people", json=body, headers=key())
    township.fold()
    return UUID(answer.json()["id"])


def found(by: TestClient, **asked: Any) -> list[UUID]:
    return [UUID(item["id"]) for item in by.post(SEARCH, json=asked).json()["items"]]


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "演示甲"},
        {"words": "示甲"},
        {"words": "yanshijia"},
        {"words": "ysj"},
        {"id_number": ID_NUMBER},
        {"id_number": f" {ID_NUMBER} "},
    ],
)
def test_somebody_is_found_by_name_pinyin_initials_or_number(
    township: Township, doctor: TestClient, asked: dict[str, str]
) -> None:
    person = enter(township, doctor)

    assert found(doctor, **asked) == [person]


@pytest.mark.parametrize("asked", [{"words": "演示甲"}, {"id_number": ID_NUMBER}])
def test_nobody_out_of_sight_is_found(
    township: Township, doctor: TestClient, asked: dict[str, str]
) -> None:
    enter(township, doctor, residence=a_residence(village=THERE))

    assert found(township.client("village"), **asked) == []
    assert len(found(doctor, **asked)) == 1


def test_a_number_that_was_corrected_away_finds_nobody(
    township: Township, doctor: TestClient
) -> None:
    person = enter(township, doctor)
    seen = doctor.get(f"/api/v1/people/{person}").headers["etag"]
    doctor.put(
        f"/api/v1/people/{person}/identity",
        json={
            "identity": an_identity(id_kind="unknown", id_number=None),
            "reason": "误录",
        },
        headers={**key(), "If-Match": seen},
    )
    township.fold()

    assert found(doctor, id_number=ID_NUMBER) == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"words": "甲", "id_number": ID_NUMBER}, {"words": ""}, {"name": "甲"}],
)
def test_either_words_or_a_number_are_asked_for(
    doctor: TestClient, asked: dict[str, str]
) -> None:
    answer = doctor.post(SEARCH, json=asked)

    assert answer.status_code == 422
    assert ID_NUMBER not in answer.text


def test_a_search_is_noted_with_whom_it_showed_and_never_with_its_words(
    township: Township, doctor: TestClient
) -> None:
    person = enter(township, doctor)

    found(doctor, id_number=ID_NUMBER)
    township.fold()

    with township.web.clerk.engine.connect() as connection:
        ((_, noted),) = of_person(connection, person)
    assert noted.operation == "search_people"
    assert noted.actor == township.accounts["doctor"]
    assert len(noted.words) == 64
    assert ID_NUMBER not in noted.words
