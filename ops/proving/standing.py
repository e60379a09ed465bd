"""A whole installation on a throwaway folder, started as an operator starts it."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from os import environ
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep
from typing import Final

from ops.installation import Prepared, open_installation
from ops.settings import CHECKOUT, Installation

KINDS: Final = ("postgres", "ops.web", "ops.clerk")
"""What the processes of an installation have in their command lines."""
PATIENCE: Final = 120.0
_POLL: Final = 0.02


class NotStanding(Exception):
    """The installation did not start, did not come back, or has ended."""


@dataclass(slots=True)
class Standing:
    """A running `suian up`; what it says is kept in the file `said`."""

    process: subprocess.Popen[bytes]
    prepared: Prepared
    said: Path

    @property
    def port(self) -> int:
        """Return the port it serves."""
        return self.prepared.settings.port

    def password(self) -> str:
        """Return the password of the demo accounts."""
        kept = self.prepared.settings.data / "demo.json"
        return str(json.loads(kept.read_text())["password"])

    def pids(self) -> dict[str, int]:
        """Return the process of each kind that runs now."""
        return children(self.process.pid)

    def is_ready(self) -> bool:
        """Return whether every process runs and the web reaches the database."""
        if len(self.pids()) < len(KINDS):
            return False
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200  # noqa: PLR2004 - HTTP's OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def last_words(self) -> str:
        """Return the end of what it has said."""
        return self.said.read_text(errors="replace")[-2000:]

    def stop(self) -> None:
        """Ask it to stop and return when it has."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def children(pid: int) -> dict[str, int]:
    """Return the children of a supervisor by kind."""
    found: dict[str, int] = {}
    for child in pids_under(pid):
        with suppress(OSError):
            words = Path(f"/proc/{child}/cmdline").read_text()
            found |= {kind: child for kind in KINDS if kind in words}
    return found


def pids_under(pid: int) -> list[int]:
    """Return the children of a process; none when it is gone."""
    with suppress(OSError):
        return [
            int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    return []


def free_port() -> int:
    """Return a port nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def standing(root: Path, said: Path) -> Generator[Standing]:
    """Run an installation with the demo township in a folder, which is removed after.

    What it says goes to a file of the caller's, on whichever disk the caller likes.
    """
    settings = Installation(data=root / "data", port=free_port(), database_url="")
    root.mkdir(exist_ok=True)
    with said.open("wb") as told:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "ops.commands", "up"),
                *("--port", str(settings.port), "--data", str(settings.data)),
            ],
            cwd=CHECKOUT,
            env={
                name: value
                for name, value in environ.items()
                if name not in {"SUIAN_DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
    try:
        _await_up(process, said)
        prepared = open_installation(settings)
        yield Standing(process, prepared, said)
        if prepared.server:
            rmtree(prepared.server.place.data.parent, ignore_errors=True)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        rmtree(root, ignore_errors=True)


def _await_up(process: subprocess.Popen[bytes], said: Path) -> None:
    until = monotonic() + PATIENCE
    while b"Suian is up" not in said.read_bytes():
        if process.poll() is not None or monotonic() > until:
            raise NotStanding(said.read_text(errors="replace")[-2000:])
        sleep(_POLL)
