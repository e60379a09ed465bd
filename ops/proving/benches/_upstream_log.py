"""The log's port over the library's own recorder, mapper and cipher, for comparison.

What a repeated command came to is not looked up: the library has no event ids to look for,
and a user who wanted as much would pay for it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from domain.fact import Fact
from domain.log import Head, Logged, Write
from domain.registry.runner import person_of
from ops.proving.benches._upstream import Facts, headed, logged


class UpstreamLog:
    """As much of the log as a command over HTTP uses."""

    def __init__(self, app: Facts) -> None:
        """Take the library's application."""
        self._app = app

    def stream(self, stream: UUID, upto: int | None = None) -> list[Logged]:
        """Return a stream's facts in order."""
        del upto
        app = self._app
        return [
            logged(cast(Fact, app.mapper.to_domain_event(stored)), 0)
            for stored in app.recorder.select_events(stream)
        ]

    def streams(self, streams: Sequence[UUID]) -> dict[UUID, list[Logged]]:
        """Return several streams' facts, one after the other as the library reads."""
        found = {stream: self.stream(stream) for stream in streams}
        return {stream: facts for stream, facts in found.items() if facts}

    def with_ids(self, event_ids: Sequence[UUID]) -> list[Logged]:
        """Find nothing, at no cost."""
        del event_ids
        return []

    def append(
        self, writes: Sequence[Write], heads: Mapping[UUID, Head], now: datetime
    ) -> list[Logged]:
        """Record all facts or none by the library's recorder."""
        del heads
        to_stored_event = self._app.mapper.to_stored_event
        stored = [
            to_stored_event(headed(w.fact, now, w.header, w.event_id)) for w in writes
        ]
        positions = self._app.recorder.insert_events(stored) or ()
        return [
            Logged(
                position=position,
                event_id=write.event_id,
                stream=write.fact.originator_id,
                version=write.fact.originator_version,
                person=person_of(write.fact),
                topic=write.fact.TOPIC,
                recorded_at=now,
                header=write.header,
                hash=b"",
                fact=write.fact,
            )
            for write, position in zip(writes, positions, strict=True)
        ]

    async def append_soon(
        self, writes: Sequence[Write], heads: Mapping[UUID, Head], now: datetime
    ) -> list[Logged]:
        """Do the same in a thread, as the library's users do."""
        return await asyncio.to_thread(self.append, writes, heads, now)
