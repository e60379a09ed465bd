"""What is due, remembered: one row for each moment a job is due, run by one process.

Nothing here fires. The desk is asked what is due and not done, so a week without a
scheduler delays work and loses none of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    DateTime,
    Engine,
    Integer,
    Text,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from scheduler.lease import Lease, LeaseLost
from scheduler.timetable import CatchUp, Entry

FIRST_RETRY: Final = timedelta(seconds=10)
LAST_RETRY: Final = timedelta(hours=1)
"""A job that fails is tried again, each time after twice as long, up to this."""

_INSTANT: Final = DateTime(timezone=True)

_occurrence = table(
    "occurrence",
    column("job", Text),
    column("due_at", _INSTANT),
    column("state", Text),
    column("next_at", _INSTANT),
    column("epoch", BigInteger),
    column("attempts", Integer),
    column("started_at", _INSTANT),
    column("ended_at", _INSTANT),
    column("outcome", Text),
    schema="desk",
)
_row = _occurrence.c


@dataclass(frozen=True, slots=True)
class Taken:
    """An occurrence that is ours to run; `attempt` counts from 1."""

    job: str
    due_at: datetime
    attempt: int


@dataclass(frozen=True, slots=True)
class Late:
    """A job that ought to have been done long ago, and since when it was due."""

    job: str
    due_at: datetime


def materialise(engine: Engine, lease: Lease, entry: Entry, now: datetime) -> int:
    """Note what fell due since the last time, up to now; return how much was new.

    A job that is seen for the first time is due as of its schedule's last moment, so that
    a new installation doesn't wait for the night.
    """
    with engine.begin() as connection:
        known = connection.execute(
            select(func.max(_row.due_at)).where(_row.job == entry.job)
        ).scalar()
        due = list(_due(entry, known, now))
        if not due:
            return 0
        lease.check(connection)
        if entry.catch_up is CatchUp.LATEST:
            _supersede(connection, entry.job, due[-1], now)
        return _note(connection, entry.job, due)


def take(
    engine: Engine, lease: Lease, jobs: Sequence[str], now: datetime
) -> Taken | None:
    """Take the occurrence that waits longest; None when nothing is due.

    One that an earlier owner of the lease has begun and not ended is taken again.
    """
    waiting = and_(_row.state == "due", _row.next_at <= now)
    abandoned = and_(_row.state == "running", _row.epoch < lease.epoch)
    next_one = (
        select(_row.job, _row.due_at)
        .where(_row.job.in_(jobs), or_(waiting, abandoned))
        .order_by(_row.next_at, _row.job)
        .limit(1)
    )
    with engine.begin() as connection:
        if connection.execute(next_one).one_or_none() is None:
            return None
        lease.check(connection)
        found = connection.execute(
            next_one.with_for_update(skip_locked=True)
        ).one_or_none()
        if found is None:
            return None
        return Taken(
            *connection.execute(
                update(_occurrence)
                .where(_row.job == found.job, _row.due_at == found.due_at)
                .values(
                    state="running",
                    epoch=lease.epoch,
                    attempts=_row.attempts + 1,
                    started_at=now,
                )
                .returning(_row.job, _row.due_at, _row.attempts)
            ).one()
        )


def finish(
    engine: Engine, lease: Lease, taken: Taken, outcome: str, now: datetime
) -> None:
    """Note that it is done; `LeaseLost` when it is no longer ours."""
    _end(engine, lease, taken, state="done", ended_at=now, outcome=outcome)


def fail(
    engine: Engine, lease: Lease, taken: Taken, failure: str, now: datetime
) -> None:
    """Note that it failed and when it is tried again; `LeaseLost` as with `finish`."""
    wait = min(FIRST_RETRY * 2 ** min(taken.attempt - 1, 16), LAST_RETRY)
    _end(engine, lease, taken, state="due", next_at=now + wait, outcome=failure)


def late(engine: Engine, timetable: Sequence[Entry], now: datetime) -> list[Late]:
    """Return the jobs that are later than their entry allows.

    Any process may ask, and needs nobody to have noted what is due. A job that was never
    due is left out: that nobody is there at all is for `heartbeats.silent` to say.
    """
    unfinished = func.min(_row.due_at).filter(_row.state.in_(("due", "running")))
    with engine.begin() as connection:
        known = {
            job: (oldest, newest)
            for job, oldest, newest in connection.execute(
                select(_row.job, unfinished, func.max(_row.due_at)).group_by(_row.job)
            )
        }
    found: list[Late] = []
    for entry in timetable:
        if entry.job in known:
            oldest, newest = known[entry.job]
            due_at = oldest or next(entry.schedule.between(newest, now), now)
            if due_at + entry.late_by < now:
                found.append(Late(entry.job, due_at))
    return found


def _due(entry: Entry, known: datetime | None, now: datetime) -> Iterator[datetime]:
    if known is not None and entry.catch_up is CatchUp.EVERY:
        yield from entry.schedule.between(known, now)
        return
    latest = entry.schedule.latest(now)
    if latest is not None and (known is None or latest > known):
        yield latest


def _note(connection: Connection, job: str, due: Sequence[datetime]) -> int:
    moments = func.unnest(literal(due, ARRAY(_INSTANT))).column_valued("moment")
    noted = connection.execute(
        insert(_occurrence)
        .from_select(
            ["job", "due_at", "next_at"], select(literal(job), moments, moments)
        )
        .on_conflict_do_nothing()
        .returning(_row.due_at)
    )
    return len(noted.all())


def _supersede(
    connection: Connection, job: str, latest: datetime, now: datetime
) -> None:
    connection.execute(
        update(_occurrence)
        .where(_row.job == job, _row.state == "due", _row.due_at < latest)
        .values(state="superseded", ended_at=now)
    )


def _end(engine: Engine, lease: Lease, taken: Taken, **values: str | datetime) -> None:
    with engine.begin() as connection:
        lease.check(connection)
        ended = connection.execute(
            update(_occurrence)
            .where(
                _row.job == taken.job,
                _row.due_at == taken.due_at,
                _row.state == "running",
            )
            .values(**values)
            .returning(_row.job)
        ).scalar()
        if ended is None:
            raise LeaseLost
