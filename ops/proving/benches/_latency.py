"""How soon after its commit a fact shows in every view of the log.

A process of its own records follow-ups at a steady pace through the awaitable runner, the
real clerk folds in another; a watcher asks for the last position of the log and the one
every view has reached, again and again, and notes when each was first seen.
"""

import json
import os
import signal
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from time import monotonic, sleep
from typing import Final

import psycopg

from ops.child import dies_with_parent
from ops.proving.bed import Bed
from ops.proving.spread import tail
from ops.settings import CHECKOUT
from ops.site import Site
from projections.person_card import person_card

OF_A_FOLLOW_UP: Final = 2
"""Facts a follow-up comes to."""
BETWEEN: Final = 0.001
"""Seconds between two looks of the watcher."""
QUIET: Final = 2.0
"""Seconds without a new fact before the writer begins: the clerk has done what was due."""
PATIENCE: Final = 60.0
"""Seconds beyond twice the writing's length after which it is given up."""
_AWAKE: Final = "SELECT EXISTS (SELECT FROM desk.heartbeat WHERE name = 'clerk.jobs')"
_LOOK: Final = (
    "SELECT (SELECT coalesce(max(position), 0) FROM log.event),"
    " (SELECT min(position) FROM view.progress WHERE view <> 'reading')"
)


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from the commit of a fact to its being in every view."""

    rate: float
    median: float
    p99: float


@dataclass(slots=True)
class _Watched:
    """Positions in their order, and when each was first seen."""

    positions: list[int] = field(default_factory=list[int])
    moments: list[float] = field(default_factory=list[float])

    def see(self, position: int, moment: float) -> None:
        if not self.positions or position > self.positions[-1]:
            self.positions.append(position)
            self.moments.append(moment)

    def moment(self, position: int) -> float:
        """Return when the position had been reached."""
        return self.moments[bisect_left(self.positions, position)]


def latency(bed: Bed, site: Site, pace: int, seconds: float) -> Latency:
    """Measure with a clerk of its own at so many facts a second."""
    with site.engine.begin() as connection:
        rows = connection.execute(
            person_card.rows().where(person_card.table.c.left_by == "")
        )
        people = [[str(row.person), row.division] for row in rows]
    asked = json.dumps(
        {"people": people, "seconds": seconds, "pace": pace / OF_A_FOLLOW_UP}
    )
    with (
        _process(bed, "ops.clerk"),
        psycopg.connect(bed.url("clerk"), autocommit=True) as connection,
    ):
        _wait_until_quiet(connection)
        writer = subprocess.Popen(
            [sys.executable, "-m", "ops.proving.benches._writer", asked],
            cwd=CHECKOUT,
            env=_environment(bed),
            preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only asks the kernel
        )
        return _watch(connection, writer, monotonic() + PATIENCE + 2 * seconds)


def _watch(
    connection: psycopg.Connection, writer: subprocess.Popen[bytes], until: float
) -> Latency:
    log, views = _Watched(), _Watched()
    last, reached = 0, 0
    ended = False
    while not ended or reached < last:
        if monotonic() > until:
            writer.kill()
            msg = "the paced writer, or the views after it, did not come to an end"
            raise TimeoutError(msg)
        ended = writer.poll() is not None
        last, reached = connection.execute(_LOOK).fetchone() or (0, 0)
        moment = monotonic()
        log.see(last, moment)
        views.see(reached, moment)
        sleep(BETWEEN)
    if writer.returncode:
        raise subprocess.CalledProcessError(writer.returncode, "writer")
    first = log.positions[0]
    waits = [
        (views.moment(position) - log.moment(position)) * 1000
        for position in range(first + 1, last + 1)
    ]
    written = log.moments[-1] - log.moments[1]
    return Latency(len(waits) / written, median(waits), tail(waits, 0.99))


def _wait_until_quiet(connection: psycopg.Connection) -> None:
    seen, since, awake = -1, monotonic(), False
    while not awake or monotonic() - since < QUIET:
        (awake,) = connection.execute(_AWAKE).fetchone() or (False,)
        last, reached = connection.execute(_LOOK).fetchone() or (0, 0)
        if last != seen or reached < last:
            seen, since = last, monotonic()
        sleep(0.1)


@contextmanager
def _process(bed: Bed, module: str) -> Generator[None]:
    with subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=CHECKOUT,
        env=_environment(bed),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only asks the kernel
    ) as child:
        try:
            yield
        finally:
            child.terminate()
            child.wait()


def _environment(bed: Bed) -> Mapping[str, str]:
    return {
        **os.environ,
        "SUIAN_URL": bed.url("clerk"),
        "SUIAN_KEYS": str(bed.keys),
    }
