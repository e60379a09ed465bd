"""Each kind of news tells whom its row says, once, and nobody below level 3 without one."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.notice import Issued
from domain.person.residence import Residence
from domain.registry.danger import CorrectIncident, IncidentForm, RecordIncident
from domain.registry.danger_reports import LinkDangerReport, TakeDangerReport
from domain.registry.emergencies import OpenEmergency, Report
from domain.registry.follow_up import GradeRisk, QuickReport
from domain.registry.notice_content import content
from domain.registry.offices import AssignVillage
from domain.registry.referrals import (
    AbscondedForm,
    AdmitPerson,
    NoteAbsconding,
    StayForm,
)
from domain.registry.registration import RecordMove
from domain.registry.rule_settings import SetOverride
from domain.rules.notice_policy import receivers_for
from domain.values.calendar import shanghai_day
from domain.values.danger import IncidentKind
from domain.values.danger_report import DangerChannel, DangerTold
from domain.values.emergency import Reporter, ReportRoute
from domain.values.emergency import Trigger as SetOffBy
from domain.values.findings import FollowUpClass, Grade, Incidents, Insight
from domain.values.notices import Trigger
from domain.values.people import OfficeKind
from domain.values.quick_report import HelpWanted
from domain.values.referral import StayBasis
from ops.site import Site
from projections.folding import Folding
from tests.projections.test_joining import LATER
from tests.registering import VILLAGE, a_form, an_office, follow_up, register
from tests.scheduler.test_notice_follower import (
    OTHER_VILLAGE,
    RECEIVERS,
    folding,
    follow,
    issued,
)
from tests.streams import a_command

__all__ = ["folding"]

ALL = set(RECEIVERS)
TODAY = shanghai_day(LATER)
DOCTOR = {"role": "psychiatrist", "division": "9901"}


@dataclass
class Village:
    """A person of a village whose five offices are entered."""

    site: Site
    folding: Folding
    person: UUID
    seen: int = field(default=0)

    def graded(self, grade: Grade, on: date, **found: Any) -> None:
        form = a_form(on, risk=grade, grade_why="演示", **found)
        follow_up(self.site, self.person, form, now=LATER, **DOCTOR)

    def ask(self, use_case: Any, **named: Any) -> None:
        self.site.runner.run(use_case, a_command(**{"now": LATER, **named}))

    def told(self) -> list[Issued]:
        """Return what was issued since it was asked last."""
        follow(self.site, self.folding)
        every = issued(self.site)
        new, self.seen = every[self.seen :], len(every)
        return new

    def news(self) -> tuple[set[str], set[str]]:
        """Return which news was told to which kinds of office."""
        told = self.told()
        offices = [(n.receiver, n.purpose) for n in told]
        assert len(offices) == len(set(offices))
        return {n.trigger for n in told}, {n.receiver_kind for n in told}


@pytest.fixture
def village(site: Site, folding: Folding) -> Village:
    for kind in RECEIVERS:
        an_office(site, kind)
    return Village(site, folding, register(site, an_office(site)))


def an_incident(kind: IncidentKind, days_ago: int = 0, **named: Any) -> IncidentForm:
    on = TODAY - timedelta(days=days_ago)
    return IncidentForm(kind, on, "演示经过", grade_why="演示", **named)


def an_emergency(*triggers: SetOffBy) -> Report:
    return Report(
        frozenset(triggers),
        "演示经过",
        "演示路",
        Reporter.GUARDIAN_OR_FAMILY,
        ReportRoute.TELEPHONE,
        LATER,
    )


def test_a_first_3_a_rise_the_same_and_a_lower_one_are_told_apart(
    village: Village,
) -> None:
    found: list[tuple[set[str], set[str]]] = []
    for day, grade in enumerate((3, 4, 4, 3, 2, 5), start=10):
        village.graded(Grade(grade), date(2026, 3, day))
        found.append(village.news())

    assert found == [
        ({Trigger.FIRST_HIGH}, ALL),
        ({Trigger.RISE}, ALL),
        ({Trigger.UNCHANGED}, ALL),
        ({Trigger.LOWERED}, ALL),
        (set(), set()),
        ({Trigger.FIRST_HIGH}, ALL),
    ]


def test_an_unchanged_3_whose_form_counts_a_new_incident_is_an_incident(
    village: Village,
) -> None:
    village.graded(Grade.LEVEL_3, date(2026, 3, 10))
    village.told()

    village.graded(Grade.LEVEL_3, date(2026, 3, 12), incidents=Incidents(disturbance=1))

    assert village.news() == ({Trigger.INCIDENT}, ALL)


def test_an_incident_on_record_before_the_form_is_told_once(village: Village) -> None:
    village.graded(Grade.LEVEL_3, date(2026, 3, 10))
    village.told()
    village.ask(RecordIncident(village.person, an_incident(IncidentKind.DISTURBANCE)))
    assert village.news() == ({Trigger.INCIDENT}, ALL)

    village.graded(Grade.LEVEL_3, TODAY, incidents=Incidents(disturbance=1))

    assert village.news() == ({Trigger.UNCHANGED}, ALL)


def test_an_incident_put_right_is_told_when_only_now_it_is_harm_and_then_not_again(
    village: Village,
) -> None:
    village.ask(RecordIncident(village.person, an_incident(IncidentKind.DISTURBANCE)))
    facts = village.site.log.stream(village.person)
    about = UUID(str(getattr(facts[-1].fact, "incident", "")))
    assert village.told() == []

    harm = an_incident(IncidentKind.SELF_HARM)
    village.ask(CorrectIncident(village.person, about, harm, "问错"))
    first = village.told()
    other = an_incident(IncidentKind.OTHER_HARM)
    village.ask(CorrectIncident(village.person, about, other, "再核实"))

    kinds = {OfficeKind.POLICE_STATION, OfficeKind.COUNTY_SMI}
    assert {notice.receiver_kind for notice in first} == kinds
    assert [n for n in village.told() if n.trigger == Trigger.INCIDENT] == []


def test_a_first_3_that_comes_with_an_incident_is_one_notice_each(
    village: Village,
) -> None:
    form = an_incident(IncidentKind.CRIMINAL, grade=Grade.LEVEL_4)

    village.ask(RecordIncident(village.person, form))

    assert village.news() == ({Trigger.FIRST_HIGH}, ALL)


@pytest.mark.parametrize(
    ("kind", "days_ago", "tells"),
    [
        (IncidentKind.PUBLIC_ORDER, 0, True),
        (IncidentKind.SUICIDE_ATTEMPT, 7, True),
        (IncidentKind.CRIMINAL, 8, False),
        (IncidentKind.DISTURBANCE, 0, False),
    ],
)
def test_harm_below_3_is_told_to_police_and_county_while_fresh_and_without_a_level(
    village: Village, kind: IncidentKind, days_ago: int, *, tells: bool
) -> None:
    village.ask(RecordIncident(village.person, an_incident(kind, days_ago)))

    told = village.told()
    harm = {OfficeKind.POLICE_STATION, OfficeKind.COUNTY_SMI}
    kinds = harm if tells else set[OfficeKind]()
    assert {n.receiver_kind for n in told} == kinds
    assert all("grade" not in n.fields and "level_band" not in n.fields for n in told)


@pytest.mark.parametrize(
    ("grade", "set_off_by", "kinds"),
    [
        (
            Grade.LEVEL_1,
            SetOffBy.SELF_HARM,
            {
                OfficeKind.POLICE_STATION,
                OfficeKind.GRID_CENTRE,
                OfficeKind.COUNTY_SMI,
            },
        ),
        (Grade.LEVEL_1, SetOffBy.DRUG_REACTION, set[OfficeKind]()),
        (Grade.LEVEL_3, SetOffBy.DRUG_REACTION, ALL),
    ],
)
def test_an_emergency_that_endangers_or_of_a_3_is_told_day_and_night(
    village: Village, grade: Grade, set_off_by: SetOffBy, kinds: set[OfficeKind]
) -> None:
    village.graded(grade, date(2026, 3, 10))
    village.told()

    village.ask(OpenEmergency(village.person, an_emergency(set_off_by)))

    told = village.told()
    assert {n.receiver_kind for n in told} == kinds
    assert {n.trigger for n in told} <= {Trigger.EMERGENCY}
    answered = {n.clock for n in told if n.purpose != "joint_follow_up"}
    assert answered <= {"clock.highest"}


def test_an_emergency_with_a_grade_is_told_once_and_as_the_emergency(
    village: Village,
) -> None:
    village.ask(
        OpenEmergency(village.person, an_emergency(SetOffBy.DANGER_TO_OTHERS), 4)
    )

    assert village.news() == ({Trigger.EMERGENCY}, ALL)


@pytest.mark.parametrize(
    ("wanted", "tells"),
    [
        (HelpWanted.POLICE_ON_THE_SPOT, True),
        (HelpWanted.ESCORT_TO_HOSPITAL, True),
        (HelpWanted.BE_REACHABLE, False),
    ],
)
def test_below_3_the_police_are_told_when_the_doctor_asks_for_them(
    village: Village, wanted: HelpWanted, *, tells: bool
) -> None:
    """BR-NOT-2: police when necessary, and the doctor says when."""
    report = QuickReport(help_wanted=frozenset({wanted}))

    village.ask(GradeRisk(village.person, 2, "演示", report))

    told = village.told()
    kinds = {OfficeKind.POLICE_STATION} if tells else set[OfficeKind]()
    assert {n.receiver_kind for n in told} == kinds
    assert all("help_wanted" in n.fields and "grade" not in n.fields for n in told)


def test_of_two_stations_of_a_town_the_one_that_serves_the_village_that_day_is_told(
    site: Site, folding: Folding
) -> None:
    """A town may have several stations: village to station, dated, never township."""
    admin = {"role": "administrator", "purpose": "administration", "division": "9901"}
    first = an_office(site, OfficeKind.POLICE_STATION)
    second = an_office(site, OfficeKind.POLICE_STATION, villages=(OTHER_VILLAGE,))
    village = Village(site, folding, register(site, an_office(site)))
    village.graded(Grade.LEVEL_3, date(2026, 3, 10))
    before = {n.receiver for n in village.told()}
    for office, serves in ((first, False), (second, True)):
        today = shanghai_day(site.clock()).isoformat()
        village.ask(AssignVillage(office, VILLAGE, today, serves=serves), **admin)

    village.graded(Grade.LEVEL_4, date(2026, 3, 12))

    assert before == {str(first)}
    assert {n.receiver for n in village.told()} == {str(second)}


@pytest.mark.parametrize(
    ("channel", "news"),
    [("screen", {Trigger.MOVED, Trigger.LEFT}), ("job", set[Trigger]())],
)
def test_a_move_is_told_there_and_where_it_began_and_a_new_code_is_no_move(
    village: Village, channel: str, news: set[Trigger]
) -> None:
    an_office(village.site, OfficeKind.POLICE_STATION, villages=(OTHER_VILLAGE,))
    village.graded(Grade.LEVEL_4, date(2026, 3, 10))
    village.told()
    version = village.site.log.stream(village.person)[-1].version
    there = Residence(OTHER_VILLAGE, "演示路1号", VILLAGE, "演示路1号", "2026-03-12")

    village.ask(RecordMove(village.person, there), seen=version, channel=channel)

    assert {n.trigger for n in village.told()} == news


@pytest.mark.parametrize("found", [False, True])
def test_an_in_patient_who_left_and_is_not_found_is_told_to_police_and_county(
    village: Village, *, found: bool
) -> None:
    """BR-NOT-6: the guardian at once, the police if not found."""
    stay = StayForm("演示医院", date(2026, 3, 10), StayBasis.VOLUNTARY)
    village.ask(AdmitPerson(village.person, stay))
    gone = AbscondedForm(TODAY, whereabouts_known=found, guardian_told=True)

    village.ask(NoteAbsconding(village.person, gone))

    told = village.told()
    looked_for = {OfficeKind.POLICE_STATION, OfficeKind.COUNTY_SMI}
    kinds = set[OfficeKind]() if found else looked_for
    assert {n.receiver_kind for n in told} == kinds
    assert {n.clock for n in told} <= {"clock.highest"}
    for notice in told:
        read = content(
            village.site.log, village.person, notice.fact_position, notice.fields
        )
        assert read["left_area"] == "hospital"
        assert "演示医院" not in read.values()


def test_a_guardians_report_a_doctor_answers_with_a_grade_is_told_once(
    village: Village,
) -> None:
    told = DangerTold(VILLAGE, "演示")
    taking = TakeDangerReport(told, DangerChannel.GUARDIAN)
    taken = village.site.runner.run(taking, a_command(now=LATER))
    report = QuickReport(danger_report=str(taken.facts[0].stream))
    village.ask(GradeRisk(village.person, 4, "演示", report))

    assert village.news() == ({Trigger.FIRST_HIGH}, ALL)


@pytest.mark.parametrize(
    ("channel", "tells"), [(DangerChannel.GUARDIAN, True), (DangerChannel.GRID, False)]
)
def test_what_a_guardian_reports_is_told_to_police_and_village_at_once(
    village: Village, channel: DangerChannel, *, tells: bool
) -> None:
    """BR-NOT-7, before a doctor looked; other channels' hearsay is looked into first."""
    report = TakeDangerReport(DangerTold(VILLAGE, "演示经过"), channel)
    taken = village.site.runner.run(report, a_command(now=LATER))
    assert village.told() == []

    village.ask(LinkDangerReport(taken.facts[0].stream, village.person))

    told = village.told()
    asked = {OfficeKind.POLICE_STATION, OfficeKind.GRID_CENTRE}
    assert {n.receiver_kind for n in told} == (asked if tells else set[OfficeKind]())
    assert {n.person for n in told} <= {village.person}
    assert all("grade" not in n.fields for n in told)
    for notice in told:
        read = content(
            village.site.log, village.person, notice.fact_position, notice.fields
        )
        assert read["name"] == "演示甲"
        assert "演示经过" not in read.values()


def test_t44_unstable_by_insight_alone_tells_no_police_unless_a_place_turns_it_on(
    village: Village,
) -> None:
    """BR-NOT-8 below level 3 is off by default, and never carries a level (D-PO3)."""
    village.graded(Grade.LEVEL_0, date(2026, 3, 10), insight=Insight.ABSENT)
    assert village.told() == []
    on = SetOverride(
        "notice.joint_unstable", "990101", 1, TODAY.isoformat(), "演示文件", "演示"
    )
    village.ask(on, role="county_smi", division="990101", purpose="supervision")

    village.graded(Grade.LEVEL_0, date(2026, 3, 12), insight=Insight.ABSENT)

    told = village.told()
    assert {n.trigger for n in told} == {Trigger.JOINT}
    assert {n.receiver_kind for n in told} == ALL - {OfficeKind.COUNTY_SMI}
    assert {n.purpose for n in told} == {"joint_follow_up"}
    assert all("grade" not in n.fields and "level_band" not in n.fields for n in told)


def test_not_assessed_tells_nobody_and_is_not_0(village: Village) -> None:
    village.graded(Grade.LEVEL_3, date(2026, 3, 10))
    village.told()

    form = a_form(
        date(2026, 3, 12),
        risk=Grade.NOT_ASSESSED,
        judged=FollowUpClass.STABLE,
        why="演示",
    )
    follow_up(village.site, village.person, form, now=LATER, id=uuid4())

    assert village.told() == []
    facts = [f.topic for f in village.site.log.after(0, 2000)]
    assert "notice.corrected" not in facts


def test_what_came_by_import_tells_nobody_whatever_it_is(village: Village) -> None:
    by = {"channel": "import"}
    village.ask(
        RecordIncident(village.person, an_incident(IncidentKind.CRIMINAL)), **by
    )
    village.ask(
        OpenEmergency(village.person, an_emergency(SetOffBy.SELF_HARM), 4), **by
    )

    assert village.told() == []


@pytest.mark.parametrize("trigger", list(Trigger))
def test_what_is_told_below_3_never_names_a_level(trigger: Trigger) -> None:
    for grade in (Grade.NOT_ASSESSED, *map(Grade, range(3))):
        for rule in receivers_for(trigger, grade, TODAY):
            assert {"grade", "level_band"}.isdisjoint(rule.fields)
