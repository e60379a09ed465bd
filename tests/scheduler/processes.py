"""Other processes, which may be killed in the middle of what they do."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, Engine

from scheduler.clerk import Clerk, Duties, Post
from scheduler.follower import Follower, Following
from tests.scheduler.desks import (
    LONG,
    MONDAY,
    ORIGIN,
    AFact,
    Alarms,
    AList,
    an_entry,
    ask,
    engine_of,
    held,
)


def begin(what: str, url: str) -> subprocess.Popen[bytes]:
    """Start one of the functions below in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.scheduler.processes", what, url]
    )


def die() -> None:
    """End as if the power had gone."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_within_a_job(engine: Engine) -> None:
    """Note that the job began, then be killed."""

    def sweep(due_at: datetime) -> int:
        note(engine, f"begun {due_at:%d}")
        die()
        return 0

    post = Post("clerk", uuid4(), LONG)
    duties = Duties((an_entry(),), {"sweep": sweep})
    Clerk(engine, post, duties, Alarms()).tick(MONDAY)


def die_between_effect_and_position(engine: Engine) -> None:
    """Have the effect of the second fact, then be killed before the position moves."""

    def deal_with(_: Connection, fact: AFact, __: datetime) -> None:
        note(engine, f"fact {fact.position}")
        if fact.position == 2:
            die()

    following = Following("told", frozenset({"wanted"}), deal_with)
    source = AList("wanted", "wanted", "wanted")
    Follower(engine, source, ORIGIN, following, Alarms()).step(held(engine), MONDAY)


def run_a_week(engine: Engine) -> None:
    """Tick until a week's sweeps are done, whoever does them."""

    def sweep(due_at: datetime) -> int:
        note(engine, f"{due_at:%d} {uuid4()}")
        return 1

    post = Post("clerk", uuid4(), LONG)
    clerk = Clerk(engine, post, Duties((an_entry(),), {"sweep": sweep}), Alarms())
    while clerk.tick(MONDAY).is_busy:
        pass
    clerk.leave()


def note(engine: Engine, what: str) -> None:
    """Have an effect that may be had twice: one row for one text."""
    ask(
        engine,
        "INSERT INTO desk.heartbeat VALUES (:what, now()) ON CONFLICT DO NOTHING",
        what=what,
    )


def noted(engine: Engine) -> list[str]:
    """Return the effects, in the order of their texts."""
    found = ask(
        engine, "SELECT name FROM desk.heartbeat WHERE name <> 'clerk' ORDER BY 1"
    )
    return [name for (name,) in found]


if __name__ == "__main__":
    globals()[sys.argv[1]](engine_of(sys.argv[2]))
