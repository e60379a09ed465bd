"""A clerk that slept through its lease in the middle of a job writes nothing any more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from domain.log import Recorded
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.runner import Runner
from domain.values.people import Role
from ops.fenced import fenced
from ops.site import Site
from scheduler import lease
from scheduler.clerk import Clerk, Done, Duties, Post
from scheduler.lease import Holding, LeaseLost
from tests.scheduler.desks import MONDAY, Alarms, an_entry, ask, run_out
from tests.streams import a_command

TTL = timedelta(minutes=5)
MATTER = uuid4()


def ring(runner: Runner) -> Recorded:
    """Have an effect in the log, as a job does."""
    alarm = RaiseAlarm(
        MATTER, "k", Role.ADMINISTRATOR, None, "", {}, MONDAY.isoformat()
    )
    return runner.run(alarm, a_command(role="system", purpose="report"))


def clear(runner: Runner) -> Recorded:
    """Have another."""
    command = a_command(role="system", purpose="report")
    return runner.run(ClearAlarm(MATTER, "k", "done"), command)


def taken(site: Site) -> Holding:
    """Return what somebody new holds."""
    found = lease.take(site.engine, "clerk", uuid4(), TTL)
    assert found is not None
    return Holding(found)


def test_whoever_holds_the_lease_appends(site: Site) -> None:
    ours = fenced(site, taken(site))

    assert ring(ours.runner).position == 1


def test_a_lease_that_ran_out_and_nobody_took_still_lets_append(site: Site) -> None:
    ours = fenced(site, taken(site))
    run_out(site.engine)

    assert ring(ours.runner).position == 1


def test_who_lost_the_lease_appends_nothing_and_the_heir_goes_on(site: Site) -> None:
    slept = fenced(site, taken(site))
    ring(slept.runner)
    run_out(site.engine)
    heir = fenced(site, taken(site))

    with pytest.raises(LeaseLost):
        clear(slept.runner)
    assert site.log.last_position() == 1

    assert clear(heir.runner).position == 2


def test_who_holds_nothing_appends_nothing(site: Site) -> None:
    with pytest.raises(LeaseLost):
        ring(fenced(site, Holding()).runner)

    assert site.log.last_position() == 0


def test_other_appends_of_the_process_are_not_fenced(site: Site) -> None:
    slept = fenced(site, taken(site))
    run_out(site.engine)
    taken(site)

    assert ring(site.runner).position == 1
    with pytest.raises(LeaseLost):
        clear(slept.runner)


def a_clerk(site: Site, holding: Holding, job: Callable[[datetime], int]) -> Clerk:
    """Return somebody who does one job."""
    duties = Duties((an_entry(),), {"sweep": job})
    return Clerk(site.engine, Post("clerk", uuid4(), TTL), duties, Alarms(), holding)


def test_a_clerk_stopped_within_a_job_has_no_effect_in_the_log_when_it_goes_on(
    site: Site,
) -> None:
    ours, theirs = Holding(), Holding()
    there = fenced(site, theirs).runner

    def well(_: datetime) -> int:
        return len(ring(there).facts)

    heir = a_clerk(site, theirs, well)

    def sleep_through_it(_: datetime) -> int:
        run_out(site.engine)
        assert heir.tick(MONDAY).holds
        return len(clear(fenced(site, ours).runner).facts)

    slept = a_clerk(site, ours, sleep_through_it)

    assert slept.tick(MONDAY) == Done(holds=False)
    assert [f.topic for f in site.log.after(0, 9)] == ["alarm.raised"]
    [(state, epoch)] = ask(site.engine, "SELECT state, epoch FROM desk.occurrence")
    assert (state, epoch) == ("done", 2)
