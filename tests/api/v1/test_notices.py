"""Notices over HTTP: own office only, by the policy's fields, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from domain.registry.follow_up import GradeRisk, RecordFollowUp
from domain.registry.notices import IssueNotices, Receiver
from domain.registry.registration import RegisterPerson
from domain.rules.notice_policy import receivers_for
from domain.values.findings import Grade
from domain.values.notices import Trigger
from projections.notice_box import notice as notice_row
from projections.readings import of_person
from tests.api.township import Township, key
from tests.registering import a_form, a_registration
from tests.streams import NOON

NOTICES = "/api/v1/notices"
POLICE = next(
    rule
    for rule in receivers_for(Trigger.FIRST_HIGH, Grade.LEVEL_3, NOON.date())
    if rule.kind == "police_station"
)
CLINICAL = ("schizophrenia", "F20", "symptoms", "diagnos", "insight", "演示医院")


@dataclass
class Told:
    """A person graded 3, of whom the police station of the village has been told."""

    township: Township
    person: UUID
    notice: UUID

    @property
    def address(self) -> str:
        return f"{NOTICES}/{self.notice}"


@pytest.fixture
def told(township: Township) -> Told:
    unit = township.offices["hospital"]
    person = township.register(RegisterPerson(a_registration(unit), id_claim=None))
    township.run(RecordFollowUp(person, a_form()))
    graded = township.run(
        GradeRisk(person, 3, "演示"), organisation=township.offices["hospital"]
    ).facts[0]
    notice = tell_police(township, person, graded.event_id, graded.position)
    return Told(township, person, notice)


def tell_police(township: Township, person: UUID, fact: UUID, position: int) -> UUID:
    receiver = Receiver(
        township.offices["police"],
        POLICE.kind,
        POLICE.purpose,
        tuple(POLICE.fields),
        NOON.isoformat(),
        stands_in=False,
        edition="notice-policy/ours-2026",
    )
    issued = township.run(
        IssueNotices(person, fact, position, (receiver,)),
        role="system",
        purpose="report",
    )
    return issued.facts[0].stream


@pytest.fixture
def officer(told: Told) -> TestClient:
    return told.township.client("officer")


def test_who_answers_reads_why_it_is_told(told: Told, officer: TestClient) -> None:
    fields = officer.get(told.address).json()["fields"]

    assert fields["news"] == Trigger.GRADED
    assert fields["legal_basis"] == str(POLICE.basis)


def test_the_inbox_of_the_office_told_holds_the_notice_and_no_other_does(
    told: Told, officer: TestClient
) -> None:
    (line,) = officer.get(NOTICES).json()["items"]

    assert (line["id"], line["state"]) == (str(told.notice), "issued")
    other = told.township.client("other_officer")
    assert other.get(NOTICES).json()["items"] == []
    asked = {"office": str(told.township.offices["police"])}
    assert other.get(NOTICES, params=asked).json()["items"] == []
    assert other.get(told.address).status_code == 404


def test_the_receiver_reads_the_fields_of_the_policy_and_nothing_clinical(
    told: Told, officer: TestClient
) -> None:
    answer = officer.get(told.address)

    fields = answer.json()["fields"]
    assert list(fields) == list(POLICE.fields)
    assert (fields["name"], fields["grade"]) == ("演示甲", "3")
    assert fields["sender"] == "演示township_hospital"
    assert fields["what_to_do"]
    for word in CLINICAL:
        assert word not in answer.text


@pytest.mark.parametrize("who", ["doctor", "village", "admin"])
def test_inboxes_are_not_read_by_who_is_not_told(told: Told, who: str) -> None:
    assert told.township.client(who).get(NOTICES).status_code == 403


def test_who_looks_after_the_person_follows_every_step(
    told: Told, officer: TestClient
) -> None:
    doctor = told.township.client("doctor")

    def state() -> str:
        told.township.fold()
        listed = doctor.get(f"/api/v1/people/{told.person}/notices").json()
        return listed["items"][0]["state"]

    states: list[str] = []
    for step, body in (
        ("opening", None),
        ("acceptance", None),
        ("outcome", {"outcome": "已送诊"}),
    ):
        answer = officer.post(f"{told.address}/{step}", json=body, headers=key())
        assert answer.status_code == 201
        assert answer.headers["location"] == told.address
        states.append(state())
    closed = doctor.post(
        f"{told.address}/closure", json={"reason": "病情平稳"}, headers=key()
    )

    assert states == ["opened", "accepted", "outcome"]
    assert (closed.status_code, state()) == (201, "closed")
    late = officer.post(f"{told.address}/acceptance", headers=key())
    assert late.json()["type"] == "/problems/notice-is-closed"


def test_a_step_of_the_receiver_reaches_the_log_by_its_own_channel_and_account(
    told: Told, officer: TestClient
) -> None:
    officer.post(f"{told.address}/acceptance", headers=key())
    told.township.fold()

    accepted = told.township.web.clerk.log.stream(told.notice)[-1]
    assert (accepted.topic, accepted.channel) == ("notice.accepted", "receiver")
    assert accepted.header["actor"] == str(told.township.accounts["officer"])
    with told.township.web.clerk.engine.begin() as connection:
        row = notice_row(connection, told.notice)
    assert row is not None
    assert row.accepted_by == told.township.accounts["officer"]


def test_a_notice_can_be_returned_with_a_reason(
    told: Told, officer: TestClient
) -> None:
    answer = officer.post(
        f"{told.address}/return", json={"reason": "不在本辖区"}, headers=key()
    )
    told.township.fold()

    assert answer.status_code == 201
    (line,) = officer.get(NOTICES).json()["items"]
    assert (line["state"], line["return_reason"]) == ("returned", "不在本辖区")


def test_an_outcome_needs_an_acceptance_first(told: Told, officer: TestClient) -> None:
    answer = officer.post(
        f"{told.address}/outcome", json={"outcome": "已送诊"}, headers=key()
    )

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/not-yet-accepted"


def test_another_office_takes_no_step_and_learns_nothing(told: Told) -> None:
    other = told.township.client("other_officer", **{"X-Request-ID": "the-same-id"})

    answers = [
        other.post(f"{NOTICES}/{notice}/acceptance", headers=key())
        for notice in (told.notice, uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text


def test_the_same_key_accepts_once_and_is_answered_the_same(
    told: Told, officer: TestClient
) -> None:
    once = key()

    answers = [
        officer.post(f"{told.address}/acceptance", headers=once) for _ in range(3)
    ]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1


def test_accepting_what_is_accepted_finds_nothing_left_to_do(
    told: Told, officer: TestClient
) -> None:
    officer.post(f"{told.address}/acceptance", headers=key())

    again = officer.post(f"{told.address}/acceptance", headers=key())

    assert again.status_code == 201
    assert (again.json()["position"], again.json()["version"]) == (0, 0)
    assert "etag" not in again.headers


def test_a_key_used_for_one_step_is_refused_for_another(
    told: Told, officer: TestClient
) -> None:
    once = key()
    officer.post(f"{told.address}/opening", headers=once)

    answer = officer.post(f"{told.address}/acceptance", headers=once)

    assert answer.status_code == 422


def test_opening_the_content_is_noted_with_the_person(
    told: Told, officer: TestClient
) -> None:
    officer.get(told.address)
    told.township.fold()

    with told.township.web.clerk.engine.connect() as connection:
        ((_, noted),) = of_person(connection, told.person)
    assert (noted.operation, noted.purpose) == ("read_inbox", "response")


def test_the_inbox_comes_page_by_page(told: Told, officer: TestClient) -> None:
    for position in range(1, 4):
        tell_police(told.township, told.person, uuid4(), position)

    whole = officer.get(NOTICES).json()["items"]

    assert len(whole) == 4
    assert list(pages(officer, f"{NOTICES}?limit=3")) == [whole[:3], whole[3:]]


def pages(by: TestClient, address: str) -> Iterator[list[object]]:
    while address:
        page = by.get(address)
        yield page.json()["items"]
        address = page.links["next"]["url"] if "next" in page.links else ""


def test_auditors_see_all_notices_in_their_division(told: Told) -> None:
    auditor = told.township.client("auditor")

    (line,) = auditor.get(NOTICES).json()["items"]

    assert line["id"] == str(told.notice)
    assert auditor.get(told.address).status_code == 200
    assert auditor.post(f"{told.address}/acceptance", headers=key()).status_code == 403
