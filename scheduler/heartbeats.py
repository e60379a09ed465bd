"""Signs of life: another process notices when something that ought to run stands still.

Beats and their age are both read from the database's clock.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import DateTime, Engine, Text, column, func, select, table
from sqlalchemy.dialects.postgresql import insert

from scheduler.lease import Lease

INTERVAL: Final = timedelta(seconds=5)
"""Whatever beats more often is noted this often."""
MISSED_BEATS: Final = 2
"""So many intervals without a beat are silence; whoever looks rings within the third."""

_heartbeat = table(
    "heartbeat",
    column("name", Text),
    column("beat_at", DateTime(timezone=True)),
    schema="desk",
)


@dataclass(frozen=True, slots=True)
class Silent:
    """Something that stands still, and since when; None when it never ran at all."""

    name: str
    since: datetime | None


def beat(engine: Engine, lease: Lease, names: Collection[str]) -> None:
    """Say in the lease's name that these have just done what they are there for."""
    moment = func.clock_timestamp()
    with engine.begin() as connection:
        fresh = connection.execute(
            select(_heartbeat.c.name).where(_heartbeat.c.beat_at > moment - INTERVAL)
        ).scalars()
        stale = sorted(set(names) - set(fresh))
        if stale:
            lease.check(connection)
        for name in stale:
            connection.execute(
                insert(_heartbeat)
                .values(name=name, beat_at=moment)
                .on_conflict_do_update(
                    index_elements=["name"], set_={"beat_at": moment}
                )
            )


def silent(engine: Engine, expected: Mapping[str, timedelta]) -> list[Silent]:
    """Return those of the expected that missed their beats; each comes with its interval."""
    with engine.begin() as connection:
        found = {
            name: (beat_at, moment - beat_at)
            for name, beat_at, moment in connection.execute(
                select(_heartbeat.c.name, _heartbeat.c.beat_at, func.clock_timestamp())
            )
        }
    return [
        Silent(name, found[name][0] if name in found else None)
        for name, interval in expected.items()
        if name not in found or found[name][1] > MISSED_BEATS * interval
    ]
