"""Numbers given one after the other, each once in the whole site (D-F5).

One small stream a kind of number: whoever takes the next one appends to it, so two who do
so at once cannot get the same.
"""

from typing import ClassVar
from uuid import UUID

from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


class Begun(FirstFact):
    """Numbers of a kind began to be given."""

    TOPIC = "numbering.begun"
    sealed_with: ClassVar = SealedWith.SITE

    kind: str

    def apply(self, aggregate: "Numbering") -> None:
        """Keep the kind."""
        aggregate.kind = self.kind


class Given(Fact):
    """A number was given; it is never given again."""

    TOPIC = "numbering.given"
    sealed_with: ClassVar = SealedWith.SITE

    number: int

    def apply(self, aggregate: "Numbering") -> None:
        """Keep the last number."""
        aggregate.last = self.number


class Numbering(Stream):
    """How far one kind of number has come."""

    TOPIC = "numbering"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "numbering.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "numbering.created"

    def __init__(self) -> None:
        """Begin before the first number."""
        self.kind = ""
        self.last = 0

    @classmethod
    def begin(cls, stream: UUID, kind: str) -> "Numbering":
        """Begin to give numbers of a kind."""
        return cls._create(Begun, id=stream, timestamp=NOT_YET, kind=kind)

    def give(self) -> int:
        """Give the next number."""
        self.record(Given, number=self.last + 1)
        return self.last
