"""What could not be brought to its receiver, and the lines on which nothing gets through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from domain.errors import Unknown
from domain.log import Log
from domain.registry.notices import Issued

LISTED: Final = 200
"""How many are shown, the latest first."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that a channel gave up: of which notice, to whom, why, and since when."""

    message: UUID
    notice: UUID
    topic: str
    channel: str
    receiver: UUID
    office: str
    division: str
    reason: str
    tries: int
    since: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class OpenCircuit:
    """A receiver's channel on which nothing gets through; it is probed now and then."""

    receiver: UUID
    office: str
    channel: str
    failures: int
    reason: str
    opened_at: datetime
    probe_at: datetime
    waiting: int


def dead_letters(
    connection: Connection, divisions: Sequence[str]
) -> Sequence[DeadLetter]:
    """Return what was given up for receivers of these divisions, the latest first."""
    asked = {"divisions": list(divisions), "most": LISTED}
    return [DeadLetter(*row) for row in connection.execute(text(DEAD), asked)]


def open_circuits(
    connection: Connection, divisions: Sequence[str]
) -> Sequence[OpenCircuit]:
    """Return the broken lines of these divisions' receivers, the one broken longest first."""
    asked = {"divisions": list(divisions), "most": LISTED}
    return [OpenCircuit(*row) for row in connection.execute(text(CIRCUITS), asked)]


def receiver_of(log: Log, notice: UUID) -> UUID:
    """Return whom a notice is addressed to; `Unknown` when there is none."""
    for logged in log.stream(notice):
        if isinstance(logged.fact, Issued):
            return UUID(logged.fact.receiver)
    raise Unknown(kind="notice")


DEAD: Final = """
SELECT a.message, a.notice, a.topic, a.channel, a.receiver, o.name, o.division,
    coalesce(a.failure, ''), a.tries, a.since, a.ended_at
FROM desk.attempt a JOIN view.office o ON o.key = a.receiver AND o.to_position IS NULL
WHERE a.state = 'undeliverable' AND o.division ^@ ANY (:divisions)
ORDER BY a.ended_at DESC, a.message, a.channel LIMIT :most
"""
CIRCUITS: Final = """
SELECT c.receiver, o.name, c.channel, c.failures, coalesce(c.failure, ''), c.opened_at,
    c.probe_at, (SELECT count(*) FROM desk.attempt a
        WHERE a.receiver = c.receiver AND a.channel = c.channel AND a.state = 'open')
FROM desk.circuit c JOIN view.office o ON o.key = c.receiver AND o.to_position IS NULL
WHERE c.opened_at IS NOT NULL AND o.division ^@ ANY (:divisions)
ORDER BY c.opened_at, c.receiver, c.channel LIMIT :most
"""
