"""What was received, once each, in a file that outlives the process."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

_TABLES: Final = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS message (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    received_at TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS message_id ON message (id);
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One message that was taken in: its id, what it was, and when it came."""

    number: int
    id: str
    type: str
    received_at: str


class Kept:
    """The messages of one receiver.

    A message whose id is there already is not taken in again. `honours_ids=False` is how
    not to do it, for the check that wants to see repeats.
    """

    def __init__(self, path: Path, *, honours_ids: bool = True) -> None:
        """Open the file, or begin it."""
        self._honours_ids = honours_ids
        self._lock = Lock()
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.executescript(_TABLES)

    def take(self, message: str, type_: str, received_at: str, body: bytes) -> bool:
        """Take a message in; False when it was there. On disk when this returns."""
        with self._lock, self._file:
            self._file.execute("BEGIN IMMEDIATE")
            if self._honours_ids and self._has(message):
                return False
            self._file.execute(
                "INSERT INTO message (id, type, received_at, body) VALUES (?, ?, ?, ?)",
                (message, type_, received_at, body),
            )
            return True

    def list(self, after: int = 0, limit: int = 1000) -> list[Line]:
        """Return what was taken in after a number, in the order it came."""
        with self._lock, closing(self._file.cursor()) as cursor:
            rows = cursor.execute(
                "SELECT number, id, type, received_at FROM message"
                " WHERE number > ? ORDER BY number LIMIT ?",
                (after, limit),
            )
            return [Line(*row) for row in rows]

    def body(self, message: str) -> bytes | None:
        """Return what a message said, for the duty room's page."""
        with self._lock, closing(self._file.cursor()) as cursor:
            row = cursor.execute(
                "SELECT body FROM message WHERE id = ?", (message,)
            ).fetchone()
        return None if row is None else bytes(row[0])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _has(self, message: str) -> bool:
        found = self._file.execute("SELECT 1 FROM message WHERE id = ?", (message,))
        return found.fetchone() is not None
