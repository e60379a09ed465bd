"""Chooses by which channels a message is brought, and when the next one takes its turn.

The inbox has it at once. Of the ways the receiver chose, the first is used at once too; the
next when the one before it gave up, when its circuit is open, or when its minutes are over
and nothing was brought by any of them (D-CH3).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from domain.log import Log
from domain.registry.channels import channels_of
from scheduler.delivery import enlist
from scheduler.lease import Lease
from scheduler.message import Message

INBOX: Final = "inbox"
BATCH: Final = 100
"""How many turns are looked at in one step."""


@dataclass(frozen=True, slots=True)
class ChannelChoice:
    """Enlists messages; `usable` are the ways the operator has set up."""

    log: Log
    usable: frozenset[str] = frozenset()

    def enlist(
        self,
        connection: Connection,
        message: Message,
        now: datetime,
        by: frozenset[str] | None = None,
    ) -> None:
        """Let a message be brought by its receiver's channels; once is enough.

        With `by` only by these ways, beside the inbox; with none of them quietly.
        """
        enlist(connection, message, INBOX, now)
        earlier, turn = "", now
        for way in channels_of(self.log, message.receiver).in_order():
            if way.channel not in self.usable & (self.usable if by is None else by):
                continue
            if earlier:
                _wait(connection, message.id, way.channel, earlier, turn)
            else:
                enlist(connection, message, way.channel, now)
            earlier, turn = way.channel, turn + timedelta(minutes=way.after_minutes)


def _wait(
    connection: Connection, message: UUID, channel: str, earlier: str, due_at: datetime
) -> None:
    connection.execute(
        text(
            "INSERT INTO desk.channel_turn (message, channel, earlier, due_at)"
            " VALUES (:message, :channel, :earlier, :due_at) ON CONFLICT DO NOTHING"
        ),
        {"message": message, "channel": channel, "earlier": earlier, "due_at": due_at},
    )


class ChannelTurns:
    """Gives the next channel its turn; a round of the clerk."""

    def __init__(self, engine: Engine) -> None:
        """Take the clerk's database."""
        self._engine = engine

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "channel_turns"

    def step(self, lease: Lease, now: datetime) -> int:
        """Settle the turns that have come; return how many. Raises `LeaseLost`."""
        with self._engine.begin() as connection:
            come = connection.execute(text(COME), {"now": now, "most": BATCH}).all()
            if come:
                lease.check(connection)
            for message, channel in come:
                turn = {"message": message, "channel": channel, "now": now}
                connection.execute(text(TAKE_TURN), turn)
                connection.execute(text(SETTLED), turn)
        return len(come)


COME: Final = """
SELECT t.message, t.channel FROM desk.channel_turn t
WHERE t.due_at <= :now OR EXISTS (
    SELECT FROM desk.attempt a
    LEFT JOIN desk.circuit c ON c.receiver = a.receiver AND c.channel = a.channel
    WHERE a.message = t.message AND a.channel = t.earlier
      AND (a.state IN ('undeliverable', 'lapsed', 'diverted') OR c.opened_at IS NOT NULL)
)
ORDER BY t.due_at, t.message, t.channel LIMIT :most FOR UPDATE OF t SKIP LOCKED
"""
TAKE_TURN: Final = """
INSERT INTO desk.attempt
    (message, channel, notice, receiver, topic, priority, lapses_at, since, next_at)
SELECT a.message, :channel, a.notice, a.receiver, a.topic, a.priority, a.lapses_at, :now, :now
FROM desk.attempt a
WHERE a.message = :message AND a.channel = 'inbox' AND NOT EXISTS (
    SELECT FROM desk.attempt b
    WHERE b.message = :message AND b.channel <> 'inbox'
      AND b.state IN ('delivered', 'lapsed', 'diverted')
)
ON CONFLICT DO NOTHING
"""
"""Nothing when an earlier one has brought it meanwhile, or nobody there needs it any more."""
SETTLED: Final = (
    "DELETE FROM desk.channel_turn WHERE message = :message AND channel = :channel"
)
