"""Facts that oblige to tell, held against notices, per receiver: for a day, as of a position."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from domain.log import Log, Logged
from domain.registry.reconciliation import State, Weighed, reconciled
from domain.values.calendar import SHANGHAI
from domain.values.places import is_within
from projections.moments import position_at
from projections.offices import KnownOffices, all_offices

BATCH: Final = 500
ONE_DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class ReceiverLine:
    """One receiver's share: owed = told + excepted by name + gaps; None names no receiver."""

    receiver: UUID | None
    told: int = 0
    gaps: int = 0
    excepted: Counter[str] = field(default_factory=Counter[str])

    @property
    def owed(self) -> int:
        """Return how often this receiver had to be told."""
        return self.told + self.gaps + self.excepted.total()


@dataclass(frozen=True, slots=True)
class OfficesAt:
    """The offices as they were known at positions, each asked for once."""

    connection: Connection
    asked: dict[int, KnownOffices] = field(default_factory=dict[int, KnownOffices])

    def __call__(self, position: int) -> KnownOffices:
        """Return the offices as known at a position."""
        if position not in self.asked:
            self.asked[position] = KnownOffices(all_offices(self.connection, position))
        return self.asked[position]


def reconciled_on(
    log: Log,
    connection: Connection,
    divisions: Sequence[str],
    day: date,
    now: datetime,
    at: int,
) -> list[Weighed]:
    """Return what became of every duty to tell that a day's facts brought, as of a position.

    Only those of people who lived in the divisions; `now` is the moment of the position.
    """
    begin = datetime.combine(day, time(), SHANGHAI)
    first = position_at(log, begin - timedelta(microseconds=1))
    last = min(position_at(log, begin + ONE_DAY - timedelta(microseconds=1)), at)
    facts = _between(log, first, last)
    found = reconciled(log, facts, OfficesAt(connection), now, at)
    return [each for each in found if _is_in_sight(each, divisions)]


def by_receiver(found: Sequence[Weighed]) -> list[ReceiverLine]:
    """Return each receiver's share, those with gaps first."""
    lines: dict[UUID | None, ReceiverLine] = {}
    for each in found:
        office = each.duty.office
        line = lines.setdefault(office, ReceiverLine(office))
        line.told += each.state == State.TOLD
        line.gaps += each.state == State.GAP
        if each.because:
            line.excepted[each.because] += 1
    return sorted(
        lines.values(), key=lambda line: (-line.gaps, -line.owed, str(line.receiver))
    )


def _between(log: Log, first: int, last: int) -> Iterator[Logged]:
    position = first
    while position < last:
        facts = log.after(position, min(BATCH, last - position))
        if not facts:
            return
        yield from facts
        position = facts[-1].position


def _is_in_sight(each: Weighed, divisions: Sequence[str]) -> bool:
    village = each.duty.village
    return not village or any(is_within(village, division) for division in divisions)
