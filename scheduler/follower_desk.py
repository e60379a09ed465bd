"""Where each follower of the log stands, and what stopped it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    column,
    func,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert

FIRST_RETRY: Final = timedelta(seconds=1)
LAST_RETRY: Final = timedelta(minutes=5)
"""A fact that fails is tried again, each time after twice as long, up to this."""

_INSTANT: Final = DateTime(timezone=True)

_follower = table(
    "follower",
    column("name", Text),
    column("position", BigInteger),
    column("origin", Uuid),
    column("hash", LargeBinary),
    schema="desk",
)
_failure = table(
    "follower_failure",
    column("name", Text),
    column("position", BigInteger),
    column("failure", Text),
    column("tries", Integer),
    column("failed_at", _INSTANT),
    column("retry_at", _INSTANT),
    column("settled_at", _INSTANT),
    schema="desk",
)


@dataclass(frozen=True, slots=True)
class Place:
    """The last fact that was dealt with: its position, its hash, and in which log.

    Position 0 is before the first fact; `origin` changes when a log that lost facts is
    opened again.
    """

    position: int
    hash: bytes
    origin: UUID


@dataclass(frozen=True, slots=True)
class Stopped:
    """A follower that stands still before a fact it cannot deal with."""

    name: str
    position: int
    failure: str
    tries: int


def place(engine: Engine, name: str, origin: UUID) -> Place:
    """Return where a follower stands; a new one stands before the first fact."""
    held = select(_follower.c.position, _follower.c.hash, _follower.c.origin).where(
        _follower.c.name == name
    )
    with engine.begin() as connection:
        row = connection.execute(held).one_or_none()
        if row is None:
            connection.execute(
                insert(_follower)
                .values(name=name, position=0, origin=origin, hash=b"")
                .on_conflict_do_nothing()
            )
            row = connection.execute(held).one()
    return Place(*row)


def move(
    connection: Connection, name: str, here: Place, there: Place, now: datetime
) -> bool:
    """Move a follower on and settle what stopped it; False if it wasn't here any more."""
    moved = connection.execute(
        update(_follower)
        .where(_follower.c.name == name, _follower.c.position == here.position)
        .values(position=there.position, hash=there.hash)
        .returning(_follower.c.position)
    ).scalar()
    connection.execute(
        update(_failure)
        .where(
            _failure.c.name == name,
            _failure.c.position <= there.position,
            _failure.c.settled_at.is_(None),
        )
        .values(settled_at=now)
    )
    return moved is not None


def note_failure(
    connection: Connection, name: str, position: int, failure: str, now: datetime
) -> None:
    """Note what stopped a follower and when it is tried again."""
    mine = (_failure.c.name == name, _failure.c.position == position)
    tries = connection.execute(select(_failure.c.tries).where(*mine)).scalar() or 0
    noted = {
        "failure": failure,
        "tries": tries + 1,
        "failed_at": now,
        "retry_at": now + min(FIRST_RETRY * 2 ** min(tries, 16), LAST_RETRY),
        "settled_at": None,
    }
    connection.execute(
        insert(_failure)
        .values(name=name, position=position, **noted)
        .on_conflict_do_update(index_elements=["name", "position"], set_=noted)
    )


def is_waiting(engine: Engine, name: str, now: datetime) -> bool:
    """Return whether a follower was stopped and isn't to be tried again yet."""
    with engine.begin() as connection:
        retry_at = connection.execute(
            select(func.max(_failure.c.retry_at)).where(
                _failure.c.name == name, _failure.c.settled_at.is_(None)
            )
        ).scalar()
    return retry_at is not None and retry_at > now


def stopped(engine: Engine) -> list[Stopped]:
    """Return the followers that stand still; any process may ask."""
    with engine.begin() as connection:
        return [
            Stopped(*row)
            for row in connection.execute(
                select(
                    _failure.c.name,
                    _failure.c.position,
                    _failure.c.failure,
                    _failure.c.tries,
                )
                .where(_failure.c.settled_at.is_(None))
                .order_by(_failure.c.name, _failure.c.position)
            )
        ]
