"""Whether a backup of the secrets would save this database: tried, not believed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import psycopg

from ops.keys.files import Secrets
from ops.keys.masters import opened

BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Drill:
    """How many data keys the backup opens and how many not, and likewise of claims."""

    opened: int
    closed: int
    destroyed: int
    found: int
    missing: int

    @property
    def would_save(self) -> bool:
        """Return whether nothing would be lost."""
        return not self.closed and not self.missing


def drill(
    connection: psycopg.Connection[Any],
    secrets: Secrets,
    claim: Callable[[bytes, str, str], UUID],
) -> Drill:
    """Unwrap every data key and look up the claim of every account; change nothing.

    `claim` gives the stream of a claim from the claim key, its kind and its value. The
    connection is of a role that may read keys, accounts and the log.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tried = [
            None if wrapped is None else _opens(secrets, key, wrapped)
            for key, wrapped in _data_keys(connection)
        ]
        names = [
            name
            for (name,) in connection.execute(
                "SELECT sign_in_name FROM view.account WHERE to_position IS NULL"
            )
        ]
        claims = [claim(secrets.claim, "sign-in name", name) for name in names]
        found = connection.execute(
            "SELECT count(DISTINCT stream) FROM log.event WHERE stream = ANY(%s)",
            (claims,),
        ).fetchone()
    held = found[0] if found else 0
    return Drill(
        opened=tried.count(True),
        closed=tried.count(False),
        destroyed=tried.count(None),
        found=held,
        missing=len(names) - held,
    )


def _opens(secrets: Secrets, key: UUID, wrapped: bytes) -> bool:
    return any(opened(master, key, wrapped) for master in secrets.masters)


def _data_keys(
    connection: psycopg.Connection[Any],
) -> Iterator[tuple[UUID, bytes | None]]:
    with connection.cursor("data_keys") as cursor:
        cursor.itersize = BATCH
        cursor.execute("SELECT key_id, wrapped FROM keys.data_key")
        yield from cursor
