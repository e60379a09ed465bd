"""A danger report nobody looks into rings at unit and county, once, until a doctor looks."""

from datetime import timedelta
from uuid import uuid4

from domain.alarm import Cleared, Raised
from domain.registry.danger_reports import AssessDangerReport, TakeDangerReport
from domain.values.danger_report import Assessment, DangerChannel, DangerTold
from domain.values.people import OfficeKind
from ops.acting import job_command
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler import lease
from scheduler.danger_watch import danger_watch
from tests.databases import Database
from tests.registering import VILLAGE, an_office
from tests.streams import NOON, a_command

WHAT = "持棍（演示）"


def test_an_overdue_danger_report_rings_until_a_doctor_has_looked(
    site: Site, database: Database
) -> None:
    make_views(database.owner_url, OF_THE_LOG)
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    held = lease.take(site.engine, "test", uuid4(), timedelta(minutes=1))
    assert held is not None
    unit, county = an_office(site), an_office(site, OfficeKind.COUNTY_SMI)
    watch = danger_watch(site.engine, site.runner, lambda what: job_command(site, what))
    take = TakeDangerReport(DangerTold(VILLAGE, WHAT, "演示甲"), DangerChannel.HOTLINE)
    report = site.runner.run(take, a_command()).facts[0].stream

    for minutes in (59, 61, 62):
        folding.catch_up()
        watch.step(held, NOON + timedelta(minutes=minutes))

    raised = [f.fact for f in site.log.after(0, 100) if isinstance(f.fact, Raised)]
    assert {alarm.owner_office for alarm in raised} == {str(unit), str(county)}
    assert len(raised) == 2
    told = " ".join(str(alarm.details) for alarm in raised)
    assert WHAT not in told
    assert "演示甲" not in told

    found = AssessDangerReport(report, Assessment.NO_DANGER, "误会（演示）")
    site.runner.run(found, a_command())
    for _ in range(2):
        folding.catch_up()
        watch.step(held, NOON + timedelta(minutes=70))

    facts = [f.fact for f in site.log.after(0, 100)]
    assert sum(isinstance(fact, Cleared) for fact in facts) == 2
