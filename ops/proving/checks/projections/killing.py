"""The clerk killed again and again while it folds, and brought to the end of the log."""

from collections.abc import Callable
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
_ROUND: Final = 10
"""Of ten kills one comes after a follower moved, two at any moment of the start, the
others after something was folded."""
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
    followed: int = 0
    """Kills after a follower had dealt with something."""


@dataclass(frozen=True, slots=True)
class Work:
    """How far views and followers have come, and how many notices are delivered."""

    end: int
    followed: int
    issued: int
    delivered: int
    reached: int

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to fold, to follow or to deliver."""
        caught_up = self.end == self.followed == self.reached
        return caught_up and self.issued == self.delivered


def kill_the_clerk(
    bed: Bed, site: Site, kills: int, chance: Random, said: Said
) -> Killed:
    """Start a clerk and kill it at a random moment, so many times."""
    found = Killed()
    for number in range(1, kills + 1):
        before, followed = _reached(site), _followed(site)
        process = start(bed, "ops.clerk", "clerk")
        match number % _ROUND:
            case 0:
                _await_more(_followed, site, followed)
            case 4 | 8:
                sleep(chance.uniform(0, _START))
            case _:
                _await_more(_reached, site, before)
        sleep(chance.uniform(0, _BUSY))
        if process.poll() is not None:
            raise NotRunning("ops.clerk")
        kill(process)
        now = _reached(site)
        found.kills += 1
        found.behind += now < site.log.last_position()
        found.moved += now > before
        found.followed += _followed(site) > followed
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
    seen, until = _work(site), monotonic() + PATIENCE
    while not seen.is_done or stopped(site.engine):
        if monotonic() > until:
            raise NotRunning("the views did not come to the end")
        folding.catch_up()
        busy = [each.tick(site.clock()).is_busy for each in clerks]
        sleep(0 if any(busy) else _POLL)
        now = _work(site)
        if now != seen:
            seen, until = now, monotonic() + PATIENCE
    for each in clerks:
        each.leave()
    folding.catch_up()
    of_readings.catch_up()


def _await_more(come_to: Callable[[Site], int], site: Site, before: int) -> None:
    until = monotonic() + PATIENCE
    while come_to(site) <= before:
        if monotonic() > until:
            raise NotRunning("ops.clerk gets nothing done")
        sleep(_POLL)


def _reached(site: Site) -> int:
    with site.engine.begin() as connection:
        reached = positions(connection)
    reached.pop("reading", None)
    return min(reached.values())


def _followed(site: Site) -> int:
    return _work(site).followed


def _work(site: Site) -> Work:
    with site.pool.connection() as connection:
        row = connection.execute(
            "SELECT (SELECT coalesce(max(position), 0) FROM log.event),"
            " (SELECT coalesce(min(position), 0) FROM desk.follower"
            "  WHERE name <> 'reconciliation'),"
            " (SELECT count(*) FROM log.event WHERE topic = 'notice.issued'),"
            " (SELECT count(*) FROM log.event WHERE topic = 'notice.delivered')"
        ).fetchone()
    return Work(*(row or (0, 0, 0, 0)), reached=_reached(site))
