"""The administrator keeps offices and accounts; others read what they may."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from tests.api.console.browsing import CANARY, actions, browser, send
from tests.api.township import HERE, THERE, Township
from tests.api.web import PASSWORD, sign_in

NEW = {
    "name": "演示新医",
    "sign_in_name": "xinyi",
    "password": "yanshi-12345",
    "role": "township_doctor",
}


def accounts(by: TestClient) -> str:
    return by.get("/accounts", headers={"Accept-Language": "zh-CN"}).text


def test_an_office_is_entered_serves_villages_and_closes(township: Township) -> None:
    admin = browser(township, "admin")
    sent = send(
        admin,
        admin.get("/offices"),
        "/offices",
        kind="grid_centre",
        name=f"演示网格中心{CANARY}",
        division="990101001",
        phone="0000-0000009",
        villages=f"{HERE}\r\n{THERE}",
    )
    township.fold()

    shown = admin.get("/offices").text
    assert sent.status_code == 303
    assert "演示网格中心" in shown
    assert CANARY not in shown
    office = township.offices["police"]
    closed = send(
        admin, admin.get("/offices"), f"/offices/{office}/close", reason="演示撤并"
    )
    township.fold()
    assert closed.status_code == 303
    assert f"/offices/{office}/reopen" in actions(admin.get("/offices"))
    send(admin, admin.get("/offices"), f"/offices/{office}/reopen")
    township.fold()
    assert f"/offices/{office}/close" in actions(admin.get("/offices"))


def test_a_village_is_taken_over_and_given_up(township: Township) -> None:
    admin, office = browser(township, "admin"), township.offices["police"]

    def change(serves: str) -> str:
        action = f"/offices/{office}/villages"
        sent = send(admin, admin.get("/offices"), action, village=THERE, serves=serves)
        assert sent.status_code == 303
        township.fold()
        row = admin.get("/api/v1/offices", params={"village": THERE}).json()
        return str([each["id"] for each in row["items"]])

    assert str(office) in change("yes")
    assert str(office) not in change("no")


def test_a_wrong_code_is_said_and_nothing_is_entered(township: Township) -> None:
    admin = browser(township, "admin")

    sent = send(
        admin,
        admin.get("/offices"),
        "/offices",
        kind="grid_centre",
        name="演示",
        division="12",
    )

    assert sent.status_code == 422
    assert 'href="#division"' in sent.text


def test_an_account_opened_signs_in_and_shut_is_out_at_once(township: Township) -> None:
    admin = browser(township, "admin")
    office = str(township.offices["hospital"])
    opened = send(admin, admin.get("/accounts"), "/accounts", **NEW, office=office)
    township.fold()

    newcomer = township.web.browser()
    assert opened.status_code == 303
    assert sign_in(newcomer, "xinyi", NEW["password"]).status_code == 303
    assert newcomer.get("/people").status_code == 200
    action = next(
        each
        for each in actions(admin.get("/accounts"))
        if each.endswith("/disable") and _is(township, each, "xinyi")
    )
    send(admin, admin.get("/accounts"), action, reason="演示离职")
    township.fold()
    assert newcomer.get("/people", follow_redirects=False).status_code in {303, 401}


def _is(township: Township, action: str, sign_in_name: str) -> bool:
    facts = township.web.clerk.log.stream(UUID(action.split("/")[2]))
    return vars(facts[0].fact)["sign_in_name"] == sign_in_name


def test_a_password_is_set_anew_and_the_old_one_no_longer_fits(
    township: Township,
) -> None:
    admin, doctor = browser(township, "admin"), township.accounts["doctor"]
    old = browser(township, "doctor")

    send(
        admin,
        admin.get("/accounts"),
        f"/accounts/{doctor}/password",
        password="yanshi-54321",
    )
    township.fold()

    assert old.get("/people", follow_redirects=False).status_code in {303, 401}
    assert sign_in(township.web.browser(), "doctor").status_code != 303
    assert sign_in(township.web.browser(), "doctor", "yanshi-54321").status_code == 303


def test_a_role_changes_what_an_account_may_do(township: Township) -> None:
    admin, doctor = browser(township, "admin"), township.accounts["doctor"]

    send(
        admin,
        admin.get("/accounts"),
        f"/accounts/{doctor}/role",
        role="police",
        office=str(township.offices["police"]),
        division="",
    )
    township.fold()

    changed = browser(township, "doctor")
    assert changed.get("/inbox").status_code == 200
    assert changed.get("/people").status_code == 403


def test_a_taken_sign_in_name_and_a_short_password_are_said(township: Township) -> None:
    admin, office = browser(township, "admin"), str(township.offices["hospital"])
    page = admin.get("/accounts")

    taken = send(
        admin, page, "/accounts", **{**NEW, "sign_in_name": "doctor"}, office=office
    )
    short = send(admin, page, "/accounts", **{**NEW, "password": "kurz"}, office=office)

    assert (taken.status_code, short.status_code) == (409, 422)
    assert 'href="#sign_in_name"' in taken.text
    assert 'href="#password"' in short.text
    assert NEW["name"] in taken.text
    assert PASSWORD not in taken.text


def test_who_reads_accounts_without_keeping_them_gets_no_form(
    township: Township,
) -> None:
    shown = browser(township, "auditor").get("/accounts")

    assert shown.status_code == 200
    assert {each for each in actions(shown) if each.startswith("/accounts")} == set()


@pytest.mark.parametrize("who", ["doctor", "officer", "village"])
def test_everybody_sees_whom_to_ring_and_nobody_else_the_accounts(
    township: Township, who: str
) -> None:
    by = browser(township, who)

    assert "0000-0000000" in by.get("/offices").text
    assert {a for a in actions(by.get("/offices")) if a.startswith("/offices")} == set()
    assert by.get("/accounts").status_code == 403
    assert by.post("/offices", data={"csrf": "x"}).status_code == 403


def test_the_page_says_how_the_system_does(township: Township) -> None:
    assert "系统状态" in accounts(browser(township, "admin"))
