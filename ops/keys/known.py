"""The data keys a process has unwrapped, as they stood at one generation of all keys.

Destroying any key raises the generation, and nothing kept at another is ever handed out:
whoever asks says which generation they saw, in the statement that read what they open.
Keys are kept, facts never.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MOST: Final = 8192
"""How many keys a process keeps; of more, those not asked for longest go."""

Owner = tuple[UUID | None, str]
"""Whose key it is: the person, None for the site, and the kind."""


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """A key's id as headers spell it and, unless it has been destroyed, its cipher.

    `generation` is that of all keys when it was read from the database.
    """

    name: str
    owner: Owner
    cipher: AESGCM | None
    generation: int


class KnownKeys:
    """At most so many keys, all of one generation; any thread may ask."""

    def __init__(self, most: int = MOST) -> None:
        """Know nothing yet."""
        self._most = most
        self._lock = Lock()
        self._generation = 0
        self._by_name: OrderedDict[str, DataKey] = OrderedDict()
        self._by_owner: dict[Owner, DataKey] = {}

    def named(self, names: Iterable[str], generation: int) -> dict[str, DataKey]:
        """Return the keys of these names that are known at this generation."""
        with self._lock:
            self._need(generation)
            known = [self._by_name.get(name) for name in names]
            return {key.name: self._used(key) for key in known if key}

    def owned(self, owners: Iterable[Owner]) -> dict[Owner, DataKey]:
        """Return the keys of these owners that are known at whatever generation."""
        found: dict[Owner, DataKey] = {}
        with self._lock:
            for owner in owners:
                if key := self._by_owner.get(owner):
                    found[owner] = self._used(key)
        return found

    def keep(self, keys: Iterable[DataKey]) -> None:
        """Know these keys; those of another generation are forgotten."""
        with self._lock:
            for key in keys:
                self._need(key.generation)
                self._by_name[key.name] = self._by_owner[key.owner] = key
            while len(self._by_name) > self._most:
                _, oldest = self._by_name.popitem(last=False)
                del self._by_owner[oldest.owner]

    def forget(self, generation: int) -> None:
        """Forget what is known, if it is still of this generation."""
        with self._lock:
            if generation == self._generation:
                self._need(0)

    def _need(self, generation: int) -> None:
        if generation != self._generation:
            self._generation = generation
            self._by_name.clear()
            self._by_owner.clear()

    def _used(self, key: DataKey) -> DataKey:
        self._by_name.move_to_end(key.name)
        return key
