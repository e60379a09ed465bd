"""A grade of 3 or more reaches the receivers of the village, once, whoever asks again."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.alarm import Raised
from domain.notice import Issued
from domain.person.contact import Attempt
from domain.person.residence import Residence
from domain.registry.away import AwayForm, NoteAway
from domain.registry.contacts import NoteContact
from domain.registry.follow_up import GradeRisk, RecordFollowUp
from domain.registry.notice_content import content
from domain.registry.registration import RecordMove, RegisterPerson
from domain.registry.standing import Loss, RecordLoss
from domain.values.away import AwayFor
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.findings import Grade, Insight
from domain.values.people import OfficeKind, Purpose
from ops.clerk import rounds_clerk
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.receivers import EMPTY
from tests.databases import Database
from tests.registering import (
    VILLAGE,
    a_form,
    a_registration,
    an_office,
    follow_up,
    person_of,
    register,
)
from tests.streams import NOON, a_command

OTHER_VILLAGE = "990101001002"
SHANDONG_VILLAGE = "370801001001"
RECEIVERS = (
    OfficeKind.COUNTY_SMI,
    OfficeKind.POLICE_STATION,
    OfficeKind.GRID_CENTRE,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION,
)


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def follow(site: Site, folding: Folding) -> None:
    """Let views and a clerk come to the end of the log, and another clerk once more."""
    for _ in range(2):
        folding.catch_up()
        clerk = rounds_clerk(site, folding, uuid4())
        while clerk.tick(NOON).is_busy:
            folding.catch_up()
        clerk.leave()
    folding.catch_up()


def issued(site: Site) -> list[Issued]:
    facts = [logged.fact for logged in site.log.after(0, 1000)]
    return [fact for fact in facts if isinstance(fact, Issued)]


def alarms(site: Site) -> list[Raised]:
    """Return what rings, but that nobody can sign in for the offices of these tests."""
    facts = [logged.fact for logged in site.log.after(0, 1000)]
    return [f for f in facts if isinstance(f, Raised) and f.kind != EMPTY]


def told(site: Site) -> set[tuple[str, str, bool]]:
    return {(n.receiver_kind, n.purpose, n.stands_in) for n in issued(site)}


def test_a_grade_waits_until_the_offices_entered_before_it_are_known(
    site: Site, folding: Folding
) -> None:
    for kind in RECEIVERS:
        an_office(site, kind)
    person = register(site, an_office(site))
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))

    clerk = rounds_clerk(site, folding, uuid4())
    for _ in range(3):
        clerk.tick(NOON)
    clerk.leave()

    assert (issued(site), alarms(site)) == ([], [])
    follow(site, folding)
    assert len(issued(site)) == len(RECEIVERS)
    assert alarms(site) == []


def test_t41_a_risk_of_3_is_reported_and_told_to_the_offices_of_the_village(
    site: Site, folding: Folding
) -> None:
    for kind in RECEIVERS:
        an_office(site, kind)
    elsewhere = an_office(site, OfficeKind.POLICE_STATION, villages=(OTHER_VILLAGE,))
    person = register(site, an_office(site))

    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    follow(site, folding)

    assert told(site) == {
        (OfficeKind.COUNTY_SMI, Purpose.REPORT, False),
        (OfficeKind.POLICE_STATION, Purpose.RESPONSE, False),
        (OfficeKind.GRID_CENTRE, Purpose.RESPONSE, False),
        (OfficeKind.CIVIL_AFFAIRS, Purpose.JOINT_FOLLOW_UP, False),
        (OfficeKind.DISABILITY_FEDERATION, Purpose.JOINT_FOLLOW_UP, False),
    }
    assert len(issued(site)) == len(RECEIVERS)
    assert str(elsewhere) not in {notice.receiver for notice in issued(site)}
    assert alarms(site) == []


@pytest.mark.parametrize("risk", [Grade.LEVEL_2, Grade.LEVEL_0])
def test_t42_a_risk_below_3_tells_nobody(
    site: Site, folding: Folding, risk: Grade
) -> None:
    an_office(site, OfficeKind.POLICE_STATION)
    person = register(site, an_office(site))

    follow_up(site, person, a_form(risk=risk))
    follow(site, folding)

    assert issued(site) == []


def test_a_quick_report_tells_before_any_form(site: Site, folding: Folding) -> None:
    police = an_office(site, OfficeKind.POLICE_STATION)
    person = register(site, an_office(site))

    site.runner.run(GradeRisk(person, 5, "演示"), a_command())
    follow(site, folding)

    assert str(police) in {notice.receiver for notice in issued(site)}


def test_an_imported_grade_tells_nobody(site: Site, folding: Folding) -> None:
    an_office(site, OfficeKind.POLICE_STATION)
    person = register(site, an_office(site))

    site.runner.run(
        RecordFollowUp(person, a_form(risk=Grade.LEVEL_4)), a_command(channel="import")
    )
    follow(site, folding)

    assert issued(site) == []


@pytest.mark.parametrize(
    ("found", "tells"),
    [
        ({"risk": Grade.LEVEL_3}, True),
        ({"insight": Insight.ABSENT}, True),
        ({"risk": Grade.LEVEL_1}, False),
    ],
)
@pytest.mark.parametrize("how", ["lost", "away"])
def test_who_is_dangerous_or_unstable_and_gone_is_told_to_police_and_county_at_once(
    site: Site, folding: Folding, how: str, found: dict[str, Any], *, tells: bool
) -> None:
    """BR-LOST-4, D-D10: that they left and no grade; nobody else hears of it."""
    for kind in RECEIVERS:
        an_office(site, kind)
    person = register(site, an_office(site))
    follow_up(site, person, a_form(**found))
    follow(site, folding)
    before = set(issued_ids(site))
    gone = {
        "lost": RecordLoss(person, "2026-03-02", Loss(3)),
        "away": NoteAway(person, AwayForm(NOON.date(), AwayFor.WORK)),
    }[how]

    site.runner.run(gone, a_command(id=uuid4()))
    follow(site, folding)

    told_now = [fact for at, fact in issued_ids(site).items() if at not in before]
    asked = {OfficeKind.COUNTY_SMI, OfficeKind.POLICE_STATION}
    kinds = asked if tells else set[OfficeKind]()
    assert {notice.receiver_kind for notice in told_now} == kinds
    for notice in told_now:
        read = content(site.log, person, notice.fact_position, notice.fields)
        assert read["left_area"] == how
        assert "grade" not in read


def test_t47_in_shandong_refused_visits_are_told_to_township_county_and_police(
    site: Site, folding: Folding
) -> None:
    """D-M8: the township through its grid centre, by the clock of level 3."""
    for kind in RECEIVERS:
        an_office(site, kind, villages=(SHANDONG_VILLAGE, VILLAGE))
    unit = an_office(site)
    home = Residence(SHANDONG_VILLAGE, "演示路2号", VILLAGE, None, "2026-03-02")
    registering = RegisterPerson(
        replace(a_registration(unit), residence=home), id_claim=None
    )
    moved = site.runner.run(registering, a_command(id=uuid4(), division="37"))
    here, there = register(site, unit), person_of(moved)
    refused = Attempt(NOON.date(), ContactWay.VISIT, ContactOutcome.REFUSED)

    for person, division in ((here, "990101"), (there, "37")):
        command = a_command(id=uuid4(), division=division)
        site.runner.run(NoteContact(person, refused), command)
    follow(site, folding)

    told = list(issued_ids(site).values())
    assert {notice.person for notice in told} == {there}
    assert {notice.receiver_kind for notice in told} == {
        OfficeKind.GRID_CENTRE,
        OfficeKind.POLICE_STATION,
        OfficeKind.COUNTY_SMI,
    }
    for notice in told:
        read = content(site.log, there, notice.fact_position, notice.fields)
        assert read["refused_visits"] == "2026-03-02"
        assert "grade" not in read


def issued_ids(site: Site) -> dict[UUID, Issued]:
    facts = site.log.after(0, 1000)
    return {f.event_id: f.fact for f in facts if isinstance(f.fact, Issued)}


def test_of_two_grades_on_one_day_the_later_recorded_counts(
    site: Site, folding: Folding
) -> None:
    an_office(site, OfficeKind.POLICE_STATION)
    person = register(site, an_office(site))
    follow_up(site, person, a_form(date(2026, 3, 2)))

    follow_up(site, person, a_form(date(2026, 3, 2), risk=Grade.LEVEL_3))
    follow(site, folding)

    assert [n.receiver_kind for n in issued(site)] == [OfficeKind.POLICE_STATION]


def test_a_missing_office_is_an_alarm_and_the_county_office_stands_in(
    site: Site, folding: Folding
) -> None:
    smi = an_office(site, OfficeKind.COUNTY_SMI)
    person = register(site, an_office(site))

    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    follow(site, folding)

    assert {notice.receiver for notice in issued(site)} == {str(smi)}
    assert told(site) == {
        (OfficeKind.COUNTY_SMI, Purpose.REPORT, False),
        (OfficeKind.POLICE_STATION, Purpose.RESPONSE, True),
        (OfficeKind.CIVIL_AFFAIRS, Purpose.JOINT_FOLLOW_UP, True),
    }
    assert sorted(alarm.details["office_kind"] for alarm in alarms(site)) == [
        OfficeKind.CIVIL_AFFAIRS,
        OfficeKind.DISABILITY_FEDERATION,
        OfficeKind.GRID_CENTRE,
        OfficeKind.POLICE_STATION,
    ]


def test_the_village_of_present_residence_decides_who_is_told(
    site: Site, folding: Folding
) -> None:
    an_office(site, OfficeKind.POLICE_STATION)
    there = an_office(site, OfficeKind.POLICE_STATION, villages=(OTHER_VILLAGE,))
    person = register(site, an_office(site))
    moved = Residence(OTHER_VILLAGE, "演示路2号", VILLAGE, None, "2026-03-02")
    version = site.log.stream(person)[-1].version
    site.runner.run(RecordMove(person, moved), a_command(seen=version))

    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    follow(site, folding)

    assert [n.receiver for n in issued(site) if n.purpose == Purpose.RESPONSE] == [
        str(there)
    ]


def test_a_receiver_reads_its_own_fields_as_known_at_the_fact(
    site: Site, folding: Folding
) -> None:
    an_office(site, OfficeKind.CIVIL_AFFAIRS)
    an_office(site, OfficeKind.POLICE_STATION)
    person = register(site, an_office(site), name="演示丁")
    follow_up(site, person, a_form(risk=Grade.LEVEL_4))
    follow(site, folding)

    read = {
        n.receiver_kind: content(site.log, n.person, n.fact_position, n.fields)
        for n in issued(site)
    }

    assert read[OfficeKind.POLICE_STATION]["grade"] == "4"
    assert read[OfficeKind.POLICE_STATION]["name"] == "演示丁"
    assert "grade" not in read[OfficeKind.CIVIL_AFFAIRS]
    assert read[OfficeKind.CIVIL_AFFAIRS]["level_band"] == "3+"
    assert "id_number_masked" not in read[OfficeKind.CIVIL_AFFAIRS]
    clinical = {"schizophrenia", "F20", "演示医院"}
    assert not clinical & {v for fields in read.values() for v in fields.values()}


def test_every_issued_notice_is_in_the_inbox(site: Site, folding: Folding) -> None:
    for kind in RECEIVERS:
        an_office(site, kind)
    person = register(site, an_office(site))
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    follow(site, folding)

    delivered = [f for f in site.log.after(0, 1000) if f.topic == "notice.delivered"]

    assert len(delivered) == len(issued(site)) == len(RECEIVERS)
    assert {f.person for f in delivered} == {person}
