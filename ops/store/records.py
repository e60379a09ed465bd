"""The store's records: the library's stored event and notification, with our header."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent


@dataclass(frozen=True)
class Sealed(StoredEvent):
    """A fact ready to be inserted: sealed, headed and chained.

    `generation` is that of all keys when its key was read; None if it has no key of ours.
    """

    event_id: UUID
    person: UUID | None
    header: str
    hash: bytes
    generation: int | None = None


Row = tuple[UUID, int, str, bytes, int, UUID, UUID | None, str, bytes, datetime, int]
"""A fact as it is read: stream, version, topic, state, position, event id, person, header,
hash, recording time, and the generation of all keys as the statement saw it."""


@dataclass(frozen=True)
class Entry(Notification):
    """A fact as read from the log; `id` is its position.

    `generation` is that of all keys, as the statement saw it that read the fact.
    """

    event_id: UUID
    person: UUID | None
    header: str
    hash: bytes
    recorded_at: datetime
    generation: int


class Fence(NamedTuple):
    """In which lease's name something is appended, and the epoch that must be its newest."""

    lease: str
    epoch: int


class Place(NamedTuple):
    """Where a record came to stand in the log, and when it was recorded."""

    position: int
    recorded_at: datetime
