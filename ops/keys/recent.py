"""Keys looked up a moment ago, so that recording what was just decided asks nobody.

A command reads a person's stream and so its keys, decides, and records a few milliseconds
later under the same keys. Only sealing uses what is kept here, never reading: a destroyed
key reads as `Erased` at the next call of any process. A process that still seals under it
within the next `KEPT` seconds seals what nobody can read, as if it had been recorded just
before the destruction.
"""

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from time import monotonic
from typing import Final, Generic, TypeVar
from uuid import UUID

KEPT: Final = 5.0
"""Seconds after which a key is looked up again."""
MOST: Final = 10_000
"""Keys kept at a time; the oldest give way."""

K = TypeVar("K")
Pair = tuple[UUID | None, str]
"""Whose key, None for the site's, and its kind."""


class Recent(Generic[K]):
    """Keys by person and kind, each for a few seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Start with none."""
        self._clock = clock
        self._kept: dict[Pair, tuple[float, K]] = {}
        self._lock = Lock()

    def of(self, pairs: Iterable[Pair]) -> dict[Pair, K]:
        """Return the keys of these that were looked up a moment ago."""
        oldest = self._clock() - KEPT
        found: dict[Pair, K] = {}
        for pair in pairs:
            kept = self._kept.get(pair)
            if kept and kept[0] >= oldest:
                found[pair] = kept[1]
        return found

    def keep(self, found: Mapping[Pair, K]) -> None:
        """Keep keys just looked up."""
        now = self._clock()
        with self._lock:
            for pair, key in found.items():
                self._kept.pop(pair, None)
                self._kept[pair] = (now, key)
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]

    def forget(self, person: UUID, kinds: Iterable[str]) -> None:
        """Forget a person's keys."""
        with self._lock:
            for kind in kinds:
                self._kept.pop((person, kind), None)
