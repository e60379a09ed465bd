"""A notice at its receiver's: opened once, answered by forms, nothing clinical in it."""

from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from domain.registry.exclusion import (
    ConfirmExclusion,
    Opinion,
    ProposeExclusion,
    UndoExclusion,
)
from domain.registry.notices import CloseNotice
from tests.api.console.browsing import (
    CANARY,
    CHINESE,
    CLINICAL,
    a_person,
    actions,
    browser,
    send,
    told,
)
from tests.api.township import Township


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def notice(township: Township, person: UUID) -> UUID:
    return told(township, person)


@pytest.fixture
def officer(township: Township) -> TestClient:
    return browser(township, "officer")


def topics(township: Township, notice: UUID) -> list[str]:
    return [fact.topic for fact in township.web.clerk.log.stream(notice)]


def test_the_receiver_reads_the_fields_of_the_policy_with_their_names(
    officer: TestClient, notice: UUID
) -> None:
    shown = officer.get(f"/notices/{notice}", headers=CHINESE)

    assert shown.status_code == 200
    for said in ("演示甲", "现住址", "告知单位", "请您做什么", "虎林市", "监护人电话"):
        assert said in shown.text
    for word in CLINICAL:
        assert word not in shown.text


def test_opening_is_recorded_once_however_often_it_is_read(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    for _ in range(3):
        officer.get(f"/notices/{notice}")

    assert topics(township, notice) == ["notice.issued", "notice.opened"]


def test_a_receiver_is_told_that_the_diagnosis_was_excluded_and_undone(
    township: Township, officer: TestClient, person: UUID, notice: UUID
) -> None:
    opinion = Opinion("second_diagnosis", "2026-03-02", "演示医院", "不是")
    as_psychiatrist = {"role": "psychiatrist", "division": "990101"}
    township.run(ProposeExclusion(person, opinion), **as_psychiatrist, actor=uuid4())
    before = officer.get(f"/notices/{notice}", headers=CHINESE).text
    township.run(ConfirmExclusion(person), **as_psychiatrist)
    after = officer.get(f"/notices/{notice}", headers=CHINESE).text
    over_http = township.client("officer").get(f"/api/v1/notices/{notice}").json()
    township.run(UndoExclusion(person, "鉴定有误"), **as_psychiatrist)
    again = officer.get(f"/notices/{notice}", headers=CHINESE).text

    said = "诊断已被排除"
    assert [said in page for page in (before, after, again)] == [False, True, False]
    assert over_http["is_excluded"]


def test_an_auditor_reads_without_opening_or_answering(
    township: Township, notice: UUID
) -> None:
    shown = browser(township, "auditor").get(f"/notices/{notice}")

    assert shown.status_code == 200
    assert not any(action.startswith("/notices") for action in actions(shown))
    assert topics(township, notice) == ["notice.issued"]


def test_accepting_and_reporting_the_outcome_are_shown_at_once(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    address = f"/notices/{notice}"
    page = officer.get(address)
    assert actions(page) >= {f"{address}/accept", f"{address}/return"}
    assert f"{address}/outcome" not in actions(page)

    accepted = send(officer, page, f"{address}/accept")
    assert (accepted.status_code, accepted.headers["location"]) == (303, address)
    page = officer.get(address)
    assert f"{address}/accept" not in actions(page)

    send(
        officer,
        page,
        f"{address}/outcome",
        outcome="taken_to_hospital",
        remark="演示备注",
    )
    page = officer.get(address)

    assert "Taken to hospital" in page.text
    assert "演示备注" in page.text
    assert topics(township, notice)[1:] == [
        "notice.opened",
        "notice.accepted",
        "notice.outcome_reported",
    ]


def test_sending_the_same_form_twice_records_once(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    address = f"/notices/{notice}"
    page = officer.get(address)
    for _ in range(2):
        send(officer, page, f"{address}/accept")
    page = officer.get(address)
    for _ in range(2):
        send(officer, page, f"{address}/outcome", outcome="not_found")

    assert topics(township, notice).count("notice.outcome_reported") == 1


def test_sending_back_needs_a_reason_and_says_so_at_its_field(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    address = f"/notices/{notice}"
    page = officer.get(address)

    refused = send(officer, page, f"{address}/return", return_reason=" ")
    assert refused.status_code == 422
    assert 'href="#return_reason"' in refused.text

    send(officer, refused, f"{address}/return", return_reason="非本辖区(演示)")
    assert "非本辖区(演示)" in officer.get(address).text
    assert topics(township, notice)[-1] == "notice.returned"


def test_what_was_accepted_and_sent_back_can_be_accepted_and_wants_no_outcome(
    officer: TestClient, notice: UUID
) -> None:
    address = f"/notices/{notice}"
    send(officer, officer.get(address), f"{address}/accept")
    page = officer.get(address)
    send(officer, page, f"{address}/return", return_reason="非本辖区(演示)")

    offered = actions(officer.get(address))

    assert f"{address}/accept" in offered
    assert f"{address}/outcome" not in offered


def test_nothing_typed_is_lost_when_an_outcome_is_refused(
    township: Township, person: UUID, officer: TestClient, notice: UUID
) -> None:
    address = f"/notices/{notice}"
    send(officer, officer.get(address), f"{address}/accept")
    page = officer.get(address)

    refused = send(
        officer, page, f"{address}/outcome", outcome="invented", remark=CANARY
    )
    assert refused.status_code == 422
    assert "&lt;script&gt;" in refused.text
    assert CANARY not in refused.text

    township.run(CloseNotice(notice, person, "演示"))
    late = send(
        officer, page, f"{address}/outcome", outcome="not_found", remark="演示备注"
    )
    assert late.status_code == 409
    assert "This notice is closed" in late.text


def test_another_office_finds_nothing_there_and_answers_nothing(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    page = officer.get(f"/notices/{notice}")
    other = browser(township, "other_officer")

    assert other.get(f"/notices/{notice}").status_code == 404
    assert other.get(f"/notices/{uuid4()}").status_code == 404
    token = other.get("/inbox").text.split('name="csrf" value="')[1].split('"')[0]
    sent = send(other, page, f"/notices/{notice}/accept", csrf=token)
    assert sent.status_code == 404
    assert "notice.accepted" not in topics(township, notice)


@pytest.mark.parametrize("who", ["doctor", "village", "admin"])
def test_who_is_not_told_may_not_ask(
    township: Township, notice: UUID, who: str
) -> None:
    assert browser(township, who).get(f"/notices/{notice}").status_code == 403


def test_a_name_is_shown_as_text_whatever_it_holds(
    township: Township, officer: TestClient
) -> None:
    notice = told(township, a_person(township, name=CANARY))

    shown = officer.get(f"/notices/{notice}").text

    assert CANARY not in shown
    assert "&lt;script&gt;" in shown
