"""Recomputes the chain of every stream and names each place where it does not hold."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from ops.store.format import chained
from ops.store.recorder import LogRecorder
from ops.store.records import Entry

BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the log is not what was written: its position and what is wrong."""

    position: int
    what: str


@dataclass(slots=True)
class ChainCheck:
    """Walks a log in order of position; `breaks` of one batch after another."""

    position: int = 0
    heads: dict[UUID, tuple[int, bytes]] = field(
        default_factory=dict[UUID, tuple[int, bytes]]
    )

    def breaks(self, entries: Iterable[Entry]) -> Iterator[Break]:
        """Yield what is wrong in the next entries; each is reported once."""
        for entry in entries:
            self.position += 1
            if entry.id != self.position:
                yield Break(self.position, "position missing")
                self.position = entry.id
            stream = entry.originator_id
            if not isinstance(stream, UUID):
                raise TypeError(stream)
            version, previous = self.heads.get(stream, (0, b""))
            if entry.originator_version != version + 1:
                yield Break(entry.id, "version missing")
            expected = chained(
                previous=previous,
                stream=stream,
                version=entry.originator_version,
                event_id=entry.event_id,
                person=entry.person,
                topic=entry.topic,
                header=entry.header,
                state=entry.state,
            )
            if expected != entry.hash:
                yield Break(entry.id, "hash differs")
            self.heads[stream] = (entry.originator_version, entry.hash)


def check_log(
    log: LogRecorder, passed: Callable[[int], None]
) -> tuple[int, list[Break]]:
    """Walk a whole log; return its last position and every break.

    `passed` is told the position reached after each batch.
    """
    check, found = ChainCheck(), list[Break]()
    while entries := log.select_notifications(
        check.position, BATCH, inclusive_of_start=False
    ):
        found += check.breaks(entries)
        passed(check.position)
    return check.position, found
