"""Every notice is brought, or given up aloud, and none is forgotten."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Event
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine

from scheduler import delivery
from scheduler.circuit_desk import Circuit
from scheduler.delivery import Delivery, wait_after
from scheduler.delivery_desk import Attempt, standing
from scheduler.lease import Lease, LeaseLost
from scheduler.message import Answer, Channel, Delivered, Failed, Gone, Inbox, Message
from tests.scheduler.desks import MONDAY, ask, held, run_out


class AtOnce(Executor):
    """Does what it is given before it returns."""

    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Future[Any]:
        """Do it."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Later(Executor):
    """Keeps what it is given until it is let go."""

    def __init__(self) -> None:
        self.kept: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Future[Any]:
        """Keep it."""
        future: Future[Any] = Future()
        self.kept.append((future, lambda: fn(*args, **kwargs)))
        return future

    def let_go(self) -> int:
        """Do all there is."""
        kept, self.kept = self.kept, []
        for future, do in kept:
            future.set_result(do())
        return len(kept)


@dataclass(slots=True)
class Line:
    """A channel that is down until it is mended."""

    is_down: bool = True
    breaks: bool = False
    answer: Answer = field(default_factory=lambda: Failed("down"))
    brought: list[UUID] = field(default_factory=list[UUID])
    tried: int = 0

    def deliver(self, message: Message) -> Answer:
        """Bring it if the line is up."""
        self.tried += 1
        if self.breaks:
            raise OSError("no ink")
        if self.is_down:
            return self.answer
        self.brought.append(message.id)
        return Delivered()


@dataclass(slots=True)
class Slow:
    """A channel that takes half a second, and to one receiver for ever."""

    dead: UUID | None = None
    brought: list[UUID] = field(default_factory=list[UUID])
    let_go: Event = field(default_factory=Event)

    def deliver(self, message: Message) -> Answer:
        """Take the time it takes."""
        is_dead = message.receiver == self.dead
        if self.let_go.wait(None if is_dead else 0.5):
            return Failed("stalled")
        self.brought.append(message.id)
        return Delivered()


@dataclass(slots=True)
class Said:
    """What was recorded in the log."""

    facts: list[tuple[str, UUID, str]] = field(
        default_factory=list[tuple[str, UUID, str]]
    )
    dies: bool = False
    refuses: UUID | None = None
    shut: set[UUID] = field(default_factory=set[UUID])

    def closed(
        self, connection: Connection, receivers: Collection[UUID]
    ) -> frozenset[UUID]:
        """Return which of them are closed."""
        del connection
        return frozenset(self.shut & set(receivers))

    def diverted(self, attempt: Attempt, now: datetime) -> None:
        """Note it."""
        del now
        self.facts.append(("diverted", attempt.message.id, attempt.channel))

    def delivered(self, attempts: Sequence[Attempt], now: datetime) -> None:
        """Note them, or break before."""
        del now
        if self.dies:
            raise PowerCut
        if self.refuses in {attempt.message.id for attempt in attempts}:
            raise OSError("no ink")
        self.facts += [
            ("delivered", attempt.message.id, attempt.channel) for attempt in attempts
        ]

    def undeliverable(self, attempt: Attempt, reason: str, now: datetime) -> None:
        """Note it."""
        del reason, now
        self.facts.append(("undeliverable", attempt.message.id, attempt.channel))

    def gone(self, attempt: Attempt, reason: str, now: datetime) -> None:
        """Note it."""
        del reason, now
        self.facts.append(("gone", attempt.message.id, attempt.channel))

    def lapsed(self, attempt: Attempt, now: datetime) -> None:
        """Note it."""
        del now
        self.facts.append(("lapsed", attempt.message.id, attempt.channel))

    def stuck(self, circuit: Circuit, now: datetime) -> None:
        """Note it."""
        del now
        self.facts.append(("stuck", circuit.receiver, circuit.channel))

    def over(self, circuit: Circuit, because: str, now: datetime) -> None:
        """Note it."""
        del now
        self.facts.append((because, circuit.receiver, circuit.channel))

    def of(self, what: str) -> list[UUID]:
        """Return what this was said of."""
        return [about for said, about, _ in self.facts if said == what]


class PowerCut(BaseException):
    """The process ends here."""


class Office:
    """A delivery with an inbox and a line, and one notice to be brought."""

    def __init__(
        self, engine: Engine, channel: str = "line", pool: Executor | None = None
    ) -> None:
        self.engine = engine
        self.line, self.said = Line(), Said()
        self.receiver, self.notice = uuid4(), uuid4()
        channels: dict[str, Channel] = {"inbox": Inbox(), "line": self.line}
        chance = Random(7).random
        self.delivery = Delivery(engine, channels, self.said, pool or AtOnce(), chance)
        self.enlist(channel, self.notice)

    def enlist(
        self,
        channel: str,
        message: UUID | None = None,
        at: datetime = MONDAY,
        **named: Any,
    ) -> UUID:
        """Let a message be delivered; return its id."""
        id_ = message or uuid4()
        known: dict[str, Any] = {"notice": id_, "receiver": self.receiver, **named}
        with self.engine.begin() as connection:
            delivery.enlist(connection, Message(id_, **known), channel, at)
        return id_

    def row(self, message: UUID | None = None) -> tuple[str, int, datetime]:
        """Return state, tries and next moment."""
        [found] = ask(
            self.engine,
            "SELECT state, tries, next_at FROM desk.attempt WHERE message = :message",
            message=message or self.notice,
        )
        return found

    def next_moment(self) -> datetime | None:
        """Return when there is something to do again."""
        [(found,)] = ask(
            self.engine,
            "SELECT min(greatest(a.next_at, c.probe_at)) FROM desk.attempt a"
            " LEFT JOIN desk.circuit c USING (receiver, channel)"
            " WHERE a.state = 'open'",
        )
        return found

    def opened_at(self) -> datetime | None:
        """Return since when the line's circuit is open."""
        [(found,)] = ask(self.engine, "SELECT opened_at FROM desk.circuit")
        return found


def try_until(office: Office, mine: Lease, end: datetime, now: datetime) -> datetime:
    """Step whenever something is due, until all has ended or a moment has come."""
    while now < end:
        office.delivery.step(mine, now)
        due = office.next_moment()
        if due is None:
            return now
        now = max(due, now)
    return now


def test_a_notice_is_in_the_inbox_at_once_and_told_once(engine: Engine) -> None:
    office = Office(engine, "inbox")
    office.enlist("inbox", office.notice)
    mine = held(engine)

    assert office.delivery.step(mine, MONDAY) > 0
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
    assert office.said.of("delivered") == [office.notice]


@pytest.mark.parametrize("breaks", [False, True])
def test_after_three_days_and_many_tries_a_notice_is_given_up_aloud(
    engine: Engine, *, breaks: bool
) -> None:
    office, mine = Office(engine), held(engine)
    office.line.breaks = breaks

    end = try_until(office, mine, MONDAY + timedelta(days=30), MONDAY)

    assert timedelta(days=3) <= end - MONDAY <= timedelta(days=3, hours=6)
    assert office.row()[1] >= 8
    assert office.said.of("undeliverable") == [office.notice]
    assert office.delivery.step(mine, end + timedelta(days=9)) == 0


def test_our_own_outage_of_a_week_gives_no_notice_up(engine: Engine) -> None:
    office, mine = Office(engine), held(engine)
    back = MONDAY + timedelta(days=7)

    office.delivery.step(mine, back)

    assert office.row()[:2] == ("open", 1)
    office.line.is_down = False
    office.delivery.step(mine, office.row()[2])
    assert office.said.facts == [("delivered", office.notice, "line")]


def test_gateway_down_three_days_expired_reminders_dropped_with_an_event_level_3_notices_not(
    engine: Engine,
) -> None:
    office, mine = Office(engine), held(engine)
    up_again = MONDAY + timedelta(days=3)
    reminder = office.enlist(
        "line",
        notice=office.notice,
        topic="notice.reminded",
        lapses_at=MONDAY + timedelta(days=1),
    )
    while_down = office.enlist("line", at=MONDAY + timedelta(days=2))

    now = try_until(office, mine, up_again, MONDAY)
    office.line.is_down = False
    try_until(office, mine, now + timedelta(days=1), now)

    assert set(office.line.brought) == {office.notice, while_down}
    assert office.said.of("lapsed") == [reminder]
    assert office.said.of("undeliverable") == []
    assert office.row(reminder)[0] == "lapsed"


def test_an_attempt_whose_process_dies_comes_round_again(engine: Engine) -> None:
    office, mine = Office(engine, "inbox"), held(engine)
    office.said.dies = True
    with pytest.raises(PowerCut):
        office.delivery.step(mine, MONDAY)

    assert office.delivery.step(mine, MONDAY + timedelta(seconds=20)) == 0
    office.said.dies = False
    assert office.delivery.step(mine, MONDAY + timedelta(minutes=2)) > 0
    assert office.said.facts == [("delivered", office.notice, "inbox")]


def test_the_next_owner_tries_at_once_what_the_dead_one_had_begun(
    engine: Engine,
) -> None:
    office, mine = Office(engine, "inbox"), held(engine)
    office.said.dies = True
    with pytest.raises(PowerCut):
        office.delivery.step(mine, MONDAY)
    run_out(engine)

    office.said.dies = False
    office.delivery.step(held(engine), MONDAY + timedelta(seconds=1))

    assert office.said.facts == [("delivered", office.notice, "inbox")]


def test_a_late_owner_begins_nothing(engine: Engine) -> None:
    office, late = Office(engine), held(engine)
    office.line.is_down = False
    run_out(engine)
    held(engine)

    with pytest.raises(LeaseLost):
        office.delivery.step(late, MONDAY)

    assert office.line.brought == []


def test_an_answer_that_comes_after_the_lease_is_lost_changes_nothing(
    engine: Engine,
) -> None:
    pool = Later()
    office, late = Office(engine, pool=pool), held(engine)
    office.line.is_down = False
    office.delivery.step(late, MONDAY)
    run_out(engine)
    held(engine)
    pool.let_go()

    with pytest.raises(LeaseLost):
        office.delivery.step(late, MONDAY)

    assert office.said.facts == []
    assert office.row()[0] == "open"


def test_an_unknown_channel_leaves_its_notices_where_they_are(engine: Engine) -> None:
    office = Office(engine, "pigeon")

    assert office.delivery.step(held(engine), MONDAY) == 0
    assert office.row()[0] == "open"


def test_level_4_and_5_go_before_all_that_waited_longer(engine: Engine) -> None:
    office, mine = Office(engine), held(engine)
    office.line.is_down = False
    later = MONDAY + timedelta(seconds=9)
    urgent = [office.enlist("line", at=later, is_urgent=True) for _ in range(3)]

    office.delivery.step(mine, later)

    assert set(office.line.brought[:3]) == set(urgent)
    assert office.line.brought[3:] == [office.notice]


def test_one_slow_receiver_has_its_share_of_attempts_and_stalls_nobody_else(
    engine: Engine,
) -> None:
    pool = Later()
    office, mine = Office(engine, pool=pool), held(engine)
    for _ in range(30):
        office.enlist("line")
    other = office.enlist("line", receiver=uuid4(), at=MONDAY + timedelta(seconds=1))
    now = MONDAY + timedelta(seconds=2)

    office.delivery.step(mine, now)
    office.delivery.step(mine, now)

    assert len(pool.kept) == delivery.A_LINE + 1
    office.line.is_down = False
    pool.let_go()
    assert other in office.line.brought


@pytest.mark.alone
def test_a_burst_of_200_is_cleared_in_15_seconds_the_urgent_first_beside_a_dead_receiver(
    engine: Engine,
) -> None:
    slow = Slow()
    pool = ThreadPoolExecutor(delivery.AT_ONCE)
    office = Office(engine, "pigeon")
    sender = Delivery(engine, {"line": slow}, office.said, pool, Random(7).random)
    mine, stations = held(engine), [uuid4() for _ in range(5)]
    slow.dead = uuid4()
    for _ in range(20):
        office.enlist("line", receiver=slow.dead)
    calm = {office.enlist("line", receiver=each) for each in stations * 34}
    urgent = {
        office.enlist("line", receiver=each, is_urgent=True) for each in stations * 6
    }

    began = monotonic()
    while len(slow.brought) < len(calm | urgent) and monotonic() - began < 60:
        sender.step(mine, MONDAY)
    took = monotonic() - began
    slow.let_go.set()
    pool.shutdown()

    assert set(slow.brought) == calm | urgent
    assert urgent <= set(slow.brought[: delivery.AT_ONCE])
    assert took <= 15


def test_what_cannot_be_recorded_of_one_spoils_it_for_no_other(
    engine: Engine,
) -> None:
    office, mine = Office(engine, "inbox"), held(engine)
    others = {office.enlist("inbox") for _ in range(8)}
    office.said.refuses = office.notice

    with pytest.raises(OSError, match="no ink"):
        office.delivery.step(mine, MONDAY)

    assert set(office.said.of("delivered")) == others
    assert office.row()[0] == "open"
    office.said.refuses = None
    office.delivery.step(mine, MONDAY + timedelta(minutes=1))
    assert office.notice in office.said.of("delivered")


def test_after_five_failures_a_line_is_left_alone_and_the_others_lose_no_try(
    engine: Engine,
) -> None:
    office, mine = Office(engine), held(engine)
    waiting = [office.enlist("line") for _ in range(4)]
    office.delivery.step(mine, MONDAY)
    assert office.opened_at() == MONDAY
    late = office.enlist("line")

    soon = MONDAY + timedelta(seconds=7)
    for _ in range(3):
        office.delivery.step(mine, soon)
    assert office.line.tried == 5
    office.delivery.step(mine, MONDAY + timedelta(seconds=16))

    assert office.line.tried == 6
    tries = sorted(office.row(each)[1] for each in (office.notice, *waiting, late))
    assert sum(tries) == 6
    office.line.is_down = False
    try_until(office, mine, MONDAY + timedelta(minutes=5), soon)
    assert set(office.line.brought) == {office.notice, *waiting, late}
    assert office.opened_at() is None


def test_a_line_that_stays_down_rings_and_falls_silent_when_it_works(
    engine: Engine,
) -> None:
    office, mine = Office(engine), held(engine)

    now = try_until(office, mine, MONDAY + timedelta(minutes=4), MONDAY)
    assert office.said.of("stuck") == []
    now = try_until(office, mine, MONDAY + timedelta(hours=2), now)
    assert office.receiver in office.said.of("stuck")
    office.line.is_down = False
    try_until(office, mine, now + timedelta(hours=8), now)

    assert office.said.of("works_again") == [office.receiver]


def test_a_line_that_is_gone_rings_no_more_as_stuck_and_is_probed_no_more(
    engine: Engine,
) -> None:
    office, mine = Office(engine), held(engine)
    waiting = {office.enlist("line") for _ in range(4)} | {office.notice}
    now = try_until(office, mine, MONDAY + timedelta(hours=2), MONDAY)
    office.line.answer = Gone("410")

    try_until(office, mine, now + timedelta(hours=8), now)

    gone = [each for each in office.said.facts if each[0] == "gone"]
    assert ("gone", office.receiver, "line") in gone
    assert {message for _, message, _ in gone} >= waiting
    assert office.opened_at() is None


def test_a_receiver_that_asks_for_time_is_given_it(engine: Engine) -> None:
    office, mine = Office(engine), held(engine)
    office.line.answer = Failed("429", retry_after=timedelta(minutes=20))

    office.delivery.step(mine, MONDAY)

    assert office.row()[2] == MONDAY + timedelta(minutes=20)
    office.line.answer = Failed("429", retry_after=timedelta(days=20))
    office.delivery.step(mine, MONDAY + timedelta(minutes=20))
    assert office.row()[2] <= MONDAY + timedelta(hours=7)


def test_410_ends_the_attempt_at_once_and_says_that_the_channel_is_gone(
    engine: Engine,
) -> None:
    office, mine = Office(engine), held(engine)
    office.line.answer = Gone("410")

    office.delivery.step(mine, MONDAY)

    assert office.row()[:2] == ("undeliverable", 1)
    assert office.said.facts == [("gone", office.notice, "line")]
    with engine.begin() as connection:
        assert standing(connection) == {"open": 0, "undeliverable": 1}


def test_what_waits_for_a_line_down_for_three_days_is_given_up_with_it(
    engine: Engine,
) -> None:
    office, mine = Office(engine), held(engine)
    waiting = {office.enlist("line") for _ in range(9)} | {office.notice}
    office.delivery.step(mine, MONDAY)
    late = office.enlist("line", at=MONDAY + timedelta(days=1))
    ask(engine, "UPDATE desk.circuit SET failures = 150")

    office.delivery.step(mine, MONDAY + timedelta(days=3))

    assert set(office.said.of("undeliverable")) == waiting
    assert office.row(late)[0] == "open"


def test_nothing_is_brought_to_a_receiver_closed_since(engine: Engine) -> None:
    office, mine = Office(engine), held(engine)
    office.line.is_down = False
    other = office.enlist("line", receiver=uuid4())
    office.said.shut = {office.receiver}

    office.delivery.step(mine, MONDAY)

    assert office.line.brought == [other]
    assert office.said.of("diverted") == [office.notice]
    assert office.row()[0] == "diverted"
    assert office.delivery.step(mine, MONDAY + timedelta(days=1)) == 0
