"""`suian check projections`: views hold every fact exactly once, whatever happens to them.

While people are recorded about, the clerk is killed again and again; views are made
afresh beside the live ones and swapped under readers; a rebuild is broken off; a fact
cannot be folded. Each time the live views are held, row version by row version, against
the whole log folded afresh in another database.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from sqlalchemy import Engine

from ops.clerk import foldings
from ops.demo import township
from ops.proving.bed import Bed, throwaway
from ops.proving.checks.projections.breaking import break_rebuilds
from ops.proving.checks.projections.comparing import (
    folded_afresh,
    held_against,
    other_views,
    rows_of,
)
from ops.proving.checks.projections.faulty import folded_with_the_position_apart
from ops.proving.checks.projections.killing import come_to_the_end, kill_the_clerk
from ops.proving.checks.projections.load import Load
from ops.proving.checks.projections.poison import poison
from ops.proving.checks.projections.processes import clerk, web
from ops.proving.checks.projections.readers import on_record, reading
from ops.proving.checks.projections.swapping import means_of, swap_all
from ops.proving.proof import Report, Said
from ops.rebuilding import Rebuilt
from ops.site import Site
from projections.every import OF_THE_LOG


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything; the same seed draws the same moments and wishes."""

    kills: int
    pause: float
    turns: int
    """What is recorded before the first kill, and while somebody is poisoned."""
    swaps: int
    """How often every view is rebuilt and swapped under readers."""
    readers: int
    broken: int
    """How many processes are killed while they rebuild or swap."""
    seed: int = 4


SHORT: Final = Plan(kills=2, pause=0.03, turns=40, swaps=1, readers=2, broken=1)
LONG: Final = Plan(kills=200, pause=0.1, turns=400, swaps=5, readers=4, broken=20)


@dataclass(frozen=True, slots=True)
class Projections:
    """The check."""

    name: str = "projections"
    claim: str = (
        "视图中每件事恰好一次:杀进程、重建、切换、遇毒都不变"
        " / views hold every fact exactly once, killed, rebuilt, swapped or poisoned"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Record, kill, rebuild, poison; hold the views against the log each time."""
        report, plan = Report(self.name), SHORT if short else LONG
        with throwaway() as bed, _site(bed) as site, other_views(bed) as other:
            password = token_urlsafe()
            township.load(site, password)
            foldings(site)[0].catch_up()
            load = Load.of(site, _unit(site), plan.seed, plan.pause)
            load.turns(plan.turns)
            _kill(bed, site, load, plan, report, said)
            _hold(other, site, "after the kills", report)
            _swap(bed, site, load, password, plan, report)
            _break(bed, site, load, plan, report)
            _hold(other, site, "after the swaps", report)
            _poison(site, load, plan, report)
            _hold(other, site, "after the poison", report)
            _fail_on_purpose(other, site, report)
        return report


def _kill(
    bed: Bed, site: Site, load: Load, plan: Plan, report: Report, said: Said
) -> None:
    chance = Random(plan.seed)  # noqa: S311 - drawn again from the seed
    load.start()
    try:
        killed = kill_the_clerk(bed, site, plan.kills, chance, said)
    finally:
        load.stop()
    come_to_the_end(site)
    report.add("kills", killed.kills, least=plan.kills, note=f"seed {plan.seed}")
    report.add("kills with facts not yet folded", killed.behind, least=1)
    report.add("kills after something was folded", killed.moved, least=1)
    few = plan.kills // 20
    report.add("kills after a notice was dealt with", killed.followed, least=few)
    for name, times in sorted(load.done.items()):
        report.add(f"recorded meanwhile: {name}", times)
    report.add("facts in the log", site.log.last_position(), least=1)
    report.add("notices issued twice", _issued_twice(site), most=0)


def _swap(
    bed: Bed, site: Site, load: Load, password: str, plan: Plan, report: Report
) -> None:
    """Rebuild every view beside, compare and swap, while people record and read."""
    rebuilt: list[Rebuilt] = []
    with clerk(bed), web(bed) as port:
        someone = on_record(port, password)
        load.start()
        with reading(port, someone, plan.readers) as seen:
            for _ in range(plan.swaps):
                rebuilt += swap_all(means_of(bed))
        load.stop()
    come_to_the_end(site)
    unlike = sum(each.differences.count for each in rebuilt)
    swapped = sum(each.swapped for each in rebuilt)
    report.add("views swapped under load", swapped, least=plan.swaps * len(OF_THE_LOG))
    report.add("row versions unlike when they were swapped", unlike, most=0)
    for name, answers in sorted(seen.answers.items()):
        report.add(f"answers meanwhile: {name}", answers, least=1)
    failed = ", ".join(sorted(seen.failed))
    report.add("requests failed", seen.failed.total(), most=0, note=failed)
    report.add("answers without who is on record", seen.missing.total(), most=0)


def _break(bed: Bed, site: Site, load: Load, plan: Plan, report: Report) -> None:
    person = UUID(load.wishing.people[0])
    chance = Random(plan.seed)  # noqa: S311 - drawn again from the seed
    found = break_rebuilds(bed, site, person, plan.broken, chance)
    report.add("rebuilds killed", found.killed, least=plan.broken)
    report.add("row versions changed by a broken rebuild", found.changed, most=0)
    report.add("row versions unlike where a fold fails", found.unlike, least=1)
    report.add("views swapped although a fold failed", found.swapped, most=0)
    report.add("tables a broken rebuild left for good", found.left, most=0)


def _poison(site: Site, load: Load, plan: Plan, report: Report) -> None:
    found = poison(site, load, plan.turns)
    report.add("parked by a fact nobody can fold", len(found.parked), least=1, most=1)
    report.add("facts others waited for", found.lagging, most=0)
    report.add("alarms for the parked", found.rings, least=1, most=1)
    report.add("alarms after it was mended", found.still_rings, most=0)
    report.add("parked after it was mended", found.still_parked, most=0)


def _fail_on_purpose(other: Engine, site: Site, report: Report) -> None:
    """Show that the comparison finds a folding whose position is written apart."""
    faulty = folded_with_the_position_apart(other, site)
    unlike = sum(held.unlike for held in held_against(rows_of(site.engine), faulty))
    report.add("rows unlike where the position is written apart", unlike, least=1)


def _hold(other: Engine, site: Site, when: str, report: Report) -> None:
    found = held_against(rows_of(site.engine), folded_afresh(other, site))
    unlike = [held.view for held in found if held.unlike]
    report.add(f"row versions {when}", sum(h.rows for h in found), least=1)
    report.add(
        f"views unlike {when}",
        len(unlike),
        most=0,
        note=", ".join(unlike) or f"{len(OF_THE_LOG)} views, every column",
    )


def _unit(site: Site) -> UUID:
    with site.pool.connection() as connection:
        row = connection.execute(
            "SELECT key FROM view.office WHERE kind = 'township_hospital'"
        ).fetchone()
    return UUID(str(row[0])) if row else UUID(int=0)


def _issued_twice(site: Site) -> int:
    with site.pool.connection() as connection:
        row = connection.execute(
            "SELECT count(*) - count(DISTINCT stream) FROM log.event"
            " WHERE topic = 'notice.issued'"
        ).fetchone()
    return row[0] if row else -1


@contextmanager
def _site(bed: Bed) -> Generator[Site]:
    site = bed.site()
    try:
        yield site
    finally:
        site.close()


PROOF: Final = Projections()
