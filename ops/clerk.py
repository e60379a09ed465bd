"""The clerk's process: keeps the views in step with the log and does what is due."""

import random
import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from types import FrameType
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from domain.errors import ProgramTooOld
from domain.log import Command
from domain.registry.alarms import RaiseAlarm
from domain.values.people import Role
from ops import log
from ops.acting import job_command
from ops.channels import channels, own_lists
from ops.fenced import fenced
from ops.garbage import settle
from ops.rosters import ROSTERS, MakeRosters
from ops.settings import Child, Outgoing
from ops.site import Site, open_site
from ops.store.bell import listen
from ops.store.recorder import bell_of
from ops.watch import ROUNDS, Watch
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import Folding, LogChanged
from scheduler import timetable
from scheduler.aid_follower import AidReview
from scheduler.change_watch import change_watch
from scheduler.channel_choice import INBOX, ChannelTurns
from scheduler.clerk import Clerk, Duties, Job, Post
from scheduler.danger_watch import danger_watch
from scheduler.delivery import AT_ONCE, Delivery
from scheduler.escalation import Escalation
from scheduler.follower import Follower
from scheduler.jobs.expire_notices import ExpireNotices
from scheduler.jobs.lapse_handovers import LapseHandovers
from scheduler.jobs.look_after_clues import LookAfterClues
from scheduler.jobs.make_digests import MakeDigests
from scheduler.jobs.note_vacancies import NoteVacancies
from scheduler.jobs.reconcile_notices import ReconcileNotices
from scheduler.jobs.remind_of_follow_ups import RemindOfFollowUps
from scheduler.jobs.renumber_divisions import RenumberDivisions
from scheduler.jobs.review_aid import ReviewAid
from scheduler.key_follower import KeyDestruction
from scheduler.lease import Holding
from scheduler.message import Channel, Inbox
from scheduler.notice_follower import Offices, Telling
from scheduler.notice_reporting import NoticeReporting
from scheduler.outcome_follower import OutcomePlanning
from scheduler.parked_watch import parked_watch
from scheduler.receivers import Receivers
from scheduler.reconciliation import Reconciliation
from scheduler.return_watch import ReturnWatch
from scheduler.shift_digests import ShiftDigests
from scheduler.timetable import TIMETABLE, Entry
from scheduler.trouble import Alarm, Kind, Trouble

_log: Final = structlog.stdlib.get_logger("ops.clerk")

PAUSE: Final = 0.1
"""Seconds between two looks of a clerk at what time has brought."""
WATCH_PAUSE: Final = 1.0
"""Seconds between two looks at whether all were told: a gap rings within 60."""
LOOK: Final = 0.25
"""Seconds between two looks at a log whose bell has not rung: a hint may be lost."""
PAUSE_WHEN_CHANGED: Final = 30.0
"""Seconds between two looks at a log that is not the one that was folded."""
TENURE: Final = timedelta(seconds=5)
"""How long the clerk's post lasts unrenewed: so soon another takes over from a dead one."""
ANSWER_WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class More:
    """Jobs beside those of the timetable: a check's own."""

    timetable: Sequence[Entry] = ()
    jobs: Callable[[Site], Mapping[str, Job]] = lambda _: {}


NO_MORE: Final = More()


def foldings(site: Site) -> tuple[Folding, Folding]:
    """Return what folds the log's views and the reading log's."""
    return (
        Folding(site.engine, site.log, OF_THE_LOG),
        Folding(site.engine, site.reading_log, OF_THE_READING_LOG),
    )


def rounds_clerk(
    site: Site,
    folding: Folding,
    owner: UUID,
    outgoing: Outgoing | None = None,
    tenure: timedelta = TENURE,
) -> Clerk:
    """Return the clerk who tells, delivers and watches at every turn."""
    holding = Holding()
    site = fenced(site, holding)

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    def command(what: str) -> Command:
        return job_command(site, what)

    ways = channels(site, outgoing or Outgoing())
    telling = Telling(
        site.log, site.runner, Offices(site.engine), caused, frozenset(ways)
    )
    alarm = alarm_of(site)
    returns = ReturnWatch(site.engine, site.log, site.runner, caused)
    outcomes = OutcomePlanning(site.runner, caused)
    rounds = (
        Follower(site.engine, site.log, site.log.origin, telling.following(), alarm),
        delivery(site, {INBOX: Inbox(), **ways}),
        ChannelTurns(site.engine),
        Follower(site.engine, site.log, site.log.origin, returns.following(), alarm),
        Follower(site.engine, site.log, site.log.origin, outcomes.following(), alarm),
        Escalation(site.engine, site.runner, caused),
        ShiftDigests(site.engine, site.runner, caused),
        parked_watch(site.engine, site.runner, folding.parked, command),
    )
    post = Post("clerk.rounds", owner, tenure)
    return Clerk(site.engine, post, Duties(rounds=rounds), alarm, holding)


def delivery(site: Site, ways: Mapping[str, Channel]) -> Delivery:
    """Return the round that brings messages by these channels."""

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    receivers = Receivers(site.engine, site.log, site.runner, caused)
    said = NoticeReporting(site.runner, site.batch_runner, receivers, caused)
    pool = ThreadPoolExecutor(AT_ONCE, "delivery")
    return Delivery(site.engine, ways, said, pool, random.random)


def jobs_clerk(site: Site, owner: UUID, more: More = NO_MORE) -> Clerk:
    """Return the clerk who runs what the timetable says; nobody waits for it."""
    holding = Holding()
    site = fenced(site, holding)

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    remind = RemindOfFollowUps(site.engine, site.runner, caused)
    monthly = ReviewAid(site.engine, site.log, site.runner, caused)
    digests = MakeDigests(site.engine, site.runner, caused)
    jobs: dict[str, Job] = {
        "remind_of_follow_ups": remind,
        "renumber_divisions": RenumberDivisions(site.engine, site.runner, caused),
        "note_vacancies": NoteVacancies(site.engine, site.runner, caused),
        "lapse_handovers": LapseHandovers(site.engine, site.runner, caused),
        "make_digests": digests,
        "review_aid": monthly,
        "expire_notices": ExpireNotices(site.engine, site.runner, caused),
        "look_after_clues": LookAfterClues(site.engine, site.runner, caused),
        "reconcile_notices": ReconcileNotices(
            site.engine,
            site.runner,
            own_lists(site, Outgoing()),
            caused,
        ),
        **more.jobs(site),
    }
    review = AidReview(site.log, site.runner, caused)
    alarm = alarm_of(site)
    aid = Follower(site.engine, site.log, site.log.origin, review.following(), alarm)
    erasing = KeyDestruction(site.keys.destroy).following()
    keys = Follower(site.engine, site.log, site.log.origin, erasing, alarm)
    duties = Duties((*TIMETABLE, *more.timetable), jobs, (aid, keys))
    post = Post("clerk.jobs", owner, TENURE)
    return Clerk(site.engine, post, duties, alarm, holding)


def watch_clerk(site: Site, owner: UUID) -> Clerk:
    """Return the clerk who holds duties to tell against notices, apart from who tells."""
    holding = Holding()
    site = fenced(site, holding)

    def command(what: str) -> Command:
        return job_command(site, what)

    rounds = (
        Reconciliation(site.engine, site.log, site.runner, command),
        danger_watch(site.engine, site.runner, command),
        change_watch(site.engine, site.runner, command),
    )
    post = Post("clerk.watch", owner, TENURE)
    return Clerk(site.engine, post, Duties(rounds=rounds), alarm_of(site), holding)


def alarm_of(site: Site) -> Alarm:
    """Return what is told of trouble: it raises an alarm in the log."""
    return lambda trouble: ring(site, trouble, site.clock())


def ring(site: Site, trouble: Trouble, now: datetime) -> None:
    """Raise an alarm about something that does not run; one that rings stays as it is."""
    alarm = RaiseAlarm(
        about=uuid5(NAMESPACE_URL, f"suian:{trouble.kind}/{trouble.name}"),
        kind=f"{trouble.kind}_in_trouble",
        owner_role=Role.ADMINISTRATOR,
        owner_office=None,
        division="",
        details={
            "name": trouble.name,
            "failure": trouble.failure,
            "position": str(trouble.position or ""),
        },
        answer_by=(now + ANSWER_WITHIN).isoformat(),
    )
    site.runner.run(alarm, job_command(site, "alarm"))


def work(
    clerk: Clerk, site: Site, wake: Event, stopping: Event, pause: float = PAUSE
) -> None:
    """Take turns until told to stop; a broken turn is logged and the next one taken."""
    keeper = Thread(target=keep, args=(clerk, stopping), daemon=True)
    keeper.start()
    while not stopping.is_set():
        try:
            busy = clerk.tick(site.clock()).is_busy
        except Exception as failure:  # noqa: BLE001 - the database may be away a moment
            _log.warning("turn_failed", failure=type(failure).__name__)
            busy = False
            stopping.wait(1)
        if not busy:
            wake.wait(pause)
            wake.clear()
    clerk.leave()


def keep(clerk: Clerk, stopping: Event) -> None:
    """Renew a clerk's post while a long turn goes on."""
    while not stopping.wait(TENURE / timedelta(seconds=3)):
        try:
            clerk.keep()
        except Exception as failure:  # noqa: BLE001 - the turn itself will notice
            _log.warning("post_not_renewed", failure=type(failure).__name__)


def fold(folding: Folding, site: Site, rung: Event, stopping: Event) -> None:
    """Keep views in step until told to stop; a changed or a newer log is an alarm.

    Looks when the bell has rung, and by itself now and then.
    """
    while not stopping.is_set():
        rung.clear()
        try:
            read = folding.step()
        except (LogChanged, ProgramTooOld) as halt:
            read = 0
            trouble = Trouble(Kind.ROUND, "views", type(halt).__name__)
            ring(site, trouble, site.clock())
            stopping.wait(PAUSE_WHEN_CHANGED)
        except Exception as failure:  # noqa: BLE001 - the database may be away a moment
            _log.warning("folding_failed", failure=type(failure).__name__)
            read = 0
            stopping.wait(1)
        if not read:
            rung.wait(LOOK)


def main() -> None:
    """Work until told to stop."""
    log.set_up()
    settings = Child.model_validate({})
    folder = settings.keys.parent / "rosters"
    rosters = More((ROSTERS,), lambda site: {ROSTERS.job: MakeRosters(site, folder)})
    serve(open_site(settings.url, settings.keys), settings.url, rosters)


def serve(site: Site, url: str, more: More = NO_MORE) -> None:
    """Work at a site, whose database is at a URL, until told to stop; close the site."""
    stopping, due = Event(), Event()
    rung = {"log": Event(), "reading": Event()}

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        for event in (stopping, due, *rung.values()):
            event.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    both = foldings(site)
    rounds = rounds_clerk(site, both[0], site.new_id())
    jobs = jobs_clerk(site, site.new_id(), more)
    entries = (*TIMETABLE, *more.timetable)
    lookout = Watch(site, ROUNDS, entries)
    watch = watch_clerk(site, site.new_id())
    bell = timetable.start(
        {entry.job: lambda _: due.set() for entry in entries},
        site.clock,
        lambda job, what: _log.warning("bell_in_trouble", job=job, what=what),
        entries,
    )
    settle()
    threads = [
        Thread(target=fold, args=(both[0], site, rung["log"], stopping)),
        Thread(target=fold, args=(both[1], site, rung["reading"], stopping)),
        Thread(target=work, args=(rounds, site, Event(), stopping)),
        Thread(target=work, args=(jobs, site, due, stopping)),
        Thread(target=work, args=(watch, site, Event(), stopping, WATCH_PAUSE)),
        Thread(target=lookout.keep, args=(stopping,)),
    ]
    threads += [
        Thread(target=listen, args=(url, bell_of(log_), event.set, stopping))
        for log_, event in rung.items()
    ]
    for thread in threads:
        thread.start()
    stopping.wait()
    for thread in threads:
        thread.join()
    bell.stop()
    site.close()


if __name__ == "__main__":
    main()
