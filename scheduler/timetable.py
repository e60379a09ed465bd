"""When what is to be done: the timetable, and the only place that knows APScheduler.

APScheduler is an alarm clock here and nothing more: it forgets everything when the
process ends and stores no job. What is due is remembered by `scheduler/occurrences.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from apscheduler.events import (  # pyright: ignore[reportMissingTypeStubs]
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
)
from apscheduler.jobstores.memory import (  # pyright: ignore[reportMissingTypeStubs]
    MemoryJobStore,
)
from apscheduler.schedulers.background import (  # pyright: ignore[reportMissingTypeStubs]
    BackgroundScheduler,
)
from apscheduler.triggers.cron import (  # pyright: ignore[reportMissingTypeStubs]
    CronTrigger,
)
from apscheduler.triggers.interval import (  # pyright: ignore[reportMissingTypeStubs]
    IntervalTrigger,
)

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT: Final = timedelta(microseconds=1)
LOOKING_BACK: Final = tuple(timedelta(days=days) for days in (1, 7, 31, 366, 4 * 366))
"""How far back a cron line's last moment is looked for, ever further."""

_TROUBLES: Final = {
    EVENT_JOB_ERROR: "error",
    EVENT_JOB_MISSED: "missed",
    EVENT_JOB_MAX_INSTANCES: "still_running",
}


class CatchUp(StrEnum):
    """What becomes of the occurrences that passed while nobody was there."""

    EVERY = "every"
    """Each is run, oldest first: deadlines and reminders."""
    LATEST = "latest"
    """Only the last is run: what merely brings something up to date."""


class Schedule(Protocol):
    """A rule that says at which moments something is due."""

    def between(self, after: datetime, upto: datetime) -> Iterator[datetime]:
        """Yield the moments after the first instant, the second one included."""
        ...

    def latest(self, upto: datetime) -> datetime | None:
        """Return the last moment not after an instant, None if there is none."""
        ...

    def trigger(self) -> Any:
        """Return the alarm clock's word for the same rule."""
        ...


@dataclass(frozen=True, slots=True)
class Cron:
    """Due when a cron line says so, in UTC: `10 16 * * mon` is Tuesday 00:10 in China.

    Weekdays are named: APScheduler counts them from Monday, cron from Sunday.
    """

    line: str

    def __post_init__(self) -> None:
        """Refuse numbered weekdays and lines that cannot be read."""
        weekday = self.line.split()[-1]
        if any(sign.isdigit() for sign in weekday):
            raise ValueError("name the weekdays (mon, tue, …), do not number them")
        self.trigger()

    def between(self, after: datetime, upto: datetime) -> Iterator[datetime]:
        """Yield the moments after the first instant, the second one included."""
        trigger = self.trigger()
        moment = trigger.get_next_fire_time(None, after + INSTANT)
        while moment is not None and moment <= upto:
            yield moment
            moment = trigger.get_next_fire_time(None, moment + INSTANT)

    def latest(self, upto: datetime) -> datetime | None:
        """Return the last moment not after an instant, None if it is years ago."""
        for span in LOOKING_BACK:
            moments = list(self.between(upto - span, upto))
            if moments:
                return moments[-1]
        return None

    def trigger(self) -> Any:
        """Return the alarm clock's word for the same rule."""
        cron: Any = CronTrigger
        return cron.from_crontab(self.line, timezone=UTC)


@dataclass(frozen=True, slots=True)
class Every:
    """Due each time a period of whole seconds ends, counted alike in all processes."""

    period: timedelta

    def __post_init__(self) -> None:
        """Refuse what the alarm clock cannot count."""
        if self.period < timedelta(seconds=1) or self.period % timedelta(seconds=1):
            raise ValueError("a period is a whole number of seconds, at least one")

    def between(self, after: datetime, upto: datetime) -> Iterator[datetime]:
        """Yield the moments after the first instant, the second one included."""
        moment = self.latest(after) + self.period
        while moment <= upto:
            yield moment
            moment += self.period

    def latest(self, upto: datetime) -> datetime:
        """Return the last moment not after an instant."""
        return upto - (upto - EPOCH) % self.period

    def trigger(self) -> Any:
        """Return the alarm clock's word for the same rule."""
        return IntervalTrigger(
            seconds=self.period // timedelta(seconds=1), start_date=EPOCH, timezone=UTC
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A job and when it is due.

    A job that is not done `late_by` after it was due is an alarm: within three of its
    intervals after it was last done, which a test holds each entry to.
    """

    job: str
    schedule: Schedule
    catch_up: CatchUp
    late_by: timedelta


TIMETABLE: Final[tuple[Entry, ...]] = (
    Entry(
        job="remind_of_follow_ups",
        schedule=Cron("10 16 * * *"),  # 00:10 in China
        catch_up=CatchUp.EVERY,
        late_by=timedelta(hours=6),
    ),
    Entry(
        job="renumber_divisions",
        schedule=Every(timedelta(minutes=5)),
        catch_up=CatchUp.LATEST,
        late_by=timedelta(minutes=10),
    ),
    Entry(
        job="note_vacancies",
        schedule=Cron("5 16 * * *"),  # 00:05 in China
        catch_up=CatchUp.LATEST,
        late_by=timedelta(hours=6),
    ),
    Entry(
        job="lapse_handovers",
        schedule=Cron("15 16 * * *"),  # 00:15 in China
        catch_up=CatchUp.LATEST,
        late_by=timedelta(hours=6),
    ),
    Entry(
        job="make_digests",
        schedule=Cron("20 16 * * *"),  # 00:20 in China
        catch_up=CatchUp.LATEST,
        late_by=timedelta(hours=6),
    ),
    Entry(
        job="look_after_clues",
        schedule=Cron("40 16 * * *"),  # 00:40 in China
        catch_up=CatchUp.LATEST,
        late_by=timedelta(hours=6),
    ),
    Entry(
        job="reconcile_notices",
        schedule=Cron("0 17 * * *"),  # 01:00 in China
        catch_up=CatchUp.LATEST,
        late_by=timedelta(hours=6),
    ),
    Entry(
        job="expire_notices",
        schedule=Cron("55 16 * * *"),  # 00:55 in China
        catch_up=CatchUp.LATEST,
        late_by=timedelta(hours=6),
    ),
    Entry(
        job="review_aid",
        schedule=Cron("30 16 * * *"),  # 00:30 in China; works on the first of a month
        catch_up=CatchUp.EVERY,
        late_by=timedelta(hours=6),
    ),
)


@dataclass(frozen=True, slots=True)
class AlarmClock:
    """A running alarm clock."""

    scheduler: Any

    def stop(self) -> None:
        """Stop ringing, after what is being done has ended."""
        self.scheduler.shutdown(wait=True)


def start(
    jobs: Mapping[str, Callable[[datetime], None]],
    clock: Callable[[], datetime],
    on_trouble: Callable[[str, str], None],
    timetable: Sequence[Entry] = TIMETABLE,
) -> AlarmClock:
    """Ring for each entry of the timetable, in threads of its own, until stopped.

    Each job is called with the clock's time. `on_trouble` is called with a job's name and
    `error`, `missed` or `still_running`. Jobs and entries must be the same.
    """
    if set(jobs) != {entry.job for entry in timetable}:
        raise ValueError("every job needs an entry in the timetable, every entry a job")
    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        timezone=UTC,
        job_defaults={
            "misfire_grace_time": None,
            "coalesce": True,
            "max_instances": 1,
        },
    )

    def ring(job: str) -> None:
        jobs[job](clock())

    def listen(event: Any) -> None:
        on_trouble(event.job_id, _TROUBLES[event.code])

    alarm_clock: Any = scheduler
    for entry in timetable:
        alarm_clock.add_job(
            ring, entry.schedule.trigger(), args=(entry.job,), id=entry.job
        )
    alarm_clock.add_listener(listen, sum(_TROUBLES))
    alarm_clock.start()
    return AlarmClock(scheduler)
