"""Looks afterwards: at the log, at a repeat of everything, at the views made anew."""

from collections.abc import Iterator, Mapping
from threading import Event
from typing import Final
from uuid import UUID

from sqlalchemy import text

from ops.clerk import foldings
from ops.proving.checks.crash.by_runner import carry_out
from ops.proving.checks.crash.clients import Asker, Heard
from ops.proving.checks.crash.load import Load
from ops.proving.checks.crash.verdict import (
    Trace,
    judge,
    spelled,
    told_later,
    traced,
)
from ops.proving.checks.crash.wishes import Wish
from ops.proving.proof import Report
from ops.site import Site
from ops.store.recorder import LogRecorder
from ops.store.records import Entry
from projections.every import OF_THE_LOG

_BATCH: Final = 2000
_DIGEST: Final = (
    "SELECT count(*), md5(coalesce(string_agg(row, '' ORDER BY row), ''))"
    " FROM (SELECT md5(t::text) AS row FROM view.{} t) rows"
)

Digests = Mapping[str, tuple[int, str]]


def entries(log: LogRecorder, after: int = 0) -> Iterator[Entry]:
    """Yield every entry of a log after a position, read as it lies in the table."""
    while read := log.select_notifications(after, _BATCH, inclusive_of_start=False):
        yield from read
        after = read[-1].id


def look_at_the_log(
    site: Site, load: Load, report: Report
) -> Mapping[UUID, list[Trace]]:
    """Add what the log shows of what senders were told; return each command's facts."""
    wishes = [*load.over_http(), *load.of_the_writer()]
    log, reading = (
        traced(entries(site.log.recorder)),
        entries(site.reading_log.recorder),
    )
    found = judge(wishes, log.of)
    told = [wish for wish in wishes if wish.is_acknowledged]
    several = [wish for wish in told if len(log.of.get(wish.command, ())) > 1]
    report.add("facts in the log", log.facts, least=1)
    report.add("commands acknowledged", len(told), least=1)
    report.add("of several facts", len(several), least=1)
    report.add("asked more than once over HTTP", sum(wish.tries > 1 for wish in told))
    lost = sum(1 for _ in told_later(told, log.of))
    report.add("answer lost, told when asked again", lost)
    for name, commands in (
        ("acknowledged and lost", found.lost),
        ("recorded twice", found.doubled),
        ("half applied", found.half),
        ("answered otherwise than recorded", found.otherwise),
        ("refused and recorded", found.haunting),
    ):
        report.add(name, len(commands), most=0, note=", ".join(spelled(commands)))
    refused = [f"{w.status} {w.answer.get('type')}" for w in wishes if w.is_refused]
    report.add("refused", len(refused), most=0, note=", ".join(spelled(refused)))
    unknown = sum(not wish.status for wish in wishes)
    report.add(
        "outcome unknown to the end",
        unknown,
        most=1,
        note="the writer is killed once more when all is over",
    )
    report.add("breaks of the chain", len(log.breaks), most=0)
    report.add("breaks of the reading log", len(traced(reading).breaks), most=0)
    return log.of


def repeat_everything(site: Site, load: Load, report: Report) -> None:
    """Send every acknowledged command again; the answer must be the same, nothing added."""
    before = site.log.last_position()
    asker, other = load.clients[0].asker, list[UUID]()
    again = Asker(asker.port, asker.token, Heard())
    for wish in load.over_http():
        if wish.is_acknowledged:
            repeated = Wish(wish.command, wish.path, wish.body)
            again.settle(repeated, Event())
            if (repeated.status, repeated.answer) != (wish.status, wish.answer):
                other.append(wish.command)
    again.leave()
    for wish in load.of_the_writer():
        if wish.is_acknowledged and carry_out(site, wish, load.unit) != wish.answer:
            other.append(wish.command)
    known = {wish.command for wish in (*load.over_http(), *load.of_the_writer())}
    added = known & set(traced(entries(site.log.recorder, before)).of)
    note = ", ".join(spelled(other))
    report.add("repeats answered otherwise", len(other), most=0, note=note)
    report.add("commands a repeat recorded again", len(added), most=0)


def look_at_the_views(site: Site, report: Report) -> None:
    """Let the views catch up, fold them anew, and compare them row by row."""
    folding = foldings(site)[0]
    folding.catch_up()
    kept = _digests(site)
    for view in OF_THE_LOG:
        folding.refold(view.name)
    folding.catch_up()
    anew = _digests(site)
    rows = sum(count for count, _ in anew.values())
    different = sorted(name for name in anew if anew[name] != kept[name])
    report.add("rows of the views", rows, least=1)
    report.add("views that differ", len(different), most=0, note=", ".join(different))
    report.add("people parked", len(folding.parked()), most=0)


def _digests(site: Site) -> Digests:
    with site.engine.begin() as connection:
        found = {
            view.name: connection.execute(text(_DIGEST.format(view.name))).one()
            for view in OF_THE_LOG
        }
    return {name: (row[0], row[1]) for name, row in found.items()}
