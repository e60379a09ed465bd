"""The clerk killed again and again while it folds, and brought to the end of the log."""

from dataclasses import dataclass
from random import Random
from time import monotonic, sleep
from typing import Final

from ops.clerk import foldings, jobs_clerk, rounds_clerk
from ops.proving.bed import Bed
from ops.proving.checks.projections.processes import (
    PATIENCE,
    NotRunning,
    kill,
    start,
)
from ops.proving.proof import Said
from ops.site import Site
from projections.folding import positions
from scheduler.follower_desk import stopped

_POLL: Final = 0.005
_AT_ONCE: Final = 0.2
"""Of ten kills two come at any moment of the start; the others once it has folded."""
_START: Final = 2.0
_BUSY: Final = 0.4


@dataclass(slots=True)
class Killed:
    """What the kills met."""

    kills: int = 0
    behind: int = 0
    """Kills while there were facts the views had not taken in."""
    moved: int = 0
    """Kills after the clerk had folded something."""


def kill_the_clerk(
    bed: Bed, site: Site, kills: int, chance: Random, said: Said
) -> Killed:
    """Start a clerk and kill it at a random moment, so many times."""
    found = Killed()
    for number in range(1, kills + 1):
        before, process = _reached(site), start(bed, "ops.clerk", "clerk")
        if chance.random() < _AT_ONCE:
            sleep(chance.uniform(0, _START))
        else:
            _await_progress(site, before)
            sleep(chance.uniform(0, _BUSY))
        if process.poll() is not None:
            raise NotRunning("ops.clerk")
        kill(process)
        now = _reached(site)
        found.kills += 1
        found.behind += now < site.log.last_position()
        found.moved += now > before
        if number % 20 == 0:
            said(f"杀 / kills: {number}, 位置 / position {now}")
    return found


def come_to_the_end(site: Site) -> None:
    """Do a clerk's work until views and followers have nothing left.

    Whoever was killed holds the clerk's posts until they lapse, so this may wait for that.
    """
    folding, of_readings = foldings(site)
    clerks = (
        rounds_clerk(site, folding, site.new_id()),
        jobs_clerk(site, site.new_id()),
    )
    until = monotonic() + PATIENCE
    while not _is_at_rest(site):
        if monotonic() > until:
            raise NotRunning("the views did not come to the end")
        folding.catch_up()
        busy = [each.tick(site.clock()).is_busy for each in clerks]
        sleep(0 if any(busy) else _POLL)
    for each in clerks:
        each.leave()
    folding.catch_up()
    of_readings.catch_up()


def _await_progress(site: Site, before: int) -> None:
    until = monotonic() + PATIENCE
    while _reached(site) <= before:
        if monotonic() > until:
            raise NotRunning("ops.clerk folds nothing")
        sleep(_POLL)


def _reached(site: Site) -> int:
    with site.engine.begin() as connection:
        reached = positions(connection)
    reached.pop("reading", None)
    return min(reached.values())


def _is_at_rest(site: Site) -> bool:
    with site.pool.connection() as connection:
        rows = connection.execute(
            "SELECT (SELECT max(position) FROM log.event),"
            " (SELECT min(position) FROM desk.follower),"
            " (SELECT count(*) FROM log.event WHERE topic = 'notice.issued'),"
            " (SELECT count(*) FROM log.event WHERE topic = 'notice.delivered')"
        ).fetchone()
    end, followed, issued, delivered = rows or (0, 0, 0, 0)
    return (
        _reached(site) == end == followed
        and issued == delivered
        and not stopped(site.engine)
    )
