"""`suian check crash`: processes killed and a disk filled, under load, and nothing lost.

Systems over HTTP and a writer process of its own record as fast as they are let, while
their processes and the database's are killed at random moments. Then the database's disk
is filled and freed again. Whoever doesn't know the outcome of a command asks again with
the same id. Afterwards the log is held against what each of them was told.
"""

import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from os import getloadavg
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Final

from ops.installation import start
from ops.proving.checks.crash.aftermath import (
    look_at_the_log,
    look_at_the_views,
    repeat_everything,
)
from ops.proving.checks.crash.disk import small_disk, tell_of
from ops.proving.checks.crash.filling import Filling, fill_and_free, keep_the_log_short
from ops.proving.checks.crash.killing import TARGETS, Killer, middle_and_longest
from ops.proving.checks.crash.load import Load, load
from ops.proving.proof import Report, Said
from ops.proving.standing import NotStanding, Standing, standing
from ops.site import open_site


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything; the same seed draws the same kills and wishes."""

    kills: int
    longest_pause: float
    alone: int
    clients: int
    pause: float
    fills: int
    hold: float
    megabytes: int
    within: float
    """Seconds within which a killed process is back, in the middle (design, section 12);
    the short form runs where anything may run beside it, and allows more."""
    seed: int = 4


SHORT: Final = Plan(
    kills=6,
    longest_pause=0.3,
    alone=2,
    clients=2,
    pause=0.05,
    fills=1,
    hold=0.5,
    megabytes=256,
    within=30,
)
LONG: Final = Plan(
    kills=200,
    longest_pause=1.0,
    alone=5,
    clients=4,
    pause=0.15,
    fills=3,
    hold=20,
    megabytes=192,
    within=5,
)

Part = Callable[[Standing, Load, Report], None]


@dataclass(frozen=True, slots=True)
class Crash:
    """The check."""

    name: str = "crash"
    claim: str = (
        "进程被杀、磁盘写满:已答复的一件不少、一件不重、没有一半的"
        " / killed or out of disk: what was acknowledged is there, once and whole"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Kill and fill: on one installation in the short form, on two in the long."""
        report, plan = Report(self.name), SHORT if short else LONG
        with _folder() as root, small_disk(root, plan.megabytes) as disk:
            small = disk.folder if disk.kind else root

            def kill(on: Standing, under: Load, part: Report) -> None:
                _kill(on, under, part, plan, said)

            def fill(on: Standing, under: Load, part: Report) -> None:
                if disk.kind:
                    filling = Filling(on, under, disk)
                    fill_and_free(filling, plan.fills, plan.hold, part, said)

            if short:
                parts = [_part("", (small, root / "notes"), (kill, fill), plan)]
            else:
                parts = [_part("killed", (root, root / "killed"), (kill,), plan)]
                if disk.kind:
                    parts.append(_part("full", (small, root / "full"), (fill,), plan))
            report.figures = [figure for part in parts for figure in part.figures]
            report.add("load of the machine", getloadavg()[2], note="15 minutes")
            tell_of(disk, report, said)
        return report


def _part(
    name: str, folders: tuple[Path, Path], steps: tuple[Part, ...], plan: Plan
) -> Report:
    """Run the steps on an installation in one folder, noting in the other what is told."""
    (folder, notes), part = folders, Report(name)
    notes.mkdir()
    try:
        with standing(folder / f"part{name}", notes / "said") as running:
            keep_the_log_short(running)
            with load(
                running, notes, seed=plan.seed, clients=plan.clients, pause=plan.pause
            ) as pressing:
                for step in steps:
                    step(running, pressing, part)
            _look(running, pressing, part)
    except NotStanding as problem:
        part.add("stood to the end", 0, least=1, note=str(problem))
    prefix = f"{name}: " if name else ""
    part.figures = [replace(f, name=prefix + f.name) for f in part.figures]
    return part


def _kill(
    running: Standing, pressing: Load, report: Report, plan: Plan, said: Said
) -> None:
    chance = Random(plan.seed)  # noqa: S311 - drawn again from the seed
    killer = Killer(running, pressing.writer, chance, plan.alone)
    killer.rounds(plan.kills, plan.longest_pause, said)
    report.add("kills", len(killer.kills), least=plan.kills, note=f"seed {plan.seed}")
    for target in TARGETS:
        seconds = killer.seconds(target)
        middle, longest = middle_and_longest(seconds)
        report.add(f"kills of {target}", len(seconds), least=1)
        report.add(f"{target} back, median", middle, "s", most=plan.within)
        report.add(f"{target} back, longest", longest, "s")


def _look(running: Standing, pressing: Load, report: Report) -> None:
    heard, prepared = pressing.heard, running.prepared
    report.add("outcomes nobody knew", heard.broken_off)
    report.add("answers 503", heard.answers[503])
    report.add("503 without Chinese or Retry-After", heard.wordless, most=0)
    report.add("slowest 503", heard.slowest, "s")
    report.add("answers 500", heard.answers[500], most=0)
    site = open_site(prepared.url("clerk"), prepared.keys)
    look_at_the_log(site, pressing, report)
    repeat_everything(site, pressing, report)
    site.close()
    running.stop()
    alone = start(prepared.settings, lambda _: None)
    site = open_site(alone.url("clerk"), alone.keys)
    try:
        look_at_the_views(site, report)
    finally:
        site.close()
        if alone.server:
            alone.server.stop()


@contextmanager
def _folder() -> Generator[Path]:
    root = Path(tempfile.mkdtemp(prefix="suian-crash-"))
    root.chmod(0o755)
    try:
        yield root
    finally:
        rmtree(root, ignore_errors=True)


PROOF: Final = Crash()
