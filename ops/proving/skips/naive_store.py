"""A naive store, which must be seen to skip.

It is what many write first: an identity column, inserts without a lock, readers with
`position > last`. A row whose number was drawn earlier may be committed later, behind a
reader that has already gone on.
"""

import asyncio
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import IntegrityError
from psycopg import errors
from psycopg_pool import ConnectionPool

from ops.proving.skips.batches import Batch, Done
from ops.proving.skips.delivery import Given
from ops.proving.skips.store import first, slowly

NAIVE: Final = b"""
CREATE SCHEMA naive;
CREATE TABLE naive.event (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream uuid NOT NULL, version bigint NOT NULL, event_id uuid NOT NULL,
    UNIQUE (stream, version)
);
GRANT USAGE ON SCHEMA naive TO suian_web, suian_clerk;
GRANT SELECT, INSERT ON naive.event TO suian_web, suian_clerk;
"""

_INSERT: Final = (
    b"INSERT INTO naive.event (stream, version, event_id)"
    b" SELECT %s, * FROM unnest(%s::bigint[], %s::uuid[]) RETURNING position"
)


def open_store(url: str, keys: Path, connections: int) -> "NaiveStore":
    """Open connections; the table is there and nothing is sealed."""
    del keys
    return NaiveStore(url, connections)


class NaiveStore:
    """A table with an identity column and nothing else."""

    def __init__(self, url: str, connections: int) -> None:
        """Open connections; the table is there."""
        self._url = url
        self._pool: ConnectionPool = ConnectionPool(
            url, min_size=1, max_size=connections, open=True
        )

    def append(self, batch: Batch) -> Done:
        """Insert, and let the database draw the numbers."""
        try:
            with self._pool.connection() as connection:
                row = connection.execute(_INSERT, _row(batch)).fetchone()
        except errors.UniqueViolation as taken:
            raise IntegrityError(taken.diag.constraint_name) from None
        return Done(first(row), b"")

    async def append_soon(self, batch: Batch) -> Done:
        """Do the same beside the event loop."""
        return await asyncio.to_thread(self.append, batch)

    def append_many(self, batch: Batch) -> Done:
        """Do the same with many."""
        return self.append(batch)

    def append_slowly(self, batch: Batch, seconds: float, *, keep: bool) -> Done | None:
        """Insert and take time before committing or rolling back."""
        position = slowly(self._url, _INSERT, _row(batch), seconds, keep=keep)
        return Done(position, b"") if keep else None

    def head(self, stream: UUID) -> tuple[int, bytes]:
        """Return the stream's last version; there is no hash."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT coalesce(max(version), 0) FROM naive.event WHERE stream = %s",
                (stream,),
            ).fetchone()
        return first(row), b""

    def after(self, position: int, limit: int) -> list[Given]:
        """Read `position > last`, which is where it goes wrong."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT position, event_id FROM naive.event WHERE position > %s"
                " ORDER BY position LIMIT %s",
                (position, limit),
            ).fetchall()
        return [Given(at, event.bytes) for at, event in rows]

    def last(self) -> int:
        """Return the last number that can be seen."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT coalesce(max(position), 0) FROM naive.event"
            ).fetchone()
        return first(row)

    def close(self) -> None:
        """Give back the connections."""
        self._pool.close()


def _row(batch: Batch) -> tuple[Any, ...]:
    return batch.stream, batch.versions, list(batch.ids)
