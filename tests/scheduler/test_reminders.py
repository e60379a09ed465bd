"""One reminder for a person, a due day and a kind, however often the job runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from domain.reminder import Sent
from domain.values.findings import Grade
from ops.acting import job_command
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.jobs.remind_of_follow_ups import RemindOfFollowUps
from tests.databases import Database
from tests.registering import a_form, an_office, follow_up, register

DUE, NEXT_DAY = date(2026, 3, 16), date(2026, 3, 17)


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def remind(site: Site, day: date) -> int:
    """Run the job as it fell due just after midnight of a day in China."""
    job = RemindOfFollowUps(
        site.engine, site.runner, lambda what, cause: job_command(site, what, cause)
    )
    return job(datetime(day.year, day.month, day.day - 1, 16, 10, tzinfo=UTC))


def sent(site: Site) -> list[tuple[str, str]]:
    facts = [logged.fact for logged in site.log.after(0, 1000)]
    return [(fact.due_on, fact.kind) for fact in facts if isinstance(fact, Sent)]


def unstable(site: Site, folding: Folding) -> None:
    """Register somebody who is unstable on 2 March: due on the 16th."""
    person = register(site, an_office(site))
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    folding.catch_up()


def test_nobody_is_reminded_before_the_due_day(site: Site, folding: Folding) -> None:
    unstable(site, folding)

    assert remind(site, date(2026, 3, 15)) == 0
    assert sent(site) == []


def test_the_job_run_again_and_by_ten_at_once_reminds_once(
    site: Site, folding: Folding
) -> None:
    unstable(site, folding)

    with ThreadPoolExecutor(10) as threads:
        for job in [threads.submit(remind, site, DUE) for _ in range(10)]:
            job.result()
    remind(site, DUE)

    assert sent(site) == [("2026-03-16", "due")]


def test_overdue_is_another_kind_and_sent_once_too(
    site: Site, folding: Folding
) -> None:
    unstable(site, folding)

    for day in (DUE, NEXT_DAY, date(2026, 3, 18)):
        remind(site, day)

    assert sent(site) == [("2026-03-16", "due"), ("2026-03-16", "overdue")]


def test_whoever_was_seen_meanwhile_is_not_reminded_though_the_list_is_stale(
    site: Site, folding: Folding
) -> None:
    unstable(site, folding)
    person = site.log.after(0, 1000)[-1].stream
    follow_up(site, person, a_form(date(2026, 3, 2)))

    assert remind(site, DUE) == 0
    assert sent(site) == []
