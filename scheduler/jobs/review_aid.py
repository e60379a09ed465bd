"""Looks again, on the first of each month, at what everybody with a case is due.

A recognition that ran out and a new year are no facts, so no follower sees them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Engine

from domain.log import Command, Log
from domain.registry.aid_plan import plan_on
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.aid import everybody

PAGE: Final = 500

_log: Final = structlog.stdlib.get_logger("scheduler.review_aid")


@dataclass(frozen=True, slots=True)
class ReviewAid:
    """The view says who has a case, the log what is due; a repeat changes nothing."""

    engine: Engine
    log: Log
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return of how many people something else is proposed; 0 on other days."""
        day = shanghai_day(due_at)
        if day.day != 1:
            return 0
        changed = 0
        for person in self._people():
            asked = plan_on(self.log, person, day)
            if asked is not None:
                command = self.command(f"aid/{day.isoformat()}", person)
                changed += bool(self.runner.run(asked, command).facts)
        _log.info("aid_reviewed", day=day.isoformat(), changed=changed)
        return changed

    def _people(self) -> Iterator[UUID]:
        after: UUID | None = None
        while True:
            with self.engine.begin() as connection:
                page = everybody(connection, after=after, limit=PAGE)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1]
