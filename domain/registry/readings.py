"""Notes a reading in the reading log."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.reading import Reading
from domain.registry.runner import Found


@dataclass(frozen=True, slots=True)
class NoteReading:
    """Somebody looked: at whom, by which operation, up to which position."""

    operation: str
    people: tuple[UUID, ...] = ()
    words: str = ""
    position: int = 0
    refused: str = ""

    def streams(self) -> Sequence[UUID]:
        """Rest on nothing: whatever was shown was shown."""
        return ()

    def decide(self, found: Found, command: Command) -> None:
        """Note it."""
        found.begin(
            Reading.begin(
                command.new_id("reading"),
                self.operation,
                list(self.people),
                self.words,
                self.position,
                self.refused,
            )
        )
