"""Brings notices to their receivers and never gives one up silently.

An open attempt always has one next moment. Taking it moves that moment on, so an attempt
whose process dies comes round again; a receiver may get a notice twice, never not at all.
Rows hold ids only, nothing about a person.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import Connection, Engine

from scheduler import delivery_desk as desk
from scheduler.delivery_desk import Attempt, Ending
from scheduler.lease import Lease
from scheduler.message import Answer, Channel, Delivered, Failed, Gone, Message

BATCH: Final = 50
"""How many attempts are made in one step."""
FIRST_RETRY: Final = timedelta(seconds=5)
LAST_RETRY: Final = timedelta(hours=6)
"""Waits triple from the first to the last; chance takes off up to half of each."""
LONGEST: Final = timedelta(seconds=10)
"""Within so long a channel answers or gives up."""
HOLD: Final = timedelta(minutes=1)
"""How long a taken attempt is left to whoever took it, at least."""
KEPT: Final = timedelta(days=3)
TRIES: Final = 8
"""Given up only when both old and often tried: an outage of ours costs no notice."""


class Reporting(Protocol):
    """Says in the log what came of a delivery; saying it twice must say it once."""

    def delivered(self, message: Message, channel: str, now: datetime) -> None:
        """Record that the message has reached its receiver."""
        ...

    def undeliverable(
        self, message: Message, channel: str, reason: str, now: datetime
    ) -> None:
        """Record that a channel gave up, and raise the alarm that goes with it."""
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
        chance: Callable[[], float],
    ) -> None:
        """Take the clerk's database, the channels, and chance from 0 up to 1."""
        self._engine = engine
        self._channels = channels
        self._reporting = reporting
        self._chance = chance

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "delivery"

    def step(self, lease: Lease, now: datetime) -> int:
        """Make one batch of attempts; return how many. Raises `LeaseLost`."""
        made = 0
        while made < BATCH and (attempt := self._take(lease, now)):
            self._settle(lease, attempt, self._try(attempt), now)
            made += 1
        return made

    def _take(self, lease: Lease, now: datetime) -> Attempt | None:
        with self._engine.begin() as connection:
            due = desk.due(connection, list(self._channels), now)
            if due is None:
                return None
            lease.check(connection)
            hold = max(HOLD, wait_after(due.tries + 1, self._chance()))
            return desk.take(connection, due, now + hold)

    def _try(self, attempt: Attempt) -> Answer:
        try:
            return self._channels[attempt.channel].deliver(attempt.message)
        except Exception as failure:  # noqa: BLE001 - a broken channel is tried again
            return Failed(type(failure).__name__)

    def _settle(
        self, lease: Lease, attempt: Attempt, result: Answer, now: datetime
    ) -> None:
        wait = wait_after(attempt.tries, self._chance())
        if isinstance(result, Delivered):
            self._reporting.delivered(attempt.message, attempt.channel, now)
            ending = Ending(now, state="delivered", ended_at=now)
        elif isinstance(result, Gone) or _is_given_up(attempt, now):
            self._reporting.undeliverable(
                attempt.message, attempt.channel, result.reason, now
            )
            ending = Ending(now, "undeliverable", now, result.reason)
        else:
            asked = min(result.retry_after or wait, LAST_RETRY)
            ending = Ending(now + max(wait, asked), failure=result.reason)
        with self._engine.begin() as connection:
            lease.check(connection)
            desk.settle(connection, attempt, ending)


def _is_given_up(attempt: Attempt, now: datetime) -> bool:
    return attempt.tries >= TRIES and now - attempt.since >= KEPT


def wait_after(tries: int, chance: float) -> timedelta:
    """Return how long to wait after so many tries; chance spreads the receivers."""
    longest = min(FIRST_RETRY * 3 ** min(tries - 1, 16), LAST_RETRY)
    return longest * (1 - chance / 2)
