"""Data keys: two for each person and one for the site, wrapped by the master key.

Unwrapped keys are kept in the process while no key is destroyed (`known.py`), so a
destroyed one is gone at the next call of any process, which costs no further question:
readers bring along the keys' generation they saw, and an append sealed at another is
refused by the database.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, LiteralString
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg_pool import ConnectionPool

from ops.keys.known import DataKey, KnownKeys, Owner
from ops.keys.masters import NONCE, Masters

OF_A_PERSON: Final = ("identity", "clinical")
KINDS: Final = (*OF_A_PERSON, "site")
MAKING: Final = 7305006
"""The lock shared by whoever makes keys; a rotation waits for them to end."""
_SECRET: Final = 32
_NAMED: Final = """
SELECT g.value, k.key_id, k.person, k.kind, k.wrapped
FROM keys.generation g CROSS JOIN keys.data_key k WHERE k.key_id = ANY(%s)
"""
_OF_PEOPLE: Final = """
SELECT g.value, k.key_id, k.person, k.kind, k.wrapped
FROM keys.generation g CROSS JOIN keys.data_key k
WHERE k.person = ANY(%s) OR k.person IS NULL
"""
_OWNED: Final = """
WITH wanted AS (SELECT * FROM unnest(%s::uuid[], %s::text[]) AS w(person, kind))
SELECT g.value, k.key_id, k.person, k.kind, k.wrapped
FROM keys.generation g CROSS JOIN wanted w
JOIN keys.data_key k ON k.person = w.person AND k.kind = w.kind
UNION ALL
SELECT g.value, k.key_id, k.person, k.kind, k.wrapped
FROM keys.generation g CROSS JOIN wanted w
JOIN keys.data_key k ON k.person IS NULL AND k.kind = w.kind
WHERE w.person IS NULL
"""
"""In two halves, because only an equality is looked up by the index."""


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
        self._known = KnownKeys()

    def at_hand(self, wanted: Iterable[Owner]) -> dict[Owner, DataKey]:
        """Return those of these keys that can be had without asking the database."""
        return self._known.owned(wanted)

    def question(
        self, people: Iterable[UUID]
    ) -> tuple[LiteralString, tuple[Any, ...]] | None:
        """Return what to ask the database for people's keys, None when all are at hand.

        Whoever asks for their facts can ask it beside that; `take_in` has the answer.
        """
        owners: list[Owner] = [(each, kind) for each in people for kind in OF_A_PERSON]
        found = self._known.owned(owners)
        missing = {
            person for person, _ in owners if (person, OF_A_PERSON[0]) not in found
        }
        return (_OF_PEOPLE, (list(missing),)) if missing else None

    def take_in(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep the keys that were the answer to `question`."""
        self._known.keep([self._key(*row) for row in rows])

    def for_sealing(self, wanted: Iterable[Owner]) -> dict[Owner, DataKey]:
        """Return the key of each (person, kind), made now if there is none yet."""
        owners = set(wanted)
        found = self._known.owned(owners)
        if missing := [owner for owner in owners if owner not in found]:
            found |= self._find(missing)
        if missing := [owner for owner in owners if owner not in found]:
            self._make(missing)
            found |= self._find(missing)
        return found

    def for_reading(self, names: Iterable[str], generation: int) -> dict[str, DataKey]:
        """Return the keys of these names as of a generation or later.

        `generation` is what the statement saw that read what is to be opened. Unknown
        names are left out.
        """
        asked = list(names)
        found = self._known.named(asked, generation)
        if missing := [UUID(name) for name in asked if name not in found]:
            keys = self._read(_NAMED, (missing,))
            found |= {key.name: key for key in keys}
        return found

    def forget(self, generation: int) -> None:
        """Forget what is known of a generation that has passed."""
        self._known.forget(generation)

    def destroy(self, person: UUID) -> int:
        """Destroy a person's keys for ever; return how many there were."""
        with self._pool.connection() as connection:
            row = connection.execute("SELECT keys.destroy(%s)", (person,)).fetchone()
        return row[0] if row else 0

    def _find(self, owners: list[Owner]) -> dict[Owner, DataKey]:
        keys = self._read(_OWNED, _asked(owners))
        return {key.owner: key for key in keys}

    def _read(self, query: LiteralString, values: tuple[Any, ...]) -> list[DataKey]:
        with self._pool.connection() as connection:
            rows = connection.execute(query, values).fetchall()
        keys = [self._key(*row) for row in rows]
        self._known.keep(keys)
        return keys

    def _make(self, owners: list[Owner]) -> None:
        with (
            self._pool.connection() as connection,
            connection.transaction(),
            connection.cursor() as cursor,
        ):
            # Before the newest master key is looked up: see ops/keys/rotation.py.
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", (MAKING,))
            rows = [
                (key, person, kind, self._wrap(key, self._random_bytes(_SECRET)))
                for person, kind in owners
                for key in [self._new_id()]
            ]
            cursor.executemany(
                "INSERT INTO keys.data_key (key_id, person, kind, wrapped)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (person, kind) DO NOTHING",
                rows,
            )

    def _wrap(self, key: UUID, secret: bytes) -> bytes:
        return self._masters.wrap(key, secret, self._random_bytes(NONCE))

    def _key(
        self,
        generation: int,
        key: UUID,
        person: UUID | None,
        kind: str,
        wrapped: bytes | None,
    ) -> DataKey:
        cipher = AESGCM(self._masters.unwrap(key, wrapped)) if wrapped else None
        return DataKey(str(key), (person, kind), cipher, generation)


def _asked(owners: list[Owner]) -> tuple[Any, ...]:
    return [person for person, _ in owners], [kind for _, kind in owners]
