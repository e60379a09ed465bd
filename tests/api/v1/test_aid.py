"""Aid over HTTP: means recorded, proposals shown with their clause, decisions taken."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from domain.registry.registration import RegisterPerson
from ops.clerk import jobs_clerk
from tests.api.township import Township, key
from tests.registering import a_registration
from tests.streams import NOON


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


@pytest.fixture
def person(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(a_registration(unit), id_claim=None))


def record(by: TestClient, person: UUID, **named: Any) -> Response:
    means = {
        "as_of": "2026-03-02",
        "low_income": "none",
        "insurance": "resident",
        "can_pay": False,
        "real_hardship": True,
        "source": "演示民政所",
        **named,
    }
    return by.post(f"/api/v1/people/{person}/means", json=means, headers=key())


def review(township: Township) -> None:
    """Let the clerk propose what is due, and the views take it in."""
    clerk = jobs_clerk(township.web.clerk, uuid4())
    while clerk.tick(NOON).is_busy:
        pass
    clerk.leave()
    township.fold()


def shown(by: TestClient, person: UUID) -> dict[str, Any]:
    answer = by.get(f"/api/v1/people/{person}/aid")
    assert answer.status_code == 200
    return answer.json()


def case(by: TestClient, person: UUID, scheme: str) -> dict[str, Any]:
    return next(c for c in shown(by, person)["items"] if c["scheme"] == scheme)


def decide(by: TestClient, person: UUID, **named: Any) -> Response:
    body = {"outcome": "eligible", "seen": "eligible", **named}
    address = f"/api/v1/people/{person}/aid/temporary_aid/decision"
    return by.post(address, json=body, headers=key())


def test_t103_recorded_hardship_is_proposed_with_its_clause_and_what_to_do(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    assert record(doctor, person).status_code == 201
    review(township)

    found = case(doctor, person, "temporary_aid")
    assert (found["outcome"], found["decided"]) == ("eligible", None)
    assert found["because"] == [{"code": "aid.temporary", "clause": "P1 art 69 [P]"}]
    assert found["rests_on"][0]["word"] == "real_hardship"
    assert found["step"]["office_zh"].startswith("乡镇")


def test_t97_who_pays_follows_from_the_means(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    record(doctor, person)
    township.fold()

    found = shown(doctor, person)
    by_case = {each["emergency"]: each["payers"] for each in found["payers"]}
    assert by_case[True] == ["emergency_fund"]
    assert found["means"]["source"] == "演示民政所"


def test_the_list_names_who_waits_until_an_officer_decides(
    township: Township, person: UUID
) -> None:
    county = township.client("county")
    record(county, person)
    review(township)

    before = county.get("/api/v1/aid").json()["items"]
    differing = decide(county, person, outcome="not_eligible")
    decided = decide(county, person)
    township.fold()
    after = county.get("/api/v1/aid").json()["items"]

    assert [line["person"] for line in before] == [str(person)]
    assert "temporary_aid" in before[0]["schemes"]
    assert (differing.status_code, decided.status_code) == (409, 201)
    assert "temporary_aid" not in [s for line in after for s in line["schemes"]]
    assert case(county, person, "temporary_aid")["decided"] == "eligible"


def test_a_change_takes_the_decision_back(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    record(doctor, person)
    review(township)
    decide(doctor, person)
    record(doctor, person, real_hardship=False)
    review(township)

    found = case(doctor, person, "temporary_aid")
    assert (found["outcome"], found["decided"]) == ("not_eligible", None)


@pytest.mark.parametrize(
    ("named", "status"),
    [
        ({"as_of": "2099-01-01"}, 409),
        ({"disability_grade": 2}, 422),
        ({"disability_grade": 5, "disability_certificate": True}, 422),
        ({"low_income": "rich"}, 422),
        ({"can_pay": "yes"}, 422),
    ],
)
def test_means_that_cannot_be_are_refused(
    doctor: TestClient, person: UUID, named: dict[str, Any], status: int
) -> None:
    assert record(doctor, person, **named).status_code == status


def test_the_police_see_neither_means_nor_aid_and_a_village_doctor_decides_nothing(
    township: Township, person: UUID
) -> None:
    officer, village = township.client("officer"), township.client("village")
    record(village, person)
    review(township)

    assert officer.get(f"/api/v1/people/{person}/aid").status_code == 403
    assert record(officer, person).status_code == 403
    assert officer.get("/api/v1/aid").status_code == 403
    assert case(village, person, "temporary_aid")["outcome"] == "eligible"
    assert decide(village, person).status_code == 403


def test_as_of_an_earlier_position_the_earlier_proposal_is_shown(
    township: Township, doctor: TestClient, person: UUID
) -> None:
    record(doctor, person)
    review(township)
    then = shown(doctor, person)["position"]
    record(doctor, person, real_hardship=False)
    review(township)

    earlier = doctor.get(f"/api/v1/people/{person}/aid?as_of={then}").json()
    (found,) = [c for c in earlier["items"] if c["scheme"] == "temporary_aid"]
    assert found["outcome"] == "eligible"
    assert earlier["means"]["real_hardship"] is True
