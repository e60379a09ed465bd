"""`suian check scheduler`: three clerks, killed, stopped and set to other days.

Everything due is done once, however often whoever does it dies; a process that stood still
longer than its post lasts has no effect when it goes on; and what stands still is noticed
by another process. Short, often due jobs run beside those of the timetable; every effect
is counted in the log, and the database notes who appended it in whose name.

A process whose jobs write past the fence must be seen to have late effects: a harness that
finds nothing there would find nothing anywhere.
"""

import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from secrets import token_urlsafe
from shutil import rmtree
from time import monotonic, sleep
from typing import Final
from uuid import UUID

from ops.demo import township
from ops.proving.bed import Bed, throwaway
from ops.proving.checks.projections.load import Load
from ops.proving.checks.projections.processes import NotRunning
from ops.proving.checks.scheduler.breaking import (
    STOPPED,
    Breaking,
    Broken,
    Clerks,
    break_them,
    within_a_job,
)
from ops.proving.checks.scheduler.noticing import interval, notice, standing_still
from ops.proving.checks.scheduler.stamping import Stamps
from ops.proving.checks.scheduler.ticks import HANGING_PERIOD, TIMETABLE
from ops.proving.checks.scheduler.verdict import effects, facts, missed, occurrences
from ops.proving.proof import Report, Said
from ops.site import Site, open_site
from scheduler.timetable import TIMETABLE as REAL

CLERKS: Final = 3
PATIENCE: Final = 900.0
_POLL: Final = 0.1
_BEFORE_MIDNIGHT: Final = (15, 59)
"""The hour and minute in UTC at which the clock begins: a minute before China's day."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything; the same seed draws the same victims and moments."""

    breaking: Breaking
    with_people: bool
    """Whether people are recorded about meanwhile, so that there is much to tell."""
    notices: bool
    """Whether it is measured how soon the dead are noticed elsewhere."""
    seed: int = 12


SHORT: Final = Plan(
    Breaking(2, 0.5, pause_each=2, jump_each=1, jumps=(timedelta(minutes=25),)),
    with_people=False,
    notices=False,
)
LONG: Final = Plan(
    Breaking(
        kills=200,
        gap=10.0,
        pause_each=4,
        jump_each=10,
        jumps=(
            timedelta(minutes=30),
            timedelta(hours=-1),
            timedelta(days=1),
            timedelta(minutes=7),
            timedelta(hours=-30),
        ),
    ),
    with_people=True,
    notices=True,
)


@dataclass(frozen=True, slots=True)
class Scheduler:
    """The check."""

    name: str = "scheduler"
    claim: str = (
        "三个调度进程反复被杀、停顿、改时钟:到期的不漏、不重,迟到的进程写不进去"
        " / three schedulers killed, stopped, their clock set: nothing missed, doubled or late"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Break them so many times, then hold the log against the desk."""
        report, plan = Report(self.name), SHORT if short else LONG
        with throwaway() as bed, _folder() as folder:
            clerks = Clerks(bed, folder)
            _set(clerks)
            with _site(bed, clerks) as site:
                load = _load(site, plan)
                stamps = Stamps(bed)
                try:
                    _check(clerks, site, stamps, load, plan, report, said)
                except NotRunning as end:
                    report.add("broken off", 1, most=0, note=str(end))
                finally:
                    clerks.end()
                    stamps.close()
        return report


def _check(  # noqa: PLR0913, PLR0917 - what a run is made of
    clerks: Clerks,
    site: Site,
    stamps: Stamps,
    load: Load | None,
    plan: Plan,
    report: Report,
    said: Said,
) -> None:
    wrong = _fail_on_purpose(clerks, stamps)
    if load:
        load.start()
    try:
        chance = Random(plan.seed)  # noqa: S311 - drawn again from the seed
        broken = break_them(clerks, stamps, plan.breaking, chance, said)
    finally:
        if load:
            load.stop()
    until = clerks.clock()
    _come_to_the_end(site, until)
    _say_what_was_done(broken, plan, stamps, report)
    _judge(site, stamps, until, wrong, report)
    if plan.notices:
        _notice(clerks, site, stamps, report)


def _fail_on_purpose(clerks: Clerks, stamps: Stamps) -> str:
    """Stop a process without the fence in a job, let the others take its post, go on."""
    wrong = clerks.start_unfenced()
    within_a_job(clerks, stamps)
    with clerks.stopped(wrong):
        for _ in range(CLERKS):
            clerks.start()
        if not _come(lambda: stamps.holder("clerk.jobs") not in {"", wrong}, PATIENCE):
            raise NotRunning("ops.clerk")
    sleep(1)
    clerks.kill(wrong)
    return wrong


def _come_to_the_end(site: Site, until: datetime) -> None:
    """Wait until what was due up to an instant is done, or long enough."""
    entries = (*REAL, *TIMETABLE)

    def is_done() -> bool:
        rows = occurrences(site)
        return not any(missed(entry, rows, until) for entry in entries)

    _come(is_done, PATIENCE)


def _say_what_was_done(
    broken: Broken, plan: Plan, stamps: Stamps, report: Report
) -> None:
    wanted = plan.breaking
    report.add("kills", broken.kills, least=wanted.kills, note=f"seed {plan.seed}")
    report.add("kills of who held the jobs' post", broken.of_the_holder)
    few = wanted.kills // 20
    report.add("kills within a job", broken.within_a_job, least=few)
    report.add(
        f"stops of {STOPPED:g} s of who held it",
        broken.pauses,
        least=wanted.kills // wanted.pause_each,
    )
    report.add("stops within a job", broken.pauses_within_a_job, least=1)
    report.add("jumps of the clock", broken.jumps, note=f"{broken.back} back")
    report.add("occurrences begun more than once", stamps.taken_again(), least=1)
    report.add("effects refused to a late process", stamps.refused(), least=few)


def _judge(
    site: Site, stamps: Stamps, until: datetime, wrong: str, report: Report
) -> None:
    rows = occurrences(site)
    lost = {entry.job: len(missed(entry, rows, until)) for entry in (*REAL, *TIMETABLE)}
    found = effects(facts(site), rows, stamps.stamps(), stamps.takers())
    done = sum(state == "done" for _, _, state in rows)
    report.add("occurrences done", done, least=1)
    report.add(
        "occurrences that gave way to a later one",
        sum(state == "superseded" for _, _, state in rows),
    )
    names = ", ".join(job for job, count in lost.items() if count)
    report.add("occurrences missed", sum(lost.values()), most=0, note=names)
    report.add("occurrences with their effect in the log", found.ticks, least=1)
    report.add("done without its effect", found.lacking, most=0)
    report.add("effects doubled", found.doubled, most=0)
    late = found.late.total() - found.late[wrong]
    report.add("facts held against who held the post", found.judged, least=1)
    report.add("effects under an old epoch", late, most=0)
    report.add(
        "effects under an old epoch where the fence is left out",
        found.late[wrong],
        least=1,
    )


def _notice(clerks: Clerks, site: Site, stamps: Stamps, report: Report) -> None:
    still = standing_still(site)
    report.add(
        "parts that stand still in the end", len(still), most=0, note=", ".join(still)
    )
    if still:
        return
    found, limit = notice(clerks, site, stamps), 3 * interval()
    report.add("last sign of life → /readyz warns", found.warned, "s", most=limit)
    report.add("last sign of life → alarm by the web", found.rung, "s", most=limit)
    report.add("going again → alarm cleared", found.cleared, "s", most=limit)
    limit = 3 * HANGING_PERIOD.total_seconds()
    seen, rung = found.hung, found.hung_rung
    report.add("last done → a hanging job is seen elsewhere", seen, "s", most=limit)
    report.add("last done → its alarm", rung, "s", most=limit)


def _set(clerks: Clerks) -> None:
    """Set the clock to a minute before China's next day."""
    clerks.clock.jump(timedelta(0))
    hour, minute = _BEFORE_MIDNIGHT
    moment = clerks.clock().replace(hour=hour, minute=minute, second=0)
    clerks.clock.jump_to(moment)


def _load(site: Site, plan: Plan) -> Load | None:
    if not plan.with_people:
        return None
    township.load(site, token_urlsafe())
    unit = next(
        fact.stream
        for fact in facts(site)
        if getattr(fact.fact, "kind", "") == "township_hospital"
    )
    return Load.of(site, UUID(str(unit)), plan.seed, pause=1.0)


def _come(come_true: Callable[[], bool], patience: float) -> bool:
    """Wait for something; return whether it came."""
    until = monotonic() + patience
    while not come_true():
        if monotonic() > until:
            return False
        sleep(_POLL)
    return True


@contextmanager
def _folder() -> Generator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="suian-scheduler-"))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


@contextmanager
def _site(bed: Bed, clerks: Clerks) -> Generator[Site]:
    site = open_site(bed.url("clerk"), bed.keys, clock=clerks.clock)
    try:
        yield site
    finally:
        site.close()


PROOF: Final = Scheduler()
