"""A lease: one process at a time may do a thing, and a late one is refused.

The row is dated by the database's clock, never by ours. Each new owner raises the epoch;
whoever has an effect checks its epoch in the effect's own transaction, so a process that
slept through its lease can change nothing any more. The lease's own statements stand
alone, so that a process stopped between two of them holds nobody up.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Engine,
    Interval,
    Text,
    Uuid,
    column,
    func,
    literal,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

_lease = table(
    "lease",
    column("name", Text),
    column("owner", Uuid),
    column("epoch", BigInteger),
    column("expires_at", DateTime(timezone=True)),
    schema="desk",
)


class LeaseLost(Exception):
    """Somebody else holds the lease now; nothing may be done in its name any more."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to act under a name, as long as `epoch` is the newest one.

    `ttl` is how long the right lasts after each renewal.
    """

    name: str
    owner: UUID
    epoch: int
    ttl: timedelta

    def check(self, connection: Connection) -> None:
        """Raise `LeaseLost` unless the epoch is the newest; it stays so until commit.

        The row is held shared, so a new owner waits for the effect of this transaction.
        A transaction that then idles longer than `ttl` is ended by the database: its
        process stands still, and nobody shall wait for it.
        """
        milliseconds = max(1, int(self.ttl / timedelta(milliseconds=1)))
        connection.execute(
            text("SELECT set_config('idle_in_transaction_session_timeout', :ms, true)"),
            {"ms": str(milliseconds)},
        )
        newest = connection.execute(
            select(_lease.c.epoch)
            .where(_lease.c.name == self.name)
            .with_for_update(read=True)
        ).scalar()
        if newest != self.epoch:
            raise LeaseLost


@dataclass(slots=True)
class Holding:
    """The lease in whose name a clerk is at work; none while it stands by."""

    lease: Lease | None = None

    def must(self) -> Lease:
        """Return the lease; `LeaseLost` when none is held."""
        if self.lease is None:
            raise LeaseLost
        return self.lease


def take(engine: Engine, name: str, owner: UUID, ttl: timedelta) -> Lease | None:
    """Take a lease that nobody holds; None while somebody does, be it this owner."""
    until = func.clock_timestamp() + literal(ttl, Interval)
    has_ended = _lease.c.expires_at <= func.clock_timestamp()
    wish = insert(_lease).values(name=name, owner=owner, epoch=1, expires_at=until)
    with _at_once(engine) as connection:
        if (
            connection.execute(select(has_ended).where(_lease.c.name == name)).scalar()
            is False
        ):
            return None
        epoch = connection.execute(
            wish.on_conflict_do_update(
                index_elements=["name"],
                set_={"owner": owner, "epoch": _lease.c.epoch + 1, "expires_at": until},
                where=has_ended,
            ).returning(_lease.c.epoch)
        ).scalar()
    return None if epoch is None else Lease(name, owner, epoch, ttl)


def renew(engine: Engine, lease: Lease) -> bool:
    """Make the lease last another `ttl`; False when somebody else has taken it.

    Nothing is written while most of the time is still left.
    """
    enough = func.clock_timestamp() + literal(lease.ttl * 3 / 4, Interval)
    with _at_once(engine) as connection:
        is_fresh = connection.execute(
            select(_lease.c.expires_at > enough).where(
                _lease.c.name == lease.name, _lease.c.epoch == lease.epoch
            )
        ).scalar()
    return is_fresh or _expire(engine, lease, lease.ttl)


def release(engine: Engine, lease: Lease) -> None:
    """Give the lease up, so that the next owner needn't wait for it to run out."""
    _expire(engine, lease, timedelta(0))


def _expire(engine: Engine, lease: Lease, after: timedelta) -> bool:
    with _at_once(engine) as connection:
        held = connection.execute(
            update(_lease)
            .where(_lease.c.name == lease.name, _lease.c.epoch == lease.epoch)
            .values(expires_at=func.clock_timestamp() + literal(after, Interval))
            .returning(_lease.c.epoch)
        ).scalar()
    return held is not None


@contextmanager
def _at_once(engine: Engine) -> Generator[Connection]:
    """Give a connection each of whose statements is a transaction of its own."""
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
