"""Ends processes with SIGKILL at moments drawn by a seed, and watches them come back."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic, sleep
from typing import Final, TypeVar

import psycopg

from ops.child import dies_with_parent
from ops.proving.standing import NotStanding, Standing, pids_under
from ops.settings import CHECKOUT

TARGETS: Final = ("writer", "web", "clerk", "postmaster", "backend")
_KIND_OF: Final = {"web": "ops.web", "clerk": "ops.clerk", "postmaster": "postgres"}
PATIENCE: Final = 120.0
_POLL: Final = 0.05

T = TypeVar("T")


@dataclass(slots=True)
class WriterProcess:
    """The writer as its parent sees it: started again whenever it has ended."""

    standing: Standing
    journal: Path
    words: tuple[str, ...]
    seed: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; the kernel ends it with us."""
        given = {
            "SUIAN_URL": self.standing.prepared.url("clerk"),
            "SUIAN_KEYS": str(self.standing.prepared.keys),
            "SUIAN_SEED": str(self.seed),
        }
        module = "ops.proving.checks.crash.writer"
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, str(self.journal), *self.words],
                cwd=CHECKOUT,
                env={**os.environ, **given},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only asks the kernel
            )

    @property
    def said(self) -> Path:
        """Return the file with what it says."""
        return self.journal.with_suffix(".said")

    @property
    def pid(self) -> int:
        """Return its process, 0 when none runs."""
        process = self.process
        return process.pid if process and process.poll() is None else 0

    def end(self) -> None:
        """Kill it and see it end."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def noted(self) -> int:
        """Return the length of its journal."""
        return self.journal.stat().st_size if self.journal.exists() else 0


@dataclass(slots=True)
class Kill:
    """One kill: what was hit, and the seconds until it worked again."""

    target: str
    seconds: float = 0.0


@dataclass(slots=True)
class Killer:
    """Kills one thing after another, each when the last has come back or at once."""

    standing: Standing
    writer: WriterProcess
    chance: Random
    alone: int
    """One time in so many two are killed together."""
    kills: list[Kill] = field(default_factory=list[Kill])

    def rounds(
        self, number: int, longest_pause: float, said: Callable[[str], None]
    ) -> None:
        """Kill so many; each target in turn of a shuffled bag, so none is left out."""
        bag: list[str] = []
        while len(self.kills) < number:
            sleep(self.chance.uniform(0, longest_pause))
            together = 2 if not self.chance.randrange(self.alone) else 1
            backs: list[Callable[[], bool]] = []
            hit: list[Kill] = []
            began = monotonic()
            for _ in range(min(together, number - len(self.kills))):
                bag = bag or self.chance.sample(TARGETS, len(TARGETS))
                hit.append(Kill(bag.pop()))
                self.kills.append(hit[-1])
                backs.append(self._hit(hit[-1].target))
            self._await(backs)
            for kill in hit:
                kill.seconds = monotonic() - began
            if len(self.kills) % 20 < together:
                said(f"… {len(self.kills)} kills")

    def seconds(self, target: str) -> list[float]:
        """Return how long each return of a target took."""
        return [kill.seconds for kill in self.kills if kill.target == target]

    def _hit(self, target: str) -> Callable[[], bool]:
        if target == "writer":
            return self._hit_writer()
        if target == "backend":
            return self._hit_backend()
        kind = _KIND_OF[target]
        killed = self._found(lambda: self.standing.pids().get(kind, 0))
        position = self._position() if target == "clerk" else 0
        with suppress(ProcessLookupError):
            os.kill(killed, signal.SIGKILL)

        def is_back() -> bool:
            pid = self.standing.pids().get(kind, killed)
            return (
                pid != killed
                and self.standing.is_ready()
                and (target != "clerk" or self._folded() >= position)
            )

        return is_back

    def _hit_writer(self) -> Callable[[], bool]:
        self.writer.end()
        noted = self.writer.noted()
        self.writer.start()
        return lambda: self.writer.noted() > noted

    def _hit_backend(self) -> Callable[[], bool]:
        """Kill one of the server's own processes: all its sessions end with it."""

        def server() -> list[int]:
            return pids_under(self.standing.pids().get("postgres", 0))

        before = self._found(server)
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(before), signal.SIGKILL)
        return lambda: not set(before) & set(server()) and self.standing.is_ready()

    def _found(self, look: Callable[[], T]) -> T:
        """Return what is looked for, once there is any."""
        until = monotonic() + PATIENCE
        while not (found := look()):
            self._must_go_on(until)
            sleep(_POLL)
        return found

    def _await(self, backs: list[Callable[[], bool]]) -> None:
        until = monotonic() + PATIENCE
        while not all(is_back() for is_back in backs):
            self._must_go_on(until)
            if not self.writer.pid:
                self.writer.start()
            sleep(_POLL)

    def _must_go_on(self, until: float) -> None:
        if self.standing.process.poll() is not None or monotonic() > until:
            raise NotStanding(f"{self.kills[-3:]}: {self.standing.last_words()}")

    def _position(self) -> int:
        return self._asked("SELECT coalesce(max(position), 0) FROM log.event")

    def _folded(self) -> int:
        return self._asked(
            "SELECT min(position) FROM view.progress WHERE view <> 'reading'"
        )

    def _asked(self, query: str) -> int:
        """Return a number from the database, 0 when it does not answer."""
        try:
            with psycopg.connect(self.standing.prepared.url("clerk")) as connection:
                row = connection.execute(query.encode()).fetchone()
        except psycopg.OperationalError:
            return 0
        return row[0] or 0 if row else 0


def middle_and_longest(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the maximum, 0 of nothing."""
    return (median(seconds), max(seconds)) if seconds else (0.0, 0.0)
