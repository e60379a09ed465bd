"""A danger report is looked into by a doctor; it registers nobody and is not kept for ever."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.danger_report import DangerReport
from domain.errors import DangerReportIsOver, NotYetGiven, ReasonNeeded
from domain.fact import SealedWith
from domain.person.person import Person
from domain.registry.danger_reports import (
    AssessDangerReport,
    CloseDangerReport,
    DestroyDangerReportKeys,
    LinkDangerReport,
    TakeDangerReport,
)
from domain.registry.follow_up import GradeRisk, QuickReport
from domain.registry.offices import OpenOffice
from domain.registry.registration import RegisterPerson
from domain.topics import FACTS
from domain.values.danger_report import Assessment, DangerChannel, DangerTold
from tests.golden.lives import World
from tests.registering import TOWNSHIP, VILLAGE, a_registration
from tests.streams import NOON

TOLD = DangerTold(VILLAGE, "持棍砸门（演示）", "演示甲", "演示村口")
AN_OFFICE = ("township_hospital", "演示镇卫生院", TOWNSHIP, "0000-0000000")


@pytest.fixture
def world() -> World:
    return World()


def taken(world: World, channel: DangerChannel = DangerChannel.CALL_110) -> UUID:
    [report] = world.ask(TakeDangerReport(TOLD, channel))
    return report.id


def report_in(world: World, report: UUID) -> DangerReport:
    return world.found.get(DangerReport, report)


def somebody(world: World) -> UUID:
    [office] = world.ask(OpenOffice(*AN_OFFICE, "2026-01-01", (VILLAGE,)))
    began = world.ask(RegisterPerson(a_registration(office.id), id_claim=None))
    return next(stream.id for stream in began if isinstance(stream, Person))


def topics(world: World, stream: UUID) -> list[str]:
    return [fact.TOPIC for fact in world.lives()[stream]]


def test_a_report_registers_nobody_and_is_to_be_looked_into_within_the_hour(
    world: World,
) -> None:
    began = world.ask(TakeDangerReport(TOLD, DangerChannel.GUARDIAN))

    assert [type(stream) for stream in began] == [DangerReport]
    received = world.lives()[began[0].id][0]
    assert received.assess_by == (NOON + timedelta(hours=1)).isoformat()  # type: ignore[attr-defined]


def test_what_was_told_is_sealed_under_keys_of_its_own() -> None:
    told = {
        f.TOPIC: f.sealed_with for f in FACTS if f.TOPIC.startswith("danger_report.")
    }

    assert told["danger_report.told"] is SealedWith.IDENTITY
    assert told["danger_report.described"] is SealedWith.CLINICAL
    assert told["danger_report.linked"] is SealedWith.CLINICAL
    assert told["danger_report.received"] is SealedWith.SITE


def test_a_quick_report_from_it_links_and_assesses_it(world: World) -> None:
    person, report = somebody(world), taken(world)

    world.ask(GradeRisk(person, 4, "演示", QuickReport(danger_report=str(report))))

    assert topics(world, report)[-2:] == [
        "danger_report.linked",
        "danger_report.assessed",
    ]
    assert report_in(world, report).registered == str(person)
    assert report_in(world, report).outcome == Assessment.GRADED
    with pytest.raises(DangerReportIsOver):
        world.ask(GradeRisk(person, 4, "演示", QuickReport(danger_report=str(report))))


def test_no_danger_takes_a_reason_and_only_what_was_looked_into_is_closed(
    world: World,
) -> None:
    report = taken(world)

    with pytest.raises(DangerReportIsOver):
        world.ask(CloseDangerReport(report))
    with pytest.raises(ReasonNeeded):
        world.ask(AssessDangerReport(report, Assessment.NO_DANGER, " "))
    world.ask(AssessDangerReport(report, Assessment.NOT_REGISTERED, "查无此人（演示）"))
    world.ask(CloseDangerReport(report))

    assert topics(world, report)[-1] == "danger_report.closed"


def test_what_was_told_is_destroyed_thirty_days_after_closing_and_not_before(
    world: World,
) -> None:
    report = taken(world)
    world.ask(AssessDangerReport(report, Assessment.NO_DANGER, "误会（演示）"))
    world.ask(CloseDangerReport(report))
    destroy = DestroyDangerReportKeys(report)

    world.ask(destroy, now=NOON + timedelta(days=29))
    assert not report_in(world, report).is_erased
    for _ in range(2):
        world.ask(destroy, now=NOON + timedelta(days=30))

    assert topics(world, report).count("danger_report.keys_destroyed") == 1


def test_the_same_link_once_more_is_no_news_and_nothing_comes_from_tomorrow(
    world: World,
) -> None:
    person, report = somebody(world), taken(world)

    for _ in range(2):
        world.ask(LinkDangerReport(report, person))
    late = TakeDangerReport(TOLD, DangerChannel.GRID, NOON + timedelta(minutes=1))
    with pytest.raises(NotYetGiven):
        world.ask(late)

    assert topics(world, report).count("danger_report.linked") == 1
