"""Rings for danger reports nobody has looked into in time, until a doctor has.

At the unit that looks after the village and at the county SMI office, each its own alarm;
whoever took the report hears nothing of it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine

from domain.log import Command
from domain.registry.alarms import RaiseAlarm
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind, Role
from projections.danger_reports import overdue
from projections.offices import serving
from scheduler.standing_alarms import StandingAlarms

KIND: Final = "danger_report_late"
ANSWER_WITHIN: Final = timedelta(minutes=30)
COUNTY: Final = 6
RUNG_AT: Final = (
    (OfficeKind.TOWNSHIP_HOSPITAL, Role.TOWNSHIP_DOCTOR),
    (OfficeKind.COUNTY_SMI, Role.COUNTY_SMI),
)
"""Where it rings: the responsible unit, and the county SMI office."""


def danger_watch(
    engine: Engine, runner: Runner, command: Callable[[str], Command]
) -> StandingAlarms:
    """Return the round that rings for the reports a doctor has not looked into in time."""
    return StandingAlarms(
        "danger_watch", KIND, "looked into", _standing, engine, runner, command
    )


def _standing(connection: Connection, now: datetime) -> Mapping[UUID, RaiseAlarm]:
    """Return what has to ring now, by its matter."""
    return {alarm.about: alarm for alarm in _alarms(connection, now)}


def _alarms(connection: Connection, now: datetime) -> Iterator[RaiseAlarm]:
    """Yield an alarm for each overdue report and each office that is rung."""
    day = shanghai_day(now).isoformat()
    for report, row in overdue(connection, now):
        for kind, role in RUNG_AT:
            for office in serving(connection, kind, row.division, day):
                yield RaiseAlarm(
                    about=uuid5(report, str(office)),
                    kind=KIND,
                    owner_role=role,
                    owner_office=str(office),
                    division=row.division[:COUNTY],
                    details={"village": row.division, "channel": row.channel},
                    answer_by=(now + ANSWER_WITHIN).isoformat(),
                )
