"""Receivers that are closed when their notice comes, and who is told in their place.

The office that acts for a closed one is told, else the county SMI office, and an alarm
says so. What was addressed to the closed one is not brought there.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine

from domain.log import Command, Log
from domain.registry.alarms import RaiseAlarm
from domain.registry.notices import Issued, IssueNotices, Receiver
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.offices import all_offices, office, who_acts
from scheduler.message import Message

CLOSED: Final = "receiver_closed"
COUNTY: Final = 6
ANSWER_WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who can be told; a repeat tells nobody twice.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    engine: Engine
    log: Log
    runner: Runner
    command: Callable[[str, UUID], Command]

    def closed(
        self, connection: Connection, receivers: Collection[UUID]
    ) -> frozenset[UUID]:
        """Return which of these offices are closed now."""
        found = {each: office(connection, each) for each in receivers}
        return frozenset(key for key, row in found.items() if row and not row.is_open)

    def name_and_county(self, receiver: UUID) -> tuple[str, str]:
        """Return an office's name and the county it is in, for an alarm."""
        with self.engine.begin() as connection:
            row = office(connection, receiver)
        return (row.name, row.division[:COUNTY]) if row else (str(receiver), "")

    def tell_stand_in(self, message: Message, kind: str, now: datetime) -> None:
        """Tell whoever acts for the receiver of a notice, and ring."""
        issued = self._issued(message.notice)
        with self.engine.begin() as connection:
            known = all_offices(connection)
        acting = who_acts(known, str(message.receiver))
        if issued and acting and acting != str(message.receiver):
            self.runner.run(
                IssueNotices(
                    issued.person,
                    UUID(issued.fact),
                    issued.fact_position,
                    (_in_place(issued, UUID(acting)),),
                ),
                self.command(f"stand-in/{acting}", message.notice),
            )
        self._ring(message.receiver, kind, now)

    def _issued(self, notice: UUID) -> Issued | None:
        facts = (logged.fact for logged in self.log.stream(notice))
        return next((fact for fact in facts if isinstance(fact, Issued)), None)

    def _ring(self, receiver: UUID, kind: str, now: datetime) -> None:
        name, division = self.name_and_county(receiver)
        alarm = RaiseAlarm(
            about=receiver,
            kind=kind,
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division=division,
            details={"office": name},
            answer_by=(now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(alarm, self.command(f"{kind}/{now.isoformat()}", receiver))


def _in_place(issued: Issued, office: UUID) -> Receiver:
    """Return who is told instead: of the same, for the same, by the same clocks."""
    return Receiver(
        office=office,
        kind=issued.receiver_kind,
        purpose=issued.purpose,
        fields=tuple(issued.fields),
        accept_by=issued.accept_by,
        stands_in=True,
        edition=issued.editions[0],
        overrides=tuple(issued.editions[1:]),
        trigger=issued.trigger,
        clock=issued.clock,
        remind_at=issued.remind_at,
    )
