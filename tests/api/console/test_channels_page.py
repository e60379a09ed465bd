"""The page on which an administrator says how an office is told."""

from tests.api.console.browsing import browser, send
from tests.api.township import Township


def test_a_way_is_chosen_its_secret_shown_once_tested_and_switched_off(
    township: Township,
) -> None:
    admin = browser(township, "admin")
    at = f"/offices/{township.offices['police']}/channels"

    made = send(
        admin,
        admin.get(at),
        at,
        channel="webhook",
        address="https://duty.example/suian",
    )
    assert "whsec_of_" in made.text
    shown = admin.get(at)
    assert "whsec_of_" not in shown.text
    assert "https://duty.example/suian" in shown.text
    assert "The test arrived" in send(admin, shown, f"{at}/ping").text
    assert send(admin, shown, f"{at}/webhook/disable").status_code == 303
    assert "Switched off" in admin.get(at).text
    assert "whsec_of_" in send(admin, shown, f"{at}/secret").text


def test_an_address_that_cannot_be_used_is_said_beside_its_field(
    township: Township,
) -> None:
    admin = browser(township, "admin")
    at = f"/offices/{township.offices['police']}/channels"

    sent = send(
        admin, admin.get(at), at, channel="webhook", address="http://duty.example/"
    )

    assert sent.status_code == 422
    assert "This address cannot be used" in sent.text
    assert "http://duty.example/" in sent.text


def test_the_offices_lead_to_it_for_whoever_may_see_it(township: Township) -> None:
    at = f"/offices/{township.offices['police']}/channels"

    assert at in browser(township, "county").get("/offices").text
    assert at not in browser(township, "doctor").get("/offices").text
