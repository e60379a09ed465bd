"""What a fact and a stream are: the two words every aggregate is built from.

A *fact* is an event class at module level whose `apply` only assigns. A *stream* is an
aggregate that decides in plain methods and records facts. Neither reads a clock: the
moment a fact was recorded is set by the log while it holds its lock.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from eventsourcing.domain import Aggregate, AggregateCreated, AggregateEvent

NOT_YET: Final = datetime(1, 1, 1, tzinfo=UTC)
"""Stands where the recording time will be until the log has set it."""


class SealedWith(StrEnum):
    """Whose key a fact's state is sealed with; a fact never mixes two."""

    IDENTITY = "identity"
    """The person's identity key: name, ID number, address, telephone, guardian."""
    CLINICAL = "clinical"
    """The person's clinical key: diagnosis, findings, grades, medication."""
    SITE = "site"
    """The site's key: nothing that tells who a person is or how they fare."""


class Fact(AggregateEvent):
    """Something that happened. Plain values only; enums as their value, days as ISO text.

    Two names mean the same in every fact: `happened_at` (RFC 3339 instant, or a plain day
    in Asia/Shanghai) and `editions` (the rule editions that spoke); the log keeps both in
    the fact's header. A fact of another party's stream that is about a person names that
    person as `person`.
    """

    TOPIC: ClassVar[str]
    sealed_with: ClassVar[SealedWith]
    of_person: ClassVar[bool] = False
    """Whether the fact stands in a person's own stream."""

    @staticmethod
    def create_timestamp() -> datetime:
        """Refuse: only the log says when a fact was recorded."""
        msg = "a fact's recording time is set by the log, nobody else"
        raise AssertionError(msg)


class FirstFact(Fact, AggregateCreated):
    """The fact a stream begins with; it also stores the stream's own kind."""


class PersonFact(Fact):
    """A fact in a person's own stream."""

    of_person: ClassVar[bool] = True


class PersonFirstFact(FirstFact):
    """The fact a person's stream begins with."""

    of_person: ClassVar[bool] = True


class Stream(Aggregate):
    """An aggregate whose whole history is one stream of the log."""

    TOPIC: ClassVar[str] = "stream"

    class Event(Aggregate.Event):
        """The library's base event; never recorded."""

        TOPIC = "stream.event"

    class Created(Aggregate.Created):
        """The library's base first event; never recorded."""

        TOPIC = "stream.created"

    def record(self, fact: type[Fact], **facts: Any) -> None:
        """Record a fact and apply it. Unknown or missing values are a TypeError."""
        self.trigger_event(fact, timestamp=NOT_YET, **facts)
