"""The circuits: one per receiver and channel, open while nothing gets through.

While it is open, one attempt at a time is let through to probe; the others wait and none
of their tries is used up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    DateTime,
    Integer,
    Text,
    Uuid,
    case,
    column,
    func,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert

OPENS_AFTER: Final = 5
"""So many failures in a row open it."""
FIRST_PROBE: Final = timedelta(seconds=15)
LAST_PROBE: Final = timedelta(minutes=10)
"""Waits between probes double from the first to the last; chance takes off up to half."""

_INSTANT: Final = DateTime(timezone=True)

circuit: Final = table(
    "circuit",
    column("receiver", Uuid),
    column("channel", Text),
    column("failures", Integer),
    column("failure", Text),
    column("opened_at", _INSTANT),
    column("probe_at", _INSTANT),
    schema="desk",
)
_row = circuit.c

Line = tuple[UUID, str]
"""A receiver and a channel."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """One that has failed: how often in a row, why last, and since when it is open."""

    receiver: UUID
    channel: str
    failures: int
    failure: str
    opened_at: datetime | None
    probe_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Return whether only probes are let through."""
        return self.opened_at is not None


def failed(connection: Connection, line: Line, failure: str, now: datetime) -> Circuit:
    """Count a failure; the fifth in a row opens the circuit, to be probed at once."""
    receiver, channel = line
    first = insert(circuit).values(
        receiver=receiver, channel=channel, failures=1, failure=failure
    )
    opens = _row.failures + 1 >= OPENS_AFTER
    counted = connection.execute(
        first.on_conflict_do_update(
            index_elements=["receiver", "channel"],
            set_={
                "failures": _row.failures + 1,
                "failure": failure,
                "opened_at": case((opens, func.coalesce(_row.opened_at, now))),
                "probe_at": case((opens, func.coalesce(_row.probe_at, now))),
            },
        ).returning(circuit)
    ).one()
    return Circuit(*counted)


def close(connection: Connection, line: Line) -> Circuit | None:
    """Close a line's circuit; return it as it was, None when nothing had failed."""
    receiver, channel = line
    here = (_row.receiver == receiver, _row.channel == channel, _row.failures > 0)
    was = connection.execute(select(circuit).where(*here)).one_or_none()
    if was is None:
        return None
    connection.execute(
        update(circuit)
        .where(*here)
        .values(failures=0, failure=None, opened_at=None, probe_at=None)
    )
    return Circuit(*was)


def hold(connection: Connection, lines: Sequence[Line], until: datetime) -> None:
    """Let nobody probe these lines, if they are open, before a moment."""
    for receiver, channel in lines:
        connection.execute(
            update(circuit)
            .where(
                _row.receiver == receiver,
                _row.channel == channel,
                _row.opened_at.is_not(None),
            )
            .values(probe_at=until)
        )


def standing_open(connection: Connection) -> list[Circuit]:
    """Return the open circuits, the one open longest first."""
    rows = connection.execute(
        select(circuit)
        .where(_row.opened_at.is_not(None))
        .order_by(_row.opened_at, _row.receiver, _row.channel)
    )
    return [Circuit(*row) for row in rows]


def wait_for_probe(failures: int, chance: float) -> timedelta:
    """Return how long to leave a line alone after so many failures in a row."""
    doublings = min(max(failures - OPENS_AFTER, 0), 10)
    return min(FIRST_PROBE * 2**doublings, LAST_PROBE) * (1 - chance / 2)
