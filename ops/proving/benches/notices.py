"""`bench notices`: how soon after a fact its receivers are told, by webhook and in the inbox.

Quick reports of level 3 to 5 go into the log at a steady pace, each owed to five receivers;
the real clerk tells and delivers to the reference receiver over HTTP. Then a burst, and then
the steady pace again while the clerk, sender and scheduler in one, is killed and another one
takes over.
"""

import json
import tempfile
from bisect import bisect_left
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from shutil import rmtree
from statistics import median
from time import monotonic, sleep, time
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg

from domain.log import Command
from domain.notice import Issued
from domain.registry.follow_up import GradeRisk
from domain.values.people import Purpose, Role
from ops.acting import operator_command
from ops.clerk import TENURE, foldings
from ops.demo import township
from ops.proving.bed import throwaway
from ops.proving.checks.notices.parts import (
    Ground,
    be_the_clerk,
    be_the_receiver,
    choose_webhooks,
)
from ops.proving.checks.notices.workers import SharedClock, Worker
from ops.proving.proof import Report, Said
from ops.proving.spread import tail
from ops.proving.standing import free_port
from ops.site import Site
from projections.person_card import person_card

GRADES: Final = (3, 3, 3, 4, 5)
URGENT: Final = 4
MOST_IN_TIME: Final = 0.99
ON_PACE: Final = 0.8
"""The share of its pace the writer must have kept, or nothing was measured."""
PATIENCE: Final = 120.0
_LOOK: Final = 0.02
_PROGRESS: Final = "SELECT position FROM view.progress WHERE view = 'notice_box'"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured, and within how many seconds."""

    pace: int
    seconds: float
    burst: int
    steady: float
    cleared: float
    crashed: float
    on_pace: float = ON_PACE


SHORT: Final = Sizes(4, 2, 10, steady=30, cleared=60, crashed=60, on_pace=0)
LONG: Final = Sizes(20, 60, 200, steady=2, cleared=15, crashed=30)


@dataclass(frozen=True, slots=True)
class Told:
    """One receiver told of one fact: seconds to the first attempt and to its inbox."""

    grade: int
    attempt: float
    inbox: float


@dataclass(slots=True)
class Running:
    """The processes, who is reported about, and when the inboxes had come how far."""

    ground: Ground
    people: Sequence[tuple[str, str]]
    clerk: Worker
    other: Worker
    looked: list[tuple[int, float]]
    """Positions the inboxes' view had reached, each with the moment it was seen."""

    def record(self, count: int, pace: float) -> list[dict[str, Any]]:
        """Let a process record so many reports; return what it wrote down of each."""
        journal = self.ground.root / f"journal-{uuid4()}"
        writer = Worker(
            "writer",
            lambda: _write(self.ground, self.people, journal, (count, pace)),
            self.ground.root / "said",
        )
        writer.start()
        while not writer.has_ended():
            self.look()
        return [json.loads(line) for line in journal.read_text().splitlines()]

    def look(self) -> None:
        """Note how far the inboxes have come."""
        url = self.ground.bed.url("super")
        with psycopg.connect(url, autocommit=True) as connection:
            until = monotonic() + 0.5
            while monotonic() < until:
                (position,) = connection.execute(_PROGRESS).fetchone() or (0,)
                if not self.looked or position > self.looked[-1][0]:
                    self.looked.append((position, time()))
                sleep(_LOOK)

    def settle(self) -> None:
        """Wait until everything is told and brought."""
        until, url = monotonic() + PATIENCE, self.ground.bed.url("super")
        asked = (
            "SELECT (SELECT count(*) FROM desk.attempt WHERE state = 'open'),"
            " (SELECT max(position) FROM log.event)"
            " - (SELECT coalesce(max(position), 0) FROM desk.follower"
            " WHERE name = 'notices')"
        )
        while monotonic() < until:
            self.look()
            with psycopg.connect(url, autocommit=True) as connection:
                if connection.execute(asked).fetchone() == (0, 0):
                    return


@dataclass(frozen=True, slots=True)
class Notices:
    """The bench."""

    name: str = "notices"
    claim: str = (
        "告知多快:持续每秒20件、突发200件、发送进程被杀 / how soon receivers are told: "
        "20 facts a second sustained, a burst of 200, and across a crash"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Measure the steady pace, the burst, and the steady pace across a crash."""
        report, sizes = Report(self.name), SHORT if short else LONG
        with _running() as running:
            said("持续 / steady")
            steady = running.record(int(sizes.pace * sizes.seconds), sizes.pace)
            running.settle()
            said("突发 / burst")
            burst = running.record(sizes.burst, 0)
            running.settle()
            said("崩溃 / crash")
            crashed = _crash(running, sizes)
            told = {
                name: _told(running, written)
                for name, written in (
                    ("steady", steady),
                    ("burst", burst),
                    ("crash", crashed),
                )
            }
            tell(report, sizes, told, _pace(steady))
        return report


def _pace(written: Sequence[dict[str, Any]]) -> float:
    took = written[-1]["at"] - written[0]["at"]
    return (len(written) - 1) / took


def tell(
    report: Report, sizes: Sizes, told: dict[str, list[Told]], pace: float
) -> None:
    """Add the figures with their limits; `told` is by steady, burst and crash."""
    report.add("facts a second", pace, least=sizes.pace * sizes.on_pace)
    for name, most in (("steady", sizes.steady), ("crash", sizes.crashed)):
        lines = told[name]
        report.add(f"{name}: notices", len(lines), least=1)
        for way in ("attempt", "inbox"):
            waits = [getattr(line, way) for line in lines]
            words = f"{name}: fact to {'first attempt' if way == 'attempt' else way}"
            report.add(f"{words}, median", median(waits) if waits else 0, "s")
            report.add(f"{words}, p99", tail(waits, MOST_IN_TIME), "s", most=most)
    burst = told["burst"]
    urgent = [line.attempt for line in burst if line.grade >= URGENT]
    others = [line.attempt for line in burst if line.grade < URGENT]
    last = max((line.attempt for line in burst), default=0.0)
    report.add("burst: notices", len(burst), least=1)
    report.add("burst: the last was brought after", last, "s", most=sizes.cleared)
    report.add("burst: level 4 and 5, p99", tail(urgent, MOST_IN_TIME), "s")
    report.add("burst: level 3, p99", tail(others, MOST_IN_TIME), "s")
    ahead = median(others) - median(urgent) if urgent and others else 0.0
    report.add("burst: level 4 and 5 ahead of level 3, median", ahead, "s", least=0)


def _crash(running: Running, sizes: Sizes) -> list[dict[str, Any]]:
    """Kill the clerk in the middle; the one that stands by takes over."""
    half = int(sizes.pace * sizes.seconds / 2)
    written = running.record(half, sizes.pace)
    running.clerk.kill()
    written += running.record(half, sizes.pace)
    running.settle()
    return written


def _told(running: Running, written: Sequence[dict[str, Any]]) -> list[Told]:
    """Return when the receivers of these facts were told, in seconds after each."""
    at = {line["fact"]: line for line in written}
    brought = _brought(running)
    heard = _heard(running.ground.heard)
    site = running.ground.site()
    found: list[Told] = []
    try:
        position = 0
        while facts := site.log.after(position, 500):
            position = facts[-1].position
            for logged in facts:
                fact = logged.fact
                if not isinstance(fact, Issued) or str(logged.stream) not in brought:
                    continue
                if fact.fact in at:
                    line = at[fact.fact]
                    seen = bisect_left(running.looked, (logged.position, 0.0))
                    inbox = (
                        running.looked[seen][1]
                        if seen < len(running.looked)
                        else float("inf")
                    )
                    found.append(
                        Told(
                            line["grade"],
                            heard.get(str(logged.stream), float("inf")) - line["at"],
                            inbox - line["at"],
                        )
                    )
    finally:
        site.close()
    return found


def _brought(running: Running) -> set[str]:
    """Return the notices brought by webhook; what waits for a shift's digest is not."""
    url = running.ground.bed.url("super")
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT message FROM desk.attempt WHERE channel = 'webhook'"
        )
        return {str(message) for (message,) in rows}


def _heard(file: Path) -> dict[str, float]:
    """Return when each message came first."""
    first: dict[str, float] = {}
    for line in file.read_text().splitlines():
        moment, _, message = line.split()
        first.setdefault(message, float(moment))
    return first


def _write(
    ground: Ground,
    people: Sequence[tuple[str, str]],
    journal: Path,
    asked: tuple[int, float],
) -> None:
    """Record so many reports at a pace, or without a pause when it is 0."""
    count, pace = asked
    chance = Random(str(journal))  # noqa: S311 - no secret
    site = ground.site()
    began = monotonic()
    with journal.open("w") as file:
        for number in range(count):
            if pace:
                sleep(max(0.0, began + number / pace - monotonic()))
            person, division = people[number % len(people)]
            grade = chance.choice(GRADES)
            recorded = site.runner.run(
                GradeRisk(UUID(person), grade, "持刀威胁邻居(演示)"),
                _command(site, division),
            )
            fact = next(f for f in recorded.facts if f.topic == "person.risk_graded")
            line = {"fact": str(fact.event_id), "grade": grade, "at": time()}
            file.write(json.dumps(line) + "\n")


def _command(site: Site, division: str) -> Command:
    command = operator_command(site, division[:9])
    return replace(command, role=Role.PSYCHIATRIST, purpose=Purpose.CARE)


@contextmanager
def _running() -> Generator[Running]:
    root = Path(tempfile.mkdtemp(prefix="suian-bench-notices-"))
    try:
        with throwaway() as bed:
            ground = Ground(
                bed,
                SharedClock(),
                root,
                free_port(),
                free_port(),
                keyed=True,
                faults={},
            )
            people = _township(ground)
            said = root / "said"
            receiver = Worker("receiver", lambda: be_the_receiver(ground), said)
            clerk = Worker("clerk", lambda: be_the_clerk(ground, TENURE), said)
            other = Worker("other", lambda: be_the_clerk(ground, TENURE), said)
            workers = (receiver, clerk, other)
            for worker in workers:
                worker.start()
            running = Running(ground, people, clerk, other, [])
            try:
                running.settle()
                yield running
            finally:
                for worker in workers:
                    worker.kill()
    finally:
        rmtree(root, ignore_errors=True)


def _township(ground: Ground) -> list[tuple[str, str]]:
    """Load the demo township with webhooks; return people and where they live."""
    site = ground.site()
    try:
        township.load(site, "no-one-signs-in-here")
        foldings(site)[0].catch_up()
        choose_webhooks(ground, site)
        with site.engine.begin() as connection:
            rows = connection.execute(
                person_card.rows().where(person_card.table.c.left_by == "")
            )
            return sorted((str(row.person), row.division) for row in rows)
    finally:
        site.close()


PROOF: Final = Notices()
