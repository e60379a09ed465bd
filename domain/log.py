"""The ports of the log: what a command carries in, what a logged fact carries out.

The store in `ops/` satisfies these by shape and imports nothing from here. Nothing in a
header tells who a person is; the facts themselves are sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID, uuid5

from domain.fact import Fact

HEADER_SCHEMA: Final = 1
"""The edition of the header's own shape, stored in every header."""


@dataclass(frozen=True, slots=True)
class Command:
    """One wish, named by its sender so that asking twice is recognised.

    `body` is what was asked, in plain values; only its HMAC is stored, and the same id
    with another body is refused. `seen` is the version of the stream the sender saw; only
    use cases that change what was seen look at it. `division` is the code prefix the
    actor's role reaches over; it decides, and is not stored.
    """

    id: UUID
    body: Mapping[str, Any]
    actor: UUID
    role: str
    organisation: UUID | None
    division: str
    purpose: str
    channel: str
    now: datetime
    happened_at: str
    device_at: str | None = None
    on_behalf_of: UUID | None = None
    typed_by: UUID | None = None
    cause: UUID | None = None
    seen: int | None = None

    def new_id(self, kind: str, index: int = 0) -> UUID:
        """Return the id of the nth stream of a kind this command begins."""
        return uuid5(self.id, f"{kind}/{index}")

    def event_id(self, index: int) -> UUID:
        """Return the id of the nth fact this command records."""
        return uuid5(self.id, str(index))

    def header(self, fact: Fact, index: int, count: int, digest: str) -> dict[str, Any]:
        """Return the header of one of this command's facts; absent parts are left out."""
        parts: dict[str, Any] = {
            "schema": HEADER_SCHEMA,
            "actor": str(self.actor),
            "role": self.role,
            "organisation": _text(self.organisation),
            "purpose": self.purpose,
            "channel": self.channel,
            "on_behalf_of": _text(self.on_behalf_of),
            "typed_by": _text(self.typed_by),
            "happened_at": getattr(fact, "happened_at", self.happened_at),
            "device_at": self.device_at,
            "cause": _text(self.cause),
            "editions": getattr(fact, "editions", None),
            "command": {
                "id": str(self.id),
                "digest": digest,
                "index": index,
                "count": count,
            },
        }
        return {name: part for name, part in parts.items() if part is not None}


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Erased:
    """Stands where a fact was whose key has been destroyed; nobody can read it again."""

    topic: str


@dataclass(frozen=True, slots=True)
class Write:
    """A fact on its way into the log: its id, whom it is about, and its header."""

    event_id: UUID
    person: UUID | None
    header: Mapping[str, Any]
    fact: Fact


class Logged(NamedTuple):
    """A fact as the log holds it.

    `position` is gapless and in commit order, counted from 1; `recorded_at` never runs
    backwards along it; `hash` chains the stream.
    """

    position: int
    event_id: UUID
    stream: UUID
    version: int
    person: UUID | None
    topic: str
    recorded_at: datetime
    header: Mapping[str, Any]
    hash: bytes
    fact: Fact | Erased

    @property
    def happened_at(self) -> str:
        """When it happened: an RFC 3339 instant, or a plain day in Asia/Shanghai."""
        return str(self.header["happened_at"])

    @property
    def channel(self) -> str:
        """The way by which the fact reached the log."""
        return str(self.header["channel"])


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stood when it was loaded: the next fact chains to it."""

    version: int = 0
    hash: bytes = b""


class Log(Protocol):
    """The append-only log, as the runners and the views use it."""

    @property
    def origin(self) -> UUID:
        """Return the log's origin: another one after a restore that lost facts."""
        ...

    def stream(self, stream: UUID, upto: int | None = None) -> Sequence[Logged]:
        """Return a stream's facts in order, if asked only those up to a position."""
        ...

    def streams(self, streams: Sequence[UUID]) -> Mapping[UUID, Sequence[Logged]]:
        """Return several streams' facts, each in order; unknown streams are left out."""
        ...

    def person(self, person: UUID, upto: int | None = None) -> Sequence[Logged]:
        """Return all facts about a person, of any stream, in position order."""
        ...

    def people(self, after: UUID | None, limit: int) -> Sequence[UUID]:
        """Return at most `limit` people there are facts about, by id, after one of them."""
        ...

    def about(self, people: Sequence[UUID], upto: int) -> Sequence[Logged]:
        """Return all facts about these people up to a position: one person's together."""
        ...

    def about_nobody(
        self, after: tuple[UUID, int] | None, upto: int, limit: int
    ) -> Sequence[Logged]:
        """Return at most `limit` facts about nobody, stream by stream, after one of them.

        `after` is the stream and version of the last one seen.
        """
        ...

    def after(self, position: int, limit: int) -> Sequence[Logged]:
        """Return at most `limit` facts after the position, in order, none left out."""
        ...

    def of_topics(
        self, topics: Sequence[str], people: Sequence[UUID] | None = None
    ) -> Sequence[Logged]:
        """Return the facts of these stored names by position, of all or of some people.

        Meant for few and rare names: the database keeps an index of its own for those that
        change how a person's facts are read.
        """
        ...

    def with_ids(self, event_ids: Sequence[UUID]) -> Sequence[Logged]:
        """Return the facts of these ids in position order; unknown ids are left out."""
        ...

    def last_position(self) -> int:
        """Return the position of the newest fact, 0 when there is none."""
        ...

    def append(
        self, writes: Sequence[Write], heads: Mapping[UUID, Head], now: datetime
    ) -> Sequence[Logged]:
        """Record all facts or none.

        Raises the library's `IntegrityError` when a stream has moved on or an event id
        is taken, and nothing is recorded then.
        """
        ...

    async def append_soon(
        self, writes: Sequence[Write], heads: Mapping[UUID, Head], now: datetime
    ) -> Sequence[Logged]:
        """Record all facts or none without holding up the event loop."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a command came to: its facts as logged; empty when there was nothing to do."""

    facts: Sequence[Logged] = ()

    @property
    def position(self) -> int:
        """The position of the last fact, 0 when nothing was recorded."""
        return self.facts[-1].position if self.facts else 0

    def version(self, stream: UUID) -> int:
        """Return the version a stream reached by this command, 0 if it wasn't touched."""
        return max((f.version for f in self.facts if f.stream == stream), default=0)
