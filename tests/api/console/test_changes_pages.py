"""Corrections and withdrawals at the receiver's: on top, little shown, accepted apart."""

from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from domain.registry.notice_changes import Change, TellOfChange
from domain.registry.notices import AcceptNotice, ReportOutcome
from tests.api.console.browsing import CHINESE, a_person, actions, browser, send, told
from tests.api.township import Township, key
from tests.streams import NOON


def change(why: str) -> Change:
    at = NOON.isoformat()
    return Change(str(uuid4()), 9, why, "clock.change", at, at, ["notice/1"])


def tell(township: Township, notice: UUID, why: str, *fields: str) -> str:
    """Withdraw a notice, or correct these fields; return the cause."""
    made = change(why)
    use_case = TellOfChange(notice, made, fields or None)
    township.run(use_case, role="system", purpose="report")
    return made.cause


@pytest.fixture
def notice(township: Township) -> UUID:
    return told(township, a_person(township))


@pytest.fixture
def officer(township: Township) -> TestClient:
    return browser(township, "officer")


def test_a_withdrawn_notice_says_so_and_shows_no_more_than_is_needed_to_stop(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    before = officer.get(f"/notices/{notice}", headers=CHINESE).text
    tell(township, notice, "retracted")
    shown = officer.get(f"/notices/{notice}", headers=CHINESE).text
    fields = township.client("officer").get(f"/api/v1/notices/{notice}").json()

    assert "演示路1号" in before
    assert "演示路1号" not in shown
    assert "本通知已撤回" in shown
    assert "演示甲" in shown
    assert set(fields["fields"]) <= {
        "name",
        "reference",
        "sender",
        "call_back",
        "issued_at",
    }
    assert fields["now"] == {}
    assert fields["notice"]["state"] == "withdrawn"


def test_a_withdrawal_is_accepted_on_its_own_and_then_no_longer_outstanding(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    cause = tell(township, notice, "lowered")
    doctor = browser(township, "doctor")
    assert f"/notices/{notice}/acceptance" in doctor.get("/acceptances").text

    address = f"/notices/{notice}"
    page = officer.get(address)
    assert f"{address}/accept" not in actions(page)
    known = send(officer, page, f"{address}/changes/{cause}")
    township.fold()

    assert known.status_code == 303
    assert f"{address}/changes/{cause}" not in actions(officer.get(address))
    assert f"/notices/{notice}/acceptance" not in doctor.get("/acceptances").text
    facts = [fact.topic for fact in township.web.clerk.log.stream(notice)]
    assert facts[-1] == "notice.change_accepted"


def test_what_was_put_right_comes_first_in_the_inbox_until_it_is_accepted(
    township: Township, officer: TestClient, notice: UUID
) -> None:
    police = {
        "role": "police",
        "purpose": "response",
        "organisation": township.offices["police"],
    }
    township.run(AcceptNotice(notice), **police)
    township.run(ReportOutcome(notice, "seen_calm"), **police)
    waiting = told(township, a_person(township, name="演示乙"))
    before = officer.get("/inbox").text
    cause = tell(township, notice, "details", "residence")
    after = officer.get("/inbox").text
    officer_api = township.client("officer")
    accepted = officer_api.post(
        f"/api/v1/notices/{notice}/changes/{cause}/acceptance", headers=key()
    )
    nothing = officer_api.post(
        f"/api/v1/notices/{notice}/changes/{uuid4()}/acceptance", headers=key()
    )
    township.fold()
    again = officer.get("/inbox").text

    def comes_first(page: str) -> bool:
        return page.index(str(notice)) < page.index(str(waiting))

    assert [comes_first(page) for page in (before, after, again)] == [
        False,
        True,
        False,
    ]
    assert (accepted.status_code, nothing.status_code) == (201, 404)


def test_another_office_accepts_no_change(township: Township, notice: UUID) -> None:
    cause = tell(township, notice, "died")

    answer = township.client("other_officer").post(
        f"/api/v1/notices/{notice}/changes/{cause}/acceptance", headers=key()
    )

    assert answer.status_code == 404
