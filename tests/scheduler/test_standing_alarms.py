"""What stands rings once, what stands no more falls silent, and no other kind is touched."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from domain.registry.alarms import RaiseAlarm
from domain.values.people import Role
from ops.acting import job_command
from ops.site import Site
from ops.views import make_views
from projections.alarms import ringing
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler import lease
from scheduler.standing_alarms import StandingAlarms
from tests.databases import Database
from tests.streams import NOON


def _alarm(matter: UUID, kind: str) -> RaiseAlarm:
    by = (NOON + timedelta(hours=1)).isoformat()
    return RaiseAlarm(matter, kind, Role.ADMINISTRATOR, None, "", {}, by)


def test_what_stands_rings_until_it_stands_no_more_and_nothing_else_does(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, OF_THE_LOG)
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    held = lease.take(site.engine, "test", uuid4(), timedelta(minutes=1))
    assert held is not None
    here, there, elsewhere = uuid4(), uuid4(), uuid4()
    stands = {matter: _alarm(matter, "ours") for matter in (here, there)}

    def standing(_: Connection, now: datetime) -> Mapping[UUID, RaiseAlarm]:
        return stands if now == NOON else {}

    watch = StandingAlarms(
        "watch",
        "ours",
        "over",
        standing,
        site.engine,
        site.runner,
        lambda what: job_command(site, what),
    )
    site.runner.run(_alarm(elsewhere, "theirs"), job_command(site, "ring"))

    def rings() -> set[str]:
        folding.catch_up()
        with site.engine.begin() as connection:
            return {alarm.about for _, alarm in ringing(connection)}

    assert watch.step(held, NOON) == len(stands)
    assert rings() == {str(here), str(there), str(elsewhere)}
    assert watch.step(held, NOON) == 0
    assert watch.step(held, NOON + timedelta(hours=1)) == len(stands)
    assert rings() == {str(elsewhere)}
