"""Every notice is brought, or given up aloud, and none is forgotten."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from scheduler import delivery
from scheduler.delivery import Delivery, wait_after
from scheduler.lease import Lease, LeaseLost
from scheduler.message import Answer, Channel, Delivered, Failed, Inbox, Message
from tests.scheduler.desks import MONDAY, ask, held, run_out


@dataclass(slots=True)
class Line:
    """A channel that is down until it is mended."""

    is_down: bool = True
    breaks: bool = False
    brought: list[UUID] = field(default_factory=list[UUID])

    def deliver(self, message: Message) -> Answer:
        """Bring it if the line is up."""
        if self.breaks:
            raise OSError
        if self.is_down:
            return Failed("down")
        self.brought.append(message.notice)
        return Delivered()


@dataclass(slots=True)
class Said:
    """What was recorded in the log."""

    facts: list[tuple[str, UUID, str]] = field(
        default_factory=list[tuple[str, UUID, str]]
    )
    dies: bool = False

    def delivered(self, message: Message, channel: str, now: datetime) -> None:  # noqa: ARG002 - its time is of no interest here
        """Note it, or break before."""
        if self.dies:
            raise PowerCut
        self.facts.append(("delivered", message.notice, channel))

    def undeliverable(
        self,
        message: Message,
        channel: str,
        reason: str,  # noqa: ARG002 - asked of the desk
        now: datetime,  # noqa: ARG002 - its time is of no interest here
    ) -> None:
        """Note it."""
        self.facts.append(("undeliverable", message.notice, channel))


class PowerCut(BaseException):
    """The process ends here."""


class Office:
    """A delivery with an inbox and a line, and one notice to be brought."""

    def __init__(self, engine: Engine, channel: str = "line") -> None:
        self.engine = engine
        self.line, self.said, self.notice = Line(), Said(), uuid4()
        channels: dict[str, Channel] = {"inbox": Inbox(), "line": self.line}
        self.delivery = Delivery(engine, channels, self.said, Random(7).random)
        self.enlist(channel)

    def enlist(self, channel: str) -> None:
        """Let the notice be delivered."""
        message = Message(self.notice, self.notice, uuid4())
        with self.engine.begin() as connection:
            delivery.enlist(connection, message, channel, MONDAY)

    def row(self) -> tuple[str, int, datetime]:
        """Return state, tries and next moment."""
        [found] = ask(self.engine, "SELECT state, tries, next_at FROM desk.attempt")
        return found


def try_until(office: Office, mine: Lease, end: datetime, now: datetime) -> datetime:
    """Step whenever the attempt is due, until its end or a moment has come."""
    while now < end and office.row()[0] == "open":
        office.delivery.step(mine, now)
        now = max(office.row()[2], now)
    return now


def test_a_notice_is_in_the_inbox_at_once_and_told_once(engine: Engine) -> None:
    office = Office(engine, "inbox")
    office.enlist("inbox")
    mine = held(engine)

    assert office.delivery.step(mine, MONDAY) == 1
    assert office.delivery.step(mine, MONDAY + timedelta(days=9)) == 0
    assert office.said.facts == [("delivered", office.notice, "inbox")]


def test_a_failed_attempt_waits_ever_longer_and_never_more_than_six_hours() -> None:
    assert [wait_after(n, 0).total_seconds() for n in (1, 2, 3)] == [5, 15, 45]
    assert wait_after(40, 0) == timedelta(hours=6)
    assert wait_after(40, 0.999) > timedelta(hours=3)


def test_a_line_down_for_two_days_delays_a_notice_and_loses_none(
    engine: Engine,
) -> None:
    office, mine = Office(engine), held(engine)

    now = try_until(office, mine, MONDAY + timedelta(days=2), MONDAY)
    assert office.row()[0] == "open"
    office.line.is_down = False
    try_until(office, mine, now + timedelta(days=9), now)

    assert office.line.brought == [office.notice]
    assert office.said.facts == [("delivered", office.notice, "line")]


@pytest.mark.parametrize("breaks", [False, True])
def test_after_three_days_and_many_tries_a_notice_is_given_up_aloud(
    engine: Engine, *, breaks: bool
) -> None:
    office, mine = Office(engine), held(engine)
    office.line.breaks = breaks

    end = try_until(office, mine, MONDAY + timedelta(days=30), MONDAY)

    assert timedelta(days=3) <= end - MONDAY <= timedelta(days=3, hours=6)
    assert office.row()[1] >= 8
    assert office.said.facts == [("undeliverable", office.notice, "line")]
    assert office.delivery.step(mine, end + timedelta(days=9)) == 0


def test_our_own_outage_of_a_week_gives_no_notice_up(engine: Engine) -> None:
    office, mine = Office(engine), held(engine)
    back = MONDAY + timedelta(days=7)

    office.delivery.step(mine, back)

    assert office.row()[:2] == ("open", 1)
    office.line.is_down = False
    office.delivery.step(mine, office.row()[2])
    assert office.said.facts == [("delivered", office.notice, "line")]


def test_an_attempt_whose_process_dies_comes_round_again(engine: Engine) -> None:
    office, mine = Office(engine, "inbox"), held(engine)
    office.said.dies = True
    with pytest.raises(PowerCut):
        office.delivery.step(mine, MONDAY)

    assert office.delivery.step(mine, MONDAY + timedelta(seconds=30)) == 0
    office.said.dies = False
    assert office.delivery.step(mine, MONDAY + timedelta(minutes=2)) == 1
    assert office.said.facts == [("delivered", office.notice, "inbox")]


def test_a_late_owner_delivers_nothing(engine: Engine) -> None:
    office, late = Office(engine), held(engine)
    office.line.is_down = False
    run_out(engine)
    held(engine)

    with pytest.raises(LeaseLost):
        office.delivery.step(late, MONDAY)

    assert office.line.brought == []


def test_an_unknown_channel_leaves_its_notices_where_they_are(engine: Engine) -> None:
    office = Office(engine, "pigeon")

    assert office.delivery.step(held(engine), MONDAY) == 0
    assert office.row()[0] == "open"
