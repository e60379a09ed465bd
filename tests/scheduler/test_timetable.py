"""The timetable rings when it says, in UTC, with weekdays by their names."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from apscheduler.jobstores.memory import (  # pyright: ignore[reportMissingTypeStubs]
    MemoryJobStore,
)

from scheduler.timetable import TIMETABLE, CatchUp, Cron, Entry, Every, Schedule, start
from tests.scheduler.desks import DAILY, MONDAY, an_entry

A_SECOND = Every(timedelta(seconds=1))
JUST_BEFORE = timedelta(microseconds=1)


@pytest.mark.parametrize("schedule", [entry.schedule for entry in TIMETABLE])
def test_what_lies_between_two_moments_includes_the_later_only(
    schedule: Schedule,
) -> None:
    last = schedule.latest(MONDAY)
    assert last is not None

    assert list(schedule.between(last - JUST_BEFORE, last)) == [last]
    assert list(schedule.between(last, last)) == []
    assert schedule.latest(last) == last
    assert schedule.latest(last - JUST_BEFORE) != last


def test_ten_past_four_in_the_afternoon_is_ten_past_midnight_in_china() -> None:
    assert DAILY.latest(MONDAY) == datetime(2026, 3, 1, 16, 10, tzinfo=UTC)


def test_a_named_weekday_is_that_day_and_a_numbered_one_is_refused() -> None:
    sunday = Cron("0 0 * * sun").latest(MONDAY)

    assert sunday is not None
    assert sunday.strftime("%A") == "Sunday"
    for line in ("0 0 * * 0", "0 0 * * 7", "0 0 * * mon,2"):
        with pytest.raises(ValueError, match="name the weekdays"):
            Cron(line)


def test_a_leap_day_is_found_years_back_and_a_day_that_never_comes_is_not() -> None:
    assert Cron("0 0 29 2 *").latest(MONDAY) == datetime(2024, 2, 29, tzinfo=UTC)
    assert Cron("0 0 30 2 *").latest(MONDAY) is None


def test_all_processes_count_periods_alike() -> None:
    every = Every(timedelta(minutes=10))

    assert every.latest(MONDAY + timedelta(minutes=9, seconds=59)) == MONDAY
    assert list(every.between(MONDAY, MONDAY + timedelta(minutes=21))) == [
        MONDAY + timedelta(minutes=10),
        MONDAY + timedelta(minutes=20),
    ]


@pytest.mark.parametrize("seconds", [0, 0.5, 1.5])
def test_a_period_the_alarm_clock_cannot_count_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="whole number of seconds"):
        Every(timedelta(seconds=seconds))


def test_every_job_rings_with_the_given_clock_and_trouble_is_told() -> None:
    rung: dict[str, datetime] = {}
    told: list[tuple[str, str]] = []
    done, heard = Event(), Event()

    def well(now: datetime) -> None:
        rung["well"] = now
        done.set()

    def broken(_: datetime) -> None:
        raise OSError

    def on_trouble(job: str, what: str) -> None:
        told.append((job, what))
        heard.set()

    table = (an_entry("well", A_SECOND), an_entry("broken", A_SECOND))
    jobs: dict[str, Callable[[datetime], None]] = {"well": well, "broken": broken}
    clock = start(jobs, lambda: MONDAY, on_trouble, table)
    try:
        assert done.wait(20)
        assert heard.wait(20)
    finally:
        clock.stop()

    assert rung == {"well": MONDAY}
    assert told[0] == ("broken", "error")


def test_a_job_that_still_runs_is_not_run_beside_itself_but_told() -> None:
    running, heard = 0, Event()
    most = 0

    def slow(_: datetime) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        heard.wait(20)
        running -= 1

    def on_trouble(_: str, what: str) -> None:
        if what == "still_running":
            heard.set()

    clock = start(
        {"slow": slow}, lambda: MONDAY, on_trouble, (an_entry("slow", A_SECOND),)
    )
    try:
        assert heard.wait(20)
    finally:
        clock.stop()

    assert most == 1


def test_no_ring_is_dropped_for_being_late_and_none_is_doubled() -> None:
    clock = start(
        {"sweep": lambda _: None}, lambda: MONDAY, lambda _, __: None, (an_entry(),)
    )
    [job] = clock.scheduler.get_jobs()
    clock.stop()

    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    assert str(clock.scheduler.timezone) == "UTC"


def test_no_job_is_stored_to_be_pickled_shared_or_deleted() -> None:
    clock = start(
        {"sweep": lambda _: None}, lambda: MONDAY, lambda _, __: None, (an_entry(),)
    )
    stores = {job._jobstore_alias for job in clock.scheduler.get_jobs()}  # noqa: SLF001 - no public name
    kept = [clock.scheduler._lookup_jobstore(name) for name in stores]  # noqa: SLF001 - no public name
    clock.stop()

    assert [isinstance(store, MemoryJobStore) for store in kept] == [True]


def test_jobs_and_entries_must_be_the_same() -> None:
    for jobs in ({}, {"sweep": print, "other": print}):
        with pytest.raises(ValueError, match="every job needs an entry"):
            start(jobs, lambda: MONDAY, lambda _, __: None, (an_entry(),))


@pytest.mark.parametrize("entry", TIMETABLE, ids=lambda entry: entry.job)
def test_a_job_that_is_not_done_is_late_within_three_of_its_intervals(
    entry: Entry,
) -> None:
    last = entry.schedule.latest(MONDAY)
    assert last is not None
    following = next(entry.schedule.between(last, MONDAY + timedelta(days=400)))

    assert following + entry.late_by <= last + 3 * (following - last)


def test_deadlines_are_caught_up_one_by_one() -> None:
    by_job: dict[str, Entry] = {entry.job: entry for entry in TIMETABLE}

    assert by_job["remind_of_follow_ups"].catch_up is CatchUp.EVERY
