"""A digest: what waits for one office on one day, written down once.

It holds references only: whom, which due day, which rung. Names are looked up by whoever
may see them.
"""

from typing import Any, ClassVar
from uuid import UUID, uuid5

from domain.fact import NOT_YET, FirstFact, SealedWith, Stream


class Made(FirstFact):
    """The office's digest of a day was made.

    `lines` are {person, due_on, rung, kind}, the longest waiting first; `counts` says how
    many there were of each kind, those that found no room among the lines included.
    """

    TOPIC = "digest.made"
    sealed_with: ClassVar = SealedWith.SITE

    office: str
    day: str
    lines: list[dict[str, Any]]
    counts: dict[str, int]
    editions: list[str]

    def apply(self, aggregate: "Digest") -> None:
        """Keep whose it is and of which day."""
        aggregate.office = self.office
        aggregate.day = self.day


class Digest(Stream):
    """One office's digest of one day."""

    TOPIC = "digest"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "digest.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "digest.created"

    def __init__(self) -> None:
        """Begin nobody's."""
        self.office = ""
        self.day = ""

    @staticmethod
    def id_for(office: UUID, day: str) -> UUID:
        """Return the one digest an office can have of a day."""
        return uuid5(office, f"digest/{day}")

    @classmethod
    def make(
        cls,
        office: UUID,
        day: str,
        lines: list[dict[str, Any]],
        counts: dict[str, int],
        edition: str,
    ) -> "Digest":
        """Write the day's digest down."""
        return cls._create(
            Made,
            id=cls.id_for(office, day),
            timestamp=NOT_YET,
            office=str(office),
            day=day,
            lines=lines,
            counts=counts,
            editions=[edition],
        )
