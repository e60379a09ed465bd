"""Processes that cost little to start: forked from a parent that has everything loaded.

The parent has no threads and no connections of its own while it forks. A child opens what it
needs, does the work of the real process, and is ended by SIGKILL at any moment.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from mmap import mmap
from pathlib import Path
from struct import pack, unpack
from traceback import print_exc
from typing import Final

from ops.child import dies_with_parent
from ops.clock import now

_SIZE: Final = 8


class SharedClock:
    """The real clock and how far it was set ahead, the same in every forked process."""

    def __init__(self) -> None:
        """Begin at the real time."""
        self._ahead = mmap(-1, _SIZE)

    def __call__(self) -> datetime:
        """Return what time it is."""
        (ahead,) = unpack("d", self._ahead[:_SIZE])
        return now() + timedelta(seconds=ahead)

    def jump(self, by: timedelta) -> None:
        """Set it ahead, or back."""
        (ahead,) = unpack("d", self._ahead[:_SIZE])
        self._ahead[:_SIZE] = pack("d", ahead + by.total_seconds())


@dataclass(slots=True)
class Worker:
    """One process of ours; `said` is the file for what it prints."""

    name: str
    work: Callable[[], None]
    said: Path
    pid: int = 0

    def start(self) -> None:
        """Fork it."""
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            self._be(parent)
        self.pid = pid

    def kill(self) -> None:
        """End it as a power cut does, and see it end; nothing happens when it has."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
            self.pid = 0

    def join(self) -> None:
        """Wait until it ends by itself."""
        if self.pid:
            os.waitpid(self.pid, 0)
            self.pid = 0

    def has_ended(self) -> bool:
        """Return whether it ended by itself."""
        if not self.pid:
            return True
        ended, _ = os.waitpid(self.pid, os.WNOHANG)
        if ended:
            self.pid = 0
        return bool(ended)

    def _be(self, parent: int) -> None:
        code = 1
        try:
            dies_with_parent(signal.SIGKILL, parent)()
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            with self.said.open("ab") as said:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
            self.work()
            code = 0
        except BaseException:  # noqa: BLE001 - the child ends here, whatever it was
            print_exc()
        finally:
            os._exit(code)
