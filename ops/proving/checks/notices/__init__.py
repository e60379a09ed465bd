"""`suian check notices`: exactly once in effect, whatever is killed and whatever breaks.

Quick reports go in over HTTP while web, clerks, receiver, rebuilding and PostgreSQL are
killed at random moments, the receiver's side drops, resets, stalls, answers 500, repeats and
is late, the clock jumps, and every view is folded afresh. Then the receiver is away for
three days, and at last everything is replayed. What the receiver took in is held against
what was issued, and what was issued against what the policy asks for.

Where the receiver does not go by the key (`--no-key`) it must fail.
"""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from os import getloadavg
from pathlib import Path
from random import Random
from secrets import token_urlsafe
from shutil import rmtree
from time import monotonic, sleep
from typing import Final

from ops.clerk import foldings
from ops.demo import township
from ops.proving.bed import throwaway
from ops.proving.checks.notices.killing import Field, NotBrought
from ops.proving.checks.notices.load import Load
from ops.proving.checks.notices.parts import (
    Ground,
    be_the_clerk,
    be_the_receiver,
    be_the_web,
    choose_webhooks,
    rebuild_everything,
)
from ops.proving.checks.notices.verdict import hold_against_each_other
from ops.proving.checks.notices.workers import SharedClock, Worker
from ops.proving.proof import Report, Said
from ops.proving.standing import free_port
from projections.person_card import person_card

FAULTS: Final = {
    "drop": 0.05,
    "reset": 0.05,
    "stall": 0.03,
    "500": 0.07,
    "duplicate": 0.05,
    "late": 0.05,
}
"""30 % of all calls."""
AWAY: Final = timedelta(days=3) - timedelta(minutes=2)
"""After three days a channel gives up, and says so; until then nothing is lost."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything; the same seed draws the same kills."""

    kills: int
    pauses: tuple[float, float]
    pace: float
    """Seconds between two reports."""
    steps: int
    """In how many steps three days go by while the receiver is away."""
    of_postgresql: int
    seed: int = 6


SHORT: Final = Plan(kills=12, pauses=(0.05, 0.4), pace=0.5, steps=3, of_postgresql=0)
LONG: Final = Plan(
    kills=1000, pauses=(0.05, 1.5), pace=1.5, steps=144, of_postgresql=20
)
WEIGHTS: Final = {"clerk a": 34, "clerk b": 34, "receiver": 16, "web": 8, "rebuild": 8}


@dataclass(frozen=True, slots=True)
class Notices:
    """The check."""

    name: str = "notices"
    claim: str = (
        "通知恰好一次生效:杀进程、渠道故障、断网三天、重放、时钟跳变都不丢不重"
        " / notices take effect exactly once, killed, faulty, cut off or replayed"
    )
    keyed: bool = True

    def run(self, *, short: bool, said: Said) -> Report:
        """Report, kill, cut off, replay; then count what was lost, doubled, or sent anew."""
        report, plan = Report(self.name), SHORT if short else LONG
        with _folder() as root, throwaway() as bed:
            password = token_urlsafe()
            ground = Ground(
                bed, SharedClock(), root, free_port(), free_port(), self.keyed, FAULTS
            )
            people = _township(ground, password)
            load = Load(ground, password, people, plan.pace, plan.seed)
            field = _field(ground, load, plan)
            try:
                _kill(field, load, plan, report, said)
                _cut_off(field, load, plan, report)
                _replay(field, report)
            except NotBrought as problem:
                report.add("brought to the end", 0, least=1, note=str(problem))
            finally:
                field.stop()
                field.reporting.kill()
            hold_against_each_other(ground, load, report)
        report.add("load of the machine", getloadavg()[2], note="15 minutes")
        return report


def _kill(field: Field, load: Load, plan: Plan, report: Report, said: Said) -> None:
    began = monotonic()
    field.start()
    field.reporting.start()
    load.await_more()
    field.kill(plan.kills, plan.pauses, said)
    _settle(field, load)
    report.add(
        "kills", field.killed.total(), least=plan.kills, note=f"seed {plan.seed}"
    )
    for name, count in sorted(field.killed.items()):
        least = plan.of_postgresql if name == "postgresql" else None
        report.add(f"kills of {name}", count, least=least)
    report.add("kills with notices under way", field.under_way, least=1)
    report.add("jumps of the clock", field.jumps)
    report.add("rebuilds of every view meanwhile", field.rebuilt)
    ended = ", ".join(f"{name} {n}" for name, n in sorted(field.ended.items()))
    report.add("processes that ended by themselves", field.ended.total(), note=ended)
    report.add("seconds of killing and settling", monotonic() - began, "s")


def _cut_off(field: Field, load: Load, plan: Plan, report: Report) -> None:
    """Let the receiver be away for three days while people report."""
    heard = _lines(field.ground.heard)
    receiver = field.workers.pop("receiver")
    receiver.kill()
    load.stop_sign.unlink()
    answered = load.lines()
    field.reporting.start()
    load.await_more(answered)
    field.await_waiting()
    for _ in range(plan.steps):
        field.start()
        sleep(0.3)
        field.ground.clock.jump(AWAY / plan.steps)
    waiting = field.look().open
    load.stop_sign.touch()
    field.reporting.join()
    field.workers["receiver"] = receiver
    field.drain()
    report.add("hours without the receiver", AWAY / timedelta(hours=1), "h", least=71)
    report.add("notices that waited for it", waiting, least=1)
    report.add(
        "messages it got afterwards", _lines(field.ground.heard) - heard, least=1
    )


def _replay(field: Field, report: Report) -> None:
    """Fold everything afresh, start everything anew, and see what is sent again.

    The hours that pass meanwhile let reminders fall due: those are heard for the first time.
    """
    field.stop()
    before = _messages(field.ground.heard)
    rebuild = field.workers.pop("rebuild")
    rebuild.start()
    while not rebuild.has_ended():
        sleep(0.05)
    field.start()
    field.ground.clock.jump(timedelta(hours=7))
    field.drain()
    sent = _messages(field.ground.heard)[len(before) :]
    again = [message for message in sent if message in before]
    report.add("steps that fell due meanwhile", len(sent) - len(again))
    report.add("messages sent by replay", len(again), most=0)


def _settle(field: Field, load: Load) -> None:
    load.stop_sign.touch()
    field.workers["rebuild"].kill()
    rebuild = field.workers.pop("rebuild")
    field.reporting.join()
    field.drain()
    field.workers["rebuild"] = rebuild


def _field(ground: Ground, load: Load, plan: Plan) -> Field:
    said = ground.root / "said"
    parts = {
        "receiver": lambda: be_the_receiver(ground),
        "web": lambda: be_the_web(ground),
        "clerk a": lambda: be_the_clerk(ground),
        "clerk b": lambda: be_the_clerk(ground),
        "rebuild": lambda: rebuild_everything(ground),
    }
    workers = {name: Worker(name, part, said) for name, part in parts.items()}
    chance = Random(plan.seed)  # noqa: S311 - drawn again from the seed
    return Field(ground, workers, Worker("load", load.work, said), chance, WEIGHTS)


def _township(ground: Ground, password: str) -> list[str]:
    """Load the demo township, its receivers with webhooks; return whom is reported about."""
    site = ground.site()
    try:
        township.load(site, password)
        foldings(site)[0].catch_up()
        choose_webhooks(ground, site)
        with site.engine.begin() as connection:
            rows = connection.execute(
                person_card.rows().where(person_card.table.c.left_by == "")
            )
            return sorted(str(row.person) for row in rows)
    finally:
        site.close()


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0


def _messages(file: Path) -> list[str]:
    """Return the ids of what was heard, in order."""
    return [line.split()[-1] for line in file.read_text().splitlines()]


@contextmanager
def _folder() -> Generator[Path]:
    root = Path(tempfile.mkdtemp(prefix="suian-notices-"))
    try:
        yield root
    finally:
        rmtree(root, ignore_errors=True)


PROOF: Final = Notices()
KEYLESS: Final = Notices(keyed=False)
