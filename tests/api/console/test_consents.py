"""Consent: who is to be asked, and what a withdrawal stops and does not."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.errors import NothingToWithdraw, UseStopped
from domain.log import Recorded
from domain.person.check_up import CheckUpForm
from domain.person.consent import Consent
from domain.person.person import Person
from domain.registry.check_ups import RecordCheckUp
from domain.registry.follow_up import GradeRisk, RecordFollowUp
from domain.registry.notices import IssueNotices, Receiver
from domain.registry.record import RecordConsent
from domain.registry.runner import folded
from domain.registry.standing import Death, RecordDeath
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results
from domain.values.findings import Grade
from tests.api.console.browsing import CHINESE, a_person, browser, send
from tests.api.township import Township, key
from tests.api.v1.test_rates import rates
from tests.registering import a_form
from tests.streams import NOON

TODAY = date(2026, 3, 2)


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def answer(township: Township, person: UUID, given: str, **named: Any) -> Recorded:
    said = Consent(given, "本人", "2026-03-02", None)
    return township.run(RecordConsent(person, said), **named)


def state(township: Township, person: UUID) -> Person:
    stream = folded(township.web.clerk.log.stream(person))
    assert isinstance(stream, Person)
    return stream


def a_check_up() -> CheckUpForm:
    results = Results({item: ItemResult() for item in tuple(CheckUpItem)[:7]})
    return CheckUpForm(TODAY, results, AgreedBy.PERSON)


def to_ask(township: Township, **asked: str) -> list[dict[str, Any]]:
    doctor = township.client("doctor")
    return doctor.get("/api/v1/consents-to-ask", params=asked).json()["items"]


def test_t107_who_refuses_stays_registered_and_is_asked_again_after_a_year(
    township: Township, person: UUID
) -> None:
    answer(township, person, "refused")

    shown = browser(township, "doctor").get(f"/people/{person}", headers=CHINESE).text
    assert "每年再次征求意见" in shown
    assert "报告综合管理小组" in shown
    chart = township.client("doctor").get(f"/api/v1/people/{person}").json()
    assert chart["consent"] == "refused"
    assert state(township, person).due_on is not None
    assert to_ask(township, day="2027-03-01") == []
    (line,) = to_ask(township, day="2027-03-02")
    assert (line["person"], line["ask_on"]) == (str(person), "2027-03-02")
    (row,) = rates(township)["items"]
    registered, managed = (
        next(rate for rate in row["rates"] if rate["code"] == code)
        for code in ("I-REG", "I-MGT")
    )
    assert (registered["text"], managed["denominator"]) == ("1", 1)


def test_the_list_answers_on_the_spot_and_lets_go_of_who_agreed(
    township: Township, person: UUID
) -> None:
    answer(township, person, "not_asked")
    doctor = browser(township, "doctor")
    page = doctor.get("/consents", headers=CHINESE)
    action = f"/people/{person}/record/consents"
    assert "待征求知情同意" in page.text
    assert "1 人待征求" in doctor.get("/", headers=CHINESE).text

    sent = send(
        doctor, page, action, answer="agreed", signed_by="本人", signed_on="2026-03-02"
    )
    township.fold()

    assert sent.status_code == 303
    assert action not in doctor.get("/consents").text


def test_t110_a_withdrawal_deletes_nothing_and_stops_what_rests_on_consent(
    township: Township, person: UUID
) -> None:
    """D-L6."""
    before = len(township.web.clerk.log.stream(person))
    answer(township, person, "withdrawn")

    assert len(township.web.clerk.log.stream(person)) > before
    assert state(township, person).due_on is None
    with pytest.raises(UseStopped):
        township.run(RecordFollowUp(person, a_form()))
    with pytest.raises(UseStopped):
        township.run(RecordCheckUp(person, a_check_up()))
    due = township.client("doctor").get(
        "/api/v1/due-list", params={"day": "2027-01-01"}
    )
    assert due.json()["items"] == []
    chart = browser(township, "doctor").get(f"/people/{person}", headers=CHINESE).text
    assert "已撤回同意。档案保留，限制使用" in chart
    township.run(RecordDeath(person, Death("2026-03-02", 6, None)))


def test_what_stopped_goes_on_once_somebody_agrees_again(
    township: Township, person: UUID
) -> None:
    answer(township, person, "withdrawn")
    answer(township, person, "agreed")

    assert state(township, person).due_on is not None
    township.run(RecordFollowUp(person, a_form()))


def test_in_danger_care_goes_on_and_only_sharing_beyond_duty_stays_stopped(
    township: Township, person: UUID
) -> None:
    """BR-CON-4; a standing level of 3 or higher is danger (D-L5)."""
    answer(township, person, "withdrawn")
    graded = township.run(GradeRisk(person, 3, "演示")).facts[0]

    assert state(township, person).stopped_uses == ["joint_follow_up"]
    township.run(RecordFollowUp(person, a_form(risk=Grade.LEVEL_3)))

    receivers = tuple(
        Receiver(
            office,
            kind,
            purpose,
            ("name",),
            NOON.isoformat(),
            stands_in=False,
            edition="policy/1",
        )
        for office, kind, purpose in (
            (township.offices["police"], "police_station", "response"),
            (township.offices["smi"], "county_smi", "report"),
            (township.offices["hospital"], "civil_affairs", "joint_follow_up"),
        )
    )
    issued = township.run(
        IssueNotices(person, graded.event_id, graded.position, receivers),
        role="system",
        purpose="report",
    )
    kinds = {getattr(fact.fact, "receiver_kind", "") for fact in issued.facts}
    assert kinds == {"police_station", "county_smi"}


def test_nothing_can_be_withdrawn_that_was_never_given(
    township: Township, person: UUID
) -> None:
    answer(township, person, "refused")

    with pytest.raises(NothingToWithdraw):
        answer(township, person, "withdrawn")
    said = {"answer": "withdrawn", "signed_by": "本人", "signed_on": "2026-03-02"}
    refused = township.client("doctor").post(
        f"/api/v1/people/{person}/consents", json=said, headers=key()
    )
    assert refused.status_code == 409
