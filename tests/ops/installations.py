"""A whole installation started as an operator starts it, with its processes in view."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import monotonic

import httpx2

from ops.proving.standing import KINDS, children, free_port
from ops.settings import CHECKOUT
from tests.ops.servers import await_end

__all__ = ["KINDS", "Up", "free_port", "start_up", "up"]


@dataclass(slots=True)
class Up:
    """A running `suian up`.

    What it says is taken from it at once: a full pipe would hold up its processes.
    """

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list[str])
    lines: "SimpleQueue[str]" = field(default_factory=SimpleQueue[str])

    def listen(self) -> None:
        """Take every line it says, until it ends; the last is empty."""
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.put(line)
        self.lines.put("")

    def hear(self, words: str) -> str:
        """Return the next line that holds the words; fail when it ends without."""
        while line := self.lines.get():
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.said))

    def children(self) -> dict[str, int]:
        """Return the process of each kind that runs now."""
        return children(self.process.pid)

    def is_ready(self) -> bool:
        """Return whether all three processes run and the web finds nothing amiss."""
        if len(self.children()) < len(KINDS):
            return False
        try:
            answer = httpx2.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5)
        except httpx2.TransportError:
            return False
        return answer.json()["status"] == "ok"

    def await_ready(self, *, other_than: int = 0, within: float = 60.0) -> float:
        """Return the seconds until all is ready again; fail when it takes too long."""
        began = monotonic()
        while not (self.is_ready() and other_than not in self.children().values()):
            assert self.process.poll() is None, "".join(self.said)
            assert monotonic() - began < within, self.children()
        return monotonic() - began

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal and return when it and all its children have ended."""
        children = self.children()
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        for pid in children.values():
            await_end(pid)


def start_up(
    data: Path, port: int, *options: str, **environment: str
) -> subprocess.Popen[str]:
    """Start `suian up` on a data folder and a port; options in place of `--no-demo`."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "ops.commands", "up"),
            *(options or ("--no-demo",)),
            *("--port", str(port), "--data", str(data)),
        ],
        cwd=CHECKOUT,
        # Compiled code is kept, as it is for an operator, so that later starts are quick.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def up(data: Path, *options: str, **environment: str) -> Generator[Up]:
    """Run an installation for the length of a block."""
    port = free_port()
    with start_up(data, port, *options, **environment) as process:
        running = Up(process, port)
        listener = Thread(target=running.listen)
        listener.start()
        try:
            running.hear("Suian is up")
            yield running
        finally:
            if process.poll() is None:
                running.stop()
            listener.join()
