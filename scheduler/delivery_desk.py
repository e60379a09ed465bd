"""Which message is to be brought by which channel, and when it is tried next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Integer,
    Row,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from scheduler.circuit_desk import Line, circuit
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
    column("epoch", BigInteger),
    schema="desk",
)
_row = _attempt.c
COUNTED: Final = ("open", "undeliverable")
"""What an operator is told the number of."""
_probe = circuit.c


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message to be brought by a channel; `tries` are those made so far."""

    message: Message
    channel: str
    since: datetime
    tries: int
    is_probe: bool = False
    """Whether its circuit is open: it finds out whether the line works again."""

    @property
    def line(self) -> Line:
        """Return the receiver and the channel it goes by."""
        return self.message.receiver, self.channel


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


def due(
    connection: Connection,
    channels: Collection[str],
    full: Collection[Line],
    now: datetime,
    limit: int,
) -> list[Attempt]:
    """Hold the attempts that are due, the urgent and then the longest waiting first.

    Left out are those held by others, those of lines that are full, and those of lines
    whose circuit is open and not to be probed yet.
    """
    on_its_line = and_(_probe.receiver == _row.receiver, _probe.channel == _row.channel)
    rows = connection.execute(
        select(_attempt, _probe.opened_at)
        .outerjoin(circuit, on_its_line)
        .where(
            _row.state == "open",
            _row.next_at <= now,
            _row.channel.in_(channels),
            or_(_probe.opened_at.is_(None), _probe.probe_at <= now),
            tuple_(_row.receiver, _row.channel).not_in(full),
        )
        .order_by(_row.priority, _row.next_at, _row.message)
        .limit(limit)
        .with_for_update(skip_locked=True, of=_attempt)
    )
    return [_attempt_of(row, is_probe=row.opened_at is not None) for row in rows]


def take(
    connection: Connection, attempts: Sequence[Attempt], until: datetime, epoch: int
) -> list[Attempt]:
    """Count a try of each that begins now; it comes round again unless it is settled."""
    if attempts:
        connection.execute(
            update(_attempt)
            .where(
                _row.message == bindparam("of_message"),
                _row.channel == bindparam("of_channel"),
            )
            .values(tries=_row.tries + 1, next_at=until, epoch=epoch),
            [
                {"of_message": each.message.id, "of_channel": each.channel}
                for each in attempts
            ],
        )
    return [
        Attempt(each.message, each.channel, each.since, each.tries + 1, each.is_probe)
        for each in attempts
    ]


def settle(connection: Connection, ended: Sequence[tuple[Attempt, Ending]]) -> None:
    """Note what tries came to; one since which another has begun is passed over."""
    if not ended:
        return
    connection.execute(
        update(_attempt)
        .where(
            _row.message == bindparam("of_message"),
            _row.channel == bindparam("of_channel"),
            _row.tries == bindparam("of_tries"),
            _row.state == "open",
        )
        .values(
            next_at=bindparam("then_at"),
            state=bindparam("then_state"),
            ended_at=bindparam("then_ended"),
            failure=bindparam("then_failure"),
            epoch=None,
        ),
        [
            {
                "of_message": attempt.message.id,
                "of_channel": attempt.channel,
                "of_tries": attempt.tries,
                "then_at": ending.next_at,
                "then_state": ending.state,
                "then_ended": ending.ended_at,
                "then_failure": ending.failure,
            }
            for attempt, ending in ended
        ],
    )


def release(connection: Connection, epoch: int, now: datetime) -> None:
    """Let what an earlier owner began and never settled be tried again at once."""
    connection.execute(
        update(_attempt)
        .where(_row.state == "open", _row.epoch < epoch)
        .values(next_at=now, epoch=None)
    )


def reopen(
    connection: Connection, notice: UUID, channel: str, now: datetime
) -> list[Line]:
    """Open again what a channel gave up of a notice, as if it were new; return its lines."""
    rows = connection.execute(
        update(_attempt)
        .where(
            _row.notice == notice,
            _row.channel == channel,
            _row.state == "undeliverable",
        )
        .values(
            state="open", since=now, next_at=now, tries=0, failure=None, ended_at=None
        )
        .returning(_row.receiver)
    )
    return [(receiver, channel) for receiver in dict.fromkeys(rows.scalars())]


def lapsed(connection: Connection, now: datetime, limit: int) -> list[Attempt]:
    """Hold the open attempts at messages that nobody needs any more."""
    rows = connection.execute(
        select(_attempt)
        .where(_row.state == "open", _row.lapses_at <= now, _row.epoch.is_(None))
        .order_by(_row.lapses_at, _row.message)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_attempt_of(row) for row in rows]


def waiting_since(
    connection: Connection, line: Line, before: datetime, limit: int
) -> list[Attempt]:
    """Hold a line's attempts that wait and were enlisted by a moment."""
    receiver, channel = line
    rows = connection.execute(
        select(_attempt)
        .where(
            _row.state == "open",
            _row.receiver == receiver,
            _row.channel == channel,
            _row.since <= before,
            _row.epoch.is_(None),
        )
        .order_by(_row.since, _row.message)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_attempt_of(row) for row in rows]


def _attempt_of(row: Row[Any], *, is_probe: bool = False) -> Attempt:
    message = Message(
        id=row.message,
        notice=row.notice,
        receiver=row.receiver,
        topic=row.topic,
        is_urgent=row.priority == 0,
        lapses_at=row.lapses_at,
    )
    return Attempt(message, row.channel, row.since, row.tries, is_probe)


def standing(connection: Connection) -> dict[str, int]:
    """Return how many attempts are open, and how many were given up."""
    rows = connection.execute(
        select(_row.state, func.count().label("number"))
        .where(_row.state.in_(COUNTED))
        .group_by(_row.state)
    )
    return dict.fromkeys(COUNTED, 0) | {row.state: row.number for row in rows}
