"""Small things that tests of the scheduler begin with."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine, text

from ops.migrations import psycopg_url
from scheduler import lease
from scheduler.lease import Lease
from scheduler.timetable import CatchUp, Cron, Entry, Every, Schedule
from scheduler.trouble import Trouble

MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LONG = timedelta(minutes=5)
DAILY = Cron("10 16 * * *")
HOURLY = Every(timedelta(hours=1))


def engine_of(url: str) -> Engine:
    """Return a way into a database that runs no statement of its own accord."""
    return create_engine(psycopg_url(url), hide_parameters=True)


def held(engine: Engine, name: str = "clerk", ttl: timedelta = LONG) -> Lease:
    """Return a lease just taken by somebody new."""
    taken = lease.take(engine, name, uuid4(), ttl)
    assert taken is not None
    return taken


def run_out(engine: Engine) -> None:
    """Let every lease have run out."""
    ask(engine, "UPDATE desk.lease SET expires_at = clock_timestamp() - interval '1 s'")


def ask(engine: Engine, question: str, **named: object) -> list[Any]:
    """Return the rows of a statement, if it has any."""
    with engine.begin() as connection:
        result = connection.execute(text(question), named)
        return [tuple(row) for row in result] if result.returns_rows else []


def an_entry(
    job: str = "sweep",
    schedule: Schedule = DAILY,
    catch_up: CatchUp = CatchUp.EVERY,
) -> Entry:
    """Return an entry of the timetable that may be an hour late."""
    return Entry(job, schedule, catch_up, late_by=timedelta(hours=1))


@dataclass(slots=True)
class Alarms:
    """Keeps what it is told."""

    told: list[Trouble] = field(default_factory=list[Trouble])

    def __call__(self, trouble: Trouble) -> None:
        """Keep it."""
        self.told.append(trouble)


@dataclass(frozen=True, slots=True)
class AFact:
    """As much of a logged fact as following needs."""

    position: int
    topic: str = "wanted"
    hash: bytes = b""


class AList:
    """A log that is a list."""

    def __init__(self, *topics: str) -> None:
        self.facts = [
            AFact(n, topic, str(n).encode()) for n, topic in enumerate(topics, start=1)
        ]

    def after(self, position: int, limit: int) -> list[AFact]:
        """Return at most `limit` facts after the position."""
        return self.facts[position : position + limit]


ORIGIN = UUID("00000000-0000-4000-8000-000000000001")
