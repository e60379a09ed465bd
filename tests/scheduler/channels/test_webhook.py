"""A notice reaches the address its office chose, signed, once known by its id, or the next."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.log import Command
from domain.registry.channels import (
    ChooseChannel,
    DisableChannel,
    EnableChannel,
    RotateSecret,
    channels_of,
)
from domain.registry.notice_schema import schemas
from domain.registry.notices import ReturnNotice
from domain.registry.runner import UseCase
from domain.values.channels import WayOut
from domain.values.findings import Grade
from ops.acting import job_command
from ops.channels import ways, webhook
from ops.clerk import alarm_of, rounds_clerk
from ops.receiver.kept import Kept
from ops.receiver.server import Station, running
from ops.settings import Outgoing
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.channels.webhook import PING, Webhook
from scheduler.follower import Follower
from scheduler.message import Delivered, Failed, Gone, Message
from scheduler.notice_follower import Offices, Telling
from tests.databases import Database
from tests.registering import VILLAGE, a_form, an_office, follow_up, register
from tests.scheduler.channels.receivers import Receiver, listening
from tests.scheduler.desks import ask, held, run_out
from tests.streams import NOON, a_command

HERE = Outgoing(webhook_networks="127.0.0.0/8")


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def administer(site: Site, use_case: UseCase, now: datetime = NOON) -> None:
    command = a_command(
        id=uuid4(),
        role="administrator",
        purpose="administration",
        division="9901",
        now=now,
    )
    site.runner.run(use_case, command)


def choose(site: Site, office: UUID, address: str, **named: Any) -> None:
    facts: dict[str, Any] = {
        "channel": WayOut.WEBHOOK,
        "place": 1,
        "after_minutes": 10,
        **named,
    }
    administer(site, ChooseChannel(office, address=address, **facts))


def a_danger(site: Site, **named: Any) -> UUID:
    """Enter a police station and somebody dangerous in its village; return the station."""
    station = an_office(site, "police_station", villages=(VILLAGE,), **named)
    unit = an_office(site)
    form = a_form(risk=Grade.LEVEL_4)
    follow_up(site, register(site, unit), form)
    return station


def turn(
    site: Site, folding: Folding, now: datetime = NOON, outgoing: Outgoing = HERE
) -> None:
    """Let the clerk do what is due at a moment."""
    folding.catch_up()
    clerk = rounds_clerk(site, folding, uuid4(), outgoing)
    while clerk.tick(now).is_busy:
        folding.catch_up()
    clerk.leave()


def shown_secret(site: Site, office: UUID) -> str:
    newest = channels_of(site.log, office).secrets[0].id
    return ways(site, HERE).shown_secret(office, newest)


def test_a_notice_reaches_the_webhook_signed_and_with_its_closed_fields(
    site: Site, folding: Folding
) -> None:
    with listening() as receiver:
        station = a_danger(site)
        choose(site, station, f"{receiver.address}/suian?k=1")
        turn(site, folding, NOON)

        (came,) = receiver.received
        event = json.loads(came.body)
        assert came.path == "/suian?k=1"
        assert came.is_signed_with(shown_secret(site, station))
        assert came.headers["content-type"].startswith("application/cloudevents+json")
        assert (event["specversion"], event["type"]) == ("1.0", "suian.notice.issued")
        assert event["id"] == event["subject"] == came.headers["webhook-id"]
        assert event["data"]["reference"] == event["id"]
        told = schemas()["police_station"]["properties"]
        assert set(event["data"]) <= set(told)
        assert event["data"]["name"]


def test_while_a_secret_is_renewed_both_sign_and_then_the_new_one_alone(
    site: Site,
) -> None:
    with listening() as receiver:
        station = an_office(site, "police_station")
        choose(site, station, receiver.address)
        old = shown_secret(site, station)
        administer(site, RotateSecret(station, overlap_hours=24))
        new = shown_secret(site, station)
        for hours in (0, 23, 24):
            moment = NOON + timedelta(hours=hours)
            pinging(site, moment).ping(station, uuid4())

    assert old != new
    assert [r.is_signed_with(new) for r in receiver.received] == [True, True, True]
    assert [r.is_signed_with(old) for r in receiver.received] == [True, True, False]


def test_the_time_signed_is_the_moment_it_is_sent(site: Site) -> None:
    with listening() as receiver:
        station = an_office(site, "police_station")
        choose(site, station, receiver.address)
        later = NOON + timedelta(days=3)
        pinging(site, later).ping(station, uuid4())

    stamp = receiver.received[0].headers["webhook-timestamp"]
    assert int(stamp) == int(later.timestamp())


def test_a_test_by_hand_tells_of_nobody_and_stands_in_the_list_of_tries(
    site: Site,
) -> None:
    with listening(statuses=[200, 500]) as receiver:
        station = an_office(site, "police_station")
        choose(site, station, receiver.address)
        came = [pinging(site, NOON).ping(station, uuid4()) for _ in range(2)]
        event = json.loads(receiver.received[0].body)

    assert (event["type"], event["data"]) == (PING, {})
    assert [(p.failure, p.status) for p in came] == [("", 200), ("http_500", 500)]
    tries = "SELECT outcome, status, message FROM desk.channel_try ORDER BY id"
    assert ask(site.engine, tries) == [
        ("delivered", 200, None),
        ("http_500", 500, None),
    ]


def test_a_secret_stands_in_no_fact(site: Site) -> None:
    station = an_office(site, "police_station")
    choose(site, station, "https://duty.example/")
    secret = shown_secret(site, station)

    facts = site.log.stream(channels_of(site.log, station).id)
    assert [f.topic for f in facts] == [
        "channel.begun",
        "channel.chosen",
        "channel.secret_rotated",
    ]
    assert all(secret.removeprefix("whsec_") not in str(vars(f.fact)) for f in facts)


def test_an_address_that_is_gone_is_switched_off_and_the_next_takes_over(
    site: Site, folding: Folding
) -> None:
    with listening(statuses=[410]) as first, listening(statuses=[200]) as gateway:
        gateway.body = b'{"state": "delivered"}'
        station = a_danger(site)
        choose(site, station, first.address)
        by_sms(site, station)
        turn(site, folding, NOON, with_sms(gateway))
        turn(site, folding, NOON, with_sms(gateway))

        assert len(first.received) == 1
        assert len(gateway.received) == 1
        way = channels_of(site.log, station).ways["webhook"]
        assert way.off_because == "gone"


def test_an_address_that_is_gone_again_is_switched_off_again(
    site: Site, folding: Folding
) -> None:
    """The same message comes again after it was switched on: its second 410 is news."""
    with listening(statuses=[410]) as gone:
        station = a_danger(site)
        choose(site, station, gone.address)
        only_enlist(site, folding)
        [issued] = [f for f in site.log.after(0, 1000) if f.topic == "notice.issued"]
        message = Message(issued.stream, issued.stream, station)
        for _ in range(2):
            answer = webhook(site, HERE).deliver(message)
            assert answer == Gone("http_410")
            assert channels_of(site.log, station).ways["webhook"].off_because == "gone"
            administer(site, EnableChannel(station, WayOut.WEBHOOK))


def test_a_receiver_that_switched_itself_off_between_the_trigger_and_the_sending_gets_nothing(
    site: Site, folding: Folding
) -> None:
    """Lessons, section 6, test 3: the fall-back is told and nothing goes to the disabled one."""
    with listening() as first, listening(statuses=[200]) as gateway:
        gateway.body = b'{"state": "delivered"}'
        station = a_danger(site)
        choose(site, station, first.address)
        by_sms(site, station)
        only_enlist(site, folding)
        administer(site, DisableChannel(station, WayOut.WEBHOOK))
        turn(site, folding, NOON, with_sms(gateway))

        assert first.received == []
        assert len(gateway.received) == 1


def test_what_was_brought_about_somebody_erased_meanwhile_is_not_brought_again(
    site: Site, folding: Folding
) -> None:
    with listening(statuses=[200]) as gateway:
        gateway.body = b'{"state": "delivered"}'
        station = a_danger(site)
        by_sms(site, station)
        only_enlist(site, folding)
        [notice] = [f for f in site.log.after(0, 1000) if f.topic == "notice.issued"]
        back = a_command(
            id=uuid4(), role="police", purpose="response", organisation=station
        )
        site.runner.run(ReturnNotice(notice.stream, "查无此人"), back)
        assert notice.person
        site.keys.destroy(notice.person)

        for minutes in range(3):
            moment = NOON + timedelta(minutes=minutes)
            turn(site, folding, moment, with_sms(gateway))

        assert len(gateway.received) == 1


def test_the_next_way_takes_its_turn_when_the_minutes_are_over(
    site: Site, folding: Folding
) -> None:
    with listening(statuses=[500]) as first, listening(statuses=[200]) as gateway:
        gateway.body = b'{"state": "delivered"}'
        station = a_danger(site)
        choose(site, station, first.address, after_minutes=10)
        by_sms(site, station)
        turn(site, folding, NOON, with_sms(gateway))
        turn(site, folding, NOON + timedelta(minutes=9), with_sms(gateway))
        before = len(gateway.received)
        turn(site, folding, NOON + timedelta(minutes=10), with_sms(gateway))

        assert before == 0
        assert len(gateway.received) == 1


def test_the_next_way_stays_silent_when_the_first_has_brought_it(
    site: Site, folding: Folding
) -> None:
    with listening() as first, listening() as gateway:
        station = a_danger(site)
        choose(site, station, first.address)
        by_sms(site, station)
        for minutes in (0, 10, 11):
            turn(site, folding, NOON + timedelta(minutes=minutes), with_sms(gateway))

        assert len(first.received) == 1
        assert gateway.received == []
        assert ask(site.engine, "SELECT * FROM desk.channel_turn") == []


def test_an_sms_on_its_way_spoils_no_line_and_is_asked_about_until_its_receipt_is_there(
    site: Site, folding: Folding
) -> None:
    with listening(statuses=[200]) as gateway:
        gateway.body = b'{"state": "queued"}'
        station = a_danger(site)
        by_sms(site, station)
        for seconds in range(0, 600, 60):
            moment = NOON + timedelta(seconds=seconds)
            turn(site, folding, moment, with_sms(gateway))
        circuits = "SELECT * FROM desk.circuit WHERE opened_at IS NOT NULL"
        assert ask(site.engine, circuits) == []
        gateway.body = b'{"state": "delivered"}'
        turn(site, folding, NOON + timedelta(minutes=11), with_sms(gateway))

        states = "SELECT state FROM desk.attempt WHERE channel = 'sms'"
        assert ask(site.engine, states) == [("delivered",)]
        assert len({received.path for received in gateway.received}) == 1


def test_the_reference_receiver_believes_the_webhook_and_has_each_message_once(
    site: Site, folding: Folding, tmp_path: Path
) -> None:
    station = a_danger(site)
    choose(site, station, "http://127.0.0.1:1/webhook")
    secret = shown_secret(site, station)
    off = [timedelta(0)]
    there = Station([secret], Kept(tmp_path / "kept.db"), lambda: site.clock() + off[0])
    with running(there) as address:
        choose(site, station, f"{address}/webhook")
        sending = webhook(site, HERE)
        assert sending.ping(station, uuid4()).failure == ""
        turn(site, folding)
        (kept,) = there.kept.list()
        message = Message(UUID(kept.id), UUID(kept.id), station)
        again = sending.deliver(message)
        off[0] = timedelta(minutes=6)
        late = sending.deliver(message)

        assert kept.type == "suian.notice.issued"
        assert (again, late) == (Delivered(), Failed("http_401"))
        assert len(there.kept.list()) == 1
    there.kept.close()


def by_sms(site: Site, station: UUID) -> None:
    choose(site, station, "00000000000", channel=WayOut.SMS, place=2)


def with_sms(gateway: Receiver) -> Outgoing:
    return HERE.model_copy(update={"sms_url": f"{gateway.address}/messages"})


def pinging(site: Site, moment: datetime) -> Webhook:
    """Return the webhook as it is at a moment."""
    return replace(webhook(site, HERE), clock=lambda: moment)


def only_enlist(site: Site, folding: Folding) -> None:
    """Let the follower issue and enlist, and nobody send yet."""

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    ways = frozenset({WayOut.WEBHOOK.value, WayOut.SMS.value})
    telling = Telling(site.log, site.runner, Offices(site.engine), caused, ways)
    following = telling.following()
    follower = Follower(
        site.engine, site.log, site.log.origin, following, alarm_of(site)
    )
    lease = held(site.engine)
    folding.catch_up()
    while follower.step(lease, NOON):
        folding.catch_up()
    run_out(site.engine)
