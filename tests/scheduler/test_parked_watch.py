"""Whoever is parked in a view rings, once, until they are folded again."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from domain.alarm import Cleared, Raised
from domain.log import Logged
from ops.acting import job_command
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.person_card import Card, person_card
from scheduler import lease
from scheduler.parked_watch import parked_watch
from tests.databases import Database
from tests.streams import NOON, a_person, append, pending


def test_a_parked_person_is_an_alarm_that_ends_with_the_parking(
    site: Site, database: Database
) -> None:
    def fold(row: Card | None, logged: Logged) -> Card | None:
        if getattr(logged.fact, "name", "") == "毒":
            raise ZeroDivisionError
        return person_card.fold(row, logged)

    others = [view for view in OF_THE_LOG if view is not person_card]
    make_views(database.owner_url, OF_THE_LOG)
    folding = Folding(site.engine, site.log, [*others, replace(person_card, fold=fold)])
    held = lease.take(site.engine, "test", uuid4(), timedelta(minutes=1))
    assert held is not None
    watch = parked_watch(
        site.engine, site.runner, folding.parked, lambda what: job_command(site, what)
    )
    person = a_person(name="毒")
    append(site.log, pending(person))

    for _ in range(3):
        folding.catch_up()
        watch.step(held, NOON)

    raised = [f.fact for f in site.log.after(0, 100) if isinstance(f.fact, Raised)]
    assert [alarm.details for alarm in raised] == [
        {
            "view": "person_card",
            "lane": str(person.id),
            "position": "2",
            "failure": "ZeroDivisionError",
        }
    ]

    mended = Folding(site.engine, site.log, OF_THE_LOG)
    mended.unpark("person_card", person.id)
    for _ in range(2):
        watch.step(held, NOON)
        mended.catch_up()

    facts = [f.fact for f in site.log.after(0, 100)]
    assert sum(isinstance(fact, Raised) for fact in facts) == 1
    assert sum(isinstance(fact, Cleared) for fact in facts) == 1
