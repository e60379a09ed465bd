"""Follow-ups and grades over HTTP: proposed, recorded, corrected, listed as of then."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from tests.api.township import THERE, Township, key
from tests.api.v1.bodies import a_registration, a_residence, unknown
from tests.api.v1.following_up import a_follow_up, findings
from tests.registering import a_registration as known


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(known(unit), id_claim=None))


def at(person: UUID, rest: str = "") -> str:
    return f"/api/v1/people/{person}{rest}"


def listed(by: TestClient, person: UUID, **when: Any) -> list[dict[str, Any]]:
    return by.get(at(person, "/follow-ups"), params=when).json()["items"]


def test_the_rules_propose_class_and_day_in_words_and_nothing_is_recorded(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    before = township.web.clerk.log.last_position()

    answer = doctor.post(at(person, "/follow-up-proposals"), json=a_follow_up())

    assert answer.status_code == 200
    proposed = answer.json()
    assert (proposed["follow_up_class"], proposed["due_on"]) == (3, "2026-06-02")
    assert all(why["clause"] and why["zh"] for why in proposed["due_because"])
    assert township.web.clerk.log.last_position() == before


def test_a_follow_up_is_recorded_with_its_grade_and_stands_in_the_list(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    answer = doctor.post(at(person, "/follow-ups"), json=a_follow_up(), headers=key())
    township.fold()

    assert answer.status_code == 201
    (line,) = doctor.get(answer.headers["location"]).json()["items"]
    assert line["id"] == answer.json()["id"]
    assert line["findings"] == findings()
    assert (line["follow_up_class"], line["proposed_class"]) == (3, 3)
    assert (line["due_on"], line["corrections"]) == ("2026-06-02", 0)
    card = doctor.get(at(person))
    assert card.headers["etag"] == answer.headers["etag"]
    standing = card.json()["standing"]
    assert (standing["grade"], standing["follow_up_class"]) == (0, 3)
    assert standing["follow_up"] == line["id"]


def test_not_assessed_leaves_no_grade(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    body = a_follow_up(findings=findings(risk=None), follow_up_class=2, why="未评估")

    answer = doctor.post(at(person, "/follow-ups"), json=body, headers=key())
    township.fold()

    assert answer.status_code == 201
    assert doctor.get(at(person)).json()["standing"]["grade"] is None


def test_differing_from_the_proposal_needs_a_reason(
    doctor: TestClient, person: UUID
) -> None:
    answer = doctor.post(
        at(person, "/follow-ups"), json=a_follow_up(follow_up_class=1), headers=key()
    )

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/reason-needed"


def test_a_low_grade_beside_harm_is_asked_about_and_the_answer_is_listed(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    harm = {**findings()["incidents"], "self_harm": 1}
    body = a_follow_up(findings=findings(incidents=harm))

    proposed = doctor.post(at(person, "/follow-up-proposals"), json=body).json()
    refused = doctor.post(at(person, "/follow-ups"), json=body, headers=key())
    body["grade_why"] = "旧伤，已核实"
    answer = doctor.post(at(person, "/follow-ups"), json=body, headers=key())
    township.fold()

    assert [why["code"] for why in proposed["questions"]] == ["ask.self_harm"]
    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/under-grading-unanswered"
    assert "ask.self_harm" in refused.json()["detail"]
    assert answer.status_code == 201
    (line,) = listed(doctor, person)
    assert line["grade_why"] == "旧伤，已核实"


def test_a_finding_confirmed_as_last_time_is_copied_and_said_so(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    township.web.clock.pass_by(timedelta(days=1))
    doctor = township.client("doctor")
    doctor.post(at(person, "/follow-ups"), json=a_follow_up(), headers=key())
    again = a_follow_up(
        visited_on="2026-03-03",
        form=3,
        spoke_with=[2],
        findings=findings(sleep=None),
        same_as_last=["sleep"],
    )

    answer = doctor.post(at(person, "/follow-ups"), json=again, headers=key())
    township.fold()

    assert answer.status_code == 201
    line = listed(doctor, person)[0]
    assert (line["findings"]["sleep"], line["same_as_last"]) == (1, ["sleep"])
    assert (line["is_face_visit"], line["from_relative"]) == (False, True)


def test_a_correction_stands_in_place_of_the_wrong_one_and_before_it_the_wrong_one(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    first = doctor.post(at(person, "/follow-ups"), json=a_follow_up(), headers=key())
    right = a_follow_up(findings=findings(risk=1), follow_up_class=2, why="误录")

    answer = doctor.post(
        at(person, f"/follow-ups/{first.json()['id']}/corrections"),
        json={"follow_up": right, "reason": "误录"},
        headers={**key(), "If-Match": first.headers["etag"]},
    )
    township.fold()

    assert answer.status_code == 201
    (now,) = listed(doctor, person)
    (then,) = listed(doctor, person, as_of=first.json()["position"])
    assert (now["findings"]["risk"], now["corrections"]) == (1, 1)
    assert (then["findings"]["risk"], then["corrections"]) == (0, 0)
    assert doctor.get(at(person)).json()["standing"]["grade"] == 1


@pytest.mark.parametrize(("version", "status"), [(None, 428), ('"1"', 412)])
def test_a_correction_names_the_version_it_saw(
    doctor: TestClient, person: UUID, version: str | None, status: int
) -> None:
    first = doctor.post(at(person, "/follow-ups"), json=a_follow_up(), headers=key())
    seen = {"If-Match": version} if version else {}

    answer = doctor.post(
        at(person, f"/follow-ups/{first.json()['id']}/corrections"),
        json={"follow_up": a_follow_up(), "reason": "误录"},
        headers={**key(), **seen},
    )

    assert answer.status_code == status


def test_a_correction_of_nothing_is_not_found(doctor: TestClient, person: UUID) -> None:
    seen = doctor.get(at(person)).headers["etag"]

    answer = doctor.post(
        at(person, f"/follow-ups/{uuid4()}/corrections"),
        json={"follow_up": a_follow_up(), "reason": "误录"},
        headers={**key(), "If-Match": seen},
    )

    assert answer.status_code == 404


def test_a_quick_report_grades_at_once(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    once = key()
    body = {"grade": 3, "happening": "演示"}
    answers = [
        doctor.post(at(person, "/grades"), json=body, headers=once) for _ in range(2)
    ]
    township.fold()

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].text == answers[1].text
    assert doctor.get(at(person)).json()["standing"]["grade"] == 3


@pytest.mark.parametrize("grade", [6, -1, "3", True, 2.5, None])
def test_a_grade_is_a_whole_number_from_0_to_5(
    doctor: TestClient, person: UUID, grade: object
) -> None:
    body = {"grade": grade, "happening": "演示"}

    answer = doctor.post(at(person, "/grades"), json=body, headers=key())

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/grade"


@pytest.mark.parametrize(
    ("named", "pointer"),
    [
        ({"form": 4}, "#/form"),
        ({"form": "2"}, "#/form"),
        ({"form": True}, "#/form"),
        ({"spoke_with": []}, "#/spoke_with"),
        ({"spoke_with": [1, 7]}, "#/spoke_with/1"),
        ({"findings": findings(hospital="0")}, "#/findings/hospital"),
        ({"findings": findings(mood=1)}, "#/findings/mood"),
        ({"findings": findings(social={"work": 4})}, "#/findings/social/work"),
        ({"judged": 1}, "#/judged"),
    ],
)
def test_a_code_is_one_of_its_list_in_its_own_type(
    doctor: TestClient, person: UUID, named: dict[str, Any], pointer: str
) -> None:
    answer = doctor.post(
        at(person, "/follow-ups"), json=a_follow_up(**named), headers=key()
    )

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_out_of_sight_nothing_is_proposed_recorded_graded_or_listed(
    township: Township, doctor: TestClient
) -> None:
    body = a_registration(
        township.offices["hospital"],
        identity=unknown(),
        residence=a_residence(village=THERE),
    )
    far = UUID(doctor.post("/api/v1/people", json=body, headers=key()).json()["id"])
    township.fold()
    village, before = township.client("village"), township.web.clerk.log.last_position()

    answers = [
        village.post(at(far, "/follow-up-proposals"), json=a_follow_up()),
        village.post(at(far, "/follow-ups"), json=a_follow_up(), headers=key()),
        village.post(
            at(far, "/grades"), json={"grade": 3, "happening": "演"}, headers=key()
        ),
        village.get(at(far, "/follow-ups")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert township.web.clerk.log.last_position() == before
