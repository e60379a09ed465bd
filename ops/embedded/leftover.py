"""What an earlier server left behind: its processes, its lock files, its half-made data.

The caller holds the folder's lock, so whatever still runs there belongs to nobody. A
process number in a lock file proves nothing: after a restart of the machine or of a
container another process has it, and a zombie keeps it until somebody reaps it.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from ops.embedded.problem import ServerProblem

PATIENCE: Final = 60.0
"""Seconds a server without an owner is given to shut down."""
_POLL: Final = 0.05
_ASK_EVERY: Final = 1.0


def clear(
    data: Path, sockets: Path, said: Callable[[str], None] = lambda _: None
) -> None:
    """Return once no process works on the data, with stale lock files removed."""
    server = _pid_in(data / "postmaster.pid")
    if server and is_server_of(server, data):
        said("正在等待上一个数据库结束 / waiting for the previous database to end")
    _await_nobody(data)
    for lock in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
        pid = _pid_in(lock)
        if pid is not None and _exists(pid):
            # PostgreSQL clears the file of a process that is gone, and looks first for
            # memory still shared; it refuses where another has taken the number.
            lock.unlink(missing_ok=True)


def is_server_of(pid: int, data: Path) -> bool:
    """Return whether a process is alive and works in this data folder."""
    if sys.platform != "linux":
        return _exists(pid)
    process = Path("/proc") / str(pid)
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        folder = (process / "cwd").readlink()
    except OSError:
        return False
    return state not in "ZX" and folder == data.resolve()


def working_on(data: Path) -> list[int]:
    """Return the processes alive in this data folder: every PostgreSQL process is."""
    if sys.platform != "linux":
        pid = _pid_in(data / "postmaster.pid")
        return [pid] if pid and is_server_of(pid, data) else []
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and is_server_of(int(entry.name), data)
    ]


def _await_nobody(data: Path) -> None:
    """Ask the server to end until nobody works on the data.

    It is asked again and again: one that is just starting may not hear it.
    """
    end = monotonic() + PATIENCE
    ask_at = 0.0
    while pids := working_on(data):
        if monotonic() > ask_at:
            _ask_to_end(data)
            ask_at = monotonic() + _ASK_EVERY
        if monotonic() > end:
            raise ServerProblem(
                f"上一个数据库没有结束(进程 {pids}),请结束这些进程后再启动"
                f" / the previous database does not end (processes {pids}): end them,"
                " then start again"
            )
        sleep(_POLL)


def _ask_to_end(data: Path) -> None:
    server = _pid_in(data / "postmaster.pid")
    if server and is_server_of(server, data):
        os.kill(server, signal.SIGINT)


def _pid_in(path: Path) -> int | None:
    try:
        return int(path.read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
