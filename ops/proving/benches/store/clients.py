"""Client processes: started once, warmed up, and told when the clock runs.

Each is a process of its own with its own connections, as a worker of the web would be.
The monotonic clock is the machine's, so all of them measure the same window.
"""

from array import array
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any

Serve = Callable[..., None]
Pipe = Connection


@dataclass(frozen=True, slots=True)
class Window:
    """How many writers a process runs, and which seconds of it count."""

    writers: int
    begins: float
    ends: float
    pause: float = 0.0


@dataclass(slots=True)
class Taken:
    """When each counted append was acknowledged, and how long its writer waited."""

    done: "array[float]" = field(default_factory=lambda: array("d"))
    took: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, began: float, window: Window) -> None:
        """Count an append that has just been acknowledged, if its window is open."""
        now = monotonic()
        if window.begins <= now < window.ends:
            self.done.append(now)
            self.took.append(now - began)

    def join(self, other: "Taken") -> None:
        """Take in what another process counted."""
        self.done.extend(other.done)
        self.took.extend(other.took)


class Clients:
    """Several client processes of one kind."""

    def __init__(self, serve: Serve, count: int, *settings: Any) -> None:
        """Start them; each is ready before this returns."""
        context = get_context("spawn")
        self._pipes: list[Connection[Any, Any]] = []
        self._processes: list[SpawnProcess] = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs, *settings), daemon=True
            )
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            pipe.recv()

    def run(self, writers: int, warm: float, seconds: float, pause: float = 0) -> Taken:
        """Let the writers write, spread over the processes; return what counted."""
        self.make_ready(writers)
        begins = monotonic() + warm
        return self.within(writers, begins, begins + seconds, pause)

    def make_ready(self, writers: int) -> None:
        """Let each process make ready what its writers will write."""
        for pipe, share in self._shares(writers):
            pipe.send(share)
        for pipe, _ in self._shares(writers):
            pipe.recv()

    def within(
        self, writers: int, begins: float, ends: float, pause: float = 0
    ) -> Taken:
        """Do the same within a window that the caller names, all being ready."""
        for pipe, share in self._shares(writers):
            pipe.send(Window(share, begins, ends, pause))
        taken = Taken()
        for pipe, _ in self._shares(writers):
            taken.join(pipe.recv())
        return taken

    def _shares(self, writers: int) -> list[tuple[Pipe, int]]:
        told = self._pipes[:writers]
        return [
            (pipe, writers // len(told) + (index < writers % len(told)))
            for index, pipe in enumerate(told)
        ]

    def close(self) -> None:
        """Let the processes end."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join()


@contextmanager
def clients(serve: Serve, count: int, *settings: Any) -> Generator[Clients]:
    """Keep client processes for the length of a block."""
    started = Clients(serve, count, *settings)
    try:
        yield started
    finally:
        started.close()
