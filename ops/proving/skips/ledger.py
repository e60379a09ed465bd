"""What each writer meant to append and what it was told, on disk, whoever is killed.

One file a writer, one record of 16 bytes an append, at the place its number gives. A
record never crosses a page, so a kill leaves it as it was or as it became.
"""

import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from struct import Struct
from typing import Final, Self

from ops.proving.skips.batches import Place, place_of

_RECORD: Final = Struct(">BxHIq")
"""Outcome, number of events, events found in the log, first position."""

_NAME: Final = "ledger-{}"


class Outcome(IntEnum):
    """What a writer knows of one of its appends."""

    NEVER = 0
    MEANT = 1
    """About to be sent; stays so when the writer is killed before it hears."""
    ACKNOWLEDGED = 2
    REFUSED = 3
    ROLLED_BACK = 4


class Ledger:
    """The writing side: one writer's own file."""

    def __init__(self, folder: Path, writer: int) -> None:
        """Begin the writer's file; no other writer has its number."""
        path = folder / _NAME.format(writer)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def note(
        self, number: int, outcome: Outcome, count: int, position: int = 0
    ) -> None:
        """Write what is known of an append now."""
        record = _RECORD.pack(outcome, count, 0, position)
        os.pwrite(self._file, record, number * _RECORD.size)


@dataclass(slots=True)
class Account:
    """How the ledgers and the log agree."""

    appends: dict[Outcome, int] = field(
        default_factory=lambda: dict.fromkeys(Outcome, 0)
    )
    lost: int = 0
    """Acknowledged appends of which an event is not in the log."""
    doubled: int = 0
    """Appends of which an event is in the log more than once."""
    torn: int = 0
    """Appends without an answer of which a part is in the log."""
    unwelcome: int = 0
    """Events in the log whose append was refused or rolled back."""
    misplaced: int = 0
    """Events at another position than their writer was told."""
    strange: int = 0
    """Events nobody meant to write."""


def written(folder: Path, writer: int) -> int:
    """Return how many appends a writer has set out on so far."""
    path = folder / _NAME.format(writer)
    return path.stat().st_size // _RECORD.size if path.exists() else 0


class Ledgers:
    """The reading side: holds each event of the log against what its writer was told."""

    def __init__(self, folder: Path) -> None:
        """Map every ledger in the folder; the writers have ended."""
        self._found: dict[int, mmap.mmap] = {}
        for path in sorted(folder.glob(_NAME.format("*"))):
            with path.open("r+b") as file:
                if path.stat().st_size:
                    writer = int(path.name.rpartition("-")[2])
                    self._found[writer] = mmap.mmap(file.fileno(), 0)
        self._account = Account()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._found.values():
            each.close()

    def meet(self, position: int, identity: bytes) -> None:
        """Take the next event of the log."""
        place = place_of(identity)
        outcome, count, met, first = self._read(place)
        if outcome == Outcome.NEVER or place.nth >= count:
            self._account.strange += 1
            return
        if outcome in (Outcome.REFUSED, Outcome.ROLLED_BACK):
            self._account.unwelcome += 1
        elif outcome == Outcome.ACKNOWLEDGED and position - place.nth != first:
            self._account.misplaced += 1
        _RECORD.pack_into(
            self._found[place.writer],
            place.number * _RECORD.size,
            *(outcome, count, met + 1, first),
        )

    def settle(self) -> Account:
        """Return the account after the log's last event."""
        for outcome, count, met, _ in self._records():
            self._account.appends[outcome] += 1
            if outcome == Outcome.ACKNOWLEDGED:
                self._account.lost += met < count
            if outcome == Outcome.MEANT:
                self._account.torn += 0 < met < count
            self._account.doubled += met > count
        return self._account

    def tally(self, writers: range, outcome: Outcome) -> int:
        """Return how many appends of some writers came to an outcome."""
        return sum(
            record[0] == outcome
            for writer in writers
            if writer in self._found
            for record in _RECORD.iter_unpack(self._found[writer])
        )

    def _read(self, place: Place) -> tuple[Outcome, int, int, int]:
        ledger, at = self._found.get(place.writer), place.number * _RECORD.size
        if ledger is None or at + _RECORD.size > len(ledger):
            return Outcome.NEVER, 0, 0, 0
        outcome, count, met, first = _RECORD.unpack_from(ledger, at)
        return Outcome(outcome), count, met, first

    def _records(self) -> Iterator[tuple[Outcome, int, int, int]]:
        for ledger in self._found.values():
            for outcome, count, met, first in _RECORD.iter_unpack(ledger):
                yield Outcome(outcome), count, met, first
