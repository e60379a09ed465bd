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

from ops.child import dies_with_parent
from ops.embedded.problem import ServerProblem
from ops.embedded.server import Server

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
        """Start the process, out of reach of the terminal's Ctrl-C: it hears from us."""
        self.process = subprocess.Popen(
            self.command,
            env={**_inherited(), **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only asks the kernel
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

    def watch(self, said: Callable[[str], None]) -> None:
        """Start the process, the first time or again once it is due."""
        if self.is_running:
            if monotonic() - self.started_at > STEADY:
                self.wait = FIRST_WAIT
        elif self.process is None:
            self.start()
        elif self.is_due:
            said(f"{self.name} 意外停止,正在重启 / {self.name} ended, starting again")
            self.wait = min(self.wait * 2, LONGEST_WAIT)
            self.start()


@dataclass(slots=True)
class Supervisor:
    """Watches the server (if it is ours) and the children until told to stop.

    It says the words of welcome once, as soon as `is_up`.
    """

    server: Server | None
    children: list[Child]
    said: Callable[[str], None]
    is_up: Callable[[], bool]
    welcome: list[str]
    is_stopping: bool = field(default=False)
    server_due_at: float = field(default=0.0)

    def run(self) -> None:
        """Watch until a signal comes; when it returns no process is left."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.is_stopping:
                self.watch()
                self._greet()
                sleep(TICK)
        finally:
            self.end()

    def watch(self) -> None:
        """Bring back whatever has ended; without the database nothing else is started."""
        if self.server and not self.server.is_running:
            self._bring_back(self.server)
        if self.server is None or self.server.is_running:
            for child in self.children:
                child.watch(self.said)

    def end(self) -> None:
        """Stop every child, then the database."""
        running = [c.process for c in self.children if c.is_running and c.process]
        for process in running:
            process.terminate()
        until = monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.0, until - monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self.server:
            self.server.stop()

    def _greet(self) -> None:
        if self.welcome and self.is_up():
            for words in self.welcome:
                self.said(words)
            self.welcome.clear()

    def _bring_back(self, server: Server) -> None:
        if monotonic() < self.server_due_at:
            return
        self.said("数据库意外停止,正在恢复 / the database ended, bringing it back")
        try:
            server.start(self.said, lambda: self.is_stopping)
        except ServerProblem as problem:
            self.said(str(problem))
            self.server_due_at = monotonic() + LONGEST_WAIT

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
