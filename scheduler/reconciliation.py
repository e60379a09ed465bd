"""Watches that everybody was told who had to be; a gap rings within 60 seconds.

Reads the log from a position of its own and asks `domain.registry.reconciliation`, which
knows nothing of the follower that issues: its position set wrong, its work undone, or its
process gone, are found all the same. What is settled is forgotten; the position kept is the
one before the oldest duty that is not, so a new process goes on from there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Engine

from domain.log import Command, Log, Logged
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.reconciliation import (
    Because,
    DirectoryAt,
    Duty,
    State,
    Weighed,
    change_duties,
    duties,
    weigh,
)
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.alarms import ringing
from projections.folding import positions
from projections.offices import KnownOffices, all_offices, offices
from scheduler import follower_desk as desk
from scheduler.follower import LogChanged
from scheduler.follower_desk import Place
from scheduler.lease import Lease, LeaseLost

NAME: Final = "reconciliation"
KIND: Final = "notice_gap"
"""The alarm's kind; one rings for each receiver that was not told."""
BATCH: Final = 200
LOOK_AGAIN: Final = timedelta(seconds=5)
"""How often what is not settled is looked at."""
ANSWER_WITHIN: Final = timedelta(minutes=15)
COUNTY: Final = 6
NOWHERE: Final = UUID(int=0)
"""Stands for the receiver of a duty whose receiver nobody could name."""

Kept = dict[UUID, tuple[Logged, Duty]]


def offices_at(engine: Engine) -> DirectoryAt:
    """Return what gives the offices as they were known at a position."""

    def at(position: int) -> KnownOffices:
        with engine.begin() as connection:
            return KnownOffices(all_offices(connection, position))

    return at


class Reconciliation:
    """Holds duties against notices as the log grows; a round of a clerk of its own."""

    def __init__(
        self,
        engine: Engine,
        log: Log,
        runner: Runner,
        command: Callable[[str], Command],
    ) -> None:
        """Take the clerk's database, the log, and what makes a command for an alarm."""
        self._engine = engine
        self._log = log
        self._runner = runner
        self._command = command
        self._read_upto: Place | None = None
        self._open: Kept = {}
        self._looked: datetime | None = None

    @property
    def name(self) -> str:
        """Return the name under which its position is kept."""
        return NAME

    def step(self, lease: Lease, now: datetime) -> int:
        """Take in one batch and look at what is open; return how many facts were read.

        Raises `LeaseLost`, and `LogChanged` when the log is not the one that was read.
        """
        kept = desk.place(self._engine, NAME, self._log.origin)
        here = self._read_upto
        if here is None or here.position < kept.position:
            here, self._open = kept, {}
        facts = self._read(here)
        offices_then = offices_at(self._engine)
        for logged in facts:
            owed = (
                *duties(self._log, logged, offices_then),
                *change_duties(self._log, logged, offices_then, now),
            )
            self._open.update(
                {duty.id: (logged, duty) for duty in owed if duty.id not in self._open}
            )
        if facts:
            here = Place(facts[-1].position, facts[-1].hash, self._log.origin)
        self._read_upto = here
        if facts or self._is_time(now):
            self._look(lease, kept, now)
        return len(facts)

    def _read(self, here: Place) -> Sequence[Logged]:
        if here.origin != self._log.origin:
            raise LogChanged
        with self._engine.begin() as connection:
            known = positions(connection)[offices.name]
        if known <= here.position:
            return []
        first, *rest = [*self._log.after(max(here.position - 1, 0), BATCH + 1), None]
        found = [fact for fact in rest if fact is not None]
        if here.position == 0:
            found = [fact for fact in (first, *found) if fact is not None]
        elif first is None or first.hash != here.hash:
            raise LogChanged
        return [fact for fact in found if fact.position <= known]

    def _is_time(self, now: datetime) -> bool:
        return self._looked is None or abs(now - self._looked) >= LOOK_AGAIN

    def _look(self, lease: Lease, kept: Place, now: datetime) -> None:
        found = weigh(
            self._log, list(self._open.values()), offices_at(self._engine), now
        )
        for each in found:
            if each.state != State.GAP and each.because != Because.NOT_YET_DUE:
                del self._open[each.duty.id]
        self._settle(lease, kept, now)
        self._ring([each for each in found if each.state == State.GAP], now)
        self._looked = now

    def _settle(self, lease: Lease, kept: Place, now: datetime) -> None:
        """Keep the position before the oldest duty that is open."""
        there = self._read_upto or kept
        if self._open:
            oldest = min(logged.position for logged, _ in self._open.values()) - 1
            there = self._place(oldest) if oldest > kept.position else kept
        with self._engine.begin() as connection:
            lease.check(connection)
            if there.position > kept.position and not desk.move(
                connection, NAME, kept, there, now
            ):
                raise LeaseLost

    def _place(self, position: int) -> Place:
        [fact] = self._log.after(position - 1, 1)
        return Place(position, fact.hash, self._log.origin)

    def _ring(self, gaps: Iterable[Weighed], now: datetime) -> None:
        by_receiver: dict[UUID, list[Duty]] = defaultdict(list)
        for gap in gaps:
            by_receiver[gap.duty.office or NOWHERE].append(gap.duty)
        with self._engine.begin() as connection:
            rings = {
                UUID(alarm.details["receiver"])
                for _, alarm in ringing(connection)
                if alarm.kind == KIND
            }
        for receiver in by_receiver.keys() - rings:
            alarm = gap_alarm(receiver, by_receiver[receiver], now)
            self._runner.run(alarm, self._command("ring"))
        for receiver in rings - by_receiver.keys():
            clear = ClearAlarm(uuid5(receiver, KIND), KIND, "told")
            self._runner.run(clear, self._command("clear"))


def gap_alarm(
    receiver: UUID, gaps: Sequence[Duty], now: datetime, kind: str = KIND
) -> RaiseAlarm:
    """Return the alarm that a receiver was not told of facts; it names the first notice."""
    first = min(gaps, key=lambda duty: duty.position)
    return RaiseAlarm(
        about=uuid5(receiver, kind),
        kind=kind,
        owner_role=Role.ADMINISTRATOR,
        owner_office=None,
        division=first.village[:COUNTY],
        details={
            "receiver": str(receiver),
            **({"office_kind": first.kind} if first.kind else {}),
            "notice": str(first.notice),
            "position": str(first.position),
            "count": str(len(gaps)),
        },
        answer_by=(now + ANSWER_WITHIN).isoformat(),
    )
