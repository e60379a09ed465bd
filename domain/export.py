"""An export: a list of people left the product, for what purpose and at whose hands.

It holds references only. Who made it stands in the fact's header.
"""

from typing import ClassVar
from uuid import UUID

from domain.fact import NOT_YET, FirstFact, SealedWith, Stream


class Made(FirstFact):
    """A list was handed out as a file; `what` names the list, `people` whom it shows."""

    TOPIC = "export.made"
    sealed_with: ClassVar = SealedWith.SITE

    what: str
    purpose: str
    people: list[str]
    lines: int
    division: str

    def apply(self, aggregate: "Export") -> None:
        """Keep what it was."""
        aggregate.what = self.what


class Export(Stream):
    """One file that was handed out."""

    TOPIC = "export"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "export.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "export.created"

    def __init__(self) -> None:
        """Begin empty."""
        self.what = ""

    @classmethod
    def make(
        cls,
        *,
        stream: UUID,
        what: str,
        purpose: str,
        people: list[str],
        lines: int,
        division: str,
    ) -> "Export":
        """Note a file that is handed out."""
        return cls._create(
            Made,
            id=stream,
            timestamp=NOT_YET,
            what=what,
            purpose=purpose,
            people=people,
            lines=lines,
            division=division,
        )
