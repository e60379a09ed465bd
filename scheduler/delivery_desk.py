"""Which message is to be brought by which channel, and when it is tried next."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    DateTime,
    Integer,
    Row,
    SmallInteger,
    Text,
    Uuid,
    column,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from scheduler.message import Message

_INSTANT: Final = DateTime(timezone=True)

_attempt = table(
    "attempt",
    column("message", Uuid),
    column("channel", Text),
    column("notice", Uuid),
    column("receiver", Uuid),
    column("topic", Text),
    column("priority", SmallInteger),
    column("lapses_at", _INSTANT),
    column("state", Text),
    column("since", _INSTANT),
    column("next_at", _INSTANT),
    column("tries", Integer),
    column("failure", Text),
    column("ended_at", _INSTANT),
    schema="desk",
)
_row = _attempt.c


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message to be brought by a channel; `tries` are those made so far."""

    message: Message
    channel: str
    since: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Ending:
    """What a try came to: open until `next_at`, or ended."""

    next_at: datetime
    state: str = "open"
    ended_at: datetime | None = None
    failure: str | None = None


def enlist(
    connection: Connection, message: Message, channel: str, now: datetime
) -> None:
    """Open an attempt, due at once, unless there is one."""
    connection.execute(
        insert(_attempt)
        .values(
            message=message.id,
            channel=channel,
            notice=message.notice,
            receiver=message.receiver,
            topic=message.topic,
            priority=0 if message.is_urgent else 1,
            lapses_at=message.lapses_at,
            since=now,
            next_at=now,
        )
        .on_conflict_do_nothing()
    )


def due(connection: Connection, channels: list[str], now: datetime) -> Attempt | None:
    """Hold the attempt that waits longest, leaving out those held by others."""
    row = connection.execute(
        select(_attempt)
        .where(_row.state == "open", _row.next_at <= now, _row.channel.in_(channels))
        .order_by(_row.priority, _row.next_at, _row.message)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    return None if row is None else _attempt_of(row)


def take(connection: Connection, attempt: Attempt, next_at: datetime) -> Attempt:
    """Count a try that begins now; it comes round again unless it is settled."""
    connection.execute(
        update(_attempt)
        .where(_row.message == attempt.message.id, _row.channel == attempt.channel)
        .values(tries=attempt.tries + 1, next_at=next_at)
    )
    return Attempt(attempt.message, attempt.channel, attempt.since, attempt.tries + 1)


def settle(connection: Connection, attempt: Attempt, ending: Ending) -> None:
    """Note what the try came to, unless another try has begun since."""
    connection.execute(
        update(_attempt)
        .where(
            _row.message == attempt.message.id,
            _row.channel == attempt.channel,
            _row.tries == attempt.tries,
            _row.state == "open",
        )
        .values(**asdict(ending))
    )


def _attempt_of(row: Row[Any]) -> Attempt:
    message = Message(
        id=row.message,
        notice=row.notice,
        receiver=row.receiver,
        topic=row.topic,
        is_urgent=row.priority == 0,
        lapses_at=row.lapses_at,
    )
    return Attempt(message, row.channel, row.since, row.tries)
