"""Rings for whoever stands still in a view, and falls silent when they are folded again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine

from domain.log import Command
from domain.registry.alarms import RaiseAlarm
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.folding import Parked
from scheduler.standing_alarms import StandingAlarms

ANSWER_WITHIN: Final = timedelta(hours=4)
KIND: Final = "view_parked"


def parked_watch(
    engine: Engine,
    runner: Runner,
    parked: Callable[[], Sequence[Parked]],
    command: Callable[[str], Command],
) -> StandingAlarms:
    """Return the round that rings for whoever is parked; `parked` asks the views."""

    def standing(_: Connection, now: datetime) -> Mapping[UUID, RaiseAlarm]:
        alarms = [_alarm(row, now) for row in parked()]
        return {alarm.about: alarm for alarm in alarms}

    return StandingAlarms(
        "parked_watch", KIND, "unparked", standing, engine, runner, command
    )


def _alarm(row: Parked, now: datetime) -> RaiseAlarm:
    """Return the alarm that somebody stands still in a view."""
    return RaiseAlarm(
        about=uuid5(row.lane, row.view),
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
