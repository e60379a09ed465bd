"""Plans what the outcomes of notices ask for: follows the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Connection

from domain.errors import Refused
from domain.log import Command, Logged
from domain.registry.notice_outcomes import planned_by
from domain.registry.runner import Runner
from scheduler.follower import Following

_log: Final = structlog.stdlib.get_logger("scheduler.outcome_follower")


@dataclass(frozen=True, slots=True)
class OutcomePlanning:
    """Plans the next visit after an outcome, once.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    runner: Runner
    command: Callable[[str, UUID], Command]

    def following(self) -> Following[Logged]:
        """Return what the follower named *outcomes* does with which facts."""
        topics = frozenset({"notice.outcome_reported"})
        return Following("outcomes", topics, self.deal_with)

    def deal_with(self, connection: Connection, logged: Logged, now: datetime) -> None:
        """Plan; a repeat, and a person who is gone, change nothing."""
        del connection, now
        asked = planned_by(logged)
        if asked is None:
            return
        try:
            self.runner.run(asked, self.command("outcome", logged.event_id))
        except Refused as refusal:
            _log.info("outcome_plans_nothing", reason=type(refusal).__name__)
