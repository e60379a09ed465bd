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


@dataclass(frozen=True, init=False)
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

    def __init__(  # noqa: PLR0913, PLR0917 - one for each column, in the order they are read
        self,
        originator_id: UUID | str,
        originator_version: int,
        topic: str,
        state: bytes,
        id: int,  # noqa: A002 - the library's word for the position
        event_id: UUID,
        person: UUID | None,
        header: str,
        hash: bytes,  # noqa: A002 - the column's name
        recorded_at: datetime,
        generation: int,
    ) -> None:
        """Take the columns at once: a frozen class's own way takes twice as long."""
        self.__dict__.update(
            originator_id=originator_id,
            originator_version=originator_version,
            topic=topic,
            state=state,
            id=id,
            event_id=event_id,
            person=person,
            header=header,
            hash=hash,
            recorded_at=recorded_at,
            generation=generation,
        )


class Place(NamedTuple):
    """Where a record came to stand in the log, and when it was recorded."""

    position: int
    recorded_at: datetime
