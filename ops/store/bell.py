"""Tells other processes that a log has grown: a hint, never part of an append.

NOTIFY inside the append would hold a lock of the whole cluster over the fsync, so it goes
over another connection, after the commit and at most every few milliseconds. Whoever
listens looks by itself now and then as well: a hint may be lost.
"""

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Final

import psycopg
from psycopg import sql

AT_MOST_EVERY: Final = 0.005
"""Seconds between two hints."""
LOOK_UP: Final = 0.5
"""Seconds after which a listener sees whether it is to stop."""
_AFTER_TROUBLE: Final = 1.0
_HINTS: Final = "-c synchronous_commit=off"
"""A hint waits for no disk: a NOTIFY is a commit of its own, and appends queue behind it."""


class Bell:
    """Rung after every batch; a thread of its own does the telling."""

    def __init__(self, url: str, channel: str) -> None:
        """Take the database and the name the listeners know."""
        self._url = url
        self._channel = channel
        self._rung = Event()
        self._closing = Event()
        self._lock = Lock()
        self._thread: Thread | None = None

    def ring(self) -> None:
        """Let the listeners know soon; costs the caller nothing."""
        self._rung.set()
        if self._thread is None:
            with self._lock:
                if self._thread is None and not self._closing.is_set():
                    self._thread = Thread(target=self._tell, daemon=True)
                    self._thread.start()

    def close(self) -> None:
        """Stop telling and hang up."""
        with self._lock:
            self._closing.set()
        self._rung.set()
        if self._thread:
            self._thread.join()

    def _tell(self) -> None:
        while not self._closing.is_set():
            try:
                with psycopg.connect(
                    self._url, autocommit=True, options=_HINTS
                ) as connection:
                    self._tell_by(connection)
            except psycopg.Error:
                self._closing.wait(_AFTER_TROUBLE)

    def _tell_by(self, connection: psycopg.Connection) -> None:
        while True:
            self._rung.wait()
            if self._closing.is_set():
                return
            self._rung.clear()
            connection.execute(
                "SELECT pg_notify(%s, '')", (self._channel,), prepare=True
            )
            self._closing.wait(AT_MOST_EVERY)


def listen(url: str, channel: str, heard: Callable[[], None], stopping: Event) -> None:
    """Call `heard` whenever the bell rings, and after each reconnection, until told."""
    while not stopping.is_set():
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                heard()
                while not stopping.is_set():
                    for _ in connection.notifies(timeout=LOOK_UP, stop_after=1):
                        heard()
        except psycopg.Error:
            stopping.wait(_AFTER_TROUBLE)
