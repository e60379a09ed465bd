"""A psychiatrist's opinion over HTTP and on screen, and the rates it shows in."""

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.registry.follow_up import RecordFollowUp
from domain.registry.proposals import propose
from domain.values.findings import FollowUpClass, Insight
from tests.api.console.browsing import CHINESE, a_person, browser, send
from tests.api.township import Township, key
from tests.registering import a_form

OPINION: dict[str, Any] = {
    "residual": ["insight"],
    "given_on": "2026-03-02",
    "psychiatrist": "演示医师",
    "hospital": "演示医院",
    "text": "慢性残留",
}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def county(township: Township, person: UUID) -> TestClient:
    assert person
    return township.client("county")


def lacking(**named: Any) -> Any:
    return a_form(insight=Insight.ABSENT, **named)


def rates(township: Township, by: TestClient) -> dict[str, tuple[int, int, int]]:
    township.fold()
    asked = {"since": "2026-01-01", "until": "2026-12-31"}
    found = by.get("/api/v1/override-rates", params=asked).json()["items"]
    return {
        each["trigger"]: (each["triggered"], each["overridden"], each["by_opinion"])
        for each in found
    }


def test_an_opinion_sets_the_trigger_aside_and_overrides_are_counted_by_trigger(
    township: Township, county: TestClient, person: UUID
) -> None:
    address = f"/api/v1/people/{person}/residual-opinions"
    log = township.web.clerk.log
    before = propose(log, person, lacking())
    differs = lacking(judged=FollowUpClass.BASIC, why="病情平稳")
    township.run(RecordFollowUp(person, differs))

    refused = township.client("doctor").post(address, json=OPINION, headers=key())
    given = county.post(address, json=OPINION, headers=key())
    with_it = propose(log, person, lacking())
    township.run(RecordFollowUp(person, lacking()))

    assert (refused.status_code, given.status_code) == (403, 201)
    assert before.follow_up_class is FollowUpClass.UNSTABLE
    assert with_it.follow_up_class is FollowUpClass.BASIC
    assert with_it.because[0].code == "class.residual_insight"
    assert rates(township, county) == {"class.insight_absent": (1, 1, 1)}
    withdrawn = [
        county.post(f"{address}/withdrawal", json={"reason": "变化"}, headers=key())
        for _ in range(2)
    ]
    assert [answer.status_code for answer in withdrawn] == [201, 409]
    assert propose(log, person, lacking()).follow_up_class is FollowUpClass.UNSTABLE


def test_the_pages_take_an_opinion_and_show_the_rates(
    township: Township, person: UUID
) -> None:
    by = browser(township, "county")
    by.headers.update(CHINESE)
    address = f"/people/{person}/opinion"
    typed = {**OPINION, "residual": "insight"}

    sent = send(by, by.get(address), address, **typed)
    township.run(RecordFollowUp(person, lacking()))

    assert sent.status_code == 303
    assert "有效至 2026-09-02" in by.get(address).text
    assert "自知力缺乏" in by.get("/overrides").text
    doctor = browser(township, "doctor")
    assert f"{address}" not in doctor.get(f"/people/{person}").text
