"""What stands still is noticed by another process."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from scheduler import heartbeats
from scheduler.lease import LeaseLost
from tests.databases import Database
from tests.scheduler.desks import ask, engine_of, held, run_out

INTERVAL = timedelta(minutes=1)


def age(engine: Engine, name: str, by: timedelta) -> None:
    """Let a beat have been that long ago."""
    ask(
        engine,
        "UPDATE desk.heartbeat SET beat_at = clock_timestamp() - :by WHERE name = :name",
        by=by,
        name=name,
    )


def test_two_missed_beats_are_silence_and_fewer_are_not(
    engine: Engine, database: Database
) -> None:
    web = engine_of(database.web_url)
    heartbeats.beat(engine, held(engine), ["clerk", "notices"])
    expected = {"clerk": INTERVAL, "notices": INTERVAL}
    age(engine, "notices", 2 * INTERVAL - timedelta(seconds=30))

    assert heartbeats.silent(web, expected) == []

    age(engine, "notices", 2 * INTERVAL + timedelta(seconds=1))
    [silent] = heartbeats.silent(web, expected)

    assert silent.name == "notices"
    assert silent.since is not None
    web.dispose()


def test_what_never_ran_is_silent(engine: Engine) -> None:
    assert heartbeats.silent(engine, {"clerk": INTERVAL}) == [
        heartbeats.Silent("clerk", None)
    ]


def test_a_beat_ends_the_silence(engine: Engine) -> None:
    mine = held(engine)
    heartbeats.beat(engine, mine, ["clerk"])
    age(engine, "clerk", 4 * INTERVAL)
    heartbeats.beat(engine, mine, ["clerk"])

    assert heartbeats.silent(engine, {"clerk": INTERVAL}) == []


def test_many_beats_within_an_interval_are_noted_once(engine: Engine) -> None:
    mine = held(engine)
    heartbeats.beat(engine, mine, ["clerk"])
    before = ask(engine, "SELECT beat_at FROM desk.heartbeat")
    heartbeats.beat(engine, mine, ["clerk"])
    assert ask(engine, "SELECT beat_at FROM desk.heartbeat") == before

    age(engine, "clerk", timedelta(seconds=5))
    heartbeats.beat(engine, mine, ["clerk"])
    assert ask(engine, "SELECT beat_at FROM desk.heartbeat") > before


def test_a_late_owner_does_not_beat_for_the_new_one(engine: Engine) -> None:
    late = held(engine)
    run_out(engine)
    held(engine)

    with pytest.raises(LeaseLost):
        heartbeats.beat(engine, late, ["clerk"])
