"""What a writer sets out to append, named so that anyone can tell whose it is.

An event's id says who wrote it (4 bytes), in which of its appends (8) and where in that
append (4): what stands in a log can be held against what its writers were told, with
nothing kept in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

_WRITER: Final = 4
_NUMBER: Final = 8


class Place(NamedTuple):
    """Whose event it is: the writer, its append, and where in that append."""

    writer: int
    number: int
    nth: int


@dataclass(frozen=True, slots=True)
class Batch:
    """The events of one append: the next versions of one stream, all or none."""

    number: int
    stream: UUID
    version: int
    previous: bytes
    ids: Sequence[UUID]

    @property
    def versions(self) -> list[int]:
        """Return each event's version."""
        return list(range(self.version, self.version + len(self.ids)))


class Done(NamedTuple):
    """What an acknowledged append came to: its first position, the stream's new hash."""

    position: int
    hash: bytes


def event_id(place: Place) -> UUID:
    """Return the id that says whose event it is."""
    writer, number, nth = place
    return UUID(int=(writer << 96) | (number << 32) | nth)


def place_of(identity: bytes) -> Place:
    """Return whose event an id of 16 bytes names."""
    return Place(
        int.from_bytes(identity[:_WRITER]),
        int.from_bytes(identity[_WRITER : _WRITER + _NUMBER]),
        int.from_bytes(identity[_WRITER + _NUMBER :]),
    )
