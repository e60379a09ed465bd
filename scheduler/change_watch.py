"""Rings for corrections and withdrawals a receiver has not accepted in time.

At the county SMI office, one alarm a receiver: a station that relies on what holds no more
is rung up, and is not sent more notices about it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine

from domain.log import Command
from domain.registry.alarms import RaiseAlarm
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.notice_box import changes_overdue
from projections.offices import OfficeRow, all_offices, county_office
from scheduler.standing_alarms import StandingAlarms

KIND: Final = "change_not_accepted"
ANSWER_WITHIN: Final = timedelta(hours=12)
COUNTY: Final = 6


def change_watch(
    engine: Engine, runner: Runner, command: Callable[[str], Command]
) -> StandingAlarms:
    """Return the round that rings for the receivers whose acceptance is overdue."""
    return StandingAlarms(
        "change_watch", KIND, "accepted", _standing, engine, runner, command
    )


def _standing(connection: Connection, now: datetime) -> Mapping[UUID, RaiseAlarm]:
    """Return what has to ring now, by its matter."""
    late = changes_overdue(connection, now)
    offices = all_offices(connection) if late else {}
    alarms = [
        _alarm(receiver, count, offices, now)
        for receiver, count in late.items()
        if receiver in offices
    ]
    return {alarm.about: alarm for alarm in alarms}


def _alarm(
    receiver: UUID, count: int, offices: Mapping[UUID, OfficeRow], now: datetime
) -> RaiseAlarm:
    """Return the alarm that a receiver has not accepted so many changes."""
    row = offices[receiver]
    county = county_office(offices, row.division)
    return RaiseAlarm(
        about=uuid5(receiver, KIND),
        kind=KIND,
        owner_role=Role.COUNTY_SMI,
        owner_office=str(county) if county else None,
        division=row.division[:COUNTY],
        details={"office": row.name, "count": str(count)},
        answer_by=(now + ANSWER_WITHIN).isoformat(),
    )
