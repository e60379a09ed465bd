"""Which message a fact of a notice is to its receiver."""

from typing import Final
from uuid import UUID

from domain.log import Log, Logged
from domain.registry.notices import Issued
from scheduler.message import Message

URGENT: Final = "clock.highest"
"""The clock of level 4 and 5."""


def message_of(log: Log, logged: Logged) -> Message | None:
    """Return a notice or a later step of one as a message; None when it is no notice's.

    A notice is known by its own id, a step by its fact's.
    """
    stream = [logged] if isinstance(logged.fact, Issued) else log.stream(logged.stream)
    issued = next((each.fact for each in stream if isinstance(each.fact, Issued)), None)
    if issued is None:
        return None
    is_first = logged.fact is issued
    return Message(
        id=logged.stream if is_first else logged.event_id,
        notice=logged.stream,
        receiver=UUID(issued.receiver),
        topic=logged.topic,
        is_urgent=issued.clock == URGENT,
    )
