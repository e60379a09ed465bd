"""One clerk works, the others stand by, and whoever comes next carries on."""

import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from scheduler import heartbeats
from scheduler.clerk import Clerk, Done, Duties, Post
from scheduler.lease import Lease
from scheduler.occurrences import Taken
from scheduler.trouble import Kind, Trouble
from tests.databases import Database
from tests.scheduler.desks import LONG, MONDAY, Alarms, an_entry, ask, held, run_out
from tests.scheduler.processes import begin, noted

YESTERDAY = datetime.fromisoformat("2026-03-01T16:10Z")


class Turn:
    """A round that counts how often it was made."""

    def __init__(self, name: str = "turn") -> None:
        self.name = name
        self.made = 0
        self.breaks = False

    def step(self, lease: Lease, now: datetime) -> int:  # noqa: ARG002 - only counted
        """Count, or break."""
        if self.breaks:
            raise OSError
        self.made += 1
        return 0


class Office:
    """A clerk, what it ran, and what it told the alarm."""

    def __init__(self, engine: Engine, *rounds: Turn) -> None:
        self.alarms = Alarms()
        self.ran: list[datetime] = []
        self.before: Callable[[], None] = lambda: None
        duties = Duties((an_entry(),), {"sweep": self.sweep}, rounds)
        self.clerk = Clerk(engine, Post("clerk", uuid4(), LONG), duties, self.alarms)

    def sweep(self, due_at: datetime) -> int:
        """Keep the moment it was due."""
        self.before()
        self.ran.append(due_at)
        return 3

    def break_down(self) -> None:
        """Fail with words that must not get out."""
        raise OSError("演示甲")


def test_a_tick_makes_the_rounds_and_runs_what_is_due(engine: Engine) -> None:
    turn = Turn()
    office = Office(engine, turn)

    done = office.clerk.tick(MONDAY)

    assert done == Done(True, Taken("sweep", YESTERDAY, 1), {"turn": 0})  # noqa: FBT003 - the whole answer
    assert done.is_busy
    assert not office.clerk.tick(MONDAY).is_busy
    assert (office.ran, turn.made) == ([YESTERDAY], 2)
    assert ask(engine, "SELECT state, outcome FROM desk.occurrence") == [("done", "3")]
    interval = timedelta(minutes=1)
    assert heartbeats.silent(engine, {"clerk": interval, "turn": interval}) == []


def test_a_second_clerk_stands_by_until_the_first_leaves(engine: Engine) -> None:
    first, second = Office(engine), Office(engine)
    first.clerk.tick(MONDAY)

    assert second.clerk.tick(MONDAY + timedelta(days=1)) == Done(holds=False)
    first.clerk.leave()
    assert second.clerk.tick(MONDAY + timedelta(days=1)).holds
    assert second.ran == [YESTERDAY + timedelta(days=1)]


def test_a_clerk_who_lost_the_post_while_at_work_cannot_end_the_job(
    engine: Engine,
) -> None:
    slept, heir = Office(engine), Office(engine)

    def sleep_through_it() -> None:
        run_out(engine)
        assert heir.clerk.tick(MONDAY).holds

    slept.before = sleep_through_it

    assert slept.clerk.tick(MONDAY) == Done(holds=False)
    assert not slept.clerk.tick(MONDAY).holds
    assert ask(engine, "SELECT state, attempts, epoch FROM desk.occurrence") == [
        ("done", 2, 2)
    ]


def test_a_clerk_who_keeps_the_post_during_a_long_job_is_not_replaced(
    engine: Engine,
) -> None:
    busy, other = Office(engine), Office(engine)

    def take_long() -> None:
        run_out(engine)
        busy.clerk.keep()
        assert not other.clerk.tick(MONDAY).holds

    busy.before = take_long

    assert busy.clerk.tick(MONDAY).holds
    assert busy.ran == [YESTERDAY]


def test_a_job_that_fails_is_told_without_its_words_and_tried_again(
    engine: Engine,
) -> None:
    turn = Turn()
    office = Office(engine, turn)
    office.before = office.break_down

    assert office.clerk.tick(MONDAY).holds
    assert office.alarms.told == [Trouble(Kind.JOB, "sweep", "OSError")]
    [(outcome,)] = ask(engine, "SELECT outcome FROM desk.occurrence")
    assert outcome == "OSError"

    office.before = lambda: None
    office.clerk.tick(MONDAY + timedelta(seconds=10))
    assert office.ran == [YESTERDAY]


def test_a_round_that_fails_is_told_and_falls_silent_while_the_others_go_on(
    engine: Engine,
) -> None:
    broken, well = Turn("broken"), Turn("well")
    broken.breaks = True
    office = Office(engine, broken, well)

    office.clerk.tick(MONDAY)

    assert office.alarms.told == [Trouble(Kind.ROUND, "broken", "OSError")]
    assert well.made == 1
    assert office.ran == [YESTERDAY]
    minute = timedelta(minutes=1)
    silent = heartbeats.silent(engine, {"broken": minute, "well": minute})
    assert [one.name for one in silent] == ["broken"]


def test_a_clerk_killed_within_a_job_is_followed_by_another_who_runs_it_again(
    engine: Engine, database: Database
) -> None:
    killed = begin("die_within_a_job", database.clerk_url)
    assert killed.wait(60) == -signal.SIGKILL
    assert noted(engine) == ["begun 01"]
    heir = Office(engine)

    assert not heir.clerk.tick(MONDAY).holds
    run_out(engine)
    heir.clerk.tick(MONDAY)

    assert heir.ran == [YESTERDAY]
    assert ask(engine, "SELECT state, attempts, epoch FROM desk.occurrence") == [
        ("done", 2, 2)
    ]


def test_a_week_is_run_once_however_many_processes_catch_it_up(
    engine: Engine, database: Database
) -> None:
    ask(
        engine,
        "INSERT INTO desk.occurrence (job, due_at, next_at, state, ended_at)"
        " VALUES ('sweep', :long_ago, :long_ago, 'done', :long_ago)",
        long_ago=YESTERDAY - timedelta(days=7),
    )

    processes = [begin("run_a_week", database.clerk_url) for _ in range(3)]

    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert [what[:2] for what in noted(engine)] == [
        "01", "23", "24", "25", "26", "27", "28",
    ]  # fmt: skip


def test_when_the_tick_itself_breaks_the_post_is_left_to_the_next(
    engine: Engine,
) -> None:
    office = Office(engine)

    def interrupt() -> None:
        raise KeyboardInterrupt

    office.before = interrupt
    with pytest.raises(KeyboardInterrupt):
        office.clerk.tick(MONDAY)

    office.before = lambda: None
    assert not office.clerk.tick(MONDAY).holds
    run_out(engine)
    assert office.clerk.tick(MONDAY).holds
    assert office.ran == [YESTERDAY]


def test_leaving_a_post_one_never_held_disturbs_nobody(engine: Engine) -> None:
    mine = held(engine)
    office = Office(engine)
    office.clerk.tick(MONDAY)

    office.clerk.leave()
    office.clerk.keep()

    assert ask(engine, "SELECT owner, epoch FROM desk.lease") == [(mine.owner, 1)]
    assert not office.clerk.tick(MONDAY).holds


def test_jobs_and_entries_of_a_clerk_must_be_the_same() -> None:
    with pytest.raises(ValueError, match="every job needs an entry"):
        Duties((an_entry(),), {})
