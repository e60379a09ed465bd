"""Embedded servers of a test's own, and who starts them."""

import os
import select
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from ops.embedded.binaries import find
from ops.embedded.place import choose
from ops.embedded.roles import Passwords
from ops.embedded.server import Server

FAST = ("-c", "fsync=off")


def a_server(root: Path, options: tuple[str, ...] = FAST) -> Server:
    """Return the server of a data folder, not yet started."""
    root.mkdir(exist_ok=True)
    place = choose(root, find(os.environ))
    return Server(place, Passwords.kept_in(root / "roles.json"), options)


@contextmanager
def cleared(server: Server) -> Generator[Server]:
    """Stop a server in the end and remove what it kept, wherever that is."""
    try:
        yield server
    finally:
        server.stop()
        rmtree(server.place.data.parent)
        rmtree(server.place.sockets, ignore_errors=True)


def await_end(pid: int, within: float = 30.0) -> None:
    """Return when a process has ended; fail when it does not."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            assert select.select([handle], [], [], within)[0], f"{pid} still runs"
        finally:
            os.close(handle)


def as_server_user(server: Server) -> Callable[[], None]:
    """Return what makes a child process run as the server's user."""

    def become() -> None:
        if server.place.uid is not None and server.place.gid is not None:
            os.setgroups([])
            os.setgid(server.place.gid)
            os.setuid(server.place.uid)

    return become


if __name__ == "__main__":
    owned = a_server(Path(sys.argv[1]))
    owned.start()
    assert owned.process
    sys.stdout.write(f"{owned.process.pid}\n")
    sys.stdout.flush()
    sys.stdin.read()
