"""Rings for corrections and withdrawals a receiver has not accepted in time.

At the county SMI office, one alarm a receiver: a station that relies on what holds no more
is rung up, and is not sent more notices about it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine

from domain.log import Command
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.alarms import ringing
from projections.notice_box import changes_overdue
from projections.offices import OfficeRow, all_offices, county_office
from scheduler.lease import Lease

KIND: Final = "change_not_accepted"
ANSWER_WITHIN: Final = timedelta(hours=12)
COUNTY: Final = 6


@dataclass(frozen=True, slots=True)
class Ring:
    """One alarm to be raised: about which receiver, at which office, how many changes."""

    receiver: OfficeRow
    county: UUID | None
    count: int


@dataclass(frozen=True, slots=True)
class ChangeWatch:
    """Compares what is overdue with which alarms ring; a round of the clerk."""

    engine: Engine
    runner: Runner
    command: Callable[[str], Command]

    @property
    def name(self) -> str:
        """Return the name under which its signs of life are kept."""
        return "change_watch"

    def step(self, lease: Lease, now: datetime) -> int:
        """Ring for what is overdue, silence what was accepted; return how much changed."""
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
            cleared = ClearAlarm(matter, KIND, "accepted")
            self.runner.run(cleared, self.command("clear"))
        return len(standing.keys() ^ rings)

    def _ring(self, matter: UUID, ring: Ring, now: datetime) -> None:
        alarm = RaiseAlarm(
            about=matter,
            kind=KIND,
            owner_role=Role.COUNTY_SMI,
            owner_office=str(ring.county) if ring.county else None,
            division=ring.receiver.division[:COUNTY],
            details={"office": ring.receiver.name, "count": str(ring.count)},
            answer_by=(now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(alarm, self.command("ring"))


def _standing(connection: Connection, now: datetime) -> Iterator[tuple[UUID, Ring]]:
    """Yield what has to ring now, by its matter."""
    late = changes_overdue(connection, now)
    offices: Mapping[UUID, OfficeRow] = all_offices(connection) if late else {}
    for receiver, count in late.items():
        row = offices.get(receiver)
        if row is not None:
            county = county_office(offices, row.division)
            yield uuid5(receiver, KIND), Ring(row, county, count)
