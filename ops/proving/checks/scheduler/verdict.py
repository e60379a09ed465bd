"""What the desk and the log say in the end: nothing missed, nothing doubled, nobody late."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text

from domain.alarm import Cleared, Raised
from domain.digest import Made
from domain.log import Logged
from domain.reminder import Sent
from ops.proving.checks.scheduler.ticks import (
    ATTEMPT,
    EVERY,
    HANGING,
    LATEST,
    cause_of,
)
from ops.site import Site
from scheduler.timetable import INSTANT, CatchUp, Entry

Row = tuple[str, datetime, str]
"""An occurrence: its job, when it was due, and its state."""

OF_ROUNDS: Final = ("notice.issued", "notice.delivered")
PREFIX: Final = "clerk-"
"""What the names of the clerks' processes begin with."""
PAGE: Final = 2000


def occurrences(site: Site) -> list[Row]:
    """Return what the desk remembers."""
    question = text("SELECT job, due_at, state FROM desk.occurrence ORDER BY 1, 2")
    with site.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(question)]


def facts(site: Site) -> Iterator[Logged]:
    """Yield every fact of the log."""
    position = 0
    while page := site.log.after(position, PAGE):
        yield from page
        position = page[-1].position


def missed(entry: Entry, rows: Sequence[Row], upto: datetime) -> list[datetime]:
    """Return the moments up to an instant that were neither done nor made good.

    Of deadlines each must be done. Of what brings up to date a moment may have been left
    out or given way, as long as a later one was done.
    """
    states = {due_at: state for job, due_at, state in rows if job == entry.job}
    if not states:
        return [upto]
    done = [moment for moment, state in states.items() if state == "done"]
    expected = entry.schedule.between(min(states) - INSTANT, upto)
    if entry.catch_up is CatchUp.EVERY:
        return [moment for moment in expected if states.get(moment) != "done"]
    last = max(done, default=min(states) - INSTANT)
    return [
        moment
        for moment in expected
        if moment > last or states.get(moment) in {"due", "running"}
    ]


@dataclass(frozen=True, slots=True)
class Effects:
    """What the log has of the jobs' effects."""

    lacking: int
    """Occurrences that were done without their effect."""
    doubled: int
    late: Counter[str]
    """Facts appended by a process that did not hold the post any more, by process."""
    judged: int
    """Facts whose appender was held against the post."""
    ticks: int


def effects(
    found: Iterable[Logged],
    rows: Sequence[Row],
    stamps: Mapping[int, tuple[str, Mapping[str, int]]],
    takers: Mapping[tuple[str, int], str],
) -> Effects:
    """Hold the log against the desk and against who held which post when."""
    ticks = {
        str(cause_of(job, due_at)): state
        for job, due_at, state in rows
        if job in {LATEST, EVERY, HANGING}
    }
    seen: Counter[str] = Counter()
    late: Counter[str] = Counter()
    judged = 0
    for fact in found:
        cause = str(fact.header.get("cause", ""))
        if key := _key(fact, is_tick=cause in ticks, cause=cause):
            seen[key] += 1
        post = _post(fact, is_tick=cause in ticks)
        process, epochs = stamps.get(fact.position, ("", {}))
        if post and process.startswith(PREFIX):
            judged += 1
            late[process] += takers.get((post, epochs.get(post, 0))) != process
    done = [cause for cause, state in ticks.items() if state == "done"]
    return Effects(
        lacking=sum(
            not seen[f"{topic}/{cause}"]
            for cause in done
            for topic in ("alarm.raised", "alarm.cleared")
        ),
        doubled=sum(count > 1 for count in seen.values()),
        late=late,
        judged=judged,
        ticks=sum(key.startswith("alarm.raised/") for key in seen),
    )


def _key(fact: Logged, *, is_tick: bool, cause: str) -> str:
    """Return what there may be one of only: by what it says, not by its id."""
    match fact.fact:
        case Sent() as sent:
            return f"{fact.topic}/{sent.person}/{sent.due_on}/{sent.kind}"
        case Made():
            return f"{fact.topic}/{fact.stream}"
        case Raised() | Cleared() if _is_attempt(fact.fact):
            return ""
        case _ if is_tick:
            return f"{fact.topic}/{cause}"
        case _ if fact.topic in OF_ROUNDS:
            return f"{fact.topic}/{fact.stream}/{cause}"
        case _:
            return ""


def _is_attempt(fact: Raised | Cleared) -> bool:
    return ATTEMPT in {getattr(fact, "kind", ""), getattr(fact, "reason", "")}


def _post(fact: Logged, *, is_tick: bool) -> str:
    """Return in whose name a fact must have been appended; '' if that is not settled."""
    if is_tick or fact.topic in {"reminder.sent", "digest.made"}:
        return "clerk.jobs"
    return "clerk.rounds" if fact.topic in OF_ROUNDS else ""
