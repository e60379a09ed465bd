"""Puts the parts together: one log, one key ring, two runners, for one process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from os import urandom
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from psycopg_pool import ConnectionPool
from sqlalchemy import Engine, create_engine

from domain import topics
from domain.claim import claim_id
from domain.errors import ProgramTooOld
from domain.log import Erased, Logged
from domain.registry.many import BatchRunner
from domain.registry.runner import AwaitableRunner, Runner
from ops.clock import now
from ops.keys import files
from ops.keys.masters import Masters
from ops.keys.ring import KeyRing
from ops.migrations import psycopg_url
from ops.store.log import EventLog
from ops.store.mapper import SealingMapper
from ops.store.recorder import LogRecorder

topics.register()

_IDLE: Final = "-c idle_in_transaction_session_timeout=120000"
"""A process that was stopped within a transaction holds its rows no longer (0033)."""

_SETTINGS: Final = "-c TimeZone=UTC"
"""Moments are read in UTC, whatever the server's own zone, and so in half the time."""


@dataclass(frozen=True, slots=True)
class Site:
    """The parts a process works with; `close` gives back its connections."""

    pool: ConnectionPool
    engine: Engine
    log: EventLog[Logged]
    reading_log: EventLog[Logged]
    mapper: SealingMapper
    keys: KeyRing
    secrets: files.Secrets
    runner: Runner
    batch_runner: BatchRunner
    awaitable_runner: AwaitableRunner
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    beside: list[EventLog[Logged]] = field(default_factory=list[EventLog[Logged]])
    """Further ways into the same log, closed with the site."""

    def claim(self, kind: str, value: str) -> UUID:
        """Return the stream id of the claim on something only one may hold."""
        return claim_id(self.secrets.claim, kind, value)

    def close(self) -> None:
        """Give back every connection."""
        for log in (*self.beside, self.log):
            log.close()
        self.reading_log.close()
        self.pool.close()
        self.engine.dispose()


def open_site(
    url: str,
    keys_folder: Path,
    *,
    connections: int = 8,
    clock: Callable[[], datetime] = now,
    new_id: Callable[[], UUID] = uuid4,
) -> Site:
    """Open the site for one process with its own database role's URL."""
    secrets = files.read(keys_folder)
    pool: ConnectionPool = ConnectionPool(
        url,
        kwargs={"autocommit": True, "options": _SETTINGS},
        min_size=1,
        max_size=connections,
        open=True,
    )
    masters = Masters(lambda: files.read_masters(keys_folder))
    keys = KeyRing(pool, masters, new_id, urandom)
    mapper = SealingMapper(keys, urandom, Erased, ProgramTooOld)
    log = EventLog(LogRecorder(pool, clock), mapper, Logged)
    reading_log = EventLog(LogRecorder(pool, clock, "reading"), mapper, Logged)
    digest_key = secrets.derived("command")
    return Site(
        pool=pool,
        engine=create_engine(
            psycopg_url(url),
            pool_size=connections,
            hide_parameters=True,
            connect_args={"options": _IDLE},
        ),
        log=log,
        reading_log=reading_log,
        mapper=mapper,
        keys=keys,
        secrets=secrets,
        runner=Runner(log, digest_key),
        batch_runner=BatchRunner(log, digest_key),
        awaitable_runner=AwaitableRunner(log, digest_key),
        clock=clock,
        new_id=new_id,
    )
