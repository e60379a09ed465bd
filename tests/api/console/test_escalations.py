"""Silence on screen: whom to ring, who is pressed, and what each rung may read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.account import Grant
from domain.registry.accounts import OpenAccount
from domain.registry.follow_up import GradeRisk
from domain.registry.notice_changes import Change, TellOfChange
from domain.registry.notice_escalation import Escalated, Rung, TakeRung
from domain.registry.notices import AcceptNotice, IssueNotices, Receiver
from domain.registry.registration import CorrectIdentity
from domain.rules.notice_policy import receivers_for
from domain.values.findings import Grade
from domain.values.notices import Trigger
from ops.channels import webhook
from ops.settings import Outgoing
from scheduler.message import Message
from tests.api.console.browsing import (
    CHINESE,
    CLINICAL,
    a_person,
    actions,
    browser,
    send,
)
from tests.api.township import COUNTY, Township, key
from tests.api.web import PASSWORD, QUICK
from tests.registering import an_office
from tests.streams import NOON, an_identity

NAME = "演示沉默者"
FEED = "/api/v1/notices/feed"
SYSTEM: dict[str, Any] = {"role": "system", "purpose": "report", "channel": "job"}


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township, name=NAME)


@pytest.fixture
def notice(township: Township, person: UUID) -> UUID:
    """A level 5 by the hospital that the police do not accept, and the secretariat."""
    offices = township.offices
    offices["meeting"] = an_office(
        township.web.clerk, "joint_meeting", villages=(), division=COUNTY
    )
    claim = township.web.clerk.claim("sign-in name", "secretary")
    grant = Grant("joint_meeting", str(offices["meeting"]), COUNTY, "2026-01-01")
    township.run(
        OpenAccount(claim, "secretary", "演示秘书", QUICK.hash(PASSWORD), grant),
        role="administrator",
        purpose="administration",
        division="9901",
    )
    graded = township.run(
        GradeRisk(person, 5, "演示"), organisation=offices["hospital"]
    ).facts[0]
    rule = next(
        rule
        for rule in receivers_for(Trigger.FIRST_HIGH, Grade.LEVEL_5, NOON.date())
        if rule.kind == "police_station"
    )
    receiver = Receiver(
        offices["police"],
        rule.kind,
        rule.purpose,
        tuple(rule.fields),
        (NOON + timedelta(minutes=60)).isoformat(),
        stands_in=False,
        edition="演示",
        trigger=Trigger.FIRST_HIGH,
        clock="clock.highest",
        remind_at=(NOON + timedelta(minutes=15)).isoformat(),
    )
    issuing = IssueNotices(person, graded.event_id, graded.position, (receiver,))
    return township.run(issuing, **SYSTEM).facts[0].stream


def climb(township: Township, notice: UUID, *rungs: Rung) -> None:
    """Take these rungs, each when it is due."""
    offices = township.offices
    turned = {
        Rung.SENDER: offices["hospital"],
        Rung.STAND_IN: offices["other_police"],
        Rung.COUNTY: offices["smi"],
        Rung.JOINT_MEETING: offices["meeting"],
    }
    for number, rung in enumerate(rungs, 1):
        taking = TakeRung(notice, offices["police"], rung, turned[rung])
        now = NOON + number * timedelta(hours=2)
        assert township.run(taking, now=now, **SYSTEM).facts


def test_the_senders_home_says_whom_to_ring_with_the_number_to_tap(
    township: Township, notice: UUID
) -> None:
    climb(township, notice, Rung.SENDER)

    doctor = browser(township, "doctor")
    home = doctor.get("/", headers=CHINESE)
    page = doctor.get(f"/escalations/{notice}", headers=CHINESE)
    noted = send(doctor, page, f"/escalations/{notice}/call", outcome="no_answer")
    township.fold()
    after = doctor.get("/", headers=CHINESE)

    assert "待电话催办" in home.text
    assert 'href="tel:0000-0000000"' in home.text
    assert noted.status_code == 303
    assert "已电话催办" in after.text


def test_the_receiver_itself_is_not_shown_its_ladder_as_a_task(
    township: Township, notice: UUID
) -> None:
    climb(township, notice, Rung.SENDER, Rung.STAND_IN)

    shown = browser(township, "officer").get("/escalations", headers=CHINESE)

    assert f"/escalations/{notice}" not in shown.text


def test_the_stand_in_reads_what_the_receiver_would_and_takes_it_on(
    township: Township, notice: UUID
) -> None:
    climb(township, notice, Rung.SENDER, Rung.STAND_IN)

    other = browser(township, "other_officer")
    home = other.get("/", headers=CHINESE)
    page = other.get(f"/escalations/{notice}", headers=CHINESE)
    taken = send(other, page, f"/escalations/{notice}/take-on")
    township.fold()
    after = other.get(f"/escalations/{notice}", headers=CHINESE)

    assert "督办：无人签收" in home.text
    assert NAME in page.text
    assert "首次评为3级及以上" in page.text
    assert Trigger.FIRST_HIGH not in page.text
    assert taken.status_code == 303
    assert "已受领" in after.text
    assert f"/escalations/{notice}/take-on" not in actions(after)


def test_the_secretariat_sees_who_is_silent_and_nothing_of_the_person(
    township: Township, notice: UUID
) -> None:
    climb(township, notice, *Rung)

    secretary = browser(township, "secretary")
    home = secretary.get("/", headers=CHINESE)
    page = secretary.get(f"/escalations/{notice}", headers=CHINESE)

    assert "督办：无人签收" in home.text
    assert str(notice) in page.text
    assert "3级及以上" in page.text
    assert all(word not in page.text for word in (NAME, "演示路", *CLINICAL))
    assert secretary.get(f"/notices/{notice}").status_code in {403, 404}


def test_a_rungs_system_is_told_what_its_page_says_put_right_where_it_was(
    township: Township, person: UUID, notice: UUID
) -> None:
    climb(township, notice, *Rung)
    clerk = township.web.clerk
    named = CorrectIdentity(
        person, an_identity(name="演示更名者"), "姓名录入有误", None, None
    )
    version = clerk.log.stream(person)[-1].version
    right = township.run(named, seen=version).facts[0]
    change = Change(
        cause=str(right.event_id),
        cause_position=right.position,
        why="details",
        clock="clock.change",
        remind_at=NOON.isoformat(),
        accept_by=NOON.isoformat(),
        editions=[],
    )
    township.run(TellOfChange(notice, change, ("name",)), **SYSTEM)
    urged = {
        logged.fact.rung: Message(
            logged.event_id, notice, UUID(logged.fact.office), logged.topic
        )
        for logged in clerk.log.stream(notice)
        if isinstance(logged.fact, Escalated)
    }

    system = webhook(clerk, Outgoing())
    said = {rung: system.told(message).fields for rung, message in urged.items()}
    address = f"/api/v1/escalations/{notice}"
    pages = {
        rung: township.client(who).get(address, headers=CHINESE).json()["fields"]
        for rung, who in (("stand_in", "other_officer"), ("joint_meeting", "secretary"))
    }

    assert {rung: said[rung] for rung in pages} == pages
    assert said["stand_in"]["name"] == "演示更名者"
    assert all(fields["legal_basis"] for fields in said.values())
    assert "name" not in said["joint_meeting"]


def test_the_feed_of_an_office_that_was_turned_to_says_so_with_the_rung_s_fields(
    township: Township, notice: UUID
) -> None:
    """An office that only polls hears of it like one that is called (催办, 督办)."""
    climb(township, notice, *Rung)
    clerk = township.web.clerk
    turns = {
        UUID(logged.fact.office): Message(
            logged.event_id, notice, UUID(logged.fact.office), logged.topic
        )
        for logged in clerk.log.stream(notice)
        if isinstance(logged.fact, Escalated)
    }
    system = webhook(clerk, Outgoing())

    for who, office in (("other_officer", "other_police"), ("county", "smi")):
        message = turns[township.offices[office]]
        polling = township.client(who)
        [item] = polling.get(FEED, params={"after": 0}).json()["items"]

        assert item["type"] == "suian.notice.escalated"
        assert (item["id"], item["notice"]) == (str(message.id), str(notice))
        assert item["data"] == system.told(message).fields
        asked = {"after": item["cursor"]}
        assert polling.get(FEED, params=asked).json()["items"] == []
    own = township.client("officer").get(FEED, params={"after": 0}).json()["items"]
    assert [item["type"] for item in own] == ["suian.notice.issued"]


def test_who_was_not_turned_to_sees_nothing(township: Township, notice: UUID) -> None:
    climb(township, notice, Rung.SENDER)

    for who in ("other_officer", "secretary"):
        assert browser(township, who).get(f"/escalations/{notice}").status_code == 404


def test_the_county_sees_them_by_rung_until_the_receiver_accepts(
    township: Township, notice: UUID
) -> None:
    climb(township, notice, Rung.SENDER, Rung.STAND_IN)
    county = browser(township, "county")

    before = county.get("/escalations", headers=CHINESE)
    township.run(
        AcceptNotice(notice),
        role="police",
        purpose="response",
        organisation=township.offices["police"],
    )
    after = county.get("/escalations", headers=CHINESE)

    assert f"/escalations/{notice}" in before.text
    assert "代办机构" in before.text
    assert f"/escalations/{notice}" not in after.text


def test_the_history_tells_the_ladder_in_words(
    township: Township, notice: UUID, person: UUID
) -> None:
    climb(township, notice, *Rung)

    told = browser(township, "doctor").get(f"/people/{person}/history", headers=CHINESE)

    assert "电话催办接收单位" in told.text
    assert "督办县级精防机构" in told.text


def test_systems_list_take_on_and_note_calls(township: Township, notice: UUID) -> None:
    climb(township, notice, Rung.SENDER, Rung.STAND_IN)
    other, doctor = township.client("other_officer"), township.client("doctor")

    listed = other.get("/api/v1/escalations").json()["items"]
    one = other.get(f"/api/v1/escalations/{notice}").json()
    called = doctor.post(
        f"/api/v1/notices/{notice}/call", json={"outcome": "promised"}, headers=key()
    )
    taken = other.post(f"/api/v1/notices/{notice}/escalation-acceptance", headers=key())
    strange = township.client("officer").post(
        f"/api/v1/notices/{notice}/escalation-acceptance", headers=key()
    )
    township.fold()
    after = other.get(f"/api/v1/escalations/{notice}").json()["escalation"]

    assert [line["notice"] for line in listed] == [str(notice)]
    assert [rung["rung"] for rung in listed[0]["rungs"]] == ["sender", "stand_in"]
    assert one["fields"]["name"] == NAME
    assert (called.status_code, taken.status_code) == (201, 201)
    assert (strange.status_code, strange.json()["type"]) == (409, "/problems/not-urged")
    assert after["call_outcome"] == "promised"
    assert after["taken_on_at"] is not None
    assert after["ended_at"] is None
