"""How soon it is noticed elsewhere that the clerk is dead, and that a job hangs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from time import monotonic, sleep
from typing import Final

from sqlalchemy import text

from domain.alarm import Alarm, Raised, RaisedAgain
from ops.proving.checks.projections.processes import NotRunning, web
from ops.proving.checks.scheduler.breaking import PATIENCE, Clerks, within_a_job
from ops.proving.checks.scheduler.process import FOLDER
from ops.proving.checks.scheduler.stamping import Stamps
from ops.proving.checks.scheduler.ticks import HANG, HANGING, TIMETABLE
from ops.proving.checks.scheduler.verdict import facts
from ops.site import Site
from ops.watch import LATE, ROUNDS, SILENT, about
from scheduler.follower_desk import stopped
from scheduler.heartbeats import silent
from scheduler.occurrences import late

_POLL: Final = 0.2


@dataclass(frozen=True, slots=True)
class Noticed:
    """Seconds from the last sign of life, or the last time the job was done."""

    warned: float
    """Until the web's `/readyz` warned that the clerk is dead."""
    rung: float
    """Until the web's own alarm about it was in the log."""
    cleared: float
    """From going on until that alarm was cleared."""
    hung: float
    """Until a job that hangs was seen by another process."""
    hung_rung: float
    """Until the alarm about it was in the log."""


def notice(clerks: Clerks, site: Site, stamps: Stamps) -> Noticed:
    """Stop every clerk, then let one job hang, and see who says so."""
    folder = {FOLDER: str(clerks.folder)}
    with web(clerks.bed, f"{__package__}.web_process", folder) as port:
        within_a_job(clerks, stamps)
        with clerks.stopped(*clerks.running):
            before = _age(site)
            began = monotonic()
            _await(lambda: _clerk_is(port) != "ok")
            warned = before + monotonic() - began
            _await(lambda: _rings(site, SILENT, "clerk.jobs"))
            rung = before + monotonic() - began
        began = monotonic()
        _await(lambda: not _rings(site, SILENT, "clerk.jobs"))
        cleared = monotonic() - began
        hung, hung_rung = _hang(clerks, site)
    return Noticed(warned, rung, cleared, hung, hung_rung)


def _hang(clerks: Clerks, site: Site) -> tuple[float, float]:
    """Let a job hang while its process lives; ask from here, which is another process."""
    _await(lambda: HANGING not in _late(site))
    (clerks.folder / HANG).touch()
    began = monotonic()
    before = _since_done(site)
    _await(lambda: HANGING in _late(site))
    hung = before + monotonic() - began
    _await(lambda: _rings(site, LATE, HANGING))
    rung = before + monotonic() - began
    (clerks.folder / HANG).unlink()
    return hung, rung


def standing_still(site: Site) -> list[str]:
    """Return what does not go, and why if it said so; everything is given time to come up."""
    until = monotonic() + PATIENCE
    while (found := _still(site)) and monotonic() < until:
        sleep(_POLL)
    troubles = {
        fact.fact.details.get("name", ""): fact.fact.details.get("failure", "")
        for fact in facts(site)
        if isinstance(fact.fact, Raised | RaisedAgain)
    }
    return [f"{name} {troubles.get(name, '')}".strip() for name in sorted(found)]


def _still(site: Site) -> set[str]:
    return {
        *(part.name for part in silent(site.engine, ROUNDS)),
        *(each.name for each in stopped(site.engine)),
        *_late(site),
    }


def interval() -> float:
    """Return the longest interval between two signs of life of a part of the clerk."""
    return max(each.total_seconds() for each in ROUNDS.values())


def _late(site: Site) -> set[str]:
    return {each.job for each in late(site.engine, TIMETABLE, site.clock())}


def _clerk_is(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return str(json.load(connection.getresponse())["checks"]["clerk"])
    finally:
        connection.close()


def _rings(site: Site, kind: str, name: str) -> bool:
    """Return whether the log's last word about an alarm is that it rings."""
    matter = about((kind, name))
    facts = site.log.stream(Alarm.id_for(matter, kind))
    return bool(facts) and facts[-1].topic != "alarm.cleared"


def _age(site: Site) -> float:
    question = (
        "SELECT extract(epoch FROM clock_timestamp() - beat_at) FROM desk.heartbeat"
        " WHERE name = 'clerk.jobs'"
    )
    with site.engine.begin() as connection:
        return float(connection.execute(text(question)).scalar() or 0)


def _since_done(site: Site) -> float:
    question = (
        "SELECT max(ended_at) FROM desk.occurrence WHERE job = :job AND state = 'done'"
    )
    with site.engine.begin() as connection:
        ended = connection.execute(text(question), {"job": HANGING}).scalar_one()
    return float((site.clock() - ended).total_seconds())


def _await(come_true: Callable[[], bool]) -> None:
    until = monotonic() + PATIENCE
    while not come_true():
        if monotonic() > until:
            raise NotRunning("it was not noticed")
        sleep(_POLL)
