"""The clerk's and the web's own processes on a bed, started and killed at will."""

import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from os import environ
from time import monotonic, sleep
from typing import Final

from ops.child import dies_with_parent
from ops.proving.bed import Bed
from ops.proving.standing import free_port
from ops.settings import CHECKOUT

PATIENCE: Final = 120.0
_POLL: Final = 0.02


class NotRunning(Exception):
    """A process ended by itself, or did not come up in time."""


def start(
    bed: Bed,
    module: str,
    role: str,
    port: int = 0,
    more: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start one of our modules as the supervisor does."""
    given = {
        "SUIAN_URL": bed.url(role),
        "SUIAN_KEYS": str(bed.keys),
        "SUIAN_PORT": str(port),
    }
    return subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=CHECKOUT,
        env={**environ, **given, **(more or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only asks the kernel
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process as a power cut does."""
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextmanager
def clerk(bed: Bed) -> Generator[subprocess.Popen[bytes]]:
    """Let a clerk work for the length of a block and end it as an operator does."""
    process = start(bed, "ops.clerk", "clerk")
    try:
        yield process
        if process.poll() is not None:
            raise NotRunning("ops.clerk")
    finally:
        process.terminate()
        process.wait()


@contextmanager
def web(
    bed: Bed, module: str = "ops.web", more: Mapping[str, str] | None = None
) -> Generator[int]:
    """Serve for the length of a block; give the port."""
    port = free_port()
    process = start(bed, module, "web", port, more)
    try:
        _await_answer(process, port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + PATIENCE
    while process.poll() is None and monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, HTTPException):
            sleep(_POLL)
        else:
            return
        finally:
            connection.close()
    raise NotRunning("ops.web")
