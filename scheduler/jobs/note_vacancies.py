"""Notes the posts that fell vacant: the last account of a unit can no longer sign in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.offices import NoteVacancy
from domain.registry.responsibility import RESPONSIBLE_KINDS
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from projections.accounts import all_accounts
from projections.offices import all_offices, county_office

_log: Final = structlog.stdlib.get_logger("scheduler.note_vacancies")


@dataclass(frozen=True, slots=True)
class NoteVacancies:
    """The views say which unit lost its last account; the use case names who acts.

    A unit that never had an account is not vacant but not set up yet.
    """

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many posts were noted as vacant on the day in China."""
        day = shanghai_day(due_at).isoformat()
        with self.engine.begin() as connection:
            offices = all_offices(connection)
            accounts = all_accounts(connection).values()
        staffed = {account.office for account in accounts if account.is_enabled}
        left = {account.office for account in accounts} - staffed - {""}
        found = [
            (key, acting)
            for key, row in offices.items()
            if row.is_open and row.kind in RESPONSIBLE_KINDS and str(key) in left
            if (acting := county_office(offices, row.division)) and acting != key
        ]
        noted = sum(self._note(key, acting, day) for key, acting in found)
        _log.info("vacancies_noted", day=day, noted=noted)
        return noted

    def _note(self, office: UUID, acting: UUID, day: str) -> bool:
        command = self.command(f"vacancy/{day}", office)
        try:
            use_case = NoteVacancy(office, acting, day)
            return bool(self.runner.run(use_case, command).facts)
        except Refused as refusal:
            _log.warning("vacancy_refused", reason=type(refusal).__name__)
            return False
