"""A fact that one view cannot fold: its person stands still, alone, until it is mended."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.log import Logged
from domain.registry.follow_up import GradeRisk
from ops.clerk import rounds_clerk
from ops.proving.checks.projections.load import Load
from ops.site import Site
from projections.alarms import ringing
from projections.due_list import due_list
from projections.every import OF_THE_LOG
from projections.folding import Folding, Parked
from projections.view import View
from scheduler.parked_watch import KIND


class Poisoned(Exception):
    """The fold was told to fail."""


@dataclass(frozen=True, slots=True)
class Poison:
    """What came of it."""

    parked: list[Parked]
    lagging: int
    """Facts that views did not take in because one of them could not fold one."""
    rings: int
    """Alarms that rang for the parked, before it was mended."""
    still_rings: int
    still_parked: int


def poison(site: Site, load: Load, turns: int) -> Poison:
    """Let a view fail for one person while everybody is recorded about; then mend it."""
    person = UUID(load.wishing.people.pop())
    views = [
        _failing(view, person) if view is due_list else view for view in OF_THE_LOG
    ]
    broken = Folding(site.engine, site.log, views)
    load.run(GradeRisk(person, 3, "演示"))
    load.turns(turns)
    load.run(GradeRisk(person, 0, "演示"))
    load.wishing.people.append(str(person))
    broken.catch_up()
    parked = broken.parked()
    lagging = site.log.last_position() - min(
        place for name, place in broken.positions().items() if name != "reading"
    )
    rings = _watched(site, broken)
    mended = Folding(site.engine, site.log, OF_THE_LOG)
    for each in parked:
        mended.unpark(each.view, each.lane)
    still_rings = _watched(site, mended)
    return Poison(parked, lagging, rings, still_rings, len(mended.parked()))


def _failing(view: View[Any], person: UUID) -> View[Any]:
    fold: Callable[[Any, Logged], Any] = view.fold

    def failing(row: Any, fact: Logged) -> Any:
        if fact.person == person and fact.topic == "person.risk_graded":
            raise Poisoned
        return fold(row, fact)

    return replace(view, fold=failing)


def _watched(site: Site, folding: Folding) -> int:
    """Let a clerk make its rounds until nothing is left; return how many alarms ring."""
    clerk = rounds_clerk(site, folding, site.new_id())
    while clerk.tick(site.clock()).is_busy:
        folding.catch_up()
    clerk.leave()
    folding.catch_up()
    with site.engine.begin() as connection:
        return sum(alarm.kind == KIND for _, alarm in ringing(connection))
