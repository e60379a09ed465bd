"""How notices are answered: counted by office, timed, late ones listed, missed ones found."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.registry.follow_up import RecordFollowUp
from domain.registry.notices import AcceptNotice, ReturnNotice
from domain.values.findings import Grade, Incidents
from tests.api.console.browsing import CHINESE, a_person, browser, told
from tests.api.township import Township
from tests.registering import a_form
from tests.streams import NOON

SPAN = {"first": "2026-03-01", "last": "2026-03-31"}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def answers(township: Township) -> dict[str, list[dict[str, object]]]:
    township.fold()
    found = township.client("county").get("/api/v1/notice-answers", params=SPAN)
    assert found.status_code == 200
    return found.json()


def test_each_office_is_counted_and_timed(township: Township, person: UUID) -> None:
    first, second = told(township, person), told(township, person, grade=4)
    township.run(
        AcceptNotice(first),
        actor=township.accounts["officer"],
        organisation=township.offices["police"],
        role="police",
        purpose="response",
        now=NOON + timedelta(minutes=14),
    )

    (line,) = answers(township)["offices"]

    assert line["office"] == str(township.offices["police"])
    assert (line["issued"], line["accepted"], line["returned"]) == (2, 1, 0)
    assert (line["own"], line["on_behalf"], line["slip"]) == (1, 0, 0)
    assert line["median_seconds"] == line["p90_seconds"] == 14 * 60
    assert answers(township)["late"] == []

    township.web.clock.now = NOON + timedelta(hours=2)

    (late,) = answers(township)["late"]
    assert late["notice"] == str(second)
    assert answers(township)["offices"][0]["late"] == 1


def test_what_was_accepted_and_sent_back_later_is_counted_as_returned(
    township: Township, person: UUID
) -> None:
    kept, back = told(township, person), told(township, person, grade=4)
    steps = (AcceptNotice(kept), AcceptNotice(back), ReturnNotice(back, "不在辖区"))
    for minutes, step in zip((10, 50, 55), steps, strict=True):
        township.run(
            step,
            actor=township.accounts["officer"],
            organisation=township.offices["police"],
            role="police",
            purpose="response",
            now=NOON + timedelta(minutes=minutes),
        )

    (line,) = answers(township)["offices"]

    assert (line["issued"], line["accepted"], line["returned"]) == (2, 1, 1)
    assert (line["own"], line["on_behalf"], line["slip"]) == (1, 0, 0)
    assert line["median_seconds"] == line["p90_seconds"] == 10 * 60


def test_harm_under_a_low_grade_is_found(township: Township, person: UUID) -> None:
    harmed = a_form(
        risk=Grade.LEVEL_1, incidents=Incidents(criminal=1), grade_why="演示"
    )
    township.run(RecordFollowUp(person, harmed))
    calm = a_person(township, name="演示乙")
    township.run(RecordFollowUp(calm, a_form(risk=Grade.LEVEL_1)))

    (line,) = answers(township)["low_grades"]

    assert (line["person"], line["grade"]) == (str(person), 1)


def test_the_page_shows_offices_and_is_the_county_s(
    township: Township, person: UUID
) -> None:
    told(township, person)
    township.fold()

    page = browser(township, "county").get("/notices?days=366", headers=CHINESE)

    assert page.status_code == 200
    assert "演示police_station" in page.text
    assert browser(township, "officer").get("/notices").status_code == 403
