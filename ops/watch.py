"""Notices from another process that a part of the clerk stands still, and says so.

Every process of the site watches, the web's and each clerk's, those that stand by
included: what died cannot be relied on to say that it did.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from threading import Event
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.values.people import Role
from ops.acting import job_command
from ops.site import Site
from projections.alarms import ringing
from scheduler.heartbeats import silent
from scheduler.occurrences import late
from scheduler.timetable import Entry

_log: Final = structlog.stdlib.get_logger("ops.watch")

ROUNDS: Final[Mapping[str, timedelta]] = {
    name: timedelta(seconds=10)
    for name in (
        *("clerk.rounds", "clerk.jobs", "clerk.watch", "notices", "delivery"),
        *("channel_turns", "parked_watch", "reconciliation", "returns", "outcomes"),
        *("escalation", "shift_digests", "danger_watch", "change_watch"),
    )
}
"""How often each part of the clerk's process gives a sign of life at the least."""
LOOK: Final = 4.0
"""Seconds between two looks."""
SETTLING: Final = 20.0
"""Seconds a process that has just started lets the others come up before it looks."""
ANSWER_WITHIN: Final = timedelta(minutes=30)

SILENT: Final = "part_silent"
LATE: Final = "job_late"

Matter = tuple[str, str]
"""The kind of an alarm and the name of what it is about."""


class Watch:
    """Rings for what two looks running found standing still, and clears what goes again."""

    def __init__(
        self, site: Site, rounds: Mapping[str, timedelta], timetable: Sequence[Entry]
    ) -> None:
        """Take the site, what must give signs of life, and which jobs must be done."""
        self._site = site
        self._rounds = rounds
        self._timetable = timetable
        self._seen: frozenset[Matter] = frozenset()

    def keep(self, stopping: Event) -> None:
        """Look now and then until told to stop."""
        stopping.wait(SETTLING)
        while not stopping.is_set():
            try:
                self.look()
            except Exception as failure:  # noqa: BLE001 - the database may be away a moment
                _log.warning("look_failed", failure=type(failure).__name__)
            stopping.wait(LOOK)

    def look(self) -> None:
        """Ring for what stood still at the last look too; clear what no longer does."""
        found = self.standing_still()
        for matter in found & self._seen:
            self._ring(matter)
        for matter in self._ringing() - found:
            self._clear(matter)
        self._seen = found

    def standing_still(self) -> frozenset[Matter]:
        """Return what gives no sign of life, and which jobs are late."""
        engine, now = self._site.engine, self._site.clock()
        return frozenset(
            {
                *((SILENT, part.name) for part in silent(engine, self._rounds)),
                *((LATE, job.job) for job in late(engine, self._timetable, now)),
            }
        )

    def _ringing(self) -> frozenset[Matter]:
        watched = {
            *((SILENT, name) for name in self._rounds),
            *((LATE, entry.job) for entry in self._timetable),
        }
        with self._site.engine.begin() as connection:
            rings = {UUID(alarm.about) for _, alarm in ringing(connection)}
        return frozenset(matter for matter in watched if about(matter) in rings)

    def _ring(self, matter: Matter) -> None:
        kind, name = matter
        alarm = RaiseAlarm(
            about=about(matter),
            kind=kind,
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division="",
            details={"name": name},
            answer_by=(self._site.clock() + ANSWER_WITHIN).isoformat(),
        )
        self._site.runner.run(alarm, job_command(self._site, "ring"))

    def _clear(self, matter: Matter) -> None:
        clearing = ClearAlarm(about(matter), matter[0], "goes again")
        self._site.runner.run(clearing, job_command(self._site, "clear"))


def about(matter: Matter) -> UUID:
    """Return the id an alarm names what stands still by."""
    kind, name = matter
    return uuid5(NAMESPACE_URL, f"suian:{kind}/{name}")
