"""A new master key: every data key is wrapped again, and work goes on meanwhile.

The order, which makes a kill at any moment harmless:

1. A new key is written beside the others, whole on the disk.
2. The present one gets a second name, `master.key.old`; then the new one takes the name
   `master.key`, in one step. From here on whoever makes a data key wraps it under the new
   one, and whoever reads finds both (`masters.py`).
3. Whoever was making a data key under the old one ends: they share a lock, and look for
   the newest master key only while they hold it.
4. Every data key the old one wrapped is wrapped again, only if it is still what was read:
   a key destroyed meanwhile stays destroyed.
5. When the new one opens every data key there is, `master.key.old` is removed.

A rotation that was cut short before 2 begins again, and after it goes on: the presence of
`master.key.old` says which. The data keys themselves, and so every fact, stay as they are.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import UUID

import psycopg

from ops.keys import custody, files
from ops.keys.masters import NONCE, Masters, opened, wrapped_under
from ops.keys.ring import MAKING

BATCH: Final = 1000
_FIRST: Final = UUID(int=0)

Said = Callable[[int], None]


def rotate(
    owner_url: str,
    folder: Path,
    random_bytes: Callable[[int], bytes],
    said: Said = lambda _: None,
) -> int:
    """Begin a rotation, or go on with one; return how many data keys were wrapped again.

    Raises `MasterMissing`, with both master keys left as they are, when there is a data
    key that neither opens.
    """
    _switch(folder, random_bytes)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (MAKING,))
        connection.execute("SELECT pg_advisory_unlock(%s)", (MAKING,))
        wrapped = _wrap_all(connection, folder, random_bytes, said)
        newest = files.read_masters(folder)[0]
        custody.note(connection, newest, custody.ROTATED, wrapped)
    (folder / files.OLD).unlink(missing_ok=True)
    files.settle(folder)
    return wrapped


def is_unfinished(folder: Path) -> bool:
    """Return whether a rotation was cut short after the new key took its place."""
    return len(files.read_masters(folder)) > 1


def _switch(folder: Path, random_bytes: Callable[[int], bytes]) -> None:
    if is_unfinished(folder):
        return
    new, old = folder / "master.key.new", folder / files.OLD
    files.keep(new, random_bytes(files.SECRET))
    old.unlink(missing_ok=True)
    os.link(folder / files.MASTER, old)
    files.settle(folder)
    new.replace(folder / files.MASTER)
    files.settle(folder)


def _wrap_all(
    connection: psycopg.Connection,
    folder: Path,
    random_bytes: Callable[[int], bytes],
    said: Said,
) -> int:
    """Wrap again until a whole pass finds nothing under another master key."""
    total = 0
    while wrapped := _pass(connection, folder, random_bytes, said):
        total += wrapped
    return total


def _pass(
    connection: psycopg.Connection,
    folder: Path,
    random_bytes: Callable[[int], bytes],
    said: Said,
) -> int:
    known = files.read_masters(folder)
    masters, newest = Masters(lambda: known), known[0]
    last, wrapped, seen = _FIRST, 0, 0
    while rows := connection.execute(
        "SELECT key_id, wrapped FROM keys.data_key"
        " WHERE key_id > %s AND wrapped IS NOT NULL ORDER BY key_id LIMIT %s",
        (last, BATCH),
    ).fetchall():
        changes = [
            (wrapped_under(newest, key, secret, random_bytes(NONCE)), key, was)
            for key, was in rows
            if opened(newest, key, was) is None
            for secret in [masters.unwrap(key, was)]
        ]
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE keys.data_key SET wrapped = %s WHERE key_id = %s AND wrapped = %s",
                changes,
            )
        last = rows[-1][0]
        wrapped += len(changes)
        seen += len(rows)
        said(seen)
    return wrapped
