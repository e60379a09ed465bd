"""Clues expire by themselves, and what was known of whom they were about is gone for good."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domain.errors import Unreadable
from domain.log import Command, Erased
from domain.registry.danger_reports import (
    AssessDangerReport,
    CloseDangerReport,
    TakeDangerReport,
)
from domain.registry.runner import folded
from domain.values.danger_report import Assessment, DangerChannel, DangerTold
from ops.acting import job_command
from ops.clerk import jobs_clerk
from ops.site import Site
from ops.views import make_views
from projections.clues import clue_of
from projections.danger_reports import danger_report_of
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.jobs.look_after_clues import LookAfterClues
from scheduler.key_follower import TOPICS
from tests.databases import Database
from tests.domain.registry.test_clues import A_CLUE
from tests.registering import VILLAGE
from tests.streams import NOON, a_command


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def look(site: Site, folding: Folding, days: int) -> int:
    folding.catch_up()
    later = NOON + timedelta(days=days)

    def command(what: str, cause: UUID) -> Command:
        made = job_command(site, what, cause)
        return a_command(
            id=made.id, role="system", purpose="report", channel="job", now=later
        )

    done = LookAfterClues(site.engine, site.runner, command)(later)
    folding.catch_up()
    return done


def test_an_unconfirmed_clue_expires_and_its_keys_are_destroyed_a_month_later(
    site: Site, folding: Folding
) -> None:
    entered = site.runner.run(A_CLUE, a_command(id=uuid4()))
    clue = entered.facts[0].stream
    kept = site.runner.run(A_CLUE, a_command(id=uuid4())).facts[0].stream

    assert [look(site, folding, days) for days in (184, 185, 186)] == [0, 2, 0]
    with site.engine.begin() as connection:
        row = clue_of(connection, clue)
    assert row is not None
    assert (row.stage, row.name) == ("expired", "演示线索")
    assert [look(site, folding, days) for days in (214, 215)] == [0, 2]

    jobs = jobs_clerk(site, uuid4())
    jobs.tick(datetime(2026, 3, 2, 5, tzinfo=UTC))
    jobs.leave()

    with site.engine.begin() as connection:
        assert clue_of(connection, clue) is clue_of(connection, kept) is None
    facts = site.log.stream(clue)
    assert {f.topic for f in facts if isinstance(f.fact, Erased)} == {
        "clue.described",
        "clue.screened",
    }
    assert facts[-1].topic in TOPICS
    with pytest.raises(Unreadable):
        folded(facts)


def test_what_a_closed_danger_report_told_is_destroyed_whoever_it_was_about(
    site: Site, folding: Folding
) -> None:
    told = DangerTold(VILLAGE, "持棍（演示）", "演示路人")
    take = TakeDangerReport(told, DangerChannel.CALL_110)
    report = site.runner.run(take, a_command(id=uuid4())).facts[0].stream
    for step in (
        AssessDangerReport(report, Assessment.NOT_REGISTERED, "查无此人（演示）"),
        CloseDangerReport(report),
    ):
        site.runner.run(step, a_command(id=uuid4()))

    assert [look(site, folding, days) for days in (29, 30, 31)] == [0, 1, 0]
    jobs = jobs_clerk(site, uuid4())
    jobs.tick(datetime(2026, 3, 2, 5, tzinfo=UTC))
    jobs.leave()

    with site.engine.begin() as connection:
        assert danger_report_of(connection, report) is None
    facts = site.log.stream(report)
    assert {f.topic for f in facts if isinstance(f.fact, Erased)} == {
        "danger_report.told",
        "danger_report.described",
        "danger_report.assessed",
    }
