"""Data keys: two for each person and one for the site, wrapped by the master key.

Nothing is cached between calls, so a destroyed key is gone at the next call of any
process.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg_pool import ConnectionPool

from ops.keys.masters import NONCE, Masters

KINDS: Final = ("identity", "clinical", "site")
MAKING: Final = 7305006
"""The lock shared by whoever makes keys; a rotation waits for them to end."""
_SECRET: Final = 32


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

    def for_sealing(
        self, wanted: Iterable[tuple[UUID | None, str]]
    ) -> dict[tuple[UUID | None, str], DataKey]:
        """Return the key of each (person, kind), made now if there is none yet."""
        pairs = list(wanted)
        found = self._find(pairs)
        missing = [pair for pair in pairs if pair not in found]
        if missing:
            self._make(missing)
            found = self._find(pairs)
        return found

    def for_reading(self, names: Iterable[str]) -> dict[str, DataKey]:
        """Return the keys of these names; unknown ones are left out."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT key_id, wrapped FROM keys.data_key WHERE key_id = ANY(%s)",
                ([UUID(name) for name in names],),
            ).fetchall()
        keys = [self._key(key, wrapped) for key, wrapped in rows]
        return {key.name: key for key in keys}

    def destroy(self, person: UUID) -> int:
        """Destroy a person's keys for ever; return how many there were."""
        with self._pool.connection() as connection:
            row = connection.execute("SELECT keys.destroy(%s)", (person,)).fetchone()
        return row[0] if row else 0

    def _find(
        self, pairs: list[tuple[UUID | None, str]]
    ) -> dict[tuple[UUID | None, str], DataKey]:
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT k.key_id, k.person, k.kind, k.wrapped FROM keys.data_key k"
                " JOIN unnest(%s::uuid[], %s::text[]) AS w(person, kind)"
                " ON k.kind = w.kind AND k.person IS NOT DISTINCT FROM w.person",
                ([person for person, _ in pairs], [kind for _, kind in pairs]),
            ).fetchall()
        return {
            (person, kind): self._key(key, wrapped)
            for key, person, kind, wrapped in rows
        }

    def _make(self, pairs: list[tuple[UUID | None, str]]) -> None:
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
