"""`suian bench loading`: a person of 200 and of 1,000 facts, and catch-up with the log.

Loading reads a person's stream, opens every fact and folds them into the aggregate; no
snapshots. It is measured with the person's keys known to the process and not. Catch-up
reads the whole log page by page as domain events, beside the library's own subscription
over the same facts with its own cipher, one after the other in every round. The garbage
collector is set as in our processes, for both sides.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from os import urandom
from time import perf_counter, process_time
from typing import Final
from uuid import UUID, uuid4

from domain.errors import ProgramTooOld
from domain.log import Erased, Write
from domain.registry.runner import folded
from ops.garbage import settle
from ops.proving.bed import throwaway
from ops.proving.benches.loading.people import course, record
from ops.proving.benches.loading.upstream import Library, library
from ops.proving.benches.store.facts import follow_ups
from ops.proving.proof import Report, Said
from ops.proving.spread import spread, tail
from ops.site import Site
from ops.store.mapper import SealingMapper

LIMITS: Final = {200: 3.0, 1000: 15.0}
"""Milliseconds within which a person of so many facts is loaded."""
RATIO: Final = 1.5
"""How many times the library's subscription catch-up must reach."""
SEALING: Final = 30.0
"""Microseconds within which a fact is sealed when the person's key is known."""
PAGE: Final = 500
"""Facts a page of catch-up; the library's subscription reads as many."""


@dataclass(slots=True)
class Took:
    """What was measured of one thing: wall and processor time of each run, in seconds."""

    wall: list[float] = field(default_factory=list[float])
    cpu: list[float] = field(default_factory=list[float])

    def run(self, work: Callable[[], object]) -> None:
        """Run once and keep what it took."""
        wall, cpu = perf_counter(), process_time()
        work()
        self.wall.append(perf_counter() - wall)
        self.cpu.append(process_time() - cpu)


@dataclass(slots=True)
class Seen:
    """Everything that was measured."""

    known: dict[int, Took] = field(default_factory=dict[int, Took])
    unknown: dict[int, Took] = field(default_factory=dict[int, Took])
    ours: Took = field(default_factory=Took)
    library: Took = field(default_factory=Took)
    sealing: Took = field(default_factory=Took)


@dataclass(frozen=True, slots=True)
class Loading:
    """The bench; its fields make it shorter."""

    name: str = "loading"
    claim: str = (
        "解密并重放一位有 200 条事件的患者不超过 3 毫秒，1000 条不超过 15 毫秒；"
        "追赶日志的速度不低于上游订阅的 1.5 倍"
        " / a person of 200 facts is opened and folded within 3 ms, of 1,000 within 15;"
        " catching up is at least 1.5 times the library's subscription"
    )
    limits: tuple[tuple[int, float], ...] = tuple(LIMITS.items())
    ratio: float = RATIO
    sealing: float = SEALING
    rounds: int = 9
    loads: int = 20
    people: int = 100
    facts: int = 200
    """What the log holds that is caught up with: so many people of so many facts."""

    def run(self, *, short: bool, said: Said) -> Report:
        """Measure; the short form has a short log and limits that leave room for others."""
        if short:
            wide = tuple((facts, limit * 10) for facts, limit in self.limits)
            return replace(
                self,
                limits=wide,
                ratio=1.0,
                sealing=300.0,
                rounds=3,
                loads=3,
                people=10,
            ).run(short=False, said=said)
        seen = Seen()
        with throwaway(views=False) as bed, library(bed) as theirs:
            site = bed.site()
            try:
                self._measure(site, theirs, seen, said)
            finally:
                site.close()
        return self.told(seen)

    def _measure(self, site: Site, theirs: Library, seen: Seen, said: Said) -> None:
        everybody = [uuid4() for _ in range(self.people)]
        facts = record(site.log, course(self.facts), everybody)
        theirs.record(facts)
        count = len(facts)
        del facts
        one_by_one = {size: uuid4() for size, _ in self.limits}
        for size, person in one_by_one.items():
            record(site.log, course(size), [person])
        settle()
        for number in range(self.rounds):
            for size, person in one_by_one.items():
                self._load(site, person, size, seen)
            seen.library.run(lambda: theirs.catch_up(count))
            _forget(site)
            seen.ours.run(lambda: _catch_up(site, count))
            seen.sealing.run(_sealing(site))
            said(_words(number + 1, self.rounds, count, seen))

    def _load(self, site: Site, person: UUID, size: int, seen: Seen) -> None:
        def load() -> None:
            folded(site.log.stream(person))

        load()
        for _ in range(self.loads):
            seen.known.setdefault(size, Took()).run(load)
        for _ in range(self.loads):
            _forget(site)
            seen.unknown.setdefault(size, Took()).run(load)

    def told(self, seen: Seen) -> Report:
        """Report what was seen, with the limits it must keep."""
        report = Report(self.name)
        for size, limit in self.limits:
            for took, name in (
                (seen.unknown[size], "keys read too"),
                (seen.known[size], "keys known"),
            ):
                wall, cpu = spread(took.wall), spread(took.cpu)
                report.add(
                    f"loading {size} facts, {name}",
                    wall.middle * 1e3,
                    "ms",
                    most=limit,
                    note=f"quartiles {wall.low * 1e3:.3g}-{wall.high * 1e3:.3g};"
                    f" p90 {tail(took.wall, 0.9) * 1e3:.3g};"
                    f" processor {cpu.middle * 1e3:.3g}",
                )
        count = self.people * self.facts
        pairs = zip(seen.library.wall, seen.ours.wall, strict=True)
        ratios = spread([theirs / ours for theirs, ours in pairs])
        report.add(
            "catch-up × the library's subscription",
            ratios.middle,
            "×",
            least=self.ratio,
            note=ratios.words,
        )
        sides = (("catch-up, ours", seen.ours), ("the library's", seen.library))
        for name, took in sides:
            rates = spread([count / wall for wall in took.wall])
            cpu = spread(took.cpu).middle / count
            note = f"{rates.words}; processor {cpu * 1e6:.3g} µs a fact"
            report.add(name, rates.middle, "facts/s", note=note)
        sealing = spread([wall / _SEALED * 1e6 for wall in seen.sealing.wall])
        report.add(
            "sealing a fact, its key known",
            sealing.middle,
            "µs",
            most=self.sealing,
            note=sealing.words,
        )
        return report


_SEALED: Final = 500


def _catch_up(site: Site, facts: int) -> None:
    position = 0
    while position < facts:
        position = site.log.after(position, PAGE)[-1].position


def _sealing(site: Site) -> Callable[[], None]:
    """Return what seals one fact after the other."""
    mapper = SealingMapper(site.keys, urandom, Erased, ProgramTooOld)
    pattern, person = follow_ups(), uuid4()
    writes: list[list[Write]] = [[pattern.write(person, 1)] for _ in range(_SEALED)]
    mapper.seal(writes[0], {})

    def seal() -> None:
        for write in writes:
            mapper.seal(write, {})

    return seal


def _forget(site: Site) -> None:
    """Let the process know no key, as after its start."""
    for key in site.keys.for_sealing([(None, "site")]).values():
        site.keys.forget(key.generation)


def _words(number: int, rounds: int, facts: int, seen: Seen) -> str:
    loads = ", ".join(
        f"{size}: {took.wall[-1] * 1e3:.2f} ms" for size, took in seen.known.items()
    )
    ours, theirs = facts / seen.ours.wall[-1], facts / seen.library.wall[-1]
    return f"{number}/{rounds} {loads}; catch-up {ours:,.0f}/s, library {theirs:,.0f}/s"


PROOF: Final = Loading()
