"""Starts the processes of an installation, brings back the dead, stops them all together.

The database first, then web and clerk. A child that ends is started again at once, and
ever less eagerly while it keeps ending. When the supervisor itself is killed, the kernel
tells its children to stop.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic, sleep
from types import FrameType
from typing import Final

from ops.embedded.server import Server, dies_with_parent

TICK: Final = 0.1
FIRST_WAIT: Final = 0.2
LONGEST_WAIT: Final = 4.0
STEADY: Final = 10.0
"""Seconds after which a child counts as well again."""
PATIENCE: Final = 10.0
"""Seconds a child may take to end when asked."""


@dataclass(slots=True)
class Child:
    """One process to keep alive: its command and the environment it alone is given."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait: float = FIRST_WAIT

    def start(self) -> None:
        """Start the process."""
        self.process = subprocess.Popen(
            self.command,
            env={**_inherited(), **self.environment},
            stdin=subprocess.DEVNULL,
            preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no threads here
        )
        self.started_at = monotonic()

    @property
    def is_due(self) -> bool:
        """Return whether an ended child has waited long enough to be started again."""
        return monotonic() - self.started_at >= self.wait

    @property
    def is_running(self) -> bool:
        """Return whether the process lives."""
        return self.process is not None and self.process.poll() is None


@dataclass(slots=True)
class Supervisor:
    """Watches the server (if it is ours) and the children until told to stop."""

    server: Server | None
    children: list[Child]
    said: Callable[[str], None]
    is_stopping: bool = field(default=False)

    def run(self) -> None:
        """Watch until a signal or `stop`; when it returns no process is left."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.is_stopping:
                self.watch()
                sleep(TICK)
        finally:
            self.end()

    def watch(self) -> None:
        """Bring back whatever has ended."""
        if self.server and self.server.process and self.server.process.poll() is not None:
            self.said("数据库意外停止,正在恢复 / the database ended, bringing it back")
            self.server.start(self.said)
        for child in self.children:
            if child.is_running:
                if monotonic() - child.started_at > STEADY:
                    child.wait = FIRST_WAIT
            elif child.process is None:
                child.start()
            elif child.is_due:
                self.said(f"{child.name} 意外停止,正在重启 / {child.name} ended, starting again")
                child.wait = min(child.wait * 2, LONGEST_WAIT)
                child.start()

    def end(self) -> None:
        """Stop every child, then the database."""
        running = [c.process for c in self.children if c.is_running and c.process]
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.server:
            self.server.stop()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.is_stopping = True


def module(name: str) -> tuple[str, ...]:
    """Return the command that runs one of our modules with this Python."""
    return (sys.executable, "-m", name)


def _inherited() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SUIAN_") and "PASSWORD" not in name
    }
