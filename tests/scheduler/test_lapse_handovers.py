"""Hand-overs nobody answered lapse once, on the day after their last one."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.registry.responsibility import HandoverCause, OfferHandover
from ops.acting import job_command
from ops.site import Site
from ops.views import make_views
from projections.custody import not_handed_over, past_due
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.jobs.lapse_handovers import LapseHandovers
from tests.databases import Database
from tests.registering import an_office, register
from tests.scheduler.test_reminders import midnight
from tests.streams import a_command

LAST = date(2026, 3, 9)


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def test_an_offer_lapses_after_its_last_day_and_is_listed_until_somebody_decides(
    site: Site, folding: Folding
) -> None:
    """D-L1 and D-L2; the use case asks the clock itself, which is long after the offer."""
    person = register(site, an_office(site))
    neighbour = an_office(site, name="演示西镇")
    offering = OfferHandover(person, neighbour, HandoverCause.WANTED)
    site.runner.run(offering, a_command(seen=site.log.stream(person)[-1].version))
    folding.catch_up()

    assert lapse(site, LAST) == 0
    assert lapse(site, LAST + timedelta(days=1)) == 1
    folding.catch_up()
    assert lapse(site, LAST + timedelta(days=2)) == 0
    assert open_people(site) == [person]


def lapse(site: Site, day: date) -> int:
    job = LapseHandovers(
        site.engine, site.runner, lambda what, cause: job_command(site, what, cause)
    )
    return job(midnight(day))


def open_people(site: Site) -> list[UUID]:
    with site.engine.begin() as connection:
        assert past_due(connection, "2027-01-01") == []
        return [row.person for row in not_handed_over(connection, [])]
