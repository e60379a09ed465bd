"""Rings for danger reports nobody has looked into in time, until a doctor has.

At the unit that looks after the village and at the county SMI office, each its own alarm;
whoever took the report hears nothing of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine

from domain.log import Command
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind, Role
from projections.alarms import ringing
from projections.danger_reports import DangerReportRow, overdue
from projections.offices import serving
from scheduler.lease import Lease

KIND: Final = "danger_report_late"
ANSWER_WITHIN: Final = timedelta(minutes=30)
COUNTY: Final = 6
RUNG_AT: Final = (
    (OfficeKind.TOWNSHIP_HOSPITAL, Role.TOWNSHIP_DOCTOR),
    (OfficeKind.COUNTY_SMI, Role.COUNTY_SMI),
)
"""Where it rings: the responsible unit, and the county SMI office."""


@dataclass(frozen=True, slots=True)
class Ring:
    """One alarm to be raised: about which report, at which office."""

    row: DangerReportRow
    role: Role
    office: UUID


@dataclass(frozen=True, slots=True)
class DangerWatch:
    """Compares what is overdue with which alarms ring; a round of the clerk."""

    engine: Engine
    runner: Runner
    command: Callable[[str], Command]

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "danger_watch"

    def step(self, lease: Lease, now: datetime) -> int:
        """Ring for what is overdue, silence what was looked into; return how much changed."""
        with self.engine.begin() as connection:
            lease.check(connection)
            standing = dict(_standing(connection, now))
            rings = {
                UUID(alarm.about)
                for _, alarm in ringing(connection)
                if alarm.kind == KIND
            }
        for matter in standing.keys() - rings:
            self._ring(matter, standing[matter], now)
        for matter in rings - standing.keys():
            cleared = ClearAlarm(matter, KIND, "looked into")
            self.runner.run(cleared, self.command("clear"))
        return len(standing.keys() ^ rings)

    def _ring(self, matter: UUID, ring: Ring, now: datetime) -> None:
        alarm = RaiseAlarm(
            about=matter,
            kind=KIND,
            owner_role=ring.role,
            owner_office=str(ring.office),
            division=ring.row.division[:COUNTY],
            details={"village": ring.row.division, "channel": ring.row.channel},
            answer_by=(now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(alarm, self.command("ring"))


def _standing(connection: Connection, now: datetime) -> Iterator[tuple[UUID, Ring]]:
    """Yield what has to ring now, by its matter."""
    day = shanghai_day(now).isoformat()
    for report, row in overdue(connection, now):
        for kind, role in RUNG_AT:
            for office in serving(connection, kind, row.division, day):
                yield uuid5(report, str(office)), Ring(row, role, office)
