"""Aid on screen: the means form, what is proposed and why, the decision, who waits."""

from uuid import UUID

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.console.browsing import CHINESE, a_person, actions, browser, send
from tests.api.township import Township
from tests.api.v1.test_aid import review


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return browser(township, "doctor")


def fill_in(by: TestClient, person: UUID, **typed: str) -> Response:
    page = by.get(f"/people/{person}/aid")
    return send(by, page, f"/people/{person}/aid/means", **typed)


HARDSHIP = {
    "as_of": "2026-03-02",
    "low_income": "none",
    "insurance": "resident",
    "can_pay": "no",
    "real_hardship": "yes",
    "source": "演示民政所",
}


def test_means_lead_to_a_proposal_with_its_clause_and_a_decision(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)

    assert fill_in(doctor, person, **HARDSHIP).status_code == 303
    review(township)
    page = doctor.get(f"/people/{person}/aid")
    waiting = doctor.get("/aid").text
    decision = f"/people/{person}/aid/temporary_aid/decision"
    decided = send(doctor, page, decision, outcome="eligible")
    township.fold()

    assert "Mental Health Law art 69" in page.text
    assert "Emergency aid fund" in page.text
    assert "Temporary aid" in waiting
    assert decided.status_code == 303
    after = doctor.get(f"/people/{person}/aid")
    assert decision not in actions(after)
    assert "Nobody waits" not in waiting
    history = doctor.get(f"/people/{person}/history").text
    assert "Temporary aid: decided as Eligible, proposed as Eligible" in history
    assert "Means as of 2026-03-02: No recognised hardship" in history
    assert "Temporary aid" in doctor.get(f"/people/{person}").text


def test_differing_without_a_reason_and_means_that_cannot_be_are_said_on_the_page(
    township: Township, doctor: TestClient
) -> None:
    person = a_person(township)

    wrong = fill_in(doctor, person, **HARDSHIP, disability_grade="2")
    fill_in(doctor, person, **HARDSHIP)
    review(township)
    page = doctor.get(f"/people/{person}/aid")
    decision = f"/people/{person}/aid/temporary_aid/decision"
    differing = send(doctor, page, decision, outcome="not_eligible")

    assert (wrong.status_code, differing.status_code) == (422, 409)
    assert "needs a certificate" in wrong.text
    assert "演示民政所" in wrong.text
    assert "Say why" in differing.text


def test_a_village_doctor_records_but_does_not_decide_and_an_auditor_only_looks(
    township: Township,
) -> None:
    person = a_person(township)
    village, auditor = browser(township, "village"), browser(township, "auditor")

    fill_in(village, person, **HARDSHIP)
    review(township)

    seen = village.get(f"/people/{person}/aid")
    assert not [action for action in actions(seen) if "decision" in action]
    looked = auditor.get(f"/people/{person}/aid")
    assert f"/people/{person}/aid/means" not in actions(looked)
    assert village.get("/aid").status_code == 403
    assert auditor.get("/aid").status_code == 200


def test_the_page_speaks_chinese(township: Township, doctor: TestClient) -> None:
    person = a_person(township)
    fill_in(doctor, person, **HARDSHIP)
    review(township)

    page = doctor.get(f"/people/{person}/aid", headers=CHINESE).text

    assert "临时救助" in page
    assert "疾病应急救助基金" in page
    assert "中华人民共和国精神卫生法" in page or "精神卫生法" in page
