"""The page of what was given up: with the reason, and a button that asks for a reason."""

from tests.api.console.browsing import CANARY, CHINESE, actions, browser, send
from tests.api.dead_letters import a_dead_letter
from tests.api.township import Township

PAGE = "/deliveries"


def test_the_administrator_sees_why_it_failed_and_asks_for_it_again(
    township: Township,
) -> None:
    notice, admin = a_dead_letter(township), browser(township, "admin")
    again = f"{PAGE}/{notice}/again"

    shown = admin.get(PAGE, headers=CHINESE)
    assert "http_500" in shown.text
    assert "再次投递" in shown.text
    assert "不通的渠道" in shown.text
    without = send(admin, shown, again, reason="")
    assert without.status_code == 422
    sent = send(admin, shown, again, reason=CANARY)

    assert (sent.status_code, sent.headers["location"]) == (303, PAGE)
    newest = township.web.clerk.log.stream(notice)[-1]
    assert newest.topic == "notice.redelivery_asked"


def test_the_auditor_sees_it_and_has_no_button(township: Township) -> None:
    a_dead_letter(township)

    shown = browser(township, "auditor").get(PAGE)

    assert "http_500" in shown.text
    assert not any(action.endswith("/again") for action in actions(shown))


def test_who_looks_after_people_has_no_such_page(township: Township) -> None:
    assert browser(township, "doctor").get(PAGE).status_code == 403
