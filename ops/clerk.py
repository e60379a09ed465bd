"""The clerk's process: keeps the views in step with the log and does what is due."""

import random
import signal
from datetime import datetime, timedelta
from threading import Event, Thread
from types import FrameType
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.log import Command
from domain.registry.alarms import RaiseAlarm
from domain.values.people import Role
from ops.acting import job_command
from ops.settings import Child
from ops.site import Site, open_site
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import Folding
from scheduler.clerk import Clerk, Duties, Post
from scheduler.delivery import Delivery, Inbox
from scheduler.follower import Follower
from scheduler.jobs.remind_of_follow_ups import RemindOfFollowUps
from scheduler.notice_follower import INBOX, Offices, Telling
from scheduler.notice_reporting import NoticeReporting
from scheduler.parked_watch import ParkedWatch
from scheduler.timetable import TIMETABLE
from scheduler.trouble import Trouble

PAUSE: Final = 0.1
"""Seconds between two looks at a log that has nothing new."""
TENURE: Final = timedelta(seconds=5)
"""How long the clerk's post lasts unrenewed: so soon another takes over from a dead one."""
ANSWER_WITHIN: Final = timedelta(hours=1)


def foldings(site: Site) -> tuple[Folding, Folding]:
    """Return what folds the log's views and the reading log's."""
    return (
        Folding(site.engine, site.log, OF_THE_LOG),
        Folding(site.engine, site.reading_log, OF_THE_READING_LOG),
    )


def clerk_of(site: Site, folding: Folding, owner: UUID) -> Clerk:
    """Return a clerk with all its duties, who applies for the one post there is."""

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    def command(what: str) -> Command:
        return job_command(site, what)

    def alarm(trouble: Trouble) -> None:
        ring(site, trouble, site.clock())

    telling = Telling(site.log, site.runner, Offices(site.engine), caused)
    duties = Duties(
        timetable=TIMETABLE,
        jobs={
            "remind_of_follow_ups": RemindOfFollowUps(site.engine, site.runner, caused)
        },
        rounds=(
            Follower(site.engine, site.log, site.origin, telling.following(), alarm),
            Delivery(
                site.engine,
                {INBOX: Inbox()},
                NoticeReporting(site.runner, caused),
                random.random,
            ),
            ParkedWatch(site.engine, site.runner, folding.parked, command),
        ),
    )
    return Clerk(site.engine, Post("clerk", owner, TENURE), duties, alarm)


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


def keep(clerk: Clerk, stopping: Event) -> None:
    """Renew the clerk's post while a long turn goes on."""
    while not stopping.wait(TENURE / timedelta(seconds=3)):
        clerk.keep()


def main() -> None:
    """Work until told to stop."""
    settings = Child.model_validate({})
    stopping = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    site = open_site(settings.url, settings.keys)
    both = foldings(site)
    clerk = clerk_of(site, both[0], site.new_id())
    keeper = Thread(target=keep, args=(clerk, stopping), daemon=True)
    keeper.start()
    while not stopping.is_set():
        folded = sum(folding.step() for folding in both)
        done = clerk.tick(site.clock())
        if not folded and not done.is_busy:
            stopping.wait(PAUSE)
    clerk.leave()
    site.close()


if __name__ == "__main__":
    main()
