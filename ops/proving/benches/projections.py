"""`bench projections`: how fast views follow the log, and how soon after a commit.

Catch-up stands beside the library's own projection runner driving the same folds over the
same facts, slice by slice in turns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any, Final

from ops.proving.bed import Bed, throwaway
from ops.proving.benches import _county
from ops.proving.benches._latency import Latency, latency
from ops.proving.benches._upstream import (
    Facts,
    Folds,
    FoldsOfKeptRows,
    Runner,
    environment,
    take_over,
)
from ops.proving.proof import Report, Said
from ops.proving.spread import spread
from ops.rebuilding import Means, rebuild
from ops.site import Site
from projections.due_list import due_list
from projections.every import OF_THE_LOG
from projections.folding import BATCH, Folding
from projections.management import management
from projections.name_search import name_index
from projections.notice_box import notice_box
from projections.person_card import person_card
from projections.view import View

FIVE: Final[tuple[View[Any], ...]] = (
    person_card,
    due_list,
    name_index,
    notice_box,
    management,
)
"""Person card, due list, caseload as it is looked up, notices, facts of the indicators."""

MILLION: Final = 1_000_000
STRETCH: Final = 40
ON_PACE: Final = 0.8
"""The share of its pace the writer must have kept, or nothing was measured."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured, and the floors of that."""

    people: int
    rounds: int
    slice: int
    """Facts folded by either side in a round."""
    rebuilt: int
    """Facts rebuilt."""
    seconds: float
    """How long the paced writer writes."""
    ratio: float
    rebuild_within: float
    """Seconds for 10⁶ facts."""
    seen_within: float
    """Milliseconds from commit to view, 99 of 100."""
    pace: int = 200
    """Facts a second of the paced writer."""
    note: str = ""


LONG: Final = Sizes(200, 9, 4000, MILLION, 30, 15, 60, 50)
SHORT: Final = Sizes(
    12, 2, 200, 2000, 2, 1.5, 2000, 10_000, 20, "short form, generous limit"
)


@dataclass(frozen=True, slots=True)
class Projections:
    """The bench; `sizes` may be given instead of the usual ones."""

    sizes: Sizes | None = None
    name: str = "projections"
    claim: str = (
        "视图追赶日志:速度、重建用时、提交后多久可见 / how fast views catch up and are"
        " rebuilt, and how soon a commit shows"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Measure on a throwaway server."""
        sizes = self.sizes or (SHORT if short else LONG)
        report = Report(self.name)
        with throwaway() as bed:
            county = _county.found(bed, _county.plan_of(sizes.people))
            said(f"county of {sizes.people} people: {len(county)} facts")
            site = bed.site()
            try:
                tell_latency(
                    report, latency(bed, site, sizes.pace, sizes.seconds), sizes
                )
                wanted = (sizes.rounds + 1) * sizes.slice
                held = _county.copy(site, county, wanted)
                said(f"log of {held} facts for {sizes.rounds} rounds")
                Folding(site.engine, site.log, OF_THE_LOG).catch_up()
                _catch_up(report, bed, site, sizes)
                held = _county.copy(site, county, sizes.rebuilt)
                said(f"log of {held} facts for the rebuild")
                _rebuild(report, bed, held, sizes)
            finally:
                site.close()
        return report


PROOF: Final = Projections()


def tell_latency(report: Report, found: Latency, sizes: Sizes) -> None:
    """Add what the watcher found."""
    report.add(
        "facts a second while paced", found.rate, "/s", least=sizes.pace * ON_PACE
    )
    report.add("commit to view, median", found.median, "ms")
    report.add("commit to view, p99", found.p99, "ms", most=sizes.seen_within,
               note=sizes.note)  # fmt: skip


def _catch_up(report: Report, bed: Bed, site: Site, sizes: Sizes) -> None:
    """Fold slice after slice, each side in turn; the first slice only warms up."""
    env = environment(bed.url("owner"))
    with Facts(env) as app:
        take_over(app, site.log.after(0, (sizes.rounds + 1) * sizes.slice))
    folding = Folding(site.engine, site.log, FIVE)
    for view in FIVE:
        folding.refold(view.name)
    reading = Runner(env, FIVE, Folds)
    keeping = Runner(env, FIVE, FoldsOfKeptRows)
    sides: dict[str, Callable[[int], float]] = {
        "ours": partial(_ours, folding),
        "theirs": reading.let,
        "kept": keeping.let,
    }
    speeds: dict[str, list[float]] = {name: [] for name in sides}
    try:
        for turn in range(sizes.rounds + 1):
            upto = (turn + 1) * sizes.slice
            names = list(sides) if turn % 2 else list(reversed(sides))
            seconds = {name: sides[name](upto) for name in names}
            if turn:
                for name, each in seconds.items():
                    speeds[name].append(sizes.slice / each)
    finally:
        reading.end()
        keeping.end()
    tell_speeds(report, speeds, sizes)


def tell_speeds(report: Report, speeds: dict[str, list[float]], sizes: Sizes) -> None:
    """Add the speeds of all sides, in facts a second, and the ratios of each round."""
    report.add("five views, ours", median(speeds["ours"]), "facts/s")
    report.add("five views, the library's runner", median(speeds["theirs"]), "facts/s")
    against = {
        "theirs": "five views, ours by the library's runner",
        "kept": "the same, its rows kept in memory",
    }
    for other, name in against.items():
        pairs = zip(speeds["ours"], speeds[other], strict=True)
        ratios = spread([ours / theirs for ours, theirs in pairs])
        least = sizes.ratio if other == "theirs" else None
        note = f"{ratios.words} of {len(speeds[other])} rounds"
        if least:
            note += f"; stretch {STRETCH}; {sizes.note}".removesuffix("; ")
        report.add(name, ratios.middle, "×", least=least, note=note)


def _ours(folding: Folding, upto: int) -> float:
    began = perf_counter()
    while (left := upto - min(folding.positions().values())) > 0:
        folding.step(min(BATCH, left))
    return perf_counter() - began


def _rebuild(report: Report, bed: Bed, held: int, sizes: Sizes) -> None:
    """Rebuild beside, compare and swap, as `suian view rebuild` does."""
    seconds = _rebuilt(bed, FIVE)
    report.add(
        "five views rebuilt, 10⁶ facts",
        seconds * MILLION / held,
        "s",
        most=sizes.rebuild_within,
        note=f"{held} facts in {seconds:.1f} s; {sizes.note}".removesuffix("; "),
    )
    seconds = _rebuilt(bed, OF_THE_LOG)
    report.add(
        "every view rebuilt, 10⁶ facts",
        seconds * MILLION / held,
        "s",
        note=f"{len(OF_THE_LOG)} views, {held} facts in {seconds:.1f} s",
    )


def _rebuilt(bed: Bed, views: Sequence[View[Any]]) -> float:
    means = Means(bed.url("owner"), bed.url("clerk"), bed.keys)
    began = perf_counter()
    for each in rebuild(means, views):
        if not each.swapped:
            raise AssertionError(each.differences)
    return perf_counter() - began
