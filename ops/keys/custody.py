"""What was done with the master keys: rotated, backed up, and the backup proved."""

from typing import Any, Final

import psycopg

from ops.keys.masters import name_of

ROTATED: Final = "rotated"
BACKED_UP: Final = "backed_up"
DRILLED: Final = "drilled"


def note(
    connection: psycopg.Connection[Any], master: bytes, what: str, keys: int = 0
) -> None:
    """Note what was done with a master key, and how many data keys it concerned."""
    connection.execute(
        "INSERT INTO keys.custody (master, what, keys) VALUES (%s, %s, %s)",
        (name_of(master), what, keys),
    )


def was(connection: psycopg.Connection[Any], master: bytes, what: str) -> bool:
    """Return whether this was ever done with this very master key."""
    found = connection.execute(
        "SELECT 1 FROM keys.custody WHERE master = %s AND what = %s LIMIT 1",
        (name_of(master), what),
    ).fetchone()
    return found is not None
