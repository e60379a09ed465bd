"""Rings for whoever stands still in a view, and falls silent when they are folded again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Engine

from domain.log import Command
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.alarms import ringing
from projections.folding import Parked
from scheduler.lease import Lease

ANSWER_WITHIN: Final = timedelta(hours=4)
KIND: Final = "view_parked"


@dataclass(frozen=True, slots=True)
class ParkedWatch:
    """Compares who is parked with which alarms ring; a round of the clerk.

    `parked` asks the views; `command` makes a job's command that is not a repeat.
    """

    engine: Engine
    runner: Runner
    parked: Callable[[], Sequence[Parked]]
    command: Callable[[str], Command]

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "parked_watch"

    def step(self, lease: Lease, now: datetime) -> int:
        """Ring for what is new, silence what is settled; return how much changed."""
        with self.engine.begin() as connection:
            lease.check(connection)
            rings = {
                UUID(alarm.about)
                for _, alarm in ringing(connection)
                if alarm.kind == KIND
            }
        standing = {uuid5(row.lane, row.view): row for row in self.parked()}
        for matter in standing.keys() - rings:
            self._ring(matter, standing[matter], now)
        for matter in rings - standing.keys():
            self.runner.run(ClearAlarm(matter, KIND, "unparked"), self.command("clear"))
        return len(standing.keys() ^ rings)

    def _ring(self, matter: UUID, row: Parked, now: datetime) -> None:
        alarm = RaiseAlarm(
            about=matter,
            kind=KIND,
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division="",
            details={
                "view": row.view,
                "lane": str(row.lane),
                "position": str(row.position),
                "failure": row.failure,
            },
            answer_by=(now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(alarm, self.command("ring"))
