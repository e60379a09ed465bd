"""A notice sent back (退回) rings at the office that told until somebody has it in hand.

The ladder turns to the stand-in at once (`scheduler/escalation.py`); this tells those who
told, so that no notice ends in nobody's hands (D-LI4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine

from domain.log import Command, Log, Logged
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.notice_box import issued_in
from projections.offices import OfficeRow, all_offices, county_office
from scheduler.follower import Following

KIND: Final = "notice_returned"
RETURNED: Final = "notice.returned"
IN_HAND: Final = frozenset(
    {
        "notice.accepted",
        "notice.accepted_by_slip",
        "notice.on_behalf_confirmed",
        "notice.escalation_accepted",
        "notice.withdrawn",
        "notice.closed",
    }
)
"""What says that somebody has the notice in hand, or that nobody needs to."""
HEARERS: Final = frozenset({Role.TOWNSHIP_DOCTOR.value, Role.COUNTY_SMI.value})
"""The senders who hear alarms themselves; for any other the county does."""
ANSWER_WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ReturnWatch:
    """Rings about what was sent back, and silences it when somebody has it in hand.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    engine: Engine
    log: Log
    runner: Runner
    command: Callable[[str, UUID], Command]

    def following(self) -> Following[Logged]:
        """Return what the follower named *returns* does with which facts."""
        return Following("returns", IN_HAND | {RETURNED}, self.deal_with)

    def deal_with(self, connection: Connection, logged: Logged, now: datetime) -> None:
        """Ring, or be silent; a repeat changes nothing."""
        del connection, now
        command = self.command("returned", logged.event_id)
        if logged.topic != RETURNED:
            self.runner.run(ClearAlarm(logged.stream, KIND, logged.topic), command)
            return
        with self.engine.begin() as connected:
            offices = all_offices(connected)
        role, owner, division = self._owner(logged.stream, offices)
        receiver = str(logged.header.get("organisation") or "")
        alarm = RaiseAlarm(
            about=logged.stream,
            kind=KIND,
            owner_role=role,
            owner_office=owner,
            division=division,
            details={"office": _name(offices, receiver)},
            answer_by=(command.now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(alarm, command)

    def _owner(
        self, notice: UUID, offices: dict[UUID, OfficeRow]
    ) -> tuple[str, str | None, str]:
        """Return the role, the office and the division of whoever told."""
        issued = issued_in(self.log.stream(notice))
        facts = self.log.with_ids([issued.fact]) if issued else ()
        sender = str(facts[0].header.get("organisation") or "") if facts else ""
        role = str(facts[0].header.get("role") or "") if facts else ""
        known = offices.get(UUID(sender)) if sender else None
        if known and role in HEARERS:
            return role, sender, ""
        receiver = offices.get(issued.receiver) if issued else None
        near = known or receiver
        county = county_office(offices, near.division) if near else None
        return Role.COUNTY_SMI.value, str(county) if county else None, ""


def _name(offices: dict[UUID, OfficeRow], key: str) -> str:
    row = offices.get(UUID(key)) if key else None
    return row.name if row else ""
