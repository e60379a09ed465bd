"""Which message a fact of a notice is to its receiver, and which is brought again."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from domain.log import Log, Logged
from domain.registry.notice_redelivery import RedeliveryAsked
from domain.registry.notices import Issued
from scheduler import circuit_desk as circuits
from scheduler import delivery_desk as desk
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


def bring_again(connection: Connection, logged: Logged, now: datetime) -> None:
    """Open what a channel gave up of a notice once more, as somebody asked (再次投递).

    Where the key of the words is destroyed there is nobody to tell of any more.
    """
    if not isinstance(logged.fact, RedeliveryAsked):
        return
    lines = desk.reopen(connection, logged.stream, logged.fact.by, now)
    circuits.hold(connection, lines, now)
