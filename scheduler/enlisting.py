"""Which message a fact of a notice is to its receiver, and which is brought again."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from domain.log import Log, Logged
from domain.registry.notice_escalation import Escalated, Reminded
from domain.registry.notice_redelivery import RedeliveryAsked
from domain.registry.notice_storms import DigestIssued, WeighNotice, might_wait
from domain.registry.notices import Issued
from domain.values.calendar import shanghai_day
from domain.values.channels import WayOut
from scheduler import circuit_desk as circuits
from scheduler import delivery_desk as desk
from scheduler.channel_choice import ChannelChoice
from scheduler.message import Message

SYSTEMS: Final = frozenset[str]({WayOut.WEBHOOK})
PEOPLE: Final = frozenset[str]({WayOut.EMAIL, WayOut.SMS})
URGENT: Final = "clock.highest"
"""The clock of level 4 and 5."""


def message_of(log: Log, logged: Logged) -> Message | None:
    """Return a notice or a later step of one as a message; None when it is no notice's.

    A notice is known by its own id, a step by its fact's. That nobody has accepted goes to
    the office turned to (催办, 督办), and a reminder lapses when the next one is told.
    """
    stream = [logged] if isinstance(logged.fact, Issued) else log.stream(logged.stream)
    issued = next((each.fact for each in stream if isinstance(each.fact, Issued)), None)
    if issued is None:
        return None
    fact = logged.fact
    is_first = fact is issued
    is_turn = isinstance(fact, Reminded | Escalated)
    lapses = fact.next_at if isinstance(fact, Reminded) else ""
    return Message(
        id=logged.stream if is_first else logged.event_id,
        notice=logged.stream,
        receiver=UUID(fact.office if is_turn else issued.receiver),
        topic=logged.topic,
        is_urgent=issued.clock == URGENT,
        lapses_at=datetime.fromisoformat(lapses) if lapses else None,
    )


def weighing(logged: Logged, message: Message) -> WeighNotice | None:
    """Return what weighs whether a notice waits; None for all that never does."""
    fact = logged.fact
    if not isinstance(fact, Issued):
        return None
    if not might_wait(fact.trigger, fact.clock, shanghai_day(logged.recorded_at)):
        return None
    return WeighNotice(
        message.notice, message.receiver, fact.trigger, fact.clock, logged.recorded_at
    )


def digested(log: Log, message: Message) -> list[UUID]:
    """Return the notices a message's digest lists; none when it is no digest."""
    if message.is_the_notice:
        return []
    facts = log.with_ids([message.id])
    return [
        UUID(notice)
        for logged in facts
        if isinstance(logged.fact, DigestIssued)
        for notice in logged.fact.notices
    ]


def bring_digest(
    connection: Connection, choice: ChannelChoice, logged: Logged, now: datetime
) -> None:
    """Bring a shift's digest: people are told once, a system gets each notice."""
    fact = logged.fact
    if not isinstance(fact, DigestIssued) or not fact.notices:
        return
    notices = [UUID(notice) for notice in fact.notices]
    receiver = UUID(fact.office)
    for notice in notices:
        each = Message(id=notice, notice=notice, receiver=receiver)
        choice.enlist(connection, each, now, by=SYSTEMS)
    digest = Message(
        id=logged.event_id, notice=notices[0], receiver=receiver, topic=logged.topic
    )
    choice.enlist(connection, digest, now, by=PEOPLE)


def bring_again(connection: Connection, logged: Logged, now: datetime) -> None:
    """Open what a channel gave up of a notice once more, as somebody asked (再次投递).

    Where the key of the words is destroyed there is nobody to tell of any more.
    """
    if not isinstance(logged.fact, RedeliveryAsked):
        return
    lines = desk.reopen(connection, logged.stream, logged.fact.by, now)
    circuits.hold(connection, lines, now)
