"""Signing in, staying in, being thrown out."""

from datetime import timedelta

import psycopg
from httpx2 import Response

from api.sessions import ACCOUNT_TRIES, ADDRESS_TRIES, IDLE, LENGTH, WINDOW
from tests.api.web import PASSWORD, Web, sign_in
from tests.databases import Database

MINUTE = timedelta(minutes=1)


def test_the_right_password_leads_home_with_a_cookie_no_script_or_site_can_use(
    web: Web,
) -> None:
    web.open_account()
    browser = web.browser()

    answer = sign_in(browser)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-suian=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert browser.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(web: Web) -> None:
    web.open_account()

    wrong = sign_in(web.browser(), password="no")
    unknown = sign_in(web.browser(), name="nobody", password="no")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace('value="doctor"', 'value="nobody"') == unknown.text


def test_signing_in_leads_back_to_where_one_was_going_and_never_elsewhere(
    web: Web,
) -> None:
    web.open_account()

    def led_to(wanted: str) -> str:
        form = {"sign_in_name": "doctor", "password": PASSWORD, "next": wanted}
        return web.browser().post("/sign-in", data=form).headers["location"]

    assert led_to("/people?page=2") == "/people?page=2"
    for elsewhere in ("//evil.test", "https://evil.test", "/\\evil.test", "/\nx", ""):
        assert led_to(elsewhere) == "/"


def test_a_session_ends_when_unused_for_an_hour(web: Web) -> None:
    browser = web.signed_in()
    for _ in range(3):
        web.clock.pass_by(IDLE - MINUTE)
        assert browser.get("/").status_code == 200

    web.clock.pass_by(IDLE)

    assert browser.get("/").headers["location"] == "/sign-in"


def test_a_session_ends_after_its_length_however_busy(web: Web) -> None:
    browser = web.signed_in()
    used = timedelta()
    while used + 30 * MINUTE < LENGTH:
        used += 30 * MINUTE
        web.clock.pass_by(30 * MINUTE)
        assert browser.get("/").status_code == 200

    web.clock.pass_by(30 * MINUTE)

    assert browser.get("/").status_code == 303


def test_signing_out_makes_the_token_worthless(web: Web) -> None:
    browser = web.signed_in()
    token = browser.cookies["__Host-suian"]

    browser.post("/sign-out", data={"csrf": csrf(browser.get("/"))})

    again = web.browser(headers={"Authorization": f"Bearer {token}"})
    assert again.get("/api/v1/sessions/current").status_code == 401


def test_a_disabled_account_is_out_at_its_next_request(web: Web) -> None:
    account = web.open_account()
    browser = web.browser()
    sign_in(browser)

    web.disable(account)

    assert browser.get("/").status_code == 303
    assert sign_in(web.browser()).status_code == 401


def test_the_database_never_holds_a_token(web: Web, database: Database) -> None:
    token = web.signed_in().cookies["__Host-suian"]

    with psycopg.connect(database.owner_url) as connection:
        kept = connection.execute("SELECT * FROM desk.session").fetchall()

    assert len(kept) == 1
    assert token not in str(kept)
    assert token.encode() not in kept[0][0]


def test_too_many_tries_for_an_account_close_it_for_the_rest_of_the_window(
    web: Web,
) -> None:
    web.open_account()
    for _ in range(ACCOUNT_TRIES):
        assert sign_in(web.browser(), password="no").status_code == 401

    refused = sign_in(web.browser())

    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= WINDOW.total_seconds() + 1
    web.clock.pass_by(WINDOW)
    assert sign_in(web.browser()).status_code == 303


def test_an_address_that_tries_many_names_is_stopped(web: Web) -> None:
    for n in range(ADDRESS_TRIES):
        assert sign_in(web.browser(), f"name{n}", "no").status_code == 401

    assert sign_in(web.browser(), "yet-another", "no").status_code == 429


def test_signing_in_rightly_does_not_use_up_an_address(web: Web) -> None:
    web.open_account()

    for _ in range(ADDRESS_TRIES // 10):
        assert sign_in(web.browser()).status_code == 303

    with web.site.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT tries FROM desk.sign_in_try")
        assert list(left.scalars()) == [0]


def test_a_system_signs_in_reads_its_session_and_signs_out(web: Web) -> None:
    client = web.bearer()

    shown = client.get("/api/v1/sessions/current").json()

    assert shown["role"] == "township_doctor"
    assert "token" not in shown
    assert client.delete("/api/v1/sessions/current").status_code == 204
    assert client.get("/api/v1/sessions/current").status_code == 401


def test_over_plain_http_nobody_signs_in_from_another_machine(web: Web) -> None:
    web.open_account()

    assert sign_in(web.browser("http://suian.test")).status_code == 403
    assert sign_in(web.browser("http://localhost")).status_code == 303


def csrf(answer: Response) -> str:
    return answer.text.split('name="csrf" value="')[1].split('"')[0]
