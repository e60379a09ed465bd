"""People over HTTP: entered once, read within sight, put right by who saw the newest."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.township import THERE, Township, key
from tests.api.v1.bodies import (
    ID_NUMBER,
    NAME,
    PHONE,
    a_registration,
    a_residence,
    an_identity,
    unknown,
)

PEOPLE = "/api/v1/people"


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def enter(township: Township, by: TestClient, **named: Any) -> Response:
    body = a_registration(township.offices["hospital"], **named)
    answer = by.post(PEOPLE, json=body, headers=key())
    township.fold()
    return answer


def test_somebody_entered_is_found_at_the_location_with_the_version_as_etag(
    township: Township, doctor: TestClient
) -> None:
    entered = enter(township, doctor)

    assert entered.status_code == 201
    assert entered.json()["position"] == township.web.clerk.log.last_position()
    read = doctor.get(entered.headers["location"])
    assert read.status_code == 200
    assert read.headers["etag"] == entered.headers["etag"]
    person = read.json()
    assert person["identity"] == an_identity()
    assert person["residence"]["village"] == a_residence()["village"]
    assert not person["is_provisional"]


def test_somebody_unknown_is_entered_without_a_number_and_identified_later(
    township: Township, doctor: TestClient
) -> None:
    entered = enter(township, doctor, identity=unknown())
    address = entered.headers["location"]
    assert doctor.get(address).json()["is_provisional"]

    identified = doctor.put(
        f"{address}/identity",
        json={"identity": an_identity(), "reason": "家属辨认"},
        headers={**key(), "If-Match": entered.headers["etag"]},
    )
    township.fold()

    assert identified.status_code == 200
    person = doctor.get(address)
    assert person.headers["etag"] == identified.headers["etag"]
    assert not person.json()["is_provisional"]
    assert person.json()["identity"]["id_number"] == ID_NUMBER


def test_a_number_is_one_persons_until_it_is_corrected_away(
    township: Township, doctor: TestClient
) -> None:
    first = enter(township, doctor)
    taken = enter(township, doctor, identity=an_identity(name="演示乙"))
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/already-taken")

    freed = doctor.put(
        first.headers["location"] + "/identity",
        json={"identity": unknown(), "reason": "误录"},
        headers={**key(), "If-Match": first.headers["etag"]},
    )

    assert freed.status_code == 200
    again = enter(township, doctor, identity=an_identity(name="演示乙"))
    assert again.status_code == 201


def test_a_repeated_command_has_one_effect_and_the_same_answer(
    township: Township, doctor: TestClient
) -> None:
    body, once = a_registration(township.offices["hospital"]), key()

    answers = [doctor.post(PEOPLE, json=body, headers=once) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["location"] for answer in answers}) == 1


def test_the_same_key_with_another_body_is_refused(
    township: Township, doctor: TestClient
) -> None:
    once, unit = key(), township.offices["hospital"]
    doctor.post(PEOPLE, json=a_registration(unit), headers=once)

    other = doctor.post(
        PEOPLE, json=a_registration(unit, identity=unknown()), headers=once
    )

    assert other.status_code == 422
    assert other.json()["type"] == "/problems/command-id-reused"


def test_a_command_without_a_key_is_refused(
    township: Township, doctor: TestClient
) -> None:
    answer = doctor.post(PEOPLE, json=a_registration(township.offices["hospital"]))

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/idempotency-key-missing"


@pytest.mark.parametrize(
    ("version", "status"), [(None, 428), ('"1"', 412), ("*", 400), ('W/"9"', 400)]
)
@pytest.mark.parametrize("part", ["identity", "residence"])
def test_a_change_names_the_version_it_saw(
    township: Township, doctor: TestClient, part: str, version: str | None, status: int
) -> None:
    address = enter(township, doctor).headers["location"]
    bodies = {
        "identity": {"identity": an_identity(phone=None), "reason": "更正"},
        "residence": a_residence(village=THERE),
    }
    seen = {"If-Match": version} if version else {}

    answer = doctor.put(
        f"{address}/{part}", json=bodies[part], headers={**key(), **seen}
    )

    assert answer.status_code == status


def test_a_move_shows_where_the_person_lives_and_as_of_before_where_they_lived(
    township: Township, doctor: TestClient
) -> None:
    entered = enter(township, doctor)
    address, clock = entered.headers["location"], township.web.clock
    before = clock()
    clock.pass_by(timedelta(minutes=5))

    moved = doctor.put(
        f"{address}/residence",
        json=a_residence(village=THERE),
        headers={**key(), "If-Match": entered.headers["etag"]},
    )
    township.fold()

    def village(**when: Any) -> str:
        return doctor.get(address, params=when).json()["residence"]["village"]

    assert moved.status_code == 200
    assert village() == THERE
    assert village(as_of=moved.json()["position"]) == THERE
    for then in (entered.json()["position"], before.isoformat()):
        assert village(as_of=then) == a_residence()["village"]
    as_then = doctor.get(address, params={"as_of": entered.json()["position"]})
    assert "etag" not in as_then.headers
    assert as_then.json()["position"] == entered.json()["position"]


@pytest.mark.parametrize("moment", ["0", "2026-01-01T00:00:00Z"])
def test_before_being_entered_nobody_is_there(
    township: Township, doctor: TestClient, moment: str
) -> None:
    address = enter(township, doctor).headers["location"]

    assert doctor.get(address, params={"as_of": moment}).status_code == 404


@pytest.mark.parametrize("moment", ["soon", "2026-03-02T12:00:00", "-1", ""])
def test_a_moment_is_a_position_or_an_instant_with_its_zone(
    doctor: TestClient, moment: str
) -> None:
    answer = doctor.get(f"{PEOPLE}/{uuid4()}", params={"as_of": moment})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "as_of"


def test_a_village_doctor_sees_and_enters_own_villages_only(
    township: Township, doctor: TestClient
) -> None:
    near = enter(township, doctor).headers["location"]
    far = enter(
        township, doctor, identity=unknown(), residence=a_residence(village=THERE)
    )
    village = township.client("village")

    assert village.get(near).status_code == 200
    assert village.get(far.headers["location"]).status_code == 404
    moved = village.put(
        far.headers["location"] + "/residence",
        json=a_residence(),
        headers={**key(), "If-Match": far.headers["etag"]},
    )
    assert moved.status_code == 404
    body = a_registration(
        township.offices["clinic"],
        identity=unknown(),
        residence=a_residence(village=THERE),
    )
    assert village.post(PEOPLE, json=body, headers=key()).status_code == 403


def test_out_of_sight_and_never_there_get_the_same_answer(
    township: Township, doctor: TestClient
) -> None:
    far = enter(
        township, doctor, identity=unknown(), residence=a_residence(village=THERE)
    )
    village = township.client("village", **{"X-Request-ID": "the-same-id"})

    hidden, nobody = (
        village.get(far.headers["location"]),
        village.get(f"{PEOPLE}/{uuid4()}"),
    )

    assert hidden.status_code == 404
    assert hidden.text == nobody.text


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_police_and_administrators_read_no_cards(
    township: Township, doctor: TestClient, who: str
) -> None:
    address = enter(township, doctor).headers["location"]

    assert township.client(who).get(address).status_code == 403


@pytest.mark.parametrize(
    ("named", "pointer"),
    [
        ({"surprise": NAME}, "#/surprise"),
        ({"identity": an_identity(nickname=NAME)}, "#/identity/nickname"),
        ({"identity": an_identity(sex=1)}, "#/identity/sex"),
        ({"identity": an_identity(sex=NAME)}, "#/identity/sex"),
        ({"identity": an_identity(id_number=None)}, "#/identity"),
        ({"identity": unknown(phone=[PHONE])}, "#/identity/phone"),
        ({"residence": a_residence(village=PHONE)}, "#/residence/village"),
        ({"residence": a_residence(since=20260302)}, "#/residence/since"),
        ({"residence": a_residence(since="2026-02-30")}, "#/residence/since"),
        ({"registered_on": "20260302"}, "#/registered_on"),
        ({"unit": NAME}, "#/unit"),
    ],
)
def test_what_is_not_expected_is_pointed_at_and_never_repeated(
    township: Township, doctor: TestClient, named: dict[str, Any], pointer: str
) -> None:
    answer = enter(township, doctor, **named)

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    for secret in (NAME, PHONE, ID_NUMBER, "2026-02-30", "20260302"):
        assert secret not in answer.text


def test_a_number_that_cannot_be_right_is_refused_and_not_repeated(
    township: Township, doctor: TestClient
) -> None:
    wrong = ID_NUMBER[:-1] + ("1" if ID_NUMBER[-1] != "1" else "2")

    answer = enter(township, doctor, identity=an_identity(id_number=wrong))

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/id-number-invalid"
    assert wrong not in answer.text
