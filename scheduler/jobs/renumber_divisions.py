"""Carries changed division codes to offices, accounts and people, from their day on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

import structlog
from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.divisions import Renumber
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.division_changes import all_changes, is_given_again, still_numbered

_log: Final = structlog.stdlib.get_logger("scheduler.renumber_divisions")


@dataclass(frozen=True, slots=True)
class RenumberDivisions:
    """The views say who bears an old code; the use case decides again, once a day each."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many were renumbered by the changes in force in China."""
        day = shanghai_day(due_at).isoformat()
        with self.engine.begin() as connection:
            begun = [c for c in all_changes(connection) if c[1].from_on <= day]
            due = [
                (key, whose)
                for at, (key, row) in enumerate(begun)
                if not is_given_again(row.old, [later for _, later in begun[at + 1 :]])
                for whose in still_numbered(connection, row.old)
            ]
        renumbered = sum(self._renumber(change, whose, day) for change, whose in due)
        if due:
            _log.info("divisions_renumbered", day=day, renumbered=renumbered)
        return renumbered

    def _renumber(self, change: UUID, whose: UUID, day: str) -> bool:
        command = self.command(f"renumber/{day}", uuid5(change, str(whose)))
        try:
            return bool(self.runner.run(Renumber(change, whose), command).facts)
        except Refused as refusal:
            _log.warning("renumber_refused", reason=type(refusal).__name__)
            return False
