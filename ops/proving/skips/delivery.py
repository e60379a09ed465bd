"""What a subscriber was given, kept on disk, and held against what there is.

A subscriber's own kept position is the last record of its file: it is killed and goes on
from there.
"""

import mmap
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import Final, NamedTuple, Self

_RECORD: Final = Struct(">q16s")
_CHUNK: Final = 20_000 * _RECORD.size
_IDENTITY: Final = 16
_NOTHING: Final = bytes(_IDENTITY)


class Given(NamedTuple):
    """An event as a subscriber got it: its position and the 16 bytes of its id."""

    position: int
    identity: bytes


class Kept:
    """The writing side: a subscriber's own file."""

    def __init__(self, path: Path) -> None:
        """Open the file, cut off a record that a kill left half written."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        whole = os.fstat(self._file).st_size // _RECORD.size * _RECORD.size
        os.ftruncate(self._file, whole)
        last = os.pread(self._file, _RECORD.size, max(whole - _RECORD.size, 0))
        self.position: int = _RECORD.unpack(last)[0] if last else 0

    def take(self, page: Sequence[Given]) -> None:
        """Keep a page, and with it the position to go on from."""
        os.write(self._file, b"".join(_RECORD.pack(*given) for given in page))
        self.position = page[-1].position


def deliveries(path: Path) -> Iterator[Given]:
    """Yield what a subscriber was given, in its order."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            for position, identity in _RECORD.iter_unpack(chunk):
                yield Given(position, identity)


def delivered(path: Path) -> int:
    """Return how many events a subscriber has been given so far."""
    return path.stat().st_size // _RECORD.size if path.exists() else 0


class There:
    """Every event there is, by position: one map on disk, whatever its size."""

    def __init__(self, path: Path, last: int) -> None:
        """Make an empty map with room up to the last position."""
        self.last = last
        self.count = 0
        with path.open("w+b") as file:
            file.truncate((last + 1) * _IDENTITY)
            self._map = mmap.mmap(file.fileno(), 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._map.close()

    def put(self, given: Given) -> None:
        """Enter an event."""
        at = given.position * _IDENTITY
        self._map[at : at + _IDENTITY] = given.identity
        self.count += 1

    def holds(self, given: Given) -> bool:
        """Return whether this very event stands at this very position."""
        at = given.position * _IDENTITY
        return (
            0 < given.position <= self.last
            and given.identity != _NOTHING
            and self._map[at : at + _IDENTITY] == given.identity
        )


@dataclass(slots=True)
class Verdict:
    """How what a subscriber was given differs from what there is."""

    skipped: int = 0
    doubled: int = 0
    disordered: int = 0
    strange: int = 0
    """Events that aren't there, or not at that position."""

    @property
    def faults(self) -> int:
        """Return how much is wrong altogether."""
        return self.skipped + self.doubled + self.disordered + self.strange


def judge(given: Iterable[Given], there: There) -> Verdict:
    """Return what a subscriber got wrong, with one bit of memory an event."""
    verdict, marks = Verdict(), bytearray(there.last // 8 + 1)
    highest = right = 0
    for each in given:
        if not there.holds(each):
            verdict.strange += 1
            continue
        byte, bit = divmod(each.position, 8)
        if marks[byte] >> bit & 1:
            verdict.doubled += 1
            continue
        marks[byte] |= 1 << bit
        right += 1
        verdict.disordered += each.position < highest
        highest = max(highest, each.position)
    verdict.skipped = there.count - right
    return verdict
