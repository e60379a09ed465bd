"""Brings messages to their receivers and never gives one up silently.

An open attempt always has one next moment. Taking it moves that moment on, so an attempt
whose process dies comes round again; a receiver may get a message twice, never not at all.
Attempts are made several at a time by threads, outside any transaction; no line, one
receiver's one channel, has more than its share of them. Rows hold ids only, nothing about
a person. How often and how long it is tried is D-DE1.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import Connection, Engine

from scheduler import circuit_desk as circuits
from scheduler import delivery_desk as desk
from scheduler.circuit_desk import Circuit, Line
from scheduler.delivery_desk import Attempt, Ending
from scheduler.lease import Lease, LeaseLost
from scheduler.message import (
    Answer,
    Channel,
    Delivered,
    Failed,
    Gone,
    Inbox,
    Message,
    Underway,
)

BATCH: Final = 100
"""How many attempts are looked at in one step."""
AT_ONCE: Final = 48
"""How many attempts are on their way at any moment, at most."""
A_LINE: Final = 10
"""How many of them on one line, at most: a slow receiver stalls nobody else."""
GLANCE: Final = 0.05
"""Seconds a step waits for the first answer when it has nothing else to do."""
FIRST_RETRY: Final = timedelta(seconds=5)
LAST_RETRY: Final = timedelta(hours=6)
"""Waits triple from the first to the last; chance takes off up to half of each."""
HOLD: Final = timedelta(seconds=30)
"""How long a taken attempt is left to whoever took it; a channel gives up in ten."""
KEPT: Final = timedelta(days=3)
TRIES: Final = 8
"""Given up only when both old and often tried: an outage of ours costs no notice."""
PROBES: Final = 100
"""So many failures in a row on a line open for three days give up what waits for it."""
RINGS_AFTER: Final = timedelta(minutes=10)
"""How long a circuit may stay open before somebody is told."""
WORKS: Final = "works_again"
IS_GONE: Final = "gone"
"""Why a circuit closes."""


class Reporting(Protocol):
    """Says in the log what came of deliveries; saying it twice must say it once."""

    def closed(
        self, connection: Connection, receivers: Collection[UUID]
    ) -> frozenset[UUID]:
        """Return which of these receivers are closed now: nothing is brought there."""
        ...

    def diverted(self, attempt: Attempt, now: datetime) -> None:
        """Record that the receiver is closed, and tell whoever stands in for it."""
        ...

    def delivered(self, attempts: Sequence[Attempt], now: datetime) -> None:
        """Record that messages have reached their receivers."""
        ...

    def undeliverable(self, attempt: Attempt, reason: str, now: datetime) -> None:
        """Record that a channel gave up, and raise the alarm that goes with it."""
        ...

    def gone(self, attempt: Attempt, reason: str, now: datetime) -> None:
        """Record that a channel is no more, and raise the alarm that goes with it."""
        ...

    def lapsed(self, attempt: Attempt, now: datetime) -> None:
        """Record that a message was dropped because nobody needs it any more."""
        ...

    def stuck(self, circuit: Circuit, now: datetime) -> None:
        """Ring about a line on which nothing has got through for long."""
        ...

    def over(self, circuit: Circuit, because: str, now: datetime) -> None:
        """Silence that: the line works again, or is no more."""
        ...


def enlist(
    connection: Connection, message: Message, channel: str, now: datetime
) -> None:
    """Let a message be delivered by a channel from now on; once is enough."""
    desk.enlist(connection, message, channel, now)


class Delivery:
    """Makes the attempts that are due; a round of the clerk."""

    def __init__(
        self,
        engine: Engine,
        channels: Mapping[str, Channel],
        reporting: Reporting,
        pool: Executor,
        chance: Callable[[], float],
    ) -> None:
        """Take the clerk's database, the channels, threads, and chance from 0 up to 1."""
        self._engine = engine
        self._channels = channels
        self._instant = {
            name for name, channel in channels.items() if isinstance(channel, Inbox)
        }
        self._reporting = reporting
        self._pool = pool
        self._chance = chance
        self._epoch = 0
        self._flying: dict[Future[Answer], Attempt] = {}

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "delivery"

    def step(self, lease: Lease, now: datetime) -> int:
        """Begin what is due and settle what is answered; return how much goes on.

        Raises `LeaseLost`.
        """
        self._take_over(lease, now)
        lapsed = self._drop_lapsed(lease, now)
        begun = self._begin(lease, now)
        ended = self._answered(GLANCE if not begun and self._flying else 0)
        self._settle(lease, ended, now)
        return lapsed + begun + len(ended) + len(self._flying)

    def _take_over(self, lease: Lease, now: datetime) -> None:
        """Make what an earlier owner began and never settled due at once."""
        if lease.epoch == self._epoch:
            return
        with self._engine.begin() as connection:
            lease.check(connection)
            desk.release(connection, lease.epoch, now)
        self._epoch = lease.epoch

    def _drop_lapsed(self, lease: Lease, now: datetime) -> int:
        with self._engine.begin() as connection:
            lapsed = desk.lapsed(connection, now, BATCH)
            if lapsed:
                lease.check(connection)
            for attempt in lapsed:
                self._reporting.lapsed(attempt, now)
            over = Ending(now, "lapsed", now)
            desk.settle(connection, [(attempt, over) for attempt in lapsed])
        return len(lapsed)

    def _begin(self, lease: Lease, now: datetime) -> int:
        """Let attempts begin as far as there is room for them."""
        lines = Counter(attempt.line for attempt in self._flying.values())
        full = [line for line, flying in lines.items() if flying >= A_LINE]
        has_room = len(self._flying) < AT_ONCE
        channels = list(self._channels) if has_room else sorted(self._instant)
        with self._engine.begin() as connection:
            due = desk.due(connection, channels, full, now, BATCH)
            if not due:
                return 0
            lease.check(connection)
            chosen = self._choose(self._divert(connection, due, now), lines)
            probed = [attempt.line for attempt in chosen if attempt.is_probe]
            circuits.hold(connection, probed, now + HOLD)
            begun = desk.take(connection, chosen, now + HOLD, lease.epoch)
        for attempt in begun:
            self._flying[self._start(attempt)] = attempt
        return len(begun)

    def _divert(
        self, connection: Connection, due: Sequence[Attempt], now: datetime
    ) -> list[Attempt]:
        """End what is addressed to closed receivers; return the rest."""
        closed = self._reporting.closed(
            connection, {attempt.message.receiver for attempt in due}
        )
        shut = [each for each in due if each.message.receiver in closed]
        for attempt in shut:
            self._reporting.diverted(attempt, now)
        over = Ending(now, "diverted", now, "receiver_closed")
        desk.settle(connection, [(attempt, over) for attempt in shut])
        return [each for each in due if each.message.receiver not in closed]

    def _choose(self, due: Sequence[Attempt], lines: Counter[Line]) -> list[Attempt]:
        """Return which of those due may begin: one to probe a line, some to a sound one."""
        flying = {(each.message.id, each.channel) for each in self._flying.values()}
        room = AT_ONCE - len(self._flying)
        chosen: list[Attempt] = []
        for attempt in due:
            if (attempt.message.id, attempt.channel) in flying:
                continue
            if attempt.channel not in self._instant:
                share = 1 if attempt.is_probe else A_LINE
                if room == 0 or lines[attempt.line] >= share:
                    continue
                room -= 1
                lines[attempt.line] += 1
            chosen.append(attempt)
        return chosen

    def _start(self, attempt: Attempt) -> Future[Answer]:
        if attempt.channel not in self._instant:
            return self._pool.submit(self._try, attempt)
        answered: Future[Answer] = Future()
        answered.set_result(self._try(attempt))
        return answered

    def _try(self, attempt: Attempt) -> Answer:
        try:
            return self._channels[attempt.channel].deliver(attempt.message)
        except Exception as failure:  # noqa: BLE001 - a broken channel is tried again
            return Failed(type(failure).__name__)

    def _answered(self, patience: float) -> list[tuple[Attempt, Answer]]:
        done, _ = wait(self._flying, patience, FIRST_COMPLETED)
        return [(self._flying.pop(future), future.result()) for future in done]

    def _settle(
        self, lease: Lease, ended: Sequence[tuple[Attempt, Answer]], now: datetime
    ) -> None:
        """Note what came of attempts; one that cannot be noted comes round by itself.

        Together if it goes, and else by halves, so that one spoils it for no other.
        """
        if not ended:
            return
        try:
            self._note(lease, ended, now)
        except LeaseLost:
            raise
        except Exception:
            if len(ended) == 1:
                raise
            half = len(ended) // 2
            try:
                self._settle(lease, ended[:half], now)
            finally:
                self._settle(lease, ended[half:], now)

    def _note(
        self, lease: Lease, ended: Sequence[tuple[Attempt, Answer]], now: datetime
    ) -> None:
        with self._engine.begin() as connection:
            lease.check(connection)
            brought = [each for each, answer in ended if isinstance(answer, Delivered)]
            self._reporting.delivered(brought, now)
            for line in dict.fromkeys(each.line for each in brought):
                self._close(connection, line, WORKS, now)
            endings = [
                (attempt, self._ending(connection, attempt, answer, now))
                for attempt, answer in ended
            ]
            desk.settle(connection, endings)

    def _ending(
        self, connection: Connection, attempt: Attempt, answer: Answer, now: datetime
    ) -> Ending:
        match answer:
            case Delivered():
                return Ending(now, "delivered", now)
            case Gone(reason):
                self._reporting.gone(attempt, reason, now)
                self._close(connection, attempt.line, IS_GONE, now)
                return Ending(now, "undeliverable", now, reason)
            case Underway(again, reason):
                if _is_given_up(attempt, now):
                    self._reporting.undeliverable(attempt, reason, now)
                    return Ending(now, "undeliverable", now, reason)
                return Ending(now + again, failure=reason)
            case Failed(reason, retry_after):
                asked = min(retry_after or timedelta(0), LAST_RETRY)
                is_dead = self._line_failed(connection, attempt, reason, asked, now)
                if _is_given_up(attempt, now, is_dead=is_dead):
                    self._reporting.undeliverable(attempt, reason, now)
                    return Ending(now, "undeliverable", now, reason)
                pause = wait_after(attempt.tries, self._chance())
                return Ending(now + max(pause, asked), failure=reason)

    def _close(
        self, connection: Connection, line: Line, because: str, now: datetime
    ) -> None:
        """Close a line's circuit: what is gone needs no probing, nor does what works."""
        if line[1] in self._instant:
            return
        was = circuits.close(connection, line)
        if was and was.opened_at:
            self._reporting.over(was, because, now)

    def _line_failed(
        self,
        connection: Connection,
        attempt: Attempt,
        reason: str,
        asked: timedelta,
        now: datetime,
    ) -> bool:
        """Count it; return whether what has waited for days on this line is given up.

        A circuit that stays open rings.
        """
        line = attempt.line
        circuit = circuits.failed(connection, line, reason, now)
        if not circuit.is_open:
            return False
        pause = circuits.wait_for_probe(circuit.failures, self._chance())
        circuits.hold(connection, [line], now + max(pause, asked))
        open_for = now - (circuit.opened_at or now)
        if open_for >= RINGS_AFTER:
            self._reporting.stuck(circuit, now)
        if open_for < KEPT or circuit.failures < PROBES:
            return False
        old = desk.waiting_since(connection, line, now - KEPT, BATCH)
        for each in old:
            self._reporting.undeliverable(each, reason, now)
        over = Ending(now, "undeliverable", now, reason)
        desk.settle(connection, [(each, over) for each in old])
        return True


def _is_given_up(attempt: Attempt, now: datetime, *, is_dead: bool = False) -> bool:
    """Return whether it is old and was often tried, or its line is dead."""
    is_often_tried = is_dead or attempt.tries >= TRIES
    return is_often_tried and now - attempt.since >= KEPT


def wait_after(tries: int, chance: float) -> timedelta:
    """Return how long to wait after so many tries; chance spreads the receivers."""
    longest = min(FIRST_RETRY * 3 ** min(tries - 1, 16), LAST_RETRY)
    return longest * (1 - chance / 2)
