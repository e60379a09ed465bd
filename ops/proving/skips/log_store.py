"""The log as the harness uses it: through the parts every process of the product has."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from domain.fact import NOT_YET
from domain.log import HEADER_SCHEMA, Head, Write
from domain.office import VillageAssigned
from ops.clock import now
from ops.proving.skips.batches import Batch, Done
from ops.proving.skips.delivery import Given
from ops.proving.skips.store import slowly
from ops.site import open_site
from ops.store.editions import ALGORITHM
from ops.store.format import canonical, chained
from ops.store.records import Sealed

_HEADER: Final = {
    "schema": HEADER_SCHEMA,
    "channel": "job",
    "happened_at": "2026-03-02",
}
_NO_KEY: Final = canonical({**_HEADER, "algorithm": ALGORITHM, "key": str(UUID(int=0))})
"""A header that names a key nobody has: such events read as erased, which is cheap."""
_STATE: Final = bytes(48)
_TOPIC: Final = VillageAssigned.TOPIC
_CONTENT: Final[dict[str, Any]] = {
    "village": "990101001001",
    "from_on": "2026-03-02",
}
_SKEW: Final = 5
"""Seconds by which the writers' clocks differ."""

_APPEND: Final = (
    b"SELECT position FROM log.append(%s, %s::uuid[], %s::bigint[], %s::uuid[],"
    b" %s::uuid[], %b::text[], %b::text[], %b::bytea[], %b::bytea[])"
)


def open_store(url: str, keys: Path, connections: int) -> "LogStore":
    """Open the site as a web process does."""
    return LogStore(url, keys, connections)


class LogStore:
    """The log itself, through the parts every process of the product is given."""

    def __init__(self, url: str, keys: Path, connections: int) -> None:
        """Open the site as a web process does."""
        self._url = url
        self.site = open_site(url, keys, connections=connections)

    def append(self, batch: Batch) -> Done:
        """Append facts through `EventLog.append`."""
        logged = self.site.log.append(_writes(batch), _heads(batch), _clock(batch))
        return Done(logged[0].position, logged[-1].hash)

    async def append_soon(self, batch: Batch) -> Done:
        """Append facts through `EventLog.append_soon`."""
        logged = await self.site.log.append_soon(
            _writes(batch), _heads(batch), _clock(batch)
        )
        return Done(logged[0].position, logged[-1].hash)

    def append_many(self, batch: Batch) -> Done:
        """Append records through the recorder: chained, but under no key."""
        sealed = _sealed(batch)
        recorded = self.site.log.recorder.append(sealed, _clock(batch))
        return Done(recorded[0].position, sealed[-1].hash)

    def append_slowly(self, batch: Batch, seconds: float, *, keep: bool) -> Done | None:
        """Call the append function in a transaction of one's own and hold it open."""
        sealed = _sealed(batch)
        columns = (
            [r.originator_id for r in sealed],
            [r.originator_version for r in sealed],
            [r.event_id for r in sealed],
            [r.person for r in sealed],
            [r.topic for r in sealed],
            [r.header for r in sealed],
            [r.state for r in sealed],
            [r.hash for r in sealed],
        )
        position = slowly(
            self._url, _APPEND, (_clock(batch), *columns), seconds, keep=keep
        )
        return Done(position, sealed[-1].hash) if keep else None

    def head(self, stream: UUID) -> tuple[int, bytes]:
        """Return what the stream's last entry says."""
        found = self.site.log.recorder.select_events(stream, desc=True, limit=1)
        return (found[0].originator_version, found[0].hash) if found else (0, b"")

    def after(self, position: int, limit: int) -> list[Given]:
        """Read as every follower of the log does."""
        return [
            Given(logged.position, logged.event_id.bytes)
            for logged in self.site.log.after(position, limit)
        ]

    def last(self) -> int:
        """Return the log's last position."""
        return self.site.log.last_position()

    def close(self) -> None:
        """Close the site."""
        self.site.close()


def _clock(batch: Batch) -> datetime:
    """Return a clock that is wrong by seconds, each append by others."""
    return now() + timedelta(seconds=hash(batch.ids[0]) % (2 * _SKEW) - _SKEW)


def _heads(batch: Batch) -> dict[UUID, Head]:
    return {batch.stream: Head(batch.version - 1, batch.previous)}


def _writes(batch: Batch) -> list[Write]:
    return [
        Write(
            event,
            None,
            _HEADER,
            VillageAssigned(
                originator_id=batch.stream,
                originator_version=version,
                timestamp=NOT_YET,
                **_CONTENT,
            ),
        )
        for event, version in zip(batch.ids, batch.versions, strict=True)
    ]


def _sealed(batch: Batch) -> list[Sealed]:
    previous, sealed = batch.previous, list[Sealed]()
    for event, version in zip(batch.ids, batch.versions, strict=True):
        previous = chained(
            previous=previous,
            stream=batch.stream,
            version=version,
            event_id=event,
            person=None,
            topic=_TOPIC,
            header=_NO_KEY,
            state=_STATE,
        )
        sealed.append(
            Sealed(
                originator_id=batch.stream,
                originator_version=version,
                topic=_TOPIC,
                state=_STATE,
                event_id=event,
                person=None,
                header=_NO_KEY,
                hash=previous,
            )
        )
    return sealed
