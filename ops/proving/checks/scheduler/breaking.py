"""Three clerks' processes, killed one after the other, stopped and made to go on."""

import signal
import subprocess
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Final

from ops.clerk import TENURE
from ops.proving.bed import Bed
from ops.proving.checks.projections.processes import NotRunning, kill, start
from ops.proving.checks.scheduler.jumping import Jumping
from ops.proving.checks.scheduler.process import CLOCK, FOLDER, UNFENCED
from ops.proving.checks.scheduler.stamping import Stamps
from ops.proving.checks.scheduler.ticks import LATEST
from ops.proving.checks.scheduler.verdict import PREFIX

MODULE: Final = "ops.proving.checks.scheduler.process"
PATIENCE: Final = 120.0
STOPPED: Final = TENURE / timedelta(seconds=1) * 1.4
"""Seconds a process is stopped: longer than its post lasts."""
_ENOUGH: Final = 20.0
_SOON: Final = 3.0
"""Seconds in which the holder is killed, within a job if one begins."""
_POLL: Final = 0.01


@dataclass(slots=True)
class Clerks:
    """So many processes of the clerk; each that is started has a name of its own."""

    bed: Bed
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(
        default_factory=dict[str, subprocess.Popen[bytes]]
    )
    started: int = 0

    @property
    def clock(self) -> Jumping:
        """Return their clock."""
        return Jumping(self.folder / CLOCK)

    def start(self, more: Mapping[str, str] | None = None) -> str:
        """Start another and return its name."""
        self.started += 1
        name = f"{PREFIX}{self.started}"
        given = {"PGAPPNAME": name, FOLDER: str(self.folder), **(more or {})}
        self.running[name] = start(self.bed, MODULE, "clerk", more=given)
        return name

    def start_unfenced(self) -> str:
        """Start one whose jobs write past the fence."""
        return self.start({UNFENCED: "yes"})

    def kill(self, name: str) -> None:
        """End one as a power cut does; one that ended by itself is a fault of ours."""
        process = self.running.pop(name)
        if process.poll() is not None:
            raise NotRunning(MODULE)
        kill(process)

    @contextmanager
    def stopped(self, *names: str) -> Generator[None]:
        """Let some stand still for the length of a block."""
        for name in names:
            self.running[name].send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for name in names:
                self.running[name].send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Ask all to stop, those that hang included."""
        for process in self.running.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                kill(process)
        self.running.clear()


@dataclass(slots=True)
class Broken:
    """What was done to them."""

    kills: int = 0
    of_the_holder: int = 0
    within_a_job: int = 0
    pauses: int = 0
    pauses_within_a_job: int = 0
    jumps: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class Breaking:
    """How often, and how far apart."""

    kills: int
    gap: float
    """Seconds from one kill to the next."""
    pause_each: int
    """One kill in so many comes while the holder of the post is stopped."""
    jump_each: int
    jumps: tuple[timedelta, ...]


def break_them(
    clerks: Clerks,
    stamps: Stamps,
    plan: Breaking,
    chance: Random,
    said: Callable[[str], None],
) -> Broken:
    """Kill so many, stop and jump between, and start each killed one anew."""
    found = Broken()
    for number in range(1, plan.kills + 1):
        until = monotonic() + plan.gap
        if number % plan.jump_each == 0:
            _jump(clerks, plan.jumps[number // plan.jump_each % len(plan.jumps)], found)
        if number % plan.pause_each == 0:
            with _pausing(clerks, stamps, found) as paused:
                _kill_one(clerks, stamps, chance, found, spared=paused)
                sleep(STOPPED)
        else:
            _kill_one(clerks, stamps, chance, found, spared="")
        if number % 20 == 0:
            said(f"杀 / kills: {number}, 时钟 / clock {clerks.clock():%m-%d %H:%M}")
        sleep(max(0.0, until - monotonic()))
    return found


@contextmanager
def _pausing(clerks: Clerks, stamps: Stamps, found: Broken) -> Generator[str]:
    holder = within_a_job(clerks, stamps)
    with clerks.stopped(holder):
        found.pauses += 1
        found.pauses_within_a_job += stamps.is_in_a_job(LATEST)
        yield holder


def _kill_one(
    clerks: Clerks, stamps: Stamps, chance: Random, found: Broken, *, spared: str
) -> None:
    """Kill the holder of the jobs' post, mostly, or any other."""
    holder = stamps.holder("clerk.jobs")
    others = sorted(clerks.running.keys() - {spared})
    wanted = holder if holder in others and chance.random() < 0.6 else ""  # noqa: PLR2004 - mostly
    victim = wanted or chance.choice(others)
    until = monotonic() + chance.uniform(0, _SOON)
    while monotonic() < until and not (wanted and stamps.is_in_a_job(LATEST)):
        sleep(_POLL)
    found.within_a_job += victim == holder and stamps.is_in_a_job(LATEST)
    clerks.kill(victim)
    found.kills += 1
    found.of_the_holder += victim == holder
    clerks.start()


def _jump(clerks: Clerks, by: timedelta, found: Broken) -> None:
    """Set the clock on, or back for a while and then to where it was."""
    found.jumps += 1
    clerks.clock.jump(by)
    if by < timedelta(0):
        found.back += 1
        sleep(2)
        clerks.clock.jump(-by)


def within_a_job(clerks: Clerks, stamps: Stamps) -> str:
    """Return who holds the post, if it can be at a moment in the middle of a tick.

    While a day is caught up there are few such moments; then it is any moment.
    """
    began = monotonic()
    while monotonic() < began + PATIENCE:
        holder = stamps.holder("clerk.jobs")
        is_caught_up = stamps.is_in_a_job(LATEST) or monotonic() > began + _ENOUGH
        if holder in clerks.running and is_caught_up:
            return holder
        if any(process.poll() is not None for process in clerks.running.values()):
            raise NotRunning(MODULE)
        sleep(_POLL)
    raise NotRunning("nobody holds the post")
