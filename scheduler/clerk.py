"""The clerk: does what is due and follows the log, if it is the one whose turn it is.

One tick is one turn of a loop that lives in `ops/`. Several clerks may run; only the one
with the lease works, the others stand by.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine

from scheduler import heartbeats, lease, occurrences
from scheduler.lease import Holding, Lease, LeaseLost
from scheduler.occurrences import Taken
from scheduler.timetable import Entry
from scheduler.trouble import Alarm, Kind, Trouble

Job = Callable[[datetime], int]
"""Given the moment it was due, it returns how many it dealt with.

It may be run again for the same moment and asks what is due and not done.
"""


class Round(Protocol):
    """Something that is done a little of at every tick: a follower, the delivery."""

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        ...

    def step(self, lease: Lease, now: datetime) -> int:
        """Do a batch; return how much was done, 0 when there is nothing left."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """The post a clerk applies for, who it is, and how long it lasts unrenewed."""

    name: str
    owner: UUID
    ttl: timedelta = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Duties:
    """What the holder of a post does: jobs by the timetable, rounds at every tick."""

    timetable: Sequence[Entry] = ()
    jobs: Mapping[str, Job] = field(default_factory=dict[str, Job])
    rounds: Sequence[Round] = ()

    def __post_init__(self) -> None:
        """Refuse a job without an entry and an entry without a job."""
        if set(self.jobs) != {entry.job for entry in self.timetable}:
            raise ValueError("every job needs an entry, every entry a job")


@dataclass(frozen=True, slots=True)
class Done:
    """What a tick came to: whether the clerk holds the post, and what it did."""

    holds: bool
    ran: Taken | None = None
    steps: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def is_busy(self) -> bool:
        """Whether there may be more to do at once."""
        return self.ran is not None or any(self.steps.values())


class Clerk:
    """One process's clerk."""

    def __init__(
        self,
        engine: Engine,
        post: Post,
        duties: Duties,
        alarm: Alarm,
        holding: Holding | None = None,
    ) -> None:
        """Take the clerk's database, the post, what is to be done and whom to tell.

        `holding` says at every moment in whose name the duties' effects are had.
        """
        self._engine = engine
        self._post = post
        self._duties = duties
        self._alarm = alarm
        self._holding = holding or Holding()

    def tick(self, now: datetime) -> Done:
        """Make each round once and run at most one occurrence that is due.

        What a round or a job raises is told to the alarm. When the tick itself breaks,
        the post is left to whoever takes it next, and the exception is the caller's.
        """
        try:
            held = self._hold()
            if held is None:
                return Done(holds=False)
            steps = self._make_rounds(held, now)
            ran = self._run_next(held, now)
            heartbeats.beat(self._engine, held, {self._post.name, *steps})
        except LeaseLost:
            self._holding.lease = None
            return Done(holds=False)
        except BaseException:
            self._holding.lease = None
            raise
        return Done(holds=True, ran=ran, steps=steps)

    def keep(self) -> None:
        """Renew the lease while a long tick is going on; for another thread to call."""
        held = self._holding.lease
        if held is not None and lease.renew(self._engine, held):
            heartbeats.beat(self._engine, held, {self._post.name})

    def leave(self) -> None:
        """Give the post up at the end of the process."""
        if self._holding.lease is not None:
            lease.release(self._engine, self._holding.lease)
            self._holding.lease = None

    def _hold(self) -> Lease | None:
        if self._holding.lease is None or not lease.renew(
            self._engine, self._holding.lease
        ):
            post = self._post
            self._holding.lease = lease.take(
                self._engine, post.name, post.owner, post.ttl
            )
        return self._holding.lease

    def _make_rounds(self, held: Lease, now: datetime) -> dict[str, int]:
        steps: dict[str, int] = {}
        for one in self._duties.rounds:
            try:
                steps[one.name] = one.step(held, now)
            except LeaseLost:
                raise
            except Exception as failure:  # noqa: BLE001 - the other rounds go on
                self._tell(Kind.ROUND, one.name, failure)
        return steps

    def _run_next(self, held: Lease, now: datetime) -> Taken | None:
        for entry in self._duties.timetable:
            occurrences.materialise(self._engine, held, entry, now)
        taken = occurrences.take(self._engine, held, list(self._duties.jobs), now)
        if taken is None:
            return None
        try:
            count = self._duties.jobs[taken.job](taken.due_at)
        except LeaseLost:
            raise
        except Exception as failure:  # noqa: BLE001 - it is noted and tried again
            name = type(failure).__name__
            occurrences.fail(self._engine, held, taken, name, now)
            self._tell(Kind.JOB, taken.job, failure)
        else:
            occurrences.finish(self._engine, held, taken, str(count), now)
        return taken

    def _tell(self, kind: Kind, name: str, failure: Exception) -> None:
        self._alarm(Trouble(kind, name, type(failure).__name__))
