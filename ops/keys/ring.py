"""Data keys: two for each person and one for the site, wrapped by the master key.

Reading caches nothing between calls, so a destroyed key is gone at the next call of any
process; for sealing a key is kept a few seconds (`recent.py`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg_pool import ConnectionPool

from ops.keys.masters import NONCE, Masters
from ops.keys.recent import Pair, Recent

KINDS: Final = ("identity", "clinical", "site")
MAKING: Final = 7305006
"""The lock shared by whoever makes keys; a rotation waits for them to end."""
_SECRET: Final = 32
_FIND: Final = """
WITH wanted AS (SELECT * FROM unnest(%s::uuid[], %s::text[]) AS w(person, kind))
SELECT k.key_id, k.person, k.kind, k.wrapped
FROM wanted w JOIN keys.data_key k ON k.person = w.person AND k.kind = w.kind
UNION ALL
SELECT k.key_id, k.person, k.kind, k.wrapped
FROM wanted w JOIN keys.data_key k ON k.person IS NULL AND k.kind = w.kind
WHERE w.person IS NULL
"""
"""In two halves, because only an equality is looked up by the index."""


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """A key's id as headers spell it and, unless it has been destroyed, its cipher."""

    name: str
    cipher: AESGCM | None


class KeyRing:
    """Finds, makes and destroys data keys in the `keys` schema."""

    def __init__(
        self,
        pool: ConnectionPool,
        masters: Masters,
        new_id: Callable[[], UUID],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        """Take the database, the master keys, and the sources of ids and randomness."""
        self._pool = pool
        self._masters = masters
        self._new_id = new_id
        self._random_bytes = random_bytes
        self._recent: Recent[DataKey] = Recent()

    def at_hand(self, wanted: Iterable[Pair]) -> dict[Pair, DataKey]:
        """Return those of these keys that can be had without asking the database."""
        return self._recent.of(wanted)

    def for_sealing(self, wanted: Iterable[Pair]) -> dict[Pair, DataKey]:
        """Return the key of each (person, kind), made now if there is none yet."""
        pairs = set(wanted)
        found = self._recent.of(pairs)
        if others := [pair for pair in pairs if pair not in found]:
            found |= self._looked_up(others)
        return found

    def for_reading(self, names: Iterable[str]) -> dict[str, DataKey]:
        """Return the keys of these names; unknown ones are left out."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT key_id, wrapped, person, kind FROM keys.data_key"
                " WHERE key_id = ANY(%s)",
                ([UUID(name) for name in names],),
            ).fetchall()
        keys = {
            (person, kind): self._key(key, wrapped)
            for key, wrapped, person, kind in rows
        }
        self._recent.keep(keys)
        return {key.name: key for key in keys.values()}

    def destroy(self, person: UUID) -> int:
        """Destroy a person's keys for ever; return how many there were."""
        with self._pool.connection() as connection:
            row = connection.execute("SELECT keys.destroy(%s)", (person,)).fetchone()
        self._recent.forget(person, KINDS)
        return row[0] if row else 0

    def _looked_up(self, pairs: list[Pair]) -> dict[Pair, DataKey]:
        found = self._find(pairs)
        if missing := [pair for pair in pairs if pair not in found]:
            self._make(missing)
            found = self._find(pairs)
        self._recent.keep(found)
        return found

    def _find(self, pairs: list[Pair]) -> dict[Pair, DataKey]:
        with self._pool.connection() as connection:
            rows = connection.execute(
                _FIND, ([person for person, _ in pairs], [kind for _, kind in pairs])
            ).fetchall()
        return {
            (person, kind): self._key(key, wrapped)
            for key, person, kind, wrapped in rows
        }

    def _make(self, pairs: list[Pair]) -> None:
        with (
            self._pool.connection() as connection,
            connection.transaction(),
            connection.cursor() as cursor,
        ):
            # Before the newest master key is looked up: see ops/keys/rotation.py.
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", (MAKING,))
            rows = [
                (key, person, kind, self._wrap(key, self._random_bytes(_SECRET)))
                for person, kind in pairs
                for key in [self._new_id()]
            ]
            cursor.executemany(
                "INSERT INTO keys.data_key (key_id, person, kind, wrapped)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (person, kind) DO NOTHING",
                rows,
            )

    def _wrap(self, key: UUID, secret: bytes) -> bytes:
        return self._masters.wrap(key, secret, self._random_bytes(NONCE))

    def _key(self, key: UUID, wrapped: bytes | None) -> DataKey:
        if wrapped is None:
            return DataKey(str(key), None)
        return DataKey(str(key), AESGCM(self._masters.unwrap(key, wrapped)))
