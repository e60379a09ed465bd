"""`check skips`: whoever reads by position gets every event, once, in order.

Writers in several processes append through both fronts of the log, in transactions of
their own that are held open or rolled back, and with versions that are taken; subscribers
in processes of their own ask for the next page as fast as they can; both are killed and
started again. Then everything is compared: what each subscriber was given with the log,
the log with what each writer was told, the log with its own chain, positions and times.

The same writers and subscribers against a naive store must be seen to skip: a harness that
finds nothing there would find nothing anywhere.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import psycopg

from ops.proving.bed import Bed, throwaway
from ops.proving.proof import Proof, Report, Said
from ops.proving.skips.course import Course, Plan, run
from ops.proving.skips.delivery import There, Verdict
from ops.proving.skips.examining import (
    LogVerdict,
    examine_log,
    judged,
    survey,
)
from ops.proving.skips.ledger import Outcome
from ops.proving.skips.log_store import LogStore
from ops.proving.skips.naive_store import NAIVE, NaiveStore

EVENTS: Final = "SUIAN_CHECK_EVENTS"
"""How many events the long form writes at least."""

_USUAL: Final = 200_000
_WRITERS: Final = (("threads", 6), ("tasks", 6), ("slow", 2), ("many", 2))
_SHORT: Final = Plan(
    store="log",
    events=600,
    each=6,
    seconds=3.0,
    writers=_WRITERS,
    pages=(10, 60, 700),
    kills_of_writers=1,
    kills_of_subscribers=2,
    furthest=1_000,
    pause=0.002,
)
_NAIVE: Final = replace(
    _SHORT,
    store="naive",
    events=100,
    seconds=2.0,
    writers=(("threads", 4), ("slow", 2)),
    pages=(20, 500),
    kills_of_writers=0,
    kills_of_subscribers=1,
)


def _long() -> Plan:
    """Return the long form: its few writers leave the processors to those of many."""
    return replace(
        _SHORT,
        events=int(os.environ.get(EVENTS, _USUAL)),
        each=20,
        seconds=30.0,
        pages=(200, 1_000, 3_000),
        kills_of_writers=8,
        kills_of_subscribers=16,
        furthest=100_000,
        pause=0.1,
    )


@dataclass(frozen=True, slots=True)
class Skips:
    """The check; see the module."""

    name: str = "skips"
    claim: str = (
        "按位置读取的订阅者不漏、不重、不乱序"
        " / a subscriber that reads by position misses nothing, gets nothing twice,"
        " and keeps the order"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Run against the log, then against the naive store, and compare."""
        report = Report(self.name)
        with throwaway(views=False) as bed:
            _of_the_log(bed, _SHORT if short else _long(), report, said)
            _of_the_naive_store(bed, report, said)
        return report


def _of_the_log(bed: Bed, plan: Plan, report: Report, said: Said) -> None:
    course = run(bed, plan, said)
    said(f"{course.last:,} events; comparing")
    store = LogStore(bed.url("clerk"), bed.keys, 2)
    with There(course.folder / "there", course.last) as there:
        found = examine_log(store, course, there, said)
        verdicts = judged(course, there)
        count = there.count
    store.close()
    _injected(report, course, found, plan)
    _subscribers(report, verdicts)
    _log(report, course, found, count)


def _of_the_naive_store(bed: Bed, report: Report, said: Said) -> None:
    with psycopg.connect(bed.url("owner")) as connection:
        connection.execute(NAIVE)
    course = run(bed, _NAIVE, said)
    store = NaiveStore(bed.url("clerk"), 2)
    with There(course.folder / "there", course.last) as there:
        survey(store, there)
        verdicts = judged(course, there)
        report.add("events in the naive store", there.count, least=1)
    store.close()
    skipped = {page: verdict.skipped for page, verdict in verdicts.items()}
    report.add(
        "skipped by the naive store", sum(skipped.values()), least=1, note=_by(skipped)
    )


def _injected(report: Report, course: Course, found: LogVerdict, plan: Plan) -> None:
    appends = found.account.appends
    report.add("writers", sum(count for _, count in plan.writers), least=12)
    report.add("writing processes", len(plan.writers), least=2)
    report.add("appends acknowledged", appends[Outcome.ACKNOWLEDGED], least=1)
    report.add("appends refused as stale", appends[Outcome.REFUSED], least=1)
    report.add("transactions held open", found.slow, least=1)
    report.add("transactions rolled back", appends[Outcome.ROLLED_BACK], least=1)
    report.add("kills of writing processes", course.kills_of_writers, least=1)
    report.add("kills of subscribers", course.kills_of_subscribers, least=1)
    report.add(
        "appends whose writer was killed before it heard",
        appends[Outcome.MEANT],
        most=course.killed_writers,
    )
    report.add("events", course.last, least=plan.events)
    report.add("events a second", course.last / course.seconds, "/s")
    report.add("furthest a subscriber was behind", course.furthest, "events")


def _subscribers(report: Report, verdicts: Mapping[int, Verdict]) -> None:
    report.add("subscribers", len(verdicts), least=2)
    for words, what in (
        ("skipped", "skipped"),
        ("doubled", "doubled"),
        ("out of order", "disordered"),
        ("given but not in the log", "strange"),
    ):
        counts = {page: getattr(each, what) for page, each in verdicts.items()}
        report.add(words, sum(counts.values()), most=0, note=_by(counts))


def _log(report: Report, course: Course, found: LogVerdict, count: int) -> None:
    account = found.account
    report.add("positions missing", course.last - count, most=0)
    for words, wrong in (
        ("positions out of line", found.breaks["position missing"]),
        ("recorded_at backwards", found.backwards),
        ("versions missing", found.breaks["version missing"]),
        ("hashes that differ", found.breaks["hash differs"]),
        ("acknowledged and lost", account.lost),
        ("in the log twice", account.doubled),
        ("refused and yet there", account.unwelcome),
        ("half appended", account.torn),
        ("elsewhere than told", account.misplaced),
        ("written by nobody", account.strange),
    ):
        report.add(words, wrong, most=0)


def _by(counts: Mapping[int, int]) -> str:
    return ", ".join(f"page {page}: {count}" for page, count in counts.items())


PROOF: Final[Proof] = Skips()
