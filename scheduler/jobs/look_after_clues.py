"""Lets clues expire that no psychiatrist confirmed in time, and ended ones be erased.

What a closed danger report told is destroyed the same way.

The views say which; the use cases decide again. That a clue's keys are to be destroyed is
a fact; whoever follows it (`scheduler/key_follower.py`) destroys them. What deleted rows
leave in the database's own files goes with the next `suian erase sweep`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Engine

from domain.log import Command
from domain.registry.clues import DestroyClueKeys, ExpireClue
from domain.registry.danger_reports import DestroyDangerReportKeys
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.clues import expired_by, to_be_erased
from projections.danger_reports import reports_to_erase

_log: Final = structlog.stdlib.get_logger("scheduler.look_after_clues")


@dataclass(frozen=True, slots=True)
class LookAfterClues:
    """Works as of the day it runs; a repeat changes nothing."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many clues and reports expired or are to be erased."""
        day = shanghai_day(due_at).isoformat()
        with self.engine.begin() as connection:
            expired = expired_by(connection, day)
            ended = to_be_erased(connection, day)
            reports = reports_to_erase(connection, day)
        done = 0
        for clue in expired:
            command = self.command(f"expire/{day}", clue)
            done += bool(self.runner.run(ExpireClue(clue), command).facts)
        for clue in ended:
            command = self.command(f"erase/{day}", clue)
            done += bool(self.runner.run(DestroyClueKeys(clue), command).facts)
        for report in reports:
            command = self.command(f"erase/{day}", report)
            destroy = DestroyDangerReportKeys(report)
            done += bool(self.runner.run(destroy, command).facts)
        _log.info("clues_looked_after", day=day, changed=done)
        return done
