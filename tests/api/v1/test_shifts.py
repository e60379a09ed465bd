"""Notices follow the post: handed over at a change of shift, never taken along by anybody."""

from uuid import UUID, uuid4

import pytest

from domain.account import Grant
from domain.log import Command
from domain.registry.accounts import DisableAccount, OpenAccount
from projections.duties import on_duty
from tests.api.console.browsing import a_person, actions, browser, send, told
from tests.api.township import Township, key
from tests.api.web import PASSWORD, QUICK
from tests.registering import TOWNSHIP
from tests.streams import a_command

PHONE = {"phone": "0467-110110"}


@pytest.fixture
def notice(township: Township) -> UUID:
    return told(township, a_person(township))


def administration() -> Command:
    return a_command(
        id=uuid4(), role="administrator", purpose="administration", division="9901"
    )


def names(township: Township, office: str = "police") -> list[str]:
    township.fold()
    with township.web.clerk.engine.begin() as connection:
        found = on_duty(connection).get(township.offices[office])
    return [f"{found.name} {found.phone}"] if found else []


def test_a_shift_ends_with_the_list_of_open_notices_and_the_next_takes_over_with_one_tap(
    township: Township, notice: UUID
) -> None:
    officer = browser(township, "officer")
    page = officer.get("/shift")
    send(officer, page, "/shift/take-over", **PHONE)
    assert names(township) == ["演示police 0467-110110"]

    page = officer.get("/shift")
    assert f"/notices/{notice}" in page.text
    ended = send(officer, page, "/shift/hand-over")
    township.fold()

    assert ended.status_code == 303
    assert names(township) == []
    page = officer.get("/shift")
    assert {"/shift/take-over"} <= actions(page)
    assert f"/notices/{notice}" in page.text
    handed = [
        logged.fact
        for logged in township.web.clerk.log.after(0, 1000)
        if logged.topic == "shift.handed_over"
    ]
    assert [getattr(fact, "notices", None) for fact in handed] == [[str(notice)]]


def test_who_is_on_duty_is_shown_to_those_who_told(
    township: Township, notice: UUID
) -> None:
    officer = township.client("officer")
    officer.post("/api/v1/shift/take-over", json=PHONE, headers=key())
    township.fold()

    doctor = browser(township, "doctor")
    assert "tel:0467-110110" in doctor.get(f"/notices/{notice}/acceptance").text
    assert officer.get("/api/v1/shift").json()["open_notices"] == [str(notice)]


def test_only_who_is_on_duty_hands_over(township: Township) -> None:
    officer = township.client("officer")

    refused = officer.post("/api/v1/shift/hand-over", headers=key())

    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "/problems/not-on-duty",
    )
    assert township.client("doctor").get("/api/v1/shift").status_code == 403


def test_a_closed_account_takes_no_notice_with_it_and_is_not_on_duty_any_more(
    township: Township, notice: UUID
) -> None:
    officer = township.client("officer")
    officer.post("/api/v1/shift/take-over", json=PHONE, headers=key())
    officer.post(f"/api/v1/notices/{notice}/acceptance", headers=key())
    clerk = township.web.clerk
    opening = OpenAccount(
        clerk.claim("sign-in name", "relief"),
        "relief",
        "演示接班",
        QUICK.hash(PASSWORD),
        Grant("police", str(township.offices["police"]), TOWNSHIP, "2026-01-01"),
    )
    clerk.runner.run(opening, administration())
    disabling = DisableAccount(township.accounts["officer"], "调离")
    clerk.runner.run(disabling, administration())

    assert names(township) == []
    relief = township.client("relief")
    (line,) = relief.get("/api/v1/notices").json()["items"]
    reported = relief.post(
        f"/api/v1/notices/{notice}/outcome",
        json={"outcome": "seen_calm"},
        headers=key(),
    )
    assert (line["id"], line["state"]) == (str(notice), "accepted")
    assert reported.status_code == 201
