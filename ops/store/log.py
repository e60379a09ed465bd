"""The log in front of mapper and recorder: what runners and views are handed.

What a caller gets back, and what an erased fact becomes, are handed in; this module knows
no room of the product.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from ops.store.format import plain
from ops.store.group import KeysChanged
from ops.store.mapper import SealingMapper, WriteShape, recorded_at
from ops.store.recorder import Asked, LogRecorder
from ops.store.records import Place, Row, Sealed

L = TypeVar("L")


class HeadShape(Protocol):
    """Where a stream stood when it was loaded."""

    @property
    def hash(self) -> bytes:
        """Return the hash of the stream's last fact, empty for none."""
        ...


class EventLog(Generic[L]):
    """Appends facts and reads them back as `logged(...)` records, in order."""

    def __init__(
        self, recorder: LogRecorder, mapper: SealingMapper, logged: Callable[..., L]
    ) -> None:
        """Take the parts; `logged` is called with the fields of a record in order."""
        self.recorder = recorder
        self.origin: UUID = recorder.origin()
        self._mapper = mapper
        self._logged = logged

    def append(
        self,
        writes: Sequence[WriteShape],
        heads: Mapping[UUID, HeadShape],
        now: datetime,
    ) -> list[L]:
        """Record all facts or none; the library's `IntegrityError` when one is taken.

        Returns when they are durable. `psycopg.OperationalError` when the log is away:
        then they may have been recorded, and their event ids will tell.
        """
        while True:
            sealed = self._sealed(writes, heads)
            try:
                places = self.recorder.append(sealed, now)
            except KeysChanged:
                self._mapper.forget_keys(sealed)
            else:
                return self._recorded(writes, sealed, places)

    async def append_soon(
        self,
        writes: Sequence[WriteShape],
        heads: Mapping[UUID, HeadShape],
        now: datetime,
    ) -> list[L]:
        """Do the same without holding up the event loop."""
        hashes = {stream: head.hash for stream, head in heads.items()}
        while True:
            sealed = self._mapper.seal_at_once(writes, hashes)
            if sealed is None:
                sealed = await asyncio.to_thread(self._sealed, writes, heads)
            try:
                places = await self.recorder.append_soon(sealed, now)
            except KeysChanged:
                self._mapper.forget_keys(sealed)
            else:
                return self._recorded(writes, sealed, places)

    def close(self) -> None:
        """Give back the connections kept for appending."""
        self.recorder.close()

    def stream(self, stream: UUID, upto: int | None = None) -> list[L]:
        """Return a stream's facts in order, if asked only those up to a position."""
        rows = self._rows(self.recorder.of_stream(stream, upto), [stream])
        return self._open(rows)

    def streams(self, streams: Sequence[UUID]) -> dict[UUID, list[L]]:
        """Return several streams' facts, each in order; unknown streams are left out."""
        rows = self._rows(self.recorder.of_streams(streams), streams)
        found: dict[UUID, list[L]] = {}
        for (stream, *_), logged in zip(rows, self._open(rows), strict=True):
            found.setdefault(stream, []).append(logged)
        return found

    def person(self, person: UUID, upto: int | None = None) -> list[L]:
        """Return all facts about a person, of any stream, in position order."""
        return self._open(self._rows(self.recorder.about(person, upto), [person]))

    def people(self, after: UUID | None, limit: int) -> list[UUID]:
        """Return at most `limit` people there are facts about, by id, after one of them."""
        return self.recorder.people(after, limit)

    def about(self, people: Sequence[UUID], upto: int) -> list[L]:
        """Return all facts about these people up to a position: one person's together."""
        return self._open(self.recorder.about_people(people, upto))

    def about_nobody(
        self, after: tuple[UUID, int] | None, upto: int, limit: int
    ) -> list[L]:
        """Return at most `limit` facts about nobody, stream by stream, after one of them."""
        return self._open(self.recorder.about_nobody(after, upto, limit))

    def after(self, position: int, limit: int) -> list[L]:
        """Return at most `limit` facts after the position, in order, none left out."""
        return self._open(self.recorder.after(position, limit))

    def of_topics(
        self, topics: Sequence[str], people: Sequence[UUID] | None = None
    ) -> list[L]:
        """Return the facts of these stored names by position, of all or of some people."""
        return self._open(self.recorder.of_topics(topics, people))

    def with_ids(self, event_ids: Sequence[UUID]) -> list[L]:
        """Return the facts of these ids in position order; unknown ids are left out."""
        return self._open(self.recorder.with_ids(event_ids))

    def last_position(self) -> int:
        """Return the position of the newest fact, 0 when there is none."""
        return self.recorder.max_notification_id() or 0

    def _sealed(
        self, writes: Sequence[WriteShape], heads: Mapping[UUID, HeadShape]
    ) -> list[Sealed]:
        return self._mapper.seal(writes, {s: head.hash for s, head in heads.items()})

    def _recorded(
        self,
        writes: Sequence[WriteShape],
        sealed: Sequence[Sealed],
        places: Sequence[Place],
    ) -> list[L]:
        """Return what was just recorded, from memory: as reading it would give it."""
        return [
            self._logged(
                place.position,
                record.event_id,
                record.originator_id,
                record.originator_version,
                record.person,
                record.topic,
                place.recorded_at,
                plain(record.header),
                record.hash,
                recorded_at(write.fact, place.recorded_at),
            )
            for write, record, place in zip(writes, sealed, places, strict=True)
        ]

    def _rows(self, asked: Asked, people: Sequence[UUID]) -> list[Row]:
        """Return rows that may be about these people, their keys asked for beside.

        A person's own stream bears the person's id; for another there is no key to find.
        """
        question = self._mapper.keys_question(people)
        if question is None:
            return self.recorder.rows(asked)
        rows, keys = self.recorder.rows_and(asked, question)
        self._mapper.take_keys(keys)
        return rows

    def _open(self, rows: Sequence[Row]) -> list[L]:
        return self._mapper.open(rows, self._logged)
