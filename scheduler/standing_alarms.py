"""Alarms that ring as long as something stands: compares what stands with what rings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine

from domain.log import Command
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.runner import Runner
from projections.alarms import ringing
from scheduler.lease import Lease


@dataclass(frozen=True, slots=True)
class StandingAlarms:
    """A round of the clerk that rings once for each matter that stands, until it no longer does.

    `standing` returns the alarm of each matter, all of the `kind`; `settled` is the reason an
    alarm is silenced with; `command` makes a job's command that is not a repeat.
    """

    name: str
    kind: str
    settled: str
    standing: Callable[[Connection, datetime], Mapping[UUID, RaiseAlarm]]
    engine: Engine
    runner: Runner
    command: Callable[[str], Command]

    def step(self, lease: Lease, now: datetime) -> int:
        """Ring for what is new, silence what is settled; return how much changed."""
        with self.engine.begin() as connection:
            lease.check(connection)
            standing = self.standing(connection, now)
            rings = {
                UUID(alarm.about)
                for _, alarm in ringing(connection)
                if alarm.kind == self.kind
            }
        for matter in standing.keys() - rings:
            self.runner.run(standing[matter], self.command("ring"))
        for matter in rings - standing.keys():
            cleared = ClearAlarm(matter, self.kind, self.settled)
            self.runner.run(cleared, self.command("clear"))
        return len(standing.keys() ^ rings)
