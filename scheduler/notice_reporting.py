"""Says in the log what came of bringing a message to its receiver."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection

from domain.errors import Unreadable
from domain.log import Command
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.many import BatchRunner
from domain.registry.notice_redelivery import NoteLapse
from domain.registry.notices import NoteDelivery
from domain.registry.runner import Runner
from domain.values.people import Role
from scheduler.circuit_desk import Circuit, Line
from scheduler.delivery_desk import Attempt
from scheduler.receivers import CLOSED, EMPTY, Receivers

ANSWER_WITHIN: Final = timedelta(hours=1)
INBOX: Final = "inbox"
UNDELIVERABLE: Final = "notice_undeliverable"
GONE: Final = "channel_gone"
STUCK: Final = "channel_stuck"


@dataclass(frozen=True, slots=True)
class NoticeReporting:
    """Records deliveries; a channel that gave up is an alarm too.

    `command` makes a job's command for a purpose and a cause; its id derives from both, so
    what is said twice is recorded once. An attempt enlisted again is another cause. Of a
    notice nobody can read any more, its person being erased, nothing is recorded: it ends
    on the desk, and holds up no other.
    """

    runner: Runner
    batch_runner: BatchRunner
    receivers: Receivers
    command: Callable[[str, UUID], Command]

    def closed(
        self, connection: Connection, receivers: Collection[UUID]
    ) -> frozenset[UUID]:
        """Return which of these receivers are closed now: nothing is brought there."""
        return self.receivers.closed(connection, receivers)

    def diverted(self, attempt: Attempt, now: datetime) -> None:
        """Record that the receiver is closed; whoever acts for it is told instead."""
        self._note_failure(attempt, CLOSED)
        if attempt.message.is_the_notice:
            self.receivers.tell_stand_in(attempt.message, CLOSED, now)

    def delivered(self, attempts: Sequence[Attempt], now: datetime) -> None:
        """Record that notices have reached their receivers; a step's is on the desk only.

        Where nobody can sign in to read one, its stand-in is told as well.
        """
        arrived = [
            each
            for each in attempts
            if each.message.is_the_notice and each.channel == INBOX
        ]
        empty = self.receivers.empty({each.message.receiver for each in arrived})
        for attempt in arrived:
            if attempt.message.receiver in empty:
                self.receivers.tell_stand_in(attempt.message, EMPTY, now)
        asked = [
            (
                NoteDelivery(attempt.message.notice, attempt.channel),
                self._command("delivered", attempt),
            )
            for attempt in attempts
            if attempt.message.is_the_notice
        ]
        for answer in self.batch_runner.run(asked, now) if asked else ():
            if answer.refusal and not isinstance(answer.refusal, Unreadable):
                raise answer.refusal

    def undeliverable(self, attempt: Attempt, reason: str, now: datetime) -> None:
        """Record that a channel gave up, and ring about the notice."""
        self._note_failure(attempt, reason)
        message = attempt.message
        details = {"channel": attempt.channel, "reason": reason}
        self._ring(message.notice, UNDELIVERABLE, message.receiver, details, now)

    def gone(self, attempt: Attempt, reason: str, now: datetime) -> None:
        """Record that a channel is no more, and ring about the channel once."""
        self._note_failure(attempt, reason)
        self._ring_about_line(attempt.line, GONE, reason, now)

    def lapsed(self, attempt: Attempt, now: datetime) -> None:
        """Record that a reminder was dropped: it came to nothing in time."""
        del now
        message = attempt.message
        with suppress(Unreadable):
            self.runner.run(
                NoteLapse(message.notice, message.id, message.topic, attempt.channel),
                self._command("lapsed", attempt),
            )

    def stuck(self, circuit: Circuit, now: datetime) -> None:
        """Ring about a line on which nothing has got through for long."""
        line = circuit.receiver, circuit.channel
        self._ring_about_line(line, STUCK, circuit.failure, now)

    def over(self, circuit: Circuit, because: str, now: datetime) -> None:
        """Silence that: the line works again, or is no more."""
        matter = _matter((circuit.receiver, circuit.channel))
        command = self.command(f"over/{now.isoformat()}", matter)
        self.runner.run(ClearAlarm(matter, STUCK, because), command)

    def _note_failure(self, attempt: Attempt, reason: str) -> None:
        with suppress(Unreadable):
            self.runner.run(
                NoteDelivery(attempt.message.notice, attempt.channel, failure=reason),
                self._command("undeliverable", attempt),
            )

    def _ring_about_line(
        self, line: Line, kind: str, reason: str, now: datetime
    ) -> None:
        receiver, channel = line
        details = {"channel": channel, "reason": reason}
        self._ring(_matter(line), kind, receiver, details, now)

    def _ring(
        self,
        about: UUID,
        kind: str,
        receiver: UUID,
        details: dict[str, str],
        now: datetime,
    ) -> None:
        name, division = self.receivers.name_and_county(receiver)
        alarm = RaiseAlarm(
            about=about,
            kind=kind,
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division=division,
            details={**details, "office": name},
            answer_by=(now + ANSWER_WITHIN).isoformat(),
            is_news=kind != STUCK,
        )
        self.runner.run(alarm, self.command(f"{kind}/{now.isoformat()}", about))

    def _command(self, what: str, attempt: Attempt) -> Command:
        purpose = f"{what}/{attempt.channel}/{attempt.since.isoformat()}"
        return self.command(purpose, attempt.message.id)


def _matter(line: Line) -> UUID:
    receiver, channel = line
    return uuid5(receiver, f"channel/{channel}")
