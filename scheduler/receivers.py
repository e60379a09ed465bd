"""Receivers that are closed or empty when their notice comes, and who is told instead.

Their stand-in is told, the one the ladder would turn to (D-LA1), else the county SMI
office, and an alarm says so. To a closed one nothing is brought (D-DE2); one that nobody
can sign in for keeps its inbox, for whoever comes (D-DE3).
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine

from domain.errors import Unreadable
from domain.log import Command, Log
from domain.registry.alarms import RaiseAlarm
from domain.registry.notice_escalation import Rung
from domain.registry.notices import Issued, IssueNotices, Receiver
from domain.registry.runner import Runner
from domain.values.calendar import shanghai_day
from domain.values.people import Role
from projections.accounts import staffed_offices
from projections.offices import all_offices, office, who_acts
from scheduler.message import Message
from scheduler.turning_to import TurningTo

CLOSED: Final = "receiver_closed"
EMPTY: Final = "receiver_empty"
COUNTY: Final = 6
ANSWER_WITHIN: Final = timedelta(hours=1)
RUNGS: Final = (Rung.STAND_IN, Rung.COUNTY)
"""Who is turned to, the first that somebody can sign in for."""


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

    def empty(self, receivers: Collection[UUID]) -> frozenset[UUID]:
        """Return the offices among these that nobody can sign in for."""
        with self.engine.begin() as connection:
            staffed = staffed_offices(connection)
        return frozenset(each for each in receivers if str(each) not in staffed)

    def name_and_county(self, receiver: UUID) -> tuple[str, str]:
        """Return an office's name and the county it is in, for an alarm."""
        with self.engine.begin() as connection:
            row = office(connection, receiver)
        return (row.name, row.division[:COUNTY]) if row else (str(receiver), "")

    def tell_stand_in(self, message: Message, kind: str, now: datetime) -> None:
        """Tell whoever stands in for the receiver of a notice, and ring.

        Of somebody erased meanwhile nobody is told.
        """
        issued = self._issued(message.notice)
        office = self._stand_in(message.receiver, now)
        if issued and office:
            issuing = IssueNotices(
                issued.person,
                UUID(issued.fact),
                issued.fact_position,
                (_in_place(issued, office),),
            )
            with suppress(Unreadable):
                self.runner.run(
                    issuing, self.command(f"stand-in/{office}", message.notice)
                )
        self._ring(message.receiver, kind, now)

    def _stand_in(self, receiver: UUID, now: datetime) -> UUID | None:
        """Return who can be told instead; None when there is nobody else."""
        with self.engine.begin() as connection:
            known = all_offices(connection)
            staffed = staffed_offices(connection)
        if receiver not in known:
            return None
        turning = TurningTo(known, staffed, shanghai_day(now).isoformat())
        found = [turning.turned(rung, receiver, "").office for rung in RUNGS]
        acting = who_acts(known, str(receiver))
        last = UUID(acting) if acting and UUID(acting) != receiver else None
        return next((each for each in found if each), last)

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
            is_news=True,
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
