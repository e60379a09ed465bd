"""Fills the disk under a running installation, holds it full, and frees it again."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Final

import psycopg

from ops.proving.checks.crash.clients import refused_page
from ops.proving.checks.crash.disk import MEGABYTE, SmallDisk
from ops.proving.checks.crash.load import Load
from ops.proving.proof import Report, Said
from ops.proving.standing import NotStanding, Standing, pids_under

SOME: Final = 100
"""Acknowledgements before each time the disk is filled."""
ENOUGH: Final = 10
"""Refusals after which it counts as full."""
SPARE: Final = 256 * 1024
"""Bytes left for the writers themselves to fill: the last of them meets the end."""
WITHIN: Final = 30.0
"""Seconds after which recording goes on by itself, once there is space."""
PATIENCE: Final = 120.0
_POLL: Final = 0.1


def keep_the_log_short(standing: Standing) -> None:
    """Let the write-ahead log fit a small disk, as an operator of one would."""
    with psycopg.connect(_super(standing), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_wal_size = '64MB'")
        connection.execute("ALTER SYSTEM SET min_wal_size = '32MB'")
        connection.execute("SELECT pg_reload_conf()")


@dataclass(slots=True)
class Filling:
    """Fills and frees a disk again and again; `back` is how long each return took."""

    standing: Standing
    load: Load
    disk: SmallDisk
    acknowledged: int = 0
    refused: int = 0
    ended: int = 0
    pages: int = 0
    back: list[float] = field(default_factory=list[float])

    def round(self, hold: float, said: Said) -> None:
        """Fill until the database ends, hold, free, wait until recording goes on."""
        heard = self.load.heard
        self._until(lambda: heard.acknowledged >= SOME * (1 + len(self.back)))
        before, ended = heard.answers[503], self.ended
        processes = self._processes()
        taken = self.disk.fill(SPARE)
        said(f"写满 {self.disk.kind} / filled: {taken // MEGABYTE} MiB")
        full, acknowledged = monotonic(), heard.acknowledged

        def was_full() -> bool:
            nonlocal processes
            is_refused = heard.answers[503] - before >= ENOUGH
            if is_refused:
                _take_a_new_file(self.standing)
            now = self._processes()
            if now and not now & processes:
                processes = now
                self.ended += 1
            return is_refused and self.ended > ended and monotonic() - full > hold

        self._until(was_full)
        self.pages += refused_page(self.load.clients[0].asker)
        self.acknowledged += heard.acknowledged - acknowledged
        self.refused += heard.answers[503] - before
        self.disk.free()
        freed = monotonic()
        self._until(lambda: heard.last_acknowledged > freed)
        self.back.append(heard.last_acknowledged - freed)

    def _processes(self) -> set[int]:
        """Return the server's own processes: when it ends, all of them are others."""
        return set(pids_under(self.standing.pids().get("postgres", 0)))

    def _until(self, is_so: Callable[[], bool]) -> None:
        until = monotonic() + PATIENCE
        while not is_so():
            if self.standing.process.poll() is not None or monotonic() > until:
                raise NotStanding(self.standing.last_words())
            sleep(_POLL)


def fill_and_free(
    filling: Filling, rounds: int, hold: float, report: Report, said: Said
) -> None:
    """Fill and free so many times, and add what came of it."""
    for _ in range(rounds):
        filling.round(hold, said)
    report.add("disk filled and freed", len(filling.back), least=rounds)
    report.add("acknowledged as the disk ran full", filling.acknowledged, least=1)
    report.add("refused with 503 while full", filling.refused, least=ENOUGH)
    report.add("pages refused with 503 and words", filling.pages, least=rounds)
    report.add("ends of the database while full", filling.ended, least=rounds)
    told = filling.standing.said.read_text(errors="replace").count("the disk is full")
    report.add("told the operator that the disk is full", told)
    report.add("recording again once freed", max(filling.back), "s", most=WITHIN)


def _take_a_new_file(standing: Standing) -> None:
    """Let the server want a new file of its write-ahead log; on a full disk it ends."""
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(_super(standing), autocommit=True) as connection,
    ):
        connection.execute("SELECT pg_switch_wal()")


def _super(standing: Standing) -> str:
    return standing.prepared.url("super")
