"""What falls due is run once, late if need be, never lost."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from scheduler import occurrences
from scheduler.lease import Lease, LeaseLost
from scheduler.occurrences import Late, Taken
from scheduler.timetable import CatchUp, Entry
from tests.scheduler.desks import HOURLY, MONDAY, an_entry, ask, held, run_out

JOBS = ["sweep"]
YESTERDAY = datetime.fromisoformat("2026-03-01T16:10Z")
A_DAY = timedelta(days=1)


def known_until_monday(engine: Engine, mine: Lease, entry: Entry) -> None:
    """Note an entry for the first time and do what was due."""
    occurrences.materialise(engine, mine, entry, MONDAY)
    for taken in take_all(engine, mine, MONDAY):
        occurrences.finish(engine, mine, taken, "0", MONDAY)


def take_all(engine: Engine, mine: Lease, now: datetime) -> Sequence[Taken]:
    """Take until nothing is due."""
    found: list[Taken] = []
    while taken := occurrences.take(engine, mine, JOBS, now):
        found.append(taken)
    return found


def test_a_job_seen_for_the_first_time_is_due_as_of_its_last_moment(
    engine: Engine,
) -> None:
    mine = held(engine)

    assert occurrences.materialise(engine, mine, an_entry(), MONDAY) == 1
    assert occurrences.take(engine, mine, JOBS, MONDAY) == Taken("sweep", YESTERDAY, 1)
    assert occurrences.take(engine, mine, JOBS, MONDAY) is None


def test_an_occurrence_is_noted_once_however_often_it_is_caught_up(
    engine: Engine,
) -> None:
    mine = held(engine)
    week_later = MONDAY + timedelta(days=7)
    known_until_monday(engine, mine, an_entry())

    with ThreadPoolExecutor(4) as pool:
        noted = [
            pool.submit(occurrences.materialise, engine, mine, an_entry(), week_later)
            for _ in range(4)
        ]

    assert sum(one.result() for one in noted) == 7


def test_what_passed_in_a_week_without_a_scheduler_is_due_day_by_day(
    engine: Engine,
) -> None:
    mine = held(engine)
    known_until_monday(engine, mine, an_entry())

    now = MONDAY + timedelta(days=7)
    occurrences.materialise(engine, mine, an_entry(), now)

    assert [taken.due_at for taken in take_all(engine, mine, now)] == [
        YESTERDAY + n * A_DAY for n in range(1, 8)
    ]


def test_of_what_only_brings_up_to_date_a_week_leaves_the_latest(
    engine: Engine,
) -> None:
    mine = held(engine)
    entry = an_entry(schedule=HOURLY, catch_up=CatchUp.LATEST)
    known_until_monday(engine, mine, entry)

    now = MONDAY + timedelta(days=7, minutes=59)
    occurrences.materialise(engine, mine, entry, now)

    assert [taken.due_at for taken in take_all(engine, mine, now)] == [
        MONDAY + timedelta(days=7)
    ]


def test_an_occurrence_nobody_began_gives_way_to_the_next_only_where_latest_is_enough(
    engine: Engine,
) -> None:
    mine = held(engine)
    for catch_up in CatchUp:
        entry = an_entry(catch_up.value, HOURLY, catch_up)
        occurrences.materialise(engine, mine, entry, MONDAY)
        occurrences.materialise(engine, mine, entry, MONDAY + timedelta(hours=1))

    states = ask(engine, "SELECT job, state FROM desk.occurrence ORDER BY job, due_at")

    assert states == [
        ("every", "due"),
        ("every", "due"),
        ("latest", "superseded"),
        ("latest", "due"),
    ]


def test_each_occurrence_is_taken_by_one_of_many(engine: Engine) -> None:
    mine = held(engine)
    known_until_monday(engine, mine, an_entry(schedule=HOURLY))
    now = MONDAY + timedelta(hours=40)
    occurrences.materialise(engine, mine, an_entry(schedule=HOURLY), now)

    with ThreadPoolExecutor(4) as pool:
        parts = [pool.submit(take_all, engine, mine, now) for _ in range(4)]
    taken = [one.due_at for part in parts for one in part.result()]

    assert sorted(taken) == [MONDAY + timedelta(hours=n) for n in range(1, 41)]


def test_what_an_owner_left_unfinished_is_taken_by_the_next_and_he_may_not_end_it(
    engine: Engine,
) -> None:
    killed = held(engine)
    occurrences.materialise(engine, killed, an_entry(), MONDAY)
    begun = occurrences.take(engine, killed, JOBS, MONDAY)
    assert begun is not None
    run_out(engine)
    heir = held(engine)

    again = occurrences.take(engine, heir, JOBS, MONDAY)

    assert again == Taken("sweep", YESTERDAY, 2)
    with pytest.raises(LeaseLost):
        occurrences.finish(engine, killed, begun, "1", MONDAY)
    assert occurrences.take(engine, heir, JOBS, MONDAY) is None


def test_a_late_owner_notes_and_takes_nothing(engine: Engine) -> None:
    late = held(engine)
    run_out(engine)
    occurrences.materialise(engine, held(engine), an_entry(), MONDAY)

    with pytest.raises(LeaseLost):
        occurrences.materialise(engine, late, an_entry(), MONDAY + A_DAY)
    with pytest.raises(LeaseLost):
        occurrences.take(engine, late, JOBS, MONDAY)


def test_what_failed_is_tried_again_after_ever_longer_waits_of_an_hour_at_most(
    engine: Engine,
) -> None:
    mine = held(engine)
    occurrences.materialise(engine, mine, an_entry(), MONDAY)
    now = MONDAY
    waits: list[float] = []
    for _ in range(11):
        taken = occurrences.take(engine, mine, JOBS, now)
        assert taken is not None
        occurrences.fail(engine, mine, taken, "OSError", now)
        [(next_at, outcome)] = ask(
            engine, "SELECT next_at, outcome FROM desk.occurrence"
        )
        assert outcome == "OSError"
        waits.append((next_at - now).total_seconds())
        assert (
            occurrences.take(engine, mine, JOBS, next_at - timedelta(seconds=1)) is None
        )
        now = next_at

    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-2:] == [3600, 3600]


def test_what_was_due_under_a_name_the_program_no_longer_has_is_kept(
    engine: Engine,
) -> None:
    mine = held(engine)
    occurrences.materialise(engine, mine, an_entry("renamed"), MONDAY)

    assert occurrences.take(engine, mine, JOBS, MONDAY) is None
    assert occurrences.take(engine, mine, ["renamed"], MONDAY) == Taken(
        "renamed", YESTERDAY, 1
    )


def test_what_is_done_is_not_taken_again(engine: Engine) -> None:
    mine = held(engine)
    known_until_monday(engine, mine, an_entry())
    run_out(engine)
    heir = held(engine)

    occurrences.materialise(engine, heir, an_entry(), MONDAY)

    assert occurrences.take(engine, heir, JOBS, MONDAY) is None


def test_another_process_sees_which_jobs_are_late(engine: Engine) -> None:
    mine = held(engine)
    table = (an_entry(), an_entry("never_due"))
    known_until_monday(engine, mine, an_entry())
    due_at = YESTERDAY + A_DAY
    last_minute = due_at + timedelta(hours=1)
    too_late = last_minute + timedelta(seconds=1)

    assert occurrences.late(engine, table, last_minute) == []
    assert occurrences.late(engine, table, too_late) == [Late("sweep", due_at)]

    occurrences.materialise(engine, mine, an_entry(), too_late)
    assert occurrences.late(engine, table, too_late) == [Late("sweep", due_at)]

    for taken in take_all(engine, mine, too_late):
        assert occurrences.late(engine, table, too_late) == [Late("sweep", due_at)]
        occurrences.finish(engine, mine, taken, "1", too_late)
    assert occurrences.late(engine, table, too_late) == []
