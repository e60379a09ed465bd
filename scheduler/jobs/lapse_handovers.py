"""Lets the hand-overs lapse that nobody answered in time; the senders stay responsible."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.responsibility import LapseHandover
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.custody import past_due

_log: Final = structlog.stdlib.get_logger("scheduler.lapse_handovers")


@dataclass(frozen=True, slots=True)
class LapseHandovers:
    """The view says which, the use case decides again; `command` makes a job's command."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many lapsed, whose last day was before the day in China."""
        day = shanghai_day(due_at).isoformat()
        with self.engine.begin() as connection:
            found = past_due(connection, day)
        offers = [
            (row.person, str(row.offer["handover"])) for row in found if row.offer
        ]
        lapsed = sum(self._lapse(person, handover) for person, handover in offers)
        _log.info("handovers_lapsed", day=day, lapsed=lapsed)
        return lapsed

    def _lapse(self, person: UUID, handover: str) -> bool:
        command = self.command("lapse", UUID(handover))
        try:
            use_case = LapseHandover(person, handover)
            return bool(self.runner.run(use_case, command).facts)
        except Refused as refusal:
            _log.warning("lapse_refused", reason=type(refusal).__name__)
            return False
