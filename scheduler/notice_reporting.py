"""Says in the log what came of bringing a notice to its receiver."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.registry.alarms import RaiseAlarm
from domain.registry.notices import NoteDelivery
from domain.registry.runner import Runner
from domain.values.people import Role
from scheduler.message import Message

ANSWER_WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NoticeReporting:
    """Records deliveries; a channel that gave up is an alarm too.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    runner: Runner
    command: Callable[[str, UUID], Command]

    def delivered(self, message: Message, channel: str, now: datetime) -> None:
        """Record that a notice has reached its receiver; a step's own is on the desk."""
        del now
        if message.id == message.notice:
            self.runner.run(
                NoteDelivery(message.notice, channel),
                self.command(f"delivered/{channel}", message.id),
            )

    def undeliverable(
        self, message: Message, channel: str, reason: str, now: datetime
    ) -> None:
        """Record that a channel gave up, and ring."""
        self.runner.run(
            NoteDelivery(message.notice, channel, failure=reason),
            self.command(f"undeliverable/{channel}", message.id),
        )
        alarm = RaiseAlarm(
            about=message.notice,
            kind="notice_undeliverable",
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division="",
            details={"channel": channel, "reason": reason},
            answer_by=(now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(
            alarm, self.command(f"undeliverable-alarm/{channel}", message.id)
        )
