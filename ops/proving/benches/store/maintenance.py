"""How long an append waits while the database is looked after, against calm seconds."""

from dataclasses import dataclass, field
from threading import Thread
from time import monotonic, sleep
from typing import Final, LiteralString

import psycopg

from ops.proving.bed import Bed
from ops.proving.benches.store.clients import Clients, Taken
from ops.proving.proof import Report, Said
from ops.proving.spread import tail

TASKS: Final[dict[str, tuple[LiteralString, ...]]] = {
    "ANALYZE": ("ANALYZE log.event",),
    "VACUUM": ("VACUUM (DISABLE_PAGE_SKIPPING) log.event",),
    "CREATE INDEX CONCURRENTLY": (
        "CREATE INDEX CONCURRENTLY of_the_bench ON log.event (topic, version)",
        "DROP INDEX CONCURRENTLY log.of_the_bench",
    ),
}
"""What is measured, and after it what undoes it."""

WRITERS: Final = 4
_FILL: Final = """
INSERT INTO log.event
SELECT n, gen_random_uuid(), 1, gen_random_uuid(), gen_random_uuid(),
       'person.follow_up_recorded', now(), %(header)s, %(state)s, sha256(n::text::bytea)
FROM generate_series((SELECT coalesce(max(position), 0) + 1 FROM log.event), %(rows)s) n
"""


@dataclass(slots=True)
class Kept:
    """How long appends took in calm seconds and during so many runs of one task."""

    calm: list[float] = field(default_factory=list[float])
    during: list[float] = field(default_factory=list[float])
    runs: int = 0


def fill(bed: Bed, rows: int, header: int, state: int) -> int:
    """Fill the log up to so many rows of this size; return how many there are now."""
    with psycopg.connect(bed.url("super"), autocommit=True) as connection:
        values = {"rows": rows, "header": "h" * header, "state": bytes(state)}
        connection.execute(_FILL, values)
        connection.execute("VACUUM ANALYZE log.event")
        connection.execute("CHECKPOINT")
        found = connection.execute("SELECT count(*) FROM log.event").fetchone()
    return int(found[0]) if found else 0


def measure(  # noqa: PLR0913 - a measurement's terms
    bed: Bed,
    clients: Clients,
    report: Report,
    said: Said,
    *,
    rounds: int,
    seconds: float,
    pause: float,
    most: float,
) -> None:
    """Alternate calm and looked-after seconds and report the slowest appends of each.

    `most` is how many times longer than in calm seconds they may take.
    """
    kept = {name: Kept() for name in TASKS}
    for number in range(rounds):
        for name, one in kept.items():
            clients.make_ready(WRITERS)
            begins = monotonic() + seconds / 4
            calm = clients.within(WRITERS, begins, begins + seconds, pause)
            one.calm.extend(calm.took)
            _during(bed, clients, name, one, seconds, pause)
        said(f"maintenance {number + 1}/{rounds}")
    for name, one in kept.items():
        tell(report, name, one, most)


def tell(report: Report, name: str, kept: Kept, most: float) -> None:
    """Report the slowest appends of one kind of maintenance; none at all do not hold."""
    calm, during = tail(kept.calm, 0.999), tail(kept.during, 0.999)
    report.add(
        f"appends during {name}, p99.9 × calm",
        during / calm if calm else 0.0,
        "×",
        most=most if kept.during else -1.0,
        note=(
            f"p99.9 {during * 1e3:.1f} ms of {len(kept.during):,} during"
            f" {kept.runs} runs, {calm * 1e3:.1f} ms of {len(kept.calm):,} in calm;"
            f" slowest {max(kept.during, default=0) * 1e3:.0f}"
            f" and {max(kept.calm, default=0) * 1e3:.0f} ms"
        ),
    )


def _during(
    bed: Bed, clients: Clients, name: str, kept: Kept, seconds: float, pause: float
) -> None:
    clients.make_ready(WRITERS)
    begins = monotonic() + seconds / 4
    ends = begins + seconds
    spans: list[tuple[float, float]] = []
    thread = Thread(
        target=_look_after, args=(bed.url("super"), name, begins, ends, spans)
    )
    thread.start()
    taken = clients.within(WRITERS, begins, ends, pause)
    thread.join()
    kept.runs += len(spans)
    kept.during.extend(_overlapping(taken, spans))


def _look_after(
    url: str, name: str, begins: float, ends: float, spans: list[tuple[float, float]]
) -> None:
    first, *rest = TASKS[name]
    with psycopg.connect(url, autocommit=True) as connection:
        sleep(max(begins - monotonic(), 0))
        while monotonic() < ends:
            began = monotonic()
            connection.execute(first)
            spans.append((began, monotonic()))
            for statement in rest:
                connection.execute(statement)


def _overlapping(taken: Taken, spans: list[tuple[float, float]]) -> list[float]:
    return [
        took
        for done, took in zip(taken.done, taken.took, strict=True)
        if any(done >= began and done - took <= ended for began, ended in spans)
    ]
