"""One run of the harness: starts everybody, kills some, ends it, and waits for all."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Final

import psycopg

from ops.child import dies_with_parent
from ops.proving.bed import Bed
from ops.proving.proof import Said
from ops.proving.skips.delivery import delivered
from ops.proving.skips.ledger import written
from ops.proving.skips.store import Store, open_store
from ops.proving.skips.subscriber import END, Reading
from ops.proving.skips.writer import HOLD, Writing
from ops.settings import CHECKOUT

_WATCH: Final = 0.05
_WORDS: Final = 10.0
_PATIENCE: Final = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Who writes and reads, how much at least, and how many are killed."""

    store: str
    events: int
    each: int
    """Appends every writer must have set out on before the run may end."""
    seconds: float
    writers: tuple[tuple[str, int], ...]
    """Each writing process: what kind, and how many writers in it."""
    pages: tuple[int, ...]
    """Each subscriber's page size; a process each."""
    kills_of_writers: int
    kills_of_subscribers: int
    furthest: int
    """Events a subscriber may be behind before the writers of many wait for it."""
    pause: float
    """Seconds the writers of few let pass between two appends."""


class Died(Exception):
    """A process of the harness ended by itself: the run says nothing."""


@dataclass(slots=True)
class Course:
    """What a run left behind, and what happened to whom."""

    folder: Path
    last: int = 0
    seconds: float = 0.0
    furthest: int = 0
    writings: list[Writing] = field(default_factory=list[Writing])
    readings: list[Reading] = field(default_factory=list[Reading])
    killed_writers: int = 0
    """Writers in the writing processes that were killed."""
    kills_of_writers: int = 0
    kills_of_subscribers: int = 0

    def of_kind(self, kind: str) -> list[range]:
        """Return the numbers of the writers of a kind."""
        return [each.writers for each in self.writings if each.kind == kind]


class _Crew:
    """The processes of a run."""

    def __init__(self, bed: Bed, plan: Plan, course: Course) -> None:
        self._course = course
        self._numbers = count(1)
        common = {
            "store": plan.store,
            "keys": str(bed.keys),
            "folder": str(course.folder),
        }
        self._processes: dict[Writing | Reading, subprocess.Popen[str]] = {}
        for page in plan.pages:
            self._start(
                Reading(**common, url=bed.url("clerk"), name=str(page), page=page)
            )
        for kind, writers in plan.writers:
            told = Writing(
                **common,
                url=bed.url("web"),
                kind=kind,
                first=0,
                count=writers,
                pause=plan.pause,
            )
            self._start(told)

    def _start(self, told: Writing | Reading) -> None:
        if isinstance(told, Writing):
            numbers = [next(self._numbers) for _ in range(told.count)]
            told = replace(told, first=numbers[0])
            self._course.writings.append(told)
        elif told not in self._course.readings:
            self._course.readings.append(told)
        module = type(told).__module__
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            text=True,
            preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 - no threads
        )
        if process.stdin:
            json.dump(asdict(told), process.stdin)
            process.stdin.close()
        self._processes[told] = process

    def of(self, kind: type[Writing | Reading]) -> list[Writing | Reading]:
        """Return who of a kind runs now."""
        return [told for told in self._processes if isinstance(told, kind)]

    def slowest(self, folder: Path) -> int:
        """Return how many appends whoever has done the fewest has set out on."""
        return min(
            written(folder, writer)
            for told in self._processes
            if isinstance(told, Writing)
            for writer in told.writers
        )

    def kill(self, told: Writing | Reading) -> None:
        """Kill one as a power cut would, and start it again."""
        process = self._processes.pop(told)
        process.kill()
        process.wait()
        if isinstance(told, Writing):
            self._course.kills_of_writers += 1
            self._course.killed_writers += told.count
        else:
            self._course.kills_of_subscribers += 1
        self._start(told)

    def watch(self) -> None:
        """Raise when one has ended by itself."""
        for told, process in self._processes.items():
            if process.poll() is not None:
                raise Died(type(told).__name__, process.returncode)

    def end(self, kind: type[Writing | Reading]) -> None:
        """Wait for the end of all of a kind; writers are told to stop.

        One that hears it before it has begun dies of it, with nothing written.
        """
        for told in self.of(kind):
            process = self._processes[told]
            if kind is Writing:
                process.terminate()
        for told in self.of(kind):
            code = self._processes.pop(told).wait(_PATIENCE)
            if code not in (0, -signal.SIGTERM):
                raise Died(type(told).__name__, code)

    def clear(self) -> None:
        """Kill whoever is left."""
        for process in self._processes.values():
            process.kill()
            process.wait()


def run(bed: Bed, plan: Plan, said: Said) -> Course:
    """Run until enough is written and everybody was killed who was to be."""
    folder = bed.root / f"skips-{plan.store}"
    folder.mkdir()
    course = Course(folder)
    store = open_store(plan.store, bed.url("clerk"), bed.keys, 2)
    crew = _Crew(bed, plan, course)
    try:
        _run(crew, store, plan, course, said)
        _end(bed, crew, store, course)
    finally:
        crew.clear()
        store.close()
    return course


def _run(crew: _Crew, store: Store, plan: Plan, course: Course, said: Said) -> None:
    chance = random.Random()  # noqa: S311 - whom to kill when is no secret
    kills, started, worded = list(_moments(plan, chance)), time.monotonic(), 0.0
    share = 0.0
    while share < 1:
        time.sleep(_WATCH)
        crew.watch()
        position, passed = store.last(), time.monotonic() - started
        _hold(course, position, plan.furthest)
        share = min(
            position / plan.events,
            passed / plan.seconds,
            crew.slowest(course.folder) / plan.each,
        )
        while kills and kills[0][0] <= share:
            crew.kill(chance.choice(crew.of(kills.pop(0)[1])))
        if passed - worded >= _WORDS:
            worded = passed
            said(f"{position:,} events, {passed:.0f} s")
    course.seconds = time.monotonic() - started


def _end(bed: Bed, crew: _Crew, store: Store, course: Course) -> None:
    crew.end(Writing)
    _await_the_last(bed)
    course.last = store.last()
    unfinished = course.folder / f"{END}.new"
    unfinished.write_text(str(course.last))
    unfinished.rename(course.folder / END)
    crew.end(Reading)


def _moments(
    plan: Plan, chance: random.Random
) -> Iterator[tuple[float, type[Writing | Reading]]]:
    kinds = [Writing] * plan.kills_of_writers + [Reading] * plan.kills_of_subscribers
    moments = sorted(chance.uniform(0.1, 0.95) for _ in kinds)
    chance.shuffle(kinds)
    yield from zip(moments, kinds, strict=True)


def _hold(course: Course, position: int, furthest: int) -> None:
    slowest = min(delivered(reading.file) for reading in course.readings)
    course.furthest = max(course.furthest, position - slowest)
    hold = course.folder / HOLD
    if position - slowest > furthest:
        hold.touch()
    else:
        hold.unlink(missing_ok=True)


def _await_the_last(bed: Bed) -> None:
    """Wait until the database has ended with every writer, a killed one's last append too.

    Only writers come as the web process does; whoever reads comes as the clerk.
    """
    with psycopg.connect(bed.url("super"), autocommit=True) as connection:
        while connection.execute(
            "SELECT FROM pg_stat_activity WHERE usename = 'suian_web'"
        ).fetchone():
            time.sleep(_WATCH)
