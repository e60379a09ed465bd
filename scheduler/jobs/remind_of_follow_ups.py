"""Reminds each unit of the follow-ups that are due today or overdue, once each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.reminders import DUE, OVERDUE, SendReminder
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.due_list import Due, due_by

PAGE: Final = 500

_log: Final = structlog.stdlib.get_logger("scheduler.remind_of_follow_ups")


@dataclass(frozen=True, slots=True)
class RemindOfFollowUps:
    """The list says who, the use case decides again; `command` makes a job's command."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many were reminded for the day it was due in China."""
        day = shanghai_day(due_at).isoformat()
        reminded = late = 0
        for due in self._due(day):
            kind = DUE if due.due_on == day else OVERDUE
            late += kind == OVERDUE
            reminded += self._remind(due, kind)
        _log.info("follow_ups_reminded", day=day, reminded=reminded, overdue=late)
        return reminded

    def _remind(self, due: Due, kind: str) -> bool:
        use_case = SendReminder(due.person, due.due_on or "", kind)
        command = self.command(f"reminder/{due.due_on}/{kind}", due.person)
        try:
            return bool(self.runner.run(use_case, command).facts)
        except Refused as refusal:
            _log.warning("reminder_refused", reason=type(refusal).__name__)
            return False

    def _due(self, day: str) -> Iterator[Due]:
        after: tuple[str, UUID] | None = None
        while True:
            with self.engine.begin() as connection:
                page = due_by(connection, day, after=after, limit=PAGE)
            yield from page
            if len(page) < PAGE:
                return
            after = (page[-1].due_on or "", page[-1].person)
