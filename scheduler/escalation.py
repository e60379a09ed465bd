"""Climbs the ladder of notices nobody accepts: a round that asks what is due and not done.

A view says which notices are due, the use case decides again on the newest state. A rung
is taken by a command of its own name, so it is taken once whoever asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

import structlog
from sqlalchemy import Engine

from domain.errors import Refused
from domain.log import Command
from domain.registry.alarms import RaiseAlarm
from domain.registry.notice_escalation import Rung, TakeRung, next_rung
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from domain.values.people import Role
from projections.accounts import staffed_offices
from projections.escalations import LadderRow, due
from projections.notice_box import notice as notice_of
from projections.offices import all_offices
from scheduler.lease import Lease
from scheduler.turning_to import Turned, TurningTo

PAGE: Final = 100
BATCH: Final = 10
"""How many rungs are taken in one step: news that comes meanwhile waits for no more."""
ANSWER_WITHIN: Final = timedelta(hours=24)
COUNTY: Final = 6
KIND: Final = "rung_empty"

_log: Final = structlog.stdlib.get_logger("scheduler.escalation")


@dataclass(frozen=True, slots=True)
class Escalation:
    """Takes every rung that is due; a round of the clerk.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    engine: Engine
    runner: Runner
    command: Callable[[str, UUID], Command]

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "escalation"

    def step(self, lease: Lease, now: datetime) -> int:
        """Take some of what is due; return how many rungs were taken. Raises `LeaseLost`."""
        taken = 0
        for page in self._pages(now):
            with self.engine.begin() as connection:
                lease.check(connection)
                turning = TurningTo(
                    all_offices(connection),
                    staffed_offices(connection),
                    shanghai_day(now).isoformat(),
                )
            for notice, row in page:
                with self.engine.begin() as connection:
                    lease.check(connection)
                taken += self._climb(notice, row, turning, now)
                if taken >= BATCH:
                    return taken
        return taken

    def _pages(self, now: datetime) -> Iterator[list[tuple[UUID, LadderRow]]]:
        after: tuple[datetime, UUID] | None = None
        while True:
            with self.engine.begin() as connection:
                page = due(connection, now, after=after, limit=PAGE)
            if page:
                yield page
            if len(page) < PAGE:
                return
            last, row = page[-1]
            after = (row.due_at or now, last)

    def _climb(
        self, notice: UUID, row: LadderRow, turning: TurningTo, now: datetime
    ) -> bool:
        receiver = turning.offices.get(row.receiver)
        if receiver is None:
            return False
        rung = next_rung(
            receiver.kind,
            row.clock,
            row.taken,
            shanghai_day(now),
            is_returned=row.is_returned,
        )
        if rung is None:
            return False
        sender = self._sender(notice) if rung is Rung.SENDER else ""
        turned = turning.turned(rung, row.receiver, sender)
        if turned.lacking:
            self._ring((notice, row), rung, turned, receiver.division, now)
        use_case = TakeRung(notice, row.receiver, rung, turned.office, turned.lacking)
        try:
            taken = self.runner.run(use_case, self.command(f"ladder/{rung}", notice))
        except Refused as refusal:
            _log.warning("rung_refused", reason=type(refusal).__name__)
            return False
        return bool(taken.facts)

    def _sender(self, notice: UUID) -> str:
        """Return the office whose fact the notice tells."""
        with self.engine.begin() as connection:
            row = notice_of(connection, notice)
        facts = self.runner.log.with_ids([row.fact]) if row else ()
        return next((str(f.header.get("organisation") or "") for f in facts), "")

    def _ring(
        self,
        cause: tuple[UUID, LadderRow],
        rung: Rung,
        turned: Turned,
        division: str,
        now: datetime,
    ) -> None:
        """Ring about a rung nobody stands on; a receiver's alarm rings once."""
        notice, row = cause
        alarm = RaiseAlarm(
            about=uuid5(row.receiver, f"ladder/{rung}"),
            kind=KIND,
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division=division[:COUNTY],
            details={
                "office": str(row.receiver),
                "rung": rung.value,
                "lacking": turned.lacking,
            },
            answer_by=(now + ANSWER_WITHIN).isoformat(),
            is_news=True,
        )
        self.runner.run(alarm, self.command(f"rung-empty/{rung}", notice))
