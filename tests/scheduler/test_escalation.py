"""Nobody accepts: the sender rings, then stand-in, county and secretariat are told, once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.alarm import Raised
from domain.notice import Issued
from domain.notice_escalation import Escalated, HeldForDigest, PassedOver, Reminded
from domain.notice_shift import DigestIssued
from domain.registry.follow_up import GradeRisk
from domain.registry.notice_escalation import TakeOn
from domain.registry.notices import AcceptNotice, ReturnNotice
from domain.registry.offices import CloseOffice
from domain.values.people import OfficeKind
from ops.clerk import rounds_clerk
from ops.site import Site, open_site
from ops.views import make_views
from projections.escalations import ladder_of
from projections.every import OF_THE_LOG
from projections.folding import Folding
from tests.databases import Database
from tests.registering import TOWNSHIP, an_account, an_office, register
from tests.scheduler.desks import ask
from tests.streams import NOON, a_command

COUNTY = "990101"
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Turning:
    """A clerk whose clock the test sets."""

    now: datetime = NOON
    site: Site = field(init=False)
    folding: Folding = field(init=False)

    def go(self, at: datetime) -> None:
        """Let it be a moment, and a new clerk do what is due then."""
        self.now = at
        self.folding.catch_up()
        clerk = rounds_clerk(self.site, self.folding, uuid4())
        while clerk.tick(self.now).is_busy:
            self.folding.catch_up()
        clerk.leave()
        self.folding.catch_up()

    def facts(self, *kinds: type[Any]) -> list[Any]:
        """Return the facts of these kinds, in order."""
        after = [logged.fact for logged in self.site.log.after(0, 10_000)]
        return [fact for fact in after if isinstance(fact, kinds)]

    def rungs(self, notice: UUID) -> list[tuple[str, str]]:
        """Return the rungs taken for a notice and who was turned to."""
        return [
            (fact.rung, getattr(fact, "office", ""))
            for fact in self.facts(Reminded, Escalated, PassedOver)
            if fact.originator_id == notice
        ]


@pytest.fixture
def turning(database: Database, keys_folder: Path) -> Iterator[Turning]:
    """A clerk at noon of a Monday, with the views made."""
    made = Turning()
    make_views(database.owner_url, OF_THE_LOG)
    made.site = open_site(
        database.clerk_url, keys_folder, connections=12, clock=lambda: made.now
    )
    made.folding = Folding(made.site.engine, made.site.log, OF_THE_LOG)
    yield made
    made.site.close()


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of a county, each with somebody who can sign in."""

    hospital: UUID
    police: UUID
    beside: UUID
    county: UUID
    secretariat: UUID


@pytest.fixture
def offices(turning: Turning) -> Offices:
    """A hospital that tells, two stations in one village, the county, the secretariat."""
    site = turning.site
    made = Offices(
        an_office(site),
        an_office(site, OfficeKind.POLICE_STATION),
        an_office(site, OfficeKind.POLICE_STATION, division=COUNTY, villages=()),
        an_office(site, OfficeKind.COUNTY_SMI, division=COUNTY),
        an_office(site, OfficeKind.JOINT_MEETING, division=COUNTY, villages=()),
    )
    roles = {
        made.hospital: ("township_doctor", TOWNSHIP),
        made.police: ("police", TOWNSHIP),
        made.beside: ("police", COUNTY),
        made.county: ("county_smi", COUNTY),
        made.secretariat: ("joint_meeting", COUNTY),
    }
    for office, (role, division) in roles.items():
        an_account(site, office, role, division)
    return made


def told(turning: Turning, offices: Offices, level: int = 5) -> Issued:
    """Return the notice the police station gets of a quick report by the hospital."""
    person = register(turning.site, offices.hospital)
    command = a_command(organisation=offices.hospital, now=turning.now)
    turning.site.runner.run(GradeRisk(person, level, "演示"), command)
    turning.go(turning.now)
    return next(
        fact
        for fact in turning.facts(Issued)
        if fact.receiver == str(offices.police) and fact.person == person
    )


def by(office: UUID, role: str, purpose: str = "response") -> Any:
    """Return a command of somebody of an office."""
    return a_command(role=role, purpose=purpose, organisation=office, now=NOON)


def test_silence_climbs_from_sender_to_stand_in_to_county_to_secretariat(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices).originator_id
    climb: list[tuple[int, list[tuple[str, UUID]]]] = [
        (14, []),
        (15, [("sender", offices.hospital)]),
        (60, [("stand_in", offices.beside)]),
        (90, [("county", offices.county)]),
        (120, [("joint_meeting", offices.secretariat)]),
        (24 * 60, []),
    ]
    expected: list[tuple[str, str]] = []

    for minutes, taken in climb:
        turning.go(NOON + minutes * MINUTE)
        expected += [(rung, str(office)) for rung, office in taken]
        assert turning.rungs(notice) == expected, minutes


def test_acceptance_by_the_receiver_ends_the_ladder(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices).originator_id
    turning.go(NOON + 15 * MINUTE)

    turning.site.runner.run(AcceptNotice(notice), by(offices.police, "police"))
    turning.go(NOON + timedelta(days=3))

    assert [rung for rung, _ in turning.rungs(notice)] == ["sender"]


def test_an_office_of_the_ladder_that_takes_it_on_ends_the_climb(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices).originator_id
    for minutes in (15, 60):
        turning.go(NOON + minutes * MINUTE)

    turning.site.runner.run(
        TakeOn(notice, offices.beside), by(offices.beside, "police")
    )
    turning.go(NOON + timedelta(days=3))

    assert [rung for rung, _ in turning.rungs(notice)] == ["sender", "stand_in"]
    with turning.site.engine.begin() as connection:
        row = ladder_of(connection, notice)
    assert row is not None
    assert row.taken_on_at is not None
    assert row.ended_at is None


def test_a_notice_sent_back_goes_to_the_next_office_at_once_and_nobody_rings(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices).originator_id

    turning.site.runner.run(
        ReturnNotice(notice, "不在辖区"), by(offices.police, "police")
    )
    turning.go(NOON + MINUTE)

    assert turning.rungs(notice) == [("stand_in", str(offices.beside))]


def test_a_rung_without_anybody_is_passed_over_at_once_with_an_alarm(
    turning: Turning, offices: Offices
) -> None:
    closing = CloseOffice(offices.beside, "2026-03-02", "空缺")
    turning.site.runner.run(
        closing,
        a_command(role="administrator", purpose="administration", division="9901"),
    )
    notice = told(turning, offices).originator_id

    for minutes in (15, 60):
        turning.go(NOON + minutes * MINUTE)

    assert turning.rungs(notice) == [
        ("sender", str(offices.hospital)),
        ("stand_in", ""),
        ("county", str(offices.county)),
    ]
    rung = [fact for fact in turning.facts(Raised) if fact.kind == "rung_empty"]
    assert [fact.details["lacking"] for fact in rung] == ["closed"]


def test_level_3_rests_at_night(turning: Turning, offices: Offices) -> None:
    """Told at 19:30 in Shanghai: the hour to remind ends at 08:30 the next day."""
    turning.now = NOON + timedelta(hours=7.5)
    notice = told(turning, offices, level=3).originator_id

    turning.go(NOON + timedelta(hours=20.4))
    assert turning.rungs(notice) == []
    turning.go(NOON + timedelta(hours=20.5))
    assert turning.rungs(notice) == [("sender", str(offices.hospital))]


def test_a_weekend_without_a_scheduler_delays_the_ladder_and_skips_no_rung(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices).originator_id
    back = NOON + timedelta(days=3)

    turning.go(back)

    assert [rung for rung, _ in turning.rungs(notice)] == ["sender", "stand_in"]
    beside = next(f for f in turning.facts(Escalated) if f.originator_id == notice)
    assert datetime.fromisoformat(beside.accept_by) == back + 30 * MINUTE
    turning.go(back + 30 * MINUTE)
    assert [rung for rung, _ in turning.rungs(notice)][-1] == "county"


def test_a_full_replay_takes_no_rung_twice(turning: Turning, offices: Offices) -> None:
    notice = told(turning, offices).originator_id
    turning.go(NOON + 60 * MINUTE)
    before = turning.rungs(notice)

    for _ in range(3):
        turning.go(NOON + 60 * MINUTE)

    assert turning.rungs(notice) == before
    assert len(before) == 2


def test_a_notice_that_waits_for_the_digest_is_rung_about_counted_from_there(
    turning: Turning, offices: Offices
) -> None:
    """Six times the same level 3 by day: the sixth waits until 20:00, its clock rests then."""
    person = register(turning.site, offices.hospital)
    command = {"organisation": offices.hospital}
    grading = GradeRisk(person, 3, "演示")
    turning.site.runner.run(grading, a_command(**command, now=NOON))
    for number in range(1, 8):
        now = NOON + number * MINUTE
        turning.site.runner.run(grading, a_command(**command, now=now))
        turning.go(now)

    held = turning.facts(HeldForDigest)
    police = [
        fact
        for fact in turning.facts(Issued)
        if fact.receiver == str(offices.police) and fact.trigger == "unchanged"
    ]
    waiting = {f.originator_id for f in held} & {f.originator_id for f in police}
    turning.go(NOON + timedelta(hours=6))
    early = {notice for notice in waiting if turning.rungs(notice)}
    turning.go(NOON + timedelta(hours=8))
    digests = turning.facts(DigestIssued)
    turning.go(NOON + timedelta(hours=21, minutes=1))

    assert len(police) == 7
    assert len(waiting) == 2
    assert early == set()
    assert {UUID(n) for d in digests for n in d.notices} >= waiting
    assert all(
        [rung for rung, _ in turning.rungs(notice)] == ["sender"] for notice in waiting
    )


def test_a_held_notice_about_somebody_erased_is_left_out_of_the_digest_of_the_others(
    turning: Turning, offices: Offices
) -> None:
    """A step whose key is destroyed cannot be read: the shift's digest comes without it."""
    erased, other = (register(turning.site, offices.hospital) for _ in range(2))
    for number in range(9):
        now = NOON + number * MINUTE
        person = erased if number in {0, 7} else other
        command = a_command(organisation=offices.hospital, now=now)
        turning.site.runner.run(GradeRisk(person, 3, "演示"), command)
        turning.go(now)
    stations = {
        f.originator_id: f.person
        for f in turning.facts(Issued)
        if f.receiver == str(offices.police)
    }
    held = {f.originator_id for f in turning.facts(HeldForDigest)} & set(stations)
    gone = {key for key in held if stations[key] == erased}
    for key in gone:
        back = ReturnNotice(key, "不在辖区")
        turning.site.runner.run(back, by(offices.police, "police"))
    turning.folding.catch_up()
    turning.site.keys.destroy(erased)

    turning.go(NOON + timedelta(hours=8))

    told_now = [UUID(n) for d in turning.facts(DigestIssued) for n in d.notices]
    assert len(gone) == 1
    assert held > gone
    assert set(told_now) & set(stations) == held - gone


def test_each_office_that_is_told_gets_a_message_of_its_own(
    turning: Turning, offices: Offices
) -> None:
    notice = told(turning, offices).originator_id

    for minutes in (15, 60, 90, 120):
        turning.go(NOON + minutes * MINUTE)

    rows = ask(
        turning.site.engine,
        "SELECT receiver, state FROM desk.attempt"
        " WHERE topic = 'notice.escalated' AND notice = :notice",
        notice=notice,
    )
    told_now = (offices.beside, offices.county, offices.secretariat)
    assert sorted(rows) == sorted((office, "delivered") for office in told_now)
