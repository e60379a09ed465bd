"""What stands still is rung about by whoever is left, and silenced when it goes again."""

from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest

from ops import watch as module
from ops.clerk import foldings, rounds_clerk, watch_clerk
from ops.site import Site
from ops.views import make_views
from ops.watch import LATE, ROUNDS, SILENT, Watch
from projections.alarms import ringing
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from scheduler import heartbeats, occurrences
from scheduler.timetable import CatchUp, Entry, Every
from tests.databases import Database
from tests.scheduler.desks import ask, held

A_MINUTE = timedelta(minutes=1)
PARTS = {"notices": A_MINUTE, "delivery": A_MINUTE}
SWEEP = Entry("sweep", Every(A_MINUTE), CatchUp.EVERY, late_by=2 * A_MINUTE)


@pytest.fixture
def watched(site: Site, database: Database) -> Site:
    """A site with its views, where every part has just given a sign of life."""
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    heartbeats.beat(site.engine, held(site.engine), list(PARTS))
    return site


def let_pass(site: Site, by: timedelta) -> None:
    """Let every beat have been that much earlier."""
    ask(site.engine, "UPDATE desk.heartbeat SET beat_at = beat_at - :by", by=by)


def rung(site: Site) -> set[tuple[str, str]]:
    """Return what rings, by kind and name."""
    foldings(site)[0].catch_up()
    with site.engine.begin() as connection:
        found = [alarm for _, alarm in ringing(connection)]
    return {(alarm.kind, alarm.details["name"]) for alarm in found}


def test_a_worker_that_silently_stops_is_rung_about_within_three_intervals_by_another(
    watched: Site,
) -> None:
    watch = Watch(watched, PARTS, ())
    let_pass(watched, 2 * A_MINUTE - timedelta(seconds=30))
    watch.look()
    watch.look()
    assert rung(watched) == set()

    let_pass(watched, timedelta(seconds=31))
    watch.look()
    assert rung(watched) == set()
    watch.look()

    assert rung(watched) == {(SILENT, "notices"), (SILENT, "delivery")}


def test_what_goes_again_falls_silent_and_the_rest_rings_on(watched: Site) -> None:
    watch = Watch(watched, PARTS, ())
    let_pass(watched, 3 * A_MINUTE)
    watch.look()
    watch.look()
    rung(watched)
    ask(
        watched.engine,
        "UPDATE desk.heartbeat SET beat_at = clock_timestamp() WHERE name = 'notices'",
    )

    watch.look()

    assert rung(watched) == {(SILENT, "delivery")}


def test_every_round_of_those_who_tell_and_watch_is_watched_itself(
    watched: Site,
) -> None:
    telling = rounds_clerk(watched, foldings(watched)[0], uuid4())
    watching = watch_clerk(watched, uuid4())

    made = {*telling.tick(watched.clock()).steps, *watching.tick(watched.clock()).steps}
    telling.leave()
    watching.leave()

    assert made == {name for name in ROUNDS if not name.startswith("clerk.")}


def test_many_who_watch_ring_once(watched: Site) -> None:
    watches = [Watch(watched, PARTS, ()) for _ in range(3)]
    let_pass(watched, 3 * A_MINUTE)
    for _ in range(3):
        for watch in watches:
            watch.look()

    assert watched.log.last_position() == len(PARTS)


def test_a_job_that_hangs_is_rung_about_though_its_process_gives_signs_of_life(
    watched: Site,
) -> None:
    mine, now = held(watched.engine, "jobs"), watched.clock()
    occurrences.materialise(watched.engine, mine, SWEEP, now - 5 * A_MINUTE)
    assert occurrences.take(watched.engine, mine, ["sweep"], now)
    watch = Watch(watched, {}, (SWEEP,))

    watch.look()
    watch.look()

    assert rung(watched) == {(LATE, "sweep")}


def test_whoever_watches_stops_when_told(
    watched: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLING", 0.0)
    stopping = Event()
    watch = Watch(watched, PARTS, ())
    monkeypatch.setattr(watch, "look", stopping.set)

    watch.keep(stopping)

    assert stopping.is_set()
