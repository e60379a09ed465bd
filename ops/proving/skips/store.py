"""What the harness does to a store, whichever it is."""

import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError
from psycopg import errors

from ops.proving.skips.batches import Batch, Done
from ops.proving.skips.delivery import Given


class Store(Protocol):
    """What writers and subscribers do to a store."""

    def append(self, batch: Batch) -> Done:
        """Append through the sync front; `IntegrityError` when a version is taken."""
        ...

    async def append_soon(self, batch: Batch) -> Done:
        """Append through the awaitable front."""
        ...

    def append_many(self, batch: Batch) -> Done:
        """Append hundreds at once, cheaply made."""
        ...

    def append_slowly(self, batch: Batch, seconds: float, *, keep: bool) -> Done | None:
        """Append in a transaction held open, then commit or roll it back (None)."""
        ...

    def head(self, stream: UUID) -> tuple[int, bytes]:
        """Return a stream's last version and hash."""
        ...

    def after(self, position: int, limit: int) -> list[Given]:
        """Return the next events as a subscriber reads them."""
        ...

    def last(self) -> int:
        """Return the last position."""
        ...

    def close(self) -> None:
        """Give back the connections."""
        ...


def open_store(name: str, url: str, keys: Path, connections: int) -> Store:
    """Open the store of a name, `log` or `naive`, for one process."""
    opened: Store = import_module(f"ops.proving.skips.{name}_store").open_store(
        url, keys, connections
    )
    return opened


def slowly(
    url: str, query: bytes, values: Sequence[Any], seconds: float, *, keep: bool
) -> int:
    """Return the first position an append got in a transaction that took its time."""
    try:
        with psycopg.connect(url) as connection:
            position = first(connection.execute(query, values).fetchone())
            time.sleep(seconds)
            if not keep:
                connection.rollback()
    except errors.UniqueViolation as taken:
        raise IntegrityError(taken.diag.constraint_name) from None
    return position


def first(row: Sequence[Any] | None) -> int:
    """Return the number in a row that must be there."""
    if row is None:
        raise LookupError
    return int(row[0])
