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

ANSWER_WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NoticeReporting:
    """Records deliveries; a channel that gave up is an alarm too.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    runner: Runner
    command: Callable[[str, UUID], Command]

    def delivered(self, notice: UUID, channel: str, now: datetime) -> None:
        """Record that the notice has reached its receiver."""
        del now
        self.runner.run(
            NoteDelivery(notice, channel), self.command(f"delivered/{channel}", notice)
        )

    def undeliverable(
        self, notice: UUID, channel: str, reason: str, now: datetime
    ) -> None:
        """Record that a channel gave up, and ring."""
        self.runner.run(
            NoteDelivery(notice, channel, failure=reason),
            self.command(f"undeliverable/{channel}", notice),
        )
        alarm = RaiseAlarm(
            about=notice,
            kind="notice_undeliverable",
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division="",
            details={"channel": channel, "reason": reason},
            answer_by=(now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(alarm, self.command(f"undeliverable-alarm/{channel}", notice))
