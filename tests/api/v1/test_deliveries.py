"""What was given up is listed for whoever can do something about it, and asked for again."""

from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from domain.notice_redelivery import RedeliveryAsked
from tests.api.console.browsing import a_person, told
from tests.api.dead_letters import a_dead_letter, give_up
from tests.api.township import Township, key
from tests.registering import an_office

DEAD = "/api/v1/deliveries/dead"
AGAIN = {"channel": "webhook", "reason": "对方已修复(演示)"}


def redeliver(by: TestClient, notice: UUID, **body: str) -> int:
    answer = by.post(
        f"/api/v1/notices/{notice}/redelivery", json={**AGAIN, **body}, headers=key()
    )
    return answer.status_code


@pytest.mark.parametrize("who", ["admin", "county", "auditor"])
def test_a_dead_letter_says_to_whom_by_what_and_why_and_nothing_about_anybody(
    township: Township, who: str
) -> None:
    notice = a_dead_letter(township)

    answer = township.client(who).get(DEAD)

    (line,) = answer.json()["items"]
    assert line["notice"] == str(notice)
    assert line["receiver"] == str(township.offices["police"])
    assert (line["channel"], line["reason"], line["tries"]) == (
        "webhook",
        "http_500",
        21,
    )
    assert "演示甲" not in answer.text


def test_a_broken_line_says_since_when_and_how_many_wait(township: Township) -> None:
    a_dead_letter(township)

    listed = township.client("admin").get("/api/v1/deliveries/circuits")

    (line,) = listed.json()["items"]

    assert (line["channel"], line["failures"], line["waiting"]) == ("webhook", 40, 0)


def test_whoever_asks_for_it_again_is_kept_with_the_reason(township: Township) -> None:
    notice, admin = a_dead_letter(township), township.client("admin")

    assert redeliver(admin, notice) == 201
    assert redeliver(admin, notice) == 409

    facts = [logged.fact for logged in township.web.clerk.log.stream(notice)]
    [asked] = [fact for fact in facts if isinstance(fact, RedeliveryAsked)]
    assert (asked.by, asked.reason) == ("webhook", "对方已修复(演示)")


def test_only_what_was_given_up_is_brought_again(township: Township) -> None:
    notice = told(township, a_person(township))

    assert redeliver(township.client("admin"), notice) == 409
    assert redeliver(township.client("admin"), uuid4()) == 404


@pytest.mark.parametrize("who", ["doctor", "officer", "auditor"])
def test_who_may_not_ask_is_refused(township: Township, who: str) -> None:
    assert redeliver(township.client(who), a_dead_letter(township)) == 403


def test_another_countys_receivers_are_not_listed(township: Township) -> None:
    elsewhere = an_office(township.web.clerk, "police_station", division="990102001")
    give_up(township, told(township, a_person(township)), elsewhere)

    assert township.client("admin").get(DEAD).json()["items"] == []
