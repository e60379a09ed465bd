"""The real web before a log that costs nothing: no store can be faster than this.

Every stream is in memory, read and opened before the first request; what is appended is
answered and forgotten.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from domain.log import Head, Logged, Write
from ops.proving.benches._other_web import serve
from ops.site import Site


class StorelessLog:
    """As much of the log as a command over HTTP uses, without any store."""

    def __init__(self, site: Site) -> None:
        """Read the site's log once."""
        self._streams: dict[UUID, list[Logged]] = {}
        for fact in site.log.after(0, site.log.last_position()):
            self._streams.setdefault(fact.stream, []).append(fact)

    def streams(self, streams: Sequence[UUID]) -> dict[UUID, list[Logged]]:
        """Return several streams' facts."""
        return {
            stream: self._streams[stream]
            for stream in streams
            if stream in self._streams
        }

    def with_ids(self, event_ids: Sequence[UUID]) -> list[Logged]:
        """Find nothing."""
        del event_ids
        return []

    async def append_soon(
        self, writes: Sequence[Write], heads: Mapping[UUID, Head], now: datetime
    ) -> list[Logged]:
        """Answer as if the facts had been recorded."""
        del heads
        return [
            Logged(
                position=1,
                event_id=write.event_id,
                stream=write.fact.originator_id,
                version=write.fact.originator_version,
                person=write.person,
                topic=write.fact.TOPIC,
                recorded_at=now,
                header=write.header,
                hash=b"",
                fact=write.fact,
            )
            for write in writes
        ]


if __name__ == "__main__":
    serve(StorelessLog)
