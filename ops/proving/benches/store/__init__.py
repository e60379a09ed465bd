"""`suian bench store`: durable appends against pgbench and the library's own recorder.

Everything runs side by side in every round, on one server with PostgreSQL's defaults, so
a ratio is of the same seconds on the same machine. One part alone, from a shell:
`python -c "from ops.proving.benches.store import Store as S; S(parts=('rates',),
rounds=3).run(short=False, said=print)"`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Final

import psycopg
from psycopg import sql

from ops.proving.bed import Bed, throwaway
from ops.proving.benches.store import maintenance, ours, upstream
from ops.proving.benches.store.clients import Clients, clients
from ops.proving.benches.store.pgbench import Pgbench
from ops.proving.proof import Report, Said
from ops.proving.spread import spread, tail


@dataclass(frozen=True, slots=True)
class Case:
    """So many of our writers against so many of pgbench's and of the library's."""

    writers: int
    pgbench: int
    floor: float
    stretch: float | None = None
    upstream: float | None = None
    """How many times the library's own recorder we must reach; None: not compared."""


CASES: Final = (
    Case(1, 1, 0.5, 0.7),
    Case(16, 16, 0.7, 1.0, upstream=12),
    Case(32, 32, 0.9, 1.3, upstream=20),
    Case(128, 64, 2.0),
)

SHORT: Final = (Case(4, 4, 0.1, upstream=0.1),)
"""Few writers and next to no floor: the machine has other tests to run beside it."""


@dataclass(slots=True)
class Seen:
    """What the rounds of one case came to: rates a round, and every latency."""

    rates: list[float] = field(default_factory=list[float])
    took: list[float] = field(default_factory=list[float])

    def add(self, rate: float, took: Sequence[float]) -> None:
        """Keep one round."""
        self.rates.append(rate)
        self.took.extend(took)


@dataclass(frozen=True, slots=True)
class Seens:
    """One case's three sides."""

    ours: Seen = field(default_factory=Seen)
    pgbench: Seen = field(default_factory=Seen)
    upstream: Seen = field(default_factory=Seen)


@dataclass(frozen=True, slots=True)
class Store:
    """The bench; its fields make it shorter or leave parts of it out."""

    name: str = "store"
    claim: str = (
        "每条事件加密、成链、落盘后才应答，速度不低于 PostgreSQL 自带 pgbench 的规定比例"
        " / events encrypted, chained, durable and acknowledged one by one, at the floors"
        " set against pgbench's one-row insert"
    )
    parts: tuple[str, ...] = ("rates", "upstream", "maintenance")
    cases: tuple[Case, ...] = CASES
    rounds: int = 9
    seconds: float = 1.5
    warm: float = 0.4
    rows: int = 200_000
    pause: float = 0.0
    longer: float = 3.0
    """How many times longer an append may take while the database is looked after."""
    processes: int = 2
    """Client processes, as in the reference; a single writer is in one."""

    def run(self, *, short: bool, said: Said) -> Report:
        """Measure; the short form is one round of few writers with next to no limit."""
        if short:
            return replace(
                self,
                cases=SHORT,
                rounds=1,
                seconds=0.5,
                rows=2_000,
                longer=100.0,
                processes=1,
            ).run(short=False, said=said)
        report = Report(self.name)
        with throwaway(views=False) as bed:
            web = (bed.url("web"), str(bed.keys))
            with clients(ours.serve, self.processes, *web) as writing:
                self._measure(bed, writing, report, said)
        return report

    def _measure(self, bed: Bed, writing: Clients, report: Report, said: Said) -> None:
        header, state = _sizes(bed, writing)
        report.add("state of a follow-up, sealed", state, "bytes")
        report.add("header of a follow-up", header, "bytes")
        if "rates" in self.parts or "upstream" in self.parts:
            self._rates(bed, writing, state, report, said)
        if "maintenance" in self.parts:
            rows = maintenance.fill(bed, self.rows, header, state)
            report.add("rows in the log looked after", rows, least=self.rows)
            maintenance.measure(
                bed,
                writing,
                report,
                said,
                rounds=self.rounds,
                seconds=self.seconds,
                pause=self.pause,
                most=self.longer,
            )

    def _rates(
        self, bed: Bed, writing: Clients, payload: int, report: Report, said: Said
    ) -> None:
        baseline = Pgbench(bed.server.place.binaries, bed.url("super"), payload)
        baseline.make_table()
        environment = _library(bed)
        seen = {case: Seens() for case in self.cases}
        with clients(upstream.serve, self.processes, environment) as theirs:
            for number in range(self.rounds):
                for case, seens in seen.items():
                    self._round(case, seens, writing, theirs, baseline)
                    said(_words(number + 1, self.rounds, case, seens))
        for case, seens in seen.items():
            tell(report, case, seens)

    def _round(
        self,
        case: Case,
        seens: Seens,
        writing: Clients,
        theirs: Clients,
        baseline: Pgbench,
    ) -> None:
        if "rates" in self.parts:
            seens.pgbench.add(*baseline.run(case.pgbench, ceil(self.seconds)))
        took = writing.run(case.writers, self.warm, self.seconds).took
        seens.ours.add(len(took) / self.seconds, took)
        if "upstream" in self.parts and case.upstream:
            took = theirs.run(case.writers, self.warm, self.seconds).took
            seens.upstream.add(len(took) / self.seconds, took)


def _sizes(bed: Bed, writing: Clients) -> tuple[int, int]:
    """Return how long a follow-up's header and sealed state are, from one in the log."""
    writing.run(1, 0, 0.2)
    with psycopg.connect(bed.url("super")) as connection:
        found = connection.execute(
            "SELECT octet_length(header), octet_length(state) FROM log.event LIMIT 1"
        ).fetchone()
    if found is None:
        raise LookupError
    return found[0], found[1]


def _library(bed: Bed) -> dict[str, str]:
    with psycopg.connect(bed.url("super")) as connection:
        name = sql.Identifier(upstream.SCHEMA)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    environment = upstream.settings(bed.url("super"))
    upstream.make_table(environment)
    return environment


def _words(number: int, rounds: int, case: Case, seens: Seens) -> str:
    rates = {
        "ours": seens.ours,
        f"pgbench {case.pgbench}": seens.pgbench,
        "library": seens.upstream,
    }
    told = ", ".join(f"{n} {s.rates[-1]:,.0f}/s" for n, s in rates.items() if s.rates)
    return f"{number}/{rounds} {case.writers} writers: {told}"


def tell(report: Report, case: Case, seens: Seens) -> None:
    """Report one case: the ratios with their floors, and each side's rate and tail."""
    writers = f"{case.writers} writer{'s' if case.writers > 1 else ''}"
    if seens.pgbench.rates:
        note = f"stretch {case.stretch:g}" if case.stretch else ""
        against = f"{writers} × pgbench with {case.pgbench}"
        _ratio(report, against, seens.ours, seens.pgbench, case.floor, note)
    if seens.upstream.rates:
        against = f"{writers} × the library's recorder"
        _ratio(report, against, seens.ours, seens.upstream, case.upstream, "")
    sides = {
        f"{writers}, ours": seens.ours,
        f"pgbench with {case.pgbench}": seens.pgbench,
        f"{writers}, the library's recorder": seens.upstream,
    }
    for name, side in sides.items():
        if side.rates:
            rates = spread(side.rates)
            report.add(f"{name}: appends", rates.middle, "/s", note=rates.words)
            report.add(f"{name}: p50", tail(side.took, 0.5) * 1e3, "ms")
            report.add(f"{name}: p99", tail(side.took, 0.99) * 1e3, "ms")


def _ratio(
    report: Report, name: str, ours: Seen, other: Seen, floor: float | None, note: str
) -> None:
    pairs = zip(ours.rates, other.rates, strict=True)
    ratios = spread([mine / theirs for mine, theirs in pairs])
    words = "; ".join(filter(None, (ratios.words, note)))
    report.add(name, ratios.middle, "×", least=floor, note=words)


PROOF: Final = Store()
