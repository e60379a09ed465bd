"""Kills at random moments, and waits until everything is brought."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from time import monotonic, sleep
from typing import Final

import psycopg

from ops.proving.checks.notices.parts import Ground
from ops.proving.checks.notices.workers import Worker
from ops.proving.proof import Said

POSTGRES: Final = "postgresql"
JUMPS: Final = (-600, -60, 60, 600, 5400)
"""By how many seconds the clock jumps."""
PATIENCE: Final = 120.0
"""Seconds without any progress after which it is given up."""
_POLL: Final = 0.1
_EVERY: Final = 50

_LOOK: Final = """
SELECT (SELECT coalesce(max(position), 0) FROM log.event),
       (SELECT coalesce(max(position), 0) FROM desk.follower WHERE name = 'notices'),
       (SELECT coalesce(min(position), 0) FROM view.progress WHERE view <> 'reading'),
       (SELECT count(*) FROM desk.attempt WHERE state = 'open'),
       (SELECT min(next_at) FROM desk.attempt WHERE state = 'open')
"""


class NotBrought(Exception):
    """What was issued did not come to an end in time."""


@dataclass(frozen=True, slots=True)
class Work:
    """How far everything has come."""

    end: int
    followed: int
    folded: int
    open: int
    next_at: datetime | None
    """When the next message that waits is tried again."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to fold, to tell or to bring."""
        return self.end == self.followed == self.folded and not self.open


@dataclass(slots=True)
class Field:
    """Every process there is, and what was done to them."""

    ground: Ground
    workers: dict[str, Worker]
    reporting: Worker
    """The load: it is not killed, and ends when it is told to."""
    chance: Random
    weights: dict[str, int]
    killed: Counter[str] = field(default_factory=Counter[str])
    under_way: int = 0
    """Kills while a notice was being brought or a fact waited to be told."""
    jumps: int = 0
    rebuilt: int = 0
    """Rebuilds of every view that came to their end meanwhile."""
    ended: Counter[str] = field(default_factory=Counter[str])
    """Processes that ended by themselves."""

    def start(self) -> None:
        """Start what does not run; the rebuilding begins anew when it has ended."""
        for name, worker in self.workers.items():
            ran = bool(worker.pid)
            if worker.has_ended():
                if ran and name == "rebuild":
                    self.rebuilt += 1
                elif ran:
                    self.ended[name] += 1
                worker.start()

    def stop(self, *names: str) -> None:
        """End these, or all."""
        for name in names or self.workers:
            self.workers[name].kill()

    def kill(self, kills: int, pauses: tuple[float, float], said: Said) -> None:
        """Kill one process after another; each is started again at once."""
        names = list(self.weights)
        while self.killed.total() < kills:
            self.start()
            sleep(self.chance.uniform(*pauses))
            due = self.killed.total() % _EVERY == _EVERY - 1
            [name] = self.chance.choices(names, list(self.weights.values()))
            name = POSTGRES if due else name
            self.under_way += not self.look().is_done
            self._hit(name)
            self.killed[name] += 1
            if not self.chance.randrange(10):
                self.jump()
            if self.killed.total() % _EVERY == 0:
                work = self.look()
                said(f"… {self.killed.total()} kills, {work.open} to bring")
        self.start()

    def jump(self) -> None:
        """Let the clock jump, ahead or back."""
        self.ground.clock.jump(timedelta(seconds=self.chance.choice(JUMPS)))
        self.jumps += 1

    def _hit(self, name: str) -> None:
        if name != POSTGRES:
            self.workers[name].kill()
            return
        server = self.ground.bed.server
        assert server.process is not None  # noqa: S101 - it has been started
        server.process.kill()
        server.process.wait()
        server.start()

    def look(self) -> Work:
        """Return how far everything has come."""
        url = self.ground.bed.url("super")
        with psycopg.connect(url, autocommit=True) as connection:
            row: tuple[int, int, int, int, datetime | None] | None = connection.execute(
                _LOOK
            ).fetchone()
        end, followed, folded, open_, next_at = row or (0, 0, 0, 0, None)
        return Work(end, followed, folded, open_, next_at)

    def await_waiting(self) -> None:
        """Wait until something is to be brought."""
        until = monotonic() + PATIENCE
        while not self.look().open and monotonic() < until:
            self.start()
            sleep(_POLL)

    def drain(self) -> None:
        """Wait until all is brought; the clock runs ahead where only waiting is left."""
        until, still, seen = monotonic() + PATIENCE, 0, self.look()
        while still < 5:  # noqa: PLR2004 - done, and still done
            self.start()
            work = self.look()
            if work != seen:
                seen, until = work, monotonic() + PATIENCE
            still = still + 1 if work.is_done else 0
            if work.next_at and work.end == work.followed:
                wait = work.next_at - self.ground.clock()
                self.ground.clock.jump(max(wait, timedelta(0)))
            if monotonic() > until:
                raise NotBrought(str(work))
            sleep(_POLL)
