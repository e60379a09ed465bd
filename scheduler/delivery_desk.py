"""Which notice is to be brought by which channel, and when it is tried next."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    DateTime,
    Integer,
    Text,
    Uuid,
    column,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert

_INSTANT: Final = DateTime(timezone=True)

_attempt = table(
    "attempt",
    column("notice", Uuid),
    column("channel", Text),
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
    """A notice to be brought by a channel; `tries` are those made so far."""

    notice: UUID
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


def enlist(connection: Connection, notice: UUID, channel: str, now: datetime) -> None:
    """Open an attempt, due at once, unless there is one."""
    connection.execute(
        insert(_attempt)
        .values(notice=notice, channel=channel, since=now, next_at=now)
        .on_conflict_do_nothing()
    )


def due(connection: Connection, channels: list[str], now: datetime) -> Attempt | None:
    """Hold the attempt that waits longest, leaving out those held by others."""
    row = connection.execute(
        select(_row.notice, _row.channel, _row.since, _row.tries)
        .where(_row.state == "open", _row.next_at <= now, _row.channel.in_(channels))
        .order_by(_row.next_at, _row.notice)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    return None if row is None else Attempt(*row)


def take(connection: Connection, attempt: Attempt, next_at: datetime) -> Attempt:
    """Count a try that begins now; it comes round again unless it is settled."""
    connection.execute(
        update(_attempt)
        .where(_row.notice == attempt.notice, _row.channel == attempt.channel)
        .values(tries=attempt.tries + 1, next_at=next_at)
    )
    return Attempt(attempt.notice, attempt.channel, attempt.since, attempt.tries + 1)


def settle(connection: Connection, attempt: Attempt, ending: Ending) -> None:
    """Note what the try came to, unless another try has begun since."""
    connection.execute(
        update(_attempt)
        .where(
            _row.notice == attempt.notice,
            _row.channel == attempt.channel,
            _row.tries == attempt.tries,
            _row.state == "open",
        )
        .values(**asdict(ending))
    )
