"""Acceptance by telephone and by slip: two people, once, counted apart; own comes first."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from api.notice_slip import code_of
from domain.values.acceptance import DIGITS, read_code, slip_code, written_code
from projections.notice_box import NoticeRow
from projections.notice_box import notice as notice_row
from tests.api.console.browsing import a_person, told
from tests.api.township import Township, key
from tests.streams import NOON

CALL = {
    "spoke_with": "值班民警甲(演示)",
    "number": "0467-000000",
    "spoken_at": NOON.isoformat(),
}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


@pytest.fixture
def address(township: Township, person: UUID) -> str:
    return f"/api/v1/notices/{told(township, person)}"


@pytest.fixture
def county(township: Township) -> TestClient:
    return township.client("county")


@pytest.fixture
def doctor(township: Township) -> TestClient:
    return township.client("doctor")


def row(township: Township, address: str) -> NoticeRow:
    township.fold()
    with township.web.clerk.engine.begin() as connection:
        found = notice_row(connection, UUID(address.rpartition("/")[2]))
    assert found is not None
    return found


def test_one_person_alone_cannot_accept_on_behalf(
    township: Township, county: TestClient, address: str
) -> None:
    entered = county.post(f"{address}/on-behalf", json=CALL, headers=key())
    alone = county.post(f"{address}/on-behalf/confirmation", headers=key())

    assert entered.status_code == 201
    assert (alone.status_code, alone.json()["type"]) == (
        409,
        "/problems/witness-needed",
    )
    assert row(township, address).accepted_at is None


def test_it_counts_when_another_has_confirmed_it_and_is_counted_apart(
    township: Township, county: TestClient, doctor: TestClient, address: str
) -> None:
    county.post(f"{address}/on-behalf", json=CALL, headers=key())
    waiting = row(township, address)
    confirmed = doctor.post(f"{address}/on-behalf/confirmation", headers=key())
    accepted = row(township, address)

    assert confirmed.status_code == 201
    assert (waiting.state, waiting.spoke_with) == ("issued", "值班民警甲(演示)")
    assert waiting.on_behalf_by == township.accounts["county"]
    assert (accepted.state, accepted.accepted_via) == ("accepted", "on_behalf")
    assert accepted.on_behalf_at is None


def test_only_the_county_enters_and_the_receiver_cannot_confirm(
    township: Township, county: TestClient, doctor: TestClient, address: str
) -> None:
    by_doctor = doctor.post(f"{address}/on-behalf", json=CALL, headers=key())
    county.post(f"{address}/on-behalf", json=CALL, headers=key())
    again = county.post(f"{address}/on-behalf", json=CALL, headers=key())
    officer = township.client("officer")
    by_officer = officer.post(f"{address}/on-behalf/confirmation", headers=key())

    assert (by_doctor.status_code, by_officer.status_code) == (403, 403)
    assert again.json()["type"] == "/problems/waits-for-second-person"


def test_the_receivers_own_acceptance_meanwhile_wins(
    township: Township, county: TestClient, doctor: TestClient, address: str
) -> None:
    county.post(f"{address}/on-behalf", json=CALL, headers=key())
    township.client("officer").post(f"{address}/acceptance", headers=key())
    late = doctor.post(f"{address}/on-behalf/confirmation", headers=key())

    assert (late.status_code, late.json()["position"]) == (201, 0)
    found = row(township, address)
    assert (found.accepted_via, found.on_behalf_at) == ("own", None)
    assert found.accepted_by == township.accounts["officer"]


def test_an_entry_can_be_refused_with_a_reason_and_entered_again(
    county: TestClient, doctor: TestClient, address: str
) -> None:
    county.post(f"{address}/on-behalf", json=CALL, headers=key())
    refused = doctor.post(
        f"{address}/on-behalf/refusal", json={"reason": "无人接听"}, headers=key()
    )
    nothing = doctor.post(f"{address}/on-behalf/confirmation", headers=key())
    again = county.post(f"{address}/on-behalf", json=CALL, headers=key())

    assert refused.status_code == 201
    assert nothing.json()["type"] == "/problems/nothing-entered-on-behalf"
    assert again.status_code == 201


def test_a_call_in_the_future_is_refused(county: TestClient, address: str) -> None:
    call = {**CALL, "spoken_at": "2099-01-01T00:00:00+08:00"}

    answer = county.post(f"{address}/on-behalf", json=call, headers=key())

    assert answer.json()["type"] == "/problems/not-yet-given"


def test_a_slip_is_printed_for_the_receiver_and_its_code_accepts_once(
    township: Township, doctor: TestClient, address: str
) -> None:
    given = doctor.post(f"{address}/slip", headers=key())
    township.fold()
    printed = doctor.get(f"{address}/slip")
    notice = UUID(address.rpartition("/")[2])
    code = code_of(township.web.app.state.services.words_key, notice)
    slip = {
        "code": written_code(code),
        "signed_by": "值班民警乙(演示)",
        "signed_on": NOON.date().isoformat(),
    }
    first = doctor.post("/api/v1/slips", json=slip, headers=key())
    again = doctor.post("/api/v1/slips", json=slip, headers=key())

    assert given.status_code == 201
    assert printed.content.startswith(b"%PDF")
    assert (first.status_code, again.json()["position"]) == (201, 0)
    found = row(township, address)
    assert (found.accepted_via, found.signed_by) == ("slip", "值班民警乙(演示)")


def test_a_slip_signed_tomorrow_is_refused(
    township: Township, doctor: TestClient, address: str
) -> None:
    slip = a_slip(township, doctor, address, NOON.date() + timedelta(days=1))

    answer = doctor.post("/api/v1/slips", json=slip, headers=key())

    assert answer.json()["type"] == "/problems/not-yet-given"
    assert row(township, address).accepted_at is None


def test_what_was_sent_back_and_then_accepted_stands_as_accepted(
    township: Township, doctor: TestClient, address: str
) -> None:
    slip = a_slip(township, doctor, address, NOON.date())
    officer = township.client("officer")
    back = officer.post(f"{address}/return", json={"reason": "查无此人"}, headers=key())
    sent_back = row(township, address).state

    taken = doctor.post("/api/v1/slips", json=slip, headers=key())

    assert (back.status_code, taken.status_code) == (201, 201)
    assert (sent_back, row(township, address).state) == ("returned", "accepted")


def test_what_was_accepted_after_a_return_can_be_sent_back_again(
    township: Township, doctor: TestClient, address: str
) -> None:
    slip = a_slip(township, doctor, address, NOON.date())
    officer = township.client("officer")
    back = {"reason": "查无此人"}
    officer.post(f"{address}/return", json=back, headers=key())
    once_more = officer.post(f"{address}/return", json=back, headers=key())
    doctor.post("/api/v1/slips", json=slip, headers=key())

    again = officer.post(
        f"{address}/return", json={"reason": "不在辖区"}, headers=key()
    )

    assert once_more.json()["position"] == 0
    assert again.json()["position"] > 0
    found = row(township, address)
    assert (found.state, found.return_reason) == ("returned", "不在辖区")


def a_slip(
    township: Township, doctor: TestClient, address: str, day: date
) -> dict[str, str]:
    """Print a notice's slip and return what stands on it when it comes back."""
    assert doctor.post(f"{address}/slip", headers=key()).status_code == 201
    township.fold()
    notice = UUID(address.rpartition("/")[2])
    code = code_of(township.web.app.state.services.words_key, notice)
    return {"code": code, "signed_by": "值班民警乙(演示)", "signed_on": day.isoformat()}


def test_a_code_nobody_printed_or_mistyped_accepts_nothing(
    township: Township, doctor: TestClient, address: str
) -> None:
    doctor.post(f"{address}/slip", headers=key())
    township.fold()
    notice = UUID(address.rpartition("/")[2])
    right = code_of(township.web.app.state.services.words_key, notice)
    wrong = slip_code(uuid4(), b"another key")
    swapped = right[1] + right[0] + right[2:]
    typed = [wrong, f"{(int(right[0]) + 1) % 10}{right[1:]}", "12"]
    typed += [swapped] if swapped != right else []

    for code in typed:
        slip = {"code": code, "signed_by": "某", "signed_on": "2026-03-02"}
        answer = doctor.post("/api/v1/slips", json=slip, headers=key())
        assert answer.json()["type"] == "/problems/slip-code-unknown"
    assert row(township, address).accepted_at is None


def test_a_code_is_read_with_spaces_and_every_wrong_digit_is_found() -> None:
    code = slip_code(uuid4(), b"a key")

    assert read_code(written_code(code)) == code
    assert read_code(" ".join(code)) == code
    for place in range(DIGITS + 1):
        for other in set("0123456789") - {code[place]}:
            assert read_code(code[:place] + other + code[place + 1 :]) is None
