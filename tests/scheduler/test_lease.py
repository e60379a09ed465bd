"""One at a time, and who comes late is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from scheduler import lease
from scheduler.lease import LeaseLost
from tests.databases import Database
from tests.scheduler.desks import LONG, ask, engine_of, held, run_out


def test_two_owners_never_hold_a_lease_both(engine: Engine) -> None:
    together = Barrier(4)

    def apply(_: int) -> object:
        together.wait()
        return lease.take(engine, "clerk", uuid4(), LONG)

    with ThreadPoolExecutor(4) as pool:
        for epoch in (1, 2, 3):
            got = [one for one in pool.map(apply, range(4)) if one is not None]
            assert [one.epoch for one in got if isinstance(one, lease.Lease)] == [epoch]
            run_out(engine)


def test_a_held_lease_is_not_given_again_even_to_its_owner(engine: Engine) -> None:
    first = held(engine)

    assert lease.take(engine, "clerk", uuid4(), LONG) is None
    assert lease.take(engine, "clerk", first.owner, LONG) is None


def test_a_lease_that_ran_out_goes_to_the_next_with_a_higher_epoch(
    engine: Engine,
) -> None:
    first = held(engine)
    run_out(engine)
    second = held(engine)

    assert (first.epoch, second.epoch) == (1, 2)
    assert not lease.renew(engine, first)
    assert lease.renew(engine, second)


def test_a_renewed_lease_does_not_run_out(engine: Engine) -> None:
    mine = held(engine)
    run_out(engine)

    assert lease.renew(engine, mine)
    assert lease.take(engine, "clerk", uuid4(), LONG) is None


def test_a_lease_that_has_long_to_run_is_renewed_without_writing(
    engine: Engine,
) -> None:
    mine = held(engine)
    before = ask(engine, "SELECT expires_at FROM desk.lease")

    assert lease.renew(engine, mine)
    assert ask(engine, "SELECT expires_at FROM desk.lease") == before


def test_a_lease_given_up_is_free_at_once_and_its_epoch_never_comes_again(
    engine: Engine,
) -> None:
    lease.release(engine, held(engine))

    assert held(engine).epoch == 2


def test_giving_up_a_lost_lease_leaves_the_new_owner_alone(engine: Engine) -> None:
    late = held(engine)
    run_out(engine)
    held(engine)

    lease.release(engine, late)

    assert lease.take(engine, "clerk", uuid4(), LONG) is None


def test_the_effect_of_an_owner_who_slept_is_refused(
    engine: Engine, database: Database
) -> None:
    sleeper = held(engine)
    other = engine_of(database.clerk_url)
    run_out(engine)
    held(other)

    with pytest.raises(LeaseLost):
        have_an_effect(engine, sleeper)

    assert ask(other, "SELECT name FROM desk.heartbeat") == []
    other.dispose()


def test_a_new_owner_waits_for_the_effect_that_was_checked(
    engine: Engine, database: Database
) -> None:
    mine = held(engine)
    run_out(engine)
    other = engine_of(database.clerk_url)

    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as connection:
            mine.check(connection)
            connection.execute(
                text("INSERT INTO desk.heartbeat VALUES ('effect', now())")
            )
            taking = pool.submit(held, other)
            wait_until_somebody_waits(engine)
            assert not taking.done()
        assert taking.result().epoch == 2
    other.dispose()


def test_an_owner_who_stands_still_within_an_effect_does_not_hold_the_next_up(
    engine: Engine, database: Database
) -> None:
    mine = held(engine, ttl=timedelta(milliseconds=200))
    other = engine_of(database.clerk_url)

    with engine.connect() as connection:
        mine.check(connection)
        take_when_free(other)
        with pytest.raises(DBAPIError):
            connection.execute(text("INSERT INTO desk.heartbeat VALUES ('e', now())"))
        connection.invalidate()

    assert ask(other, "SELECT epoch FROM desk.lease") == [(2,)]
    assert ask(other, "SELECT name FROM desk.heartbeat") == []
    other.dispose()


def test_an_epoch_cannot_be_set_back(engine: Engine) -> None:
    lease.release(engine, held(engine))
    held(engine)

    with pytest.raises(IntegrityError, match="moved back"):
        ask(engine, "UPDATE desk.lease SET epoch = 1")


def test_the_web_may_look_at_a_lease_and_not_take_it(
    engine: Engine, database: Database
) -> None:
    held(engine)
    web = engine_of(database.web_url)

    assert ask(web, "SELECT epoch FROM desk.lease") == [(1,)]
    with pytest.raises(DBAPIError, match="permission denied"):
        lease.take(web, "other", uuid4(), LONG)
    web.dispose()


def have_an_effect(engine: Engine, mine: lease.Lease) -> None:
    """Change something and check the lease, in one transaction."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO desk.heartbeat VALUES ('effect', now())"))
        mine.check(connection)


def take_when_free(engine: Engine) -> None:
    """Ask for the lease again and again until it has run out."""
    while lease.take(engine, "clerk", uuid4(), LONG) is None:
        pass


def wait_until_somebody_waits(engine: Engine) -> None:
    """Return when another connection of this database waits for a lock."""
    waiting = (
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while not ask(engine, waiting):
        pass
