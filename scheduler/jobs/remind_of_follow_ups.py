"""Reminds of the follow-ups that are due or overdue: each rung of the ladder once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.reminders import Row, Rung, SendReminder, reminders_reached
from domain.registry.rule_settings import InForce, in_force
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.due_list import Due, due_by
from projections.offices import all_offices
from projections.reminders import sent_about
from scheduler.told import Told

PAGE: Final = 500

_log: Final = structlog.stdlib.get_logger("scheduler.remind_of_follow_ups")


@dataclass(frozen=True, slots=True)
class RemindOfFollowUps:
    """The list says who, the use case decides again; `command` makes a job's command."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many reminders were sent for the day it was due in China."""
        day = shanghai_day(due_at).isoformat()
        with self.engine.begin() as connection:
            told = Told(all_offices(connection), day)
        reminded = untold = 0
        for due, kind, rung in self._reached(day):
            office = told.office(rung, due)
            untold += office is None
            if office is not None:
                reminded += self._remind(due, kind, office, day)
        _log.info("follow_ups_reminded", day=day, reminded=reminded, untold=untold)
        return reminded

    def _remind(self, due: Due, kind: str, office: UUID, day: str) -> bool:
        use_case = SendReminder(due.person, due.due_on or "", kind, office, day)
        command = self.command(f"reminder/{due.due_on}/{kind}", due.person)
        try:
            return bool(self.runner.run(use_case, command).facts)
        except Refused as refusal:
            _log.warning("reminder_refused", reason=type(refusal).__name__)
            return False

    def _reached(self, day: str) -> Iterator[tuple[Due, str, str]]:
        """Yield each reminder that is reached and, as far as the views know, not sent."""
        holds = in_force(self.runner.log)
        for page in pages(self.engine, day):
            with self.engine.begin() as connection:
                sent = sent_about(connection, [due.person for due in page])
            for due in page:
                on = due.due_on or ""
                for row in rows_of(due, day, holds):
                    is_sent = (due.person, on, row.kind) in sent
                    if not is_sent and not is_held_back(due, row.rung, day):
                        yield due, row.kind, row.rung


def rows_of(due: Due, day: str, holds: InForce) -> Sequence[Row]:
    """Return the rungs a line has reached on a day, by what holds where the person lives."""
    return reminders_reached(
        due.follow_up_class,
        due.grade,
        due.due_on or "",
        day,
        holds.at(due.division),
    )


def is_held_back(due: Due, rung: str, day: str) -> bool:
    """Return whether the doctor asked for no reminder yet (暂停提醒); other rungs go on."""
    until = due.remind_again_on
    return rung == Rung.DOCTOR and until is not None and day < until


def pages(engine: Engine, day: str) -> Iterator[list[Due]]:
    """Yield the lines due on or before a day, longest waiting first, a page at a time."""
    after: tuple[str, UUID] | None = None
    while True:
        with engine.begin() as connection:
            page = due_by(connection, day, after=after, limit=PAGE)
        yield page
        if len(page) < PAGE:
            return
        after = (page[-1].due_on or "", page[-1].person)
