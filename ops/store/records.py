"""The store's records: the library's stored event and notification, with our header."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent


@dataclass(frozen=True)
class Sealed(StoredEvent):
    """A fact ready to be inserted: sealed, headed and chained."""

    event_id: UUID
    person: UUID | None
    header: str
    hash: bytes


@dataclass(frozen=True)
class Entry(Notification):
    """A fact as read from the log; `id` is its position."""

    event_id: UUID
    person: UUID | None
    header: str
    hash: bytes
    recorded_at: datetime


class Place(NamedTuple):
    """Where a record came to stand in the log, and when it was recorded."""

    position: int
    recorded_at: datetime
