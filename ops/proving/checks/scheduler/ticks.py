"""Jobs of the check's own: short, often due, and every effect of theirs is a countable fact.

Each occurrence rings an alarm of its own and silences it, with a pause between the two in
which a process can be stopped or killed. Their ids derive from job and moment. After the
pause each attempt also rings and silences under a chance id: what a process that comes
late would add to the log, though nobody asked it any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Engine, text

from domain.log import Command
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.values.people import Role
from ops.acting import job_command
from ops.clerk import More
from ops.site import Site
from scheduler.clerk import Job
from scheduler.lease import LeaseLost
from scheduler.timetable import CatchUp, Entry, Every

LATEST: Final = "tick_latest"
EVERY: Final = "tick_every"
HANGING: Final = "tick_hanging"
KIND: Final = "tick"
ATTEMPT: Final = "tick_attempt"
"""The kind of what each attempt adds, and the reason it is silenced for."""
HANG: Final = "hang"
"""The file in the check's folder that makes the hanging job hang as long as it is there."""

HANGING_PERIOD: Final = timedelta(seconds=10)
WITHIN: Final = timedelta(seconds=0.3)
"""How long a tick of the first kind lasts; the others are over at once."""

TIMETABLE: Final = (
    Entry(LATEST, Every(timedelta(seconds=1)), CatchUp.LATEST, timedelta(seconds=2)),
    Entry(EVERY, Every(timedelta(minutes=5)), CatchUp.EVERY, timedelta(minutes=10)),
    Entry(HANGING, Every(HANGING_PERIOD), CatchUp.LATEST, HANGING_PERIOD),
)


@dataclass(frozen=True, slots=True)
class Tick:
    """One job: two facts an occurrence, the second a little after the first."""

    site: Site
    job: str
    within: timedelta = timedelta(0)
    hang: Path | None = None

    def __call__(self, due_at: datetime) -> int:
        """Ring and silence; what a late process was refused is noted."""
        cause = cause_of(self.job, due_at)
        try:
            self._ring(cause, KIND, job_command(self.site, "ring", cause))
            self._wait()
            if self.within:
                self._attempt(cause)
            self._clear(cause, KIND, job_command(self.site, "clear", cause))
        except LeaseLost:
            note_refused(self.site.engine, self.job)
            raise
        return 1

    def _attempt(self, cause: UUID) -> None:
        about = self.site.new_id()
        for do in (self._ring, self._clear):
            do(about, ATTEMPT, replace(job_command(self.site, "attempt"), cause=cause))

    def _ring(self, about: UUID, kind: str, command: Command) -> None:
        alarm = RaiseAlarm(
            about=about,
            kind=kind,
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division="",
            details={"job": self.job},
            answer_by=command.now.isoformat(),
        )
        self.site.runner.run(alarm, command)

    def _clear(self, about: UUID, kind: str, command: Command) -> None:
        self.site.runner.run(ClearAlarm(about, kind, kind), command)

    def _wait(self) -> None:
        sleep(self.within / timedelta(seconds=1))
        while self.hang and self.hang.exists():
            sleep(0.1)


def jobs(site: Site, folder: Path) -> Mapping[str, Job]:
    """Return the jobs of the timetable above."""
    return {
        LATEST: Tick(site, LATEST, WITHIN),
        EVERY: Tick(site, EVERY),
        HANGING: Tick(site, HANGING, hang=folder / HANG),
    }


def more(folder: Path) -> More:
    """Return what a clerk's process of this check does beside its own."""
    return More(TIMETABLE, lambda site: jobs(site, folder))


def cause_of(job: str, due_at: datetime) -> UUID:
    """Return what the facts of an occurrence name as their cause."""
    return uuid5(NAMESPACE_URL, f"suian:{job}/{due_at.isoformat()}")


def note_refused(engine: Engine, job: str) -> None:
    """Note that an effect was refused because its process came late."""
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO proof.refused (job) VALUES (:job)"), {"job": job}
        )
