"""A quick report reaches those who come: where, what is asked of them, whom to look for."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from domain.errors import NotYetGiven
from domain.log import Logged
from domain.person.quick_report import QuickReported
from domain.person.risk import RiskGraded
from domain.registry.follow_up import GradeRisk, QuickReport, RecordFollowUp
from domain.registry.notice_content import content
from domain.registry.notice_plan import Plan, plan
from domain.registry.notice_schema import SHAPES
from domain.rules.notice_policy import NoticeField
from domain.values.findings import Grade
from domain.values.people import OfficeKind
from domain.values.quick_report import HelpWanted, InDanger, Seen
from ops.site import Site
from tests.registering import a_form, an_office, register
from tests.streams import NOON, a_command

HAPPENING = "持刀，自称被人跟踪（演示）"
REPORT = QuickReport(
    place_now="村口小卖部",
    help_wanted=frozenset(
        {HelpWanted.ESCORT_TO_HOSPITAL, HelpWanted.POLICE_ON_THE_SPOT}
    ),
    in_danger=frozenset({InDanger.FAMILY}),
    weapon=Seen.YES,
    child_at_home=Seen.YES,
)
TOLD = {
    "place_now": "村口小卖部",
    "help_wanted": "police_on_the_spot,escort_to_hospital",
    "in_danger": "family",
    "weapon": "yes",
    "child_at_home": "yes",
}
KINDS = (
    OfficeKind.COUNTY_SMI,
    OfficeKind.POLICE_STATION,
    OfficeKind.GRID_CENTRE,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION,
)


class Everybody:
    """One office of every kind serves every village."""

    def __init__(self, site: Site) -> None:
        """Open them."""
        self.offices = {kind.value: an_office(site, kind) for kind in KINDS}

    def serving(self, kind: str, village: str, day: str) -> list[UUID]:
        """Return the one office of a kind."""
        del village, day
        return [self.offices[kind]]


def reported(site: Site, report: QuickReport | None) -> tuple[Logged, dict[str, Plan]]:
    """Return the grade of a quick report just made, and whom it obliges to tell."""
    person = register(site, an_office(site))
    done = site.runner.run(GradeRisk(person, 4, HAPPENING, report), a_command())
    [logged] = [
        each
        for each in site.log.after(done.position - 5, 10)
        if isinstance(each.fact, RiskGraded)
    ]
    asked = plan(site.log, logged, Everybody(site), NOON)
    assert asked
    return logged, {"asked": asked}


def read_by(site: Site, report: QuickReport | None) -> dict[str, dict[str, str]]:
    """Return what each kind of office reads of a quick report."""
    logged, asked = reported(site, report)
    return {
        receiver.kind: content(
            site.log, logged.stream, logged.position, receiver.fields
        )
        for receiver in asked["asked"].receivers
    }


def test_those_who_come_read_where_and_what_is_asked_and_helpers_do_not(
    site: Site,
) -> None:
    read = read_by(site, REPORT)

    assert set(read) == set(KINDS)
    for kind in (
        OfficeKind.POLICE_STATION,
        OfficeKind.GRID_CENTRE,
        OfficeKind.COUNTY_SMI,
    ):
        assert TOLD.items() <= read[kind].items()
    for kind in (OfficeKind.CIVIL_AFFAIRS, OfficeKind.DISABILITY_FEDERATION):
        assert read[kind].keys().isdisjoint(TOLD)


def test_what_is_happening_in_words_is_told_to_nobody(site: Site) -> None:
    for told in read_by(site, REPORT).values():
        assert HAPPENING not in " ".join(told.values())


def test_a_grade_without_a_report_tells_no_place(site: Site) -> None:
    for told in read_by(site, None).values():
        assert told.keys().isdisjoint(TOLD)


def test_the_report_stands_just_before_its_grade(site: Site) -> None:
    logged, _ = reported(site, REPORT)

    before = site.log.stream(logged.stream)[-2].fact

    assert isinstance(before, QuickReported)
    assert isinstance(logged.fact, RiskGraded)
    assert before.grading == logged.fact.grading


def test_what_has_not_happened_yet_is_refused(site: Site) -> None:
    person = register(site, an_office(site))
    tomorrow = QuickReport(happened_at=NOON + timedelta(days=1))

    with pytest.raises(NotYetGiven):
        site.runner.run(GradeRisk(person, 4, HAPPENING, tomorrow), a_command())


def test_paper_entered_late_is_told_at_once_with_both_times(site: Site) -> None:
    person = register(site, an_office(site))
    report = QuickReport(happened_at=NOON)
    late = a_command(now=site.clock())

    done = site.runner.run(GradeRisk(person, 3, HAPPENING, report), late)
    logged = done.facts[-1]
    asked = plan(site.log, logged, Everybody(site), site.clock())

    assert asked
    assert len(asked.receivers) == len(KINDS)
    for receiver in asked.receivers:
        read = content(site.log, person, logged.position, receiver.fields)
        both = f"{NOON.isoformat()}/{logged.recorded_at.isoformat()}"
        assert read["late_report"] == both
        assert re.search(SHAPES[NoticeField.LATE_REPORT]["pattern"], both)


def test_what_is_entered_at_once_is_not_marked_late(site: Site) -> None:
    person = register(site, an_office(site))
    now = a_command(now=site.clock())

    done = site.runner.run(GradeRisk(person, 3, HAPPENING, QuickReport()), now)
    asked = plan(site.log, done.facts[-1], Everybody(site), site.clock())

    assert asked
    assert all("late_report" not in each.fields for each in asked.receivers)


def test_a_sheet_entered_late_tells_everybody_at_once_marked_late(site: Site) -> None:
    person = register(site, an_office(site))
    form = a_form(risk=Grade.LEVEL_4, paper_number="260302-3FA9C1")

    done = site.runner.run(RecordFollowUp(person, form), a_command(now=site.clock()))
    [graded] = [each for each in done.facts if isinstance(each.fact, RiskGraded)]
    asked = plan(site.log, graded, Everybody(site), site.clock())

    assert asked
    assert {each.kind for each in asked.receivers} == set(KINDS)
    for receiver in asked.receivers:
        read = content(site.log, person, graded.position, receiver.fields)
        assert read["late_report"].startswith("2026-03-02/")
        assert "place_now" not in read
