"""Rebuilds broken off: by an exception, by a fold that fails, by kill -9 at any moment."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from time import monotonic, sleep
from typing import Any, Final
from uuid import UUID

from domain.log import Logged
from ops.proving.bed import Bed
from ops.proving.checks.projections.comparing import rows_of
from ops.proving.checks.projections.processes import PATIENCE, NotRunning, kill, start
from ops.proving.checks.projections.swapping import OWNER, means_of
from ops.rebuilding import rebuild
from ops.site import Site
from projections.due_list import due_list
from projections.view import View

BREAKS_AT: Final = 100
"""How many facts a breaking rebuild takes in before it breaks."""
LONGEST: Final = 1.0
"""Seconds after its first table within which a rebuilding process is killed."""
_POLL: Final = 0.01


class BrokenOff(Exception):
    """The rebuild was told to break."""


@dataclass(slots=True)
class Broken:
    """What broken rebuilds came to."""

    killed: int = 0
    """Processes killed while they rebuilt or swapped."""
    changed: int = 0
    """Row versions that were otherwise after one of them, at the same position."""
    unlike: int = 0
    """Row versions by which a view with a failing fold differs from the one that serves."""
    swapped: int = 0
    """Views that took their place although a fold failed."""
    left: int = 0
    """Tables left behind once the next rebuild has run."""


def break_rebuilds(
    bed: Bed, site: Site, person: UUID, kills: int, chance: Random
) -> Broken:
    """Break rebuilds in every way while nothing is recorded; count what changed."""
    found, before = Broken(), rows_of(site.engine)
    means = replace(means_of(bed), processes=1)
    with suppress(BrokenOff):
        rebuild(means, [_breaking(due_list)])
        raise NotRunning("a rebuild went on after it broke")
    found.changed += _changed(site, before)
    [spoilt] = rebuild(means, [_spoilt(due_list, person)])
    found.unlike, found.swapped = spoilt.differences.count, int(spoilt.swapped)
    found.changed += _changed(site, before)
    for _ in range(kills):
        _kill_one(bed, site, chance)
        found.killed += 1
        found.changed += _changed(site, before)
    rebuild(means, [due_list])
    found.left = len(_beside(site))
    return found


def _breaking(view: View[Any]) -> View[Any]:
    """Return a view that breaks the whole rebuild in the middle of the log."""
    read = count()

    def key(fact: Logged) -> UUID | None:
        if next(read) == BREAKS_AT:
            raise BrokenOff
        return view.key(fact)

    return replace(view, key=key)


def _spoilt(view: View[Any], person: UUID) -> View[Any]:
    """Return a view that cannot fold what is about one person."""
    fold: Callable[[Any, Logged], Any] = view.fold

    def failing(row: Any, fact: Logged) -> Any:
        if fact.person == person:
            raise BrokenOff
        return fold(row, fact)

    return replace(view, fold=failing)


def _kill_one(bed: Bed, site: Site, chance: Random) -> None:
    """Start a process that rebuilds and swaps for ever; kill it at a random moment."""
    swapping = "ops.proving.checks.projections.swapping"
    process = start(bed, swapping, "clerk", more={OWNER: bed.url("owner")})
    until, left_before = monotonic() + PATIENCE, _beside(site)
    while _beside(site) <= left_before:
        if process.poll() is not None or monotonic() > until:
            raise NotRunning(swapping)
        sleep(_POLL)
    sleep(chance.uniform(0, LONGEST))
    kill(process)


def _changed(site: Site, before: dict[str, Counter[str]]) -> int:
    now = rows_of(site.engine)
    return sum(((now[v] - before[v]) + (before[v] - now[v])).total() for v in before)


def _beside(site: Site) -> frozenset[int]:
    """Return the tables beside there are, each by the number only it ever has."""
    with site.pool.connection() as connection:
        found = connection.execute(
            "SELECT oid FROM pg_class WHERE relkind = 'r' AND relname LIKE %s",
            (r"%\_\_beside",),
        )
        return frozenset(oid for (oid,) in found)
