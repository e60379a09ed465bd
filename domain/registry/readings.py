"""Notes a reading in the reading log; whoever shows something notes it first."""

from uuid import UUID

from domain.fact import Fact
from domain.log import Command, Log, Write
from domain.reading import Reading


def note_reading(  # noqa: PLR0913 - a reading has these parts
    log: Log,
    command: Command,
    *,
    operation: str,
    people: tuple[UUID, ...] = (),
    words: str = "",
    position: int = 0,
    refused: str = "",
) -> None:
    """Note who looked at whom; `words` is the HMAC of what was searched for.

    If it cannot be written this raises, and nothing may be shown.
    """
    reading = Reading.begin(
        command.new_id("reading"), operation, list(people), words, position, refused
    )
    facts = [fact for fact in reading.collect_events() if isinstance(fact, Fact)]
    writes = [
        Write(
            command.event_id(index),
            None,
            command.header(fact, index, len(facts), digest=""),
            fact,
        )
        for index, fact in enumerate(facts)
    ]
    log.append(writes, {}, command.now)
