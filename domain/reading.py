"""A reading: somebody looked at people's records. Kept in a log of its own.

One fact for each request; search words only as an HMAC. If it cannot be written, nothing
is shown.
"""

from typing import ClassVar
from uuid import UUID

from domain.fact import NOT_YET, FirstFact, SealedWith, Stream


class Read(FirstFact):
    """Somebody read, searched, exported, or was refused."""

    TOPIC = "reading.read"
    sealed_with: ClassVar = SealedWith.SITE

    operation: str
    people: list[str]
    words: str
    position: int
    refused: str

    def apply(self, aggregate: "Reading") -> None:
        """Keep what was asked for."""
        aggregate.operation = self.operation


class Reading(Stream):
    """One request that looked at records."""

    TOPIC = "reading"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "reading.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "reading.created"

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.operation = ""

    @classmethod
    def begin(
        cls,
        stream: UUID,
        operation: str,
        people: list[UUID],
        words: str,
        position: int,
        refused: str,
    ) -> "Reading":
        """Note who was shown, the HMAC of the words searched, and any refusal."""
        return cls._create(
            Read,
            id=stream,
            timestamp=NOT_YET,
            operation=operation,
            people=[str(person) for person in people],
            words=words,
            position=position,
            refused=refused,
        )
