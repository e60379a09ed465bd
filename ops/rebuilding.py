"""Rebuilds views beside the ones that serve: several processes, one rebuild at a time.

Readers and the clerk go on throughout. A rebuilt view takes the serving one's place only
when it is the same row for row, unless the operator accepts that it differs. Whatever
happens before that, nothing has changed, and what was half made is dropped: at once, or
by the next start when this process was killed.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import sleep
from typing import Any, Final

import psycopg
from psycopg.errors import LockNotAvailable
from sqlalchemy import Engine, create_engine

from domain.log import Log
from ops.child import dies_with_parent
from ops.migrations import psycopg_url
from ops.site import Site, open_site
from ops.views import outdated
from projections import rows
from projections.comparing import Differences, compare
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import Parked
from projections.rebuilding import (
    REBUILDING,
    Fill,
    Filled,
    Lanes,
    Shadow,
    beside,
    catch_up,
    drop_beside,
    fill_lanes,
    rebuild_beside,
    take_place,
)
from projections.view import View

WORTH_PROCESSES: Final = 20_000
"""From how many facts on starting further processes costs less than it saves."""
TRIES: Final = 200
PAUSE: Final = 0.2
"""Seconds between two tries to take the place while a slow reader holds the old table."""


class RebuildRunning(Exception):
    """Another process is rebuilding views of this database."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a process needs to rebuild: both roles' URLs and the folder of the secrets."""

    owner_url: str
    clerk_url: str
    keys: Path
    processes: int = min(4, os.cpu_count() or 1)
    worth_processes: int = WORTH_PROCESSES


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one view: how it differed, whether it was swapped, who stands still."""

    differences: Differences
    swapped: bool
    parked: list[Parked]


def rebuild(
    means: Means, views: Sequence[View[Any]], *, accept: bool = False
) -> list[Rebuilt]:
    """Rebuild views of one log, and swap those that are the same, or all when accepted.

    Raises `RebuildRunning` when somebody else rebuilds.
    """
    with _built(means, views) as (owner, log, shadows):
        return [_settle(owner, log, shadow, accept=accept) for shadow in shadows]


def held_against_the_log(means: Means, views: Sequence[View[Any]]) -> list[Differences]:
    """Fold one log afresh and compare each view with that; nothing takes any place.

    Raises `RebuildRunning` when somebody else rebuilds.
    """
    with _built(means, views) as (owner, _, shadows):
        return [_differences(owner, shadow) for shadow in shadows]


def renew(means: Means, said: Callable[[str], None]) -> None:
    """Rebuild beside whatever view is of another edition than this program's."""
    for views in (OF_THE_LOG, OF_THE_READING_LOG):
        old = outdated(means.owner_url, views)
        if old:
            names = ", ".join(view.name for view in old)
            said(f"正在重建新版视图 / rebuilding views of a new edition: {names}")
            rebuild(means, old, accept=True)


@contextmanager
def _built(
    means: Means, views: Sequence[View[Any]]
) -> Generator[tuple[Engine, Log, list[Shadow]]]:
    """Build views beside the ones that serve; what has not taken its place is dropped."""
    with _alone(means), _opened(means) as (site, owner):
        log = _log_of(site, views)
        many = log.last_position() >= means.worth_processes and means.processes > 1
        fill = _in_processes(means) if many else None
        yield owner, log, rebuild_beside(owner, log, views, fill)


def _settle(owner: Engine, log: Log, shadow: Shadow, *, accept: bool) -> Rebuilt:
    catch_up(owner, log, shadow)
    differences = _differences(owner, shadow)
    swapped = accept or not differences.count
    if swapped:
        _insist(lambda: take_place(owner, log, shadow))
    return Rebuilt(differences, swapped, shadow.parked)


def _differences(owner: Engine, shadow: Shadow) -> Differences:
    with rows.transaction(owner) as connection:
        return compare(connection, shadow.view, shadow)


def _insist(swap: Callable[[], None]) -> None:
    """Try again while a slow reader holds the old table; the last refusal is raised."""
    for _ in range(TRIES - 1):
        try:
            return swap()
        except LockNotAvailable:
            sleep(PAUSE)
    return swap()


def _log_of(site: Site, views: Sequence[View[Any]]) -> Log:
    own = {
        table for view in OF_THE_READING_LOG for table in (view.name, beside(view).name)
    }
    return site.reading_log if {view.name for view in views} <= own else site.log


@contextmanager
def _alone(means: Means) -> Generator[None]:
    with psycopg.connect(means.owner_url, autocommit=True) as connection:
        taken = connection.execute("SELECT pg_try_advisory_lock(%s)", (REBUILDING,))
        if taken.fetchone() != (True,):
            raise RebuildRunning
        drop_beside(connection)
        try:
            yield
        finally:
            drop_beside(connection)


@contextmanager
def _opened(means: Means) -> Generator[tuple[Site, Engine]]:
    site = open_site(means.clerk_url, means.keys, connections=2)
    owner = create_engine(psycopg_url(means.owner_url), hide_parameters=True)
    try:
        yield site, owner
    finally:
        owner.dispose()
        site.close()


def _in_processes(means: Means) -> Fill:
    def fill(tables: Sequence[View[Any]], lanes: Iterable[Lanes]) -> Filled:
        names = [view.name for view in tables]
        with ProcessPoolExecutor(
            means.processes,
            get_context("spawn"),
            initializer=_begin_work,
            initargs=(means, names, os.getpid()),
        ) as pool:
            try:
                yield from pool.map(_work, lanes)
            finally:
                pool.shutdown(cancel_futures=True)

    return fill


_at_work: list[Callable[[Lanes], list[Parked]]] = []
"""In a process of the pool: what fills lanes, with its own connections."""


def _begin_work(means: Means, names: Sequence[str], parent: int) -> None:
    dies_with_parent(signal.SIGKILL, parent)()
    site = open_site(means.clerk_url, means.keys, connections=2)
    owner = create_engine(psycopg_url(means.owner_url), hide_parameters=True)
    every = {b.name: b for b in map(beside, (*OF_THE_LOG, *OF_THE_READING_LOG))}
    tables = [every[name] for name in names]
    log = _log_of(site, tables)
    _at_work.append(lambda lanes: fill_lanes(owner, log, tables, lanes))


def _work(lanes: Lanes) -> list[Parked]:
    return _at_work[0](lanes)
