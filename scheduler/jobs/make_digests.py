"""Makes one digest for each office and day: what waits for it, by the overdue ladder."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.digests import DigestLine, MakeDigest
from domain.registry.rule_settings import in_force
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.digests import made_on
from projections.offices import all_offices
from scheduler.jobs.remind_of_follow_ups import is_held_back, pages, rows_of
from scheduler.told import Told

Lines = dict[UUID, dict[UUID, DigestLine]]

_log: Final = structlog.stdlib.get_logger("scheduler.make_digests")


@dataclass(frozen=True, slots=True)
class MakeDigests:
    """The views say what waits and for whom; the use case writes it down once."""

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many offices got a digest of the day it was due in China."""
        day = shanghai_day(due_at).isoformat()
        made = sum(
            self._make(office, day, tuple(lines.values()))
            for office, lines in self._waiting(day).items()
        )
        _log.info("digests_made", day=day, made=made)
        return made

    def _make(self, office: UUID, day: str, lines: tuple[DigestLine, ...]) -> bool:
        command = self.command(f"digest/{day}", office)
        try:
            return bool(self.runner.run(MakeDigest(office, day, lines), command).facts)
        except Refused as refusal:
            _log.warning("digest_refused", reason=type(refusal).__name__)
            return False

    def _waiting(self, day: str) -> Lines:
        """Return each office's lines by person; of two rungs the higher one stands.

        Offices that have their digest, as far as the view knows, are left out.
        """
        with self.engine.begin() as connection:
            told = Told(all_offices(connection), day)
            made = made_on(connection, day)
        lines: Lines = defaultdict(dict)
        holds = in_force(self.runner.log)
        for page in pages(self.engine, day):
            for due in page:
                on = due.due_on or ""
                for row in rows_of(due, day, holds):
                    office = told.office(row.rung, due)
                    if office is not None and not is_held_back(due, row.rung, day):
                        line = DigestLine(str(due.person), on, row.rung, row.kind)
                        lines[office][due.person] = line
        return {office: found for office, found in lines.items() if office not in made}
