"""`check storms`: a ten-fold day; each station keeps its budget, what must not wait does not.

Real PostgreSQL and the real rounds; the day's clock is set by the check, waiting times are
real. Every office is told by a telephone that counts how often it rings. Afterwards the
whole log is followed again from its beginning: nothing rings, nothing is decided anew.
"""

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter
from typing import Final
from uuid import UUID

import psycopg

from domain.log import Command
from domain.notice import Issued
from domain.notice_shift import DigestIssued, Held
from domain.person.consent import Consent
from domain.person.diagnosis import Diagnosis
from domain.person.guardian import Guardian
from domain.person.identity import Identity
from domain.person.residence import Residence
from domain.registry.channels import ChooseChannel
from domain.registry.danger import IncidentForm, RecordIncident
from domain.registry.follow_up import GradeRisk
from domain.registry.offices import OpenOffice
from domain.registry.registration import RegisterPerson, Registration
from domain.registry.runner import UseCase
from domain.values.channels import WayOut
from domain.values.danger import IncidentKind
from domain.values.notices import Trigger
from domain.values.people import OfficeKind, Purpose, Role
from ops.acting import job_command, operator_command
from ops.clerk import TENURE, alarm_of
from ops.fenced import fenced
from ops.proving.bed import Bed, throwaway
from ops.proving.proof import Proof, Report, Said
from ops.site import Site, open_site
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.channel_choice import INBOX, ChannelTurns
from scheduler.clerk import Clerk, Duties, Post
from scheduler.delivery import AT_ONCE, Delivery
from scheduler.escalation import Escalation
from scheduler.follower import Follower
from scheduler.lease import Holding
from scheduler.message import Delivered, Inbox, Message
from scheduler.notice_follower import Offices, Telling
from scheduler.notice_reporting import NoticeReporting
from scheduler.receivers import Receivers
from scheduler.shift_digests import ShiftDigests

EVE: Final = datetime(2026, 3, 1, 4, tzinfo=UTC)
DAY: Final = datetime(2026, 3, 2, 0, tzinfo=UTC)
"""08:00 in China: the day shift begins."""
HALF: Final = timedelta(hours=12)
BUDGET: Final = 5
"""Written apart from the rule's own."""
SOON: Final = 5.0
"""Seconds real time until what must not wait has rung."""
TENFOLD: Final = 10
STATIONS: Final = {True: 1, False: 3}
ORDINARY: Final = {True: (1.5, 0.2), False: (4.0, 1.0)}
"""A station's ordinary day: level 3 unchanged, and each kind of news that never waits."""
KINDS: Final = (
    OfficeKind.POLICE_STATION,
    OfficeKind.GRID_CENTRE,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION,
)
SMS: Final = str(WayOut.SMS)
NOBODY: Final = UUID(int=0)


@dataclass(slots=True)
class Telephone:
    """Rings, and keeps what for and when."""

    rung: list[tuple[Message, float]] = field(
        default_factory=list[tuple[Message, float]]
    )

    def deliver(self, message: Message) -> Delivered:
        """Ring."""
        self.rung.append((message, perf_counter()))
        return Delivered()


@dataclass(slots=True)
class Day:
    """A site with a clock of its own, its telephones, and when each notice was caused."""

    bed: Bed
    chance: Random
    now: datetime = EVE
    telephone: Telephone = field(default_factory=Telephone)
    caused: dict[UUID, float] = field(default_factory=dict[UUID, float])
    counted: Counter[str] = field(default_factory=Counter[str])
    hospital: UUID = NOBODY
    site: Site = field(init=False)
    folding: Folding = field(init=False)

    def ask(self, wish: UseCase, command: Command) -> UUID:
        """Carry out a wish; return the stream of its first fact."""
        recorded = self.site.runner.run(wish, command)
        now = perf_counter()
        self.caused.update((fact.event_id, now) for fact in recorded.facts)
        return next(
            (f.stream for f in recorded.facts if f.stream == f.person),
            recorded.facts[0].stream,
        )

    def doctor(self) -> Command:
        """Return a command of a doctor of the hospital."""
        return replace(
            operator_command(self.site, "990101"),
            role=Role.TOWNSHIP_DOCTOR,
            purpose=Purpose.CARE,
            organisation=self.hospital,
        )

    def turn(self) -> None:
        """Let the rounds do all there is to do now."""
        self.folding.catch_up()
        while self.clerk.tick(self.now).is_busy:
            self.folding.catch_up()
        self.folding.catch_up()

    @property
    def clerk(self) -> Clerk:
        """Return the one clerk, made when first asked for."""
        if self._clerk is None:
            self._clerk = a_clerk(self.site, self.telephone)
        return self._clerk

    _clerk: Clerk | None = None


def a_clerk(site: Site, telephone: Telephone) -> Clerk:
    """Return a clerk with the product's rounds, who rings this telephone."""
    holding = Holding()
    site = fenced(site, holding)

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    ways = frozenset({SMS})
    telling = Telling(site.log, site.runner, Offices(site.engine), caused, ways)
    receivers = Receivers(site.engine, site.log, site.runner, caused)
    said = NoticeReporting(site.runner, site.batch_runner, receivers, caused)
    alarm = alarm_of(site)
    rounds = (
        Follower(site.engine, site.log, site.log.origin, telling.following(), alarm),
        Delivery(
            site.engine,
            {INBOX: Inbox(), SMS: telephone},
            said,
            ThreadPoolExecutor(AT_ONCE),
            Random(1).random,  # noqa: S311 - no secret
        ),
        ChannelTurns(site.engine),
        Escalation(site.engine, site.runner, caused),
        ShiftDigests(site.engine, site.runner, caused),
    )
    post = Post("clerk.rounds", site.new_id(), TENURE)
    return Clerk(site.engine, post, Duties(rounds=rounds), alarm, holding)


def a_day(bed: Bed, stations: int) -> tuple[Day, list[str]]:
    """Return a day before it begins, and the villages, one a station."""
    day = Day(bed, Random(10))  # noqa: S311 - no secret
    day.site = open_site(
        bed.url("clerk"), bed.keys, connections=12, clock=lambda: day.now
    )
    day.folding = Folding(day.site.engine, day.site.log, OF_THE_LOG)
    villages = [f"990101001{number:03}" for number in range(1, stations + 1)]
    opened: list[UUID] = []

    def open_one(kind: OfficeKind, division: str, serves: tuple[str, ...]) -> UUID:
        opening = OpenOffice(kind, f"演示{kind}", division, "", "2026-01-01", serves)
        return day.ask(opening, operator_command(day.site, "9901"))

    day.hospital = open_one(OfficeKind.TOWNSHIP_HOSPITAL, "990101001", tuple(villages))
    opened.append(open_one(OfficeKind.COUNTY_SMI, "990101", tuple(villages)))
    for village in villages:
        opened += [open_one(kind, "990101001", (village,)) for kind in KINDS]
    for office in opened:
        choosing = ChooseChannel(office, WayOut.SMS, "13900000000", 1, 5)
        day.ask(choosing, operator_command(day.site, "9901"))
    return day, villages


def somebody(day: Day, village: str) -> UUID:
    """Register an invented person of a village."""
    known = Registration(
        identity=Identity("演示甲", "1", "1905-05-05", "unknown", None, None),
        residence=Residence(village, "演示路1号", village, "演示路1号", "2026-03-01"),
        diagnosis=Diagnosis(
            "schizophrenia", "F20", "演示医院", "2025-11-03", art_30=False
        ),
        consent=Consent("agreed", "本人", "2026-03-01", None),
        guardian=Guardian(
            "演示监护人", "spouse", "0000-0000001", "statutory", "strong"
        ),
        unit=day.hospital,
        registered_on="2026-03-01",
    )
    return day.ask(RegisterPerson(known, id_claim=None), day.doctor())


def news_of(day: Day, villages: list[str], *, short: bool) -> list[UseCase]:
    """Return the ten-fold day's news, each station's mixed; levels of the eve are told."""
    unchanged, others = (int(TENFOLD * many) for many in ORDINARY[short])
    news: list[UseCase] = []
    for village in villages:
        before = [(3, GradeRisk, 3)] * unchanged + [(5, GradeRisk, 5)] * others
        before += [(3, GradeRisk, 4)] * others + [(0, GradeRisk, 3)] * others
        for eve, grading, level in before:
            person = somebody(day, village)
            if eve:
                day.ask(GradeRisk(person, eve, "演示"), day.doctor())
            news.append(grading(person, level, "演示"))
        for _ in range(others):
            form = IncidentForm(
                IncidentKind.CRIMINAL, DAY.date(), "演示经过", grade_why="演示"
            )
            news.append(RecordIncident(somebody(day, village), form))
    day.chance.shuffle(news)
    return news


def live(day: Day, news: list[UseCase]) -> None:
    """Let the day pass: storms in the morning and at night, the rest spread."""
    storms = [
        DAY + timedelta(hours=1),
        DAY + timedelta(hours=4),
        DAY + timedelta(hours=13),
    ]
    shares = len(news) // len(storms) + 1
    for number, at in enumerate(storms):
        for index, wish in enumerate(news[number * shares : (number + 1) * shares]):
            day.now = at + index * timedelta(seconds=1)
            day.ask(wish, day.doctor())
            if index % BURST == BURST - 1:
                day.turn()
        day.turn()
        day.now = DAY + (HALF if number < len(storms) - 1 else 2 * HALF)
        if number:
            day.turn()
    day.turn()


BURST: Final = 3
"""So many facts come at once before the rounds turn again."""


def position_of(day: Day) -> int:
    """Return how much of the log there is."""
    position = 0
    while facts := day.site.log.after(position, 1000):
        position = facts[-1].position
    return position


def follow_again(day: Day) -> tuple[int, int]:
    """Follow the whole log once more; return how many facts and rings that made."""
    facts, rings = position_of(day), len(day.telephone.rung)
    with psycopg.connect(day.bed.url("owner"), autocommit=True) as connection:
        connection.execute("DELETE FROM desk.follower WHERE name = 'notices'")
    day.turn()
    return position_of(day) - facts, len(day.telephone.rung) - rings


def reported(day: Day, again: tuple[int, int]) -> Report:
    """Count what rang, for whom, when, and what waited."""
    report = Report("storms")
    issued: dict[UUID, Issued] = {}
    held: dict[UUID, str] = {}
    digests: list[DigestIssued] = []
    position = 0
    shifts: dict[UUID, str] = {}
    while facts := day.site.log.after(position, 1000):
        position = facts[-1].position
        for logged in facts:
            fact = logged.fact
            if isinstance(fact, Issued) and logged.recorded_at >= DAY:
                issued[logged.stream] = fact
                is_day = logged.recorded_at < DAY + HALF
                shifts[logged.stream] = "day" if is_day else "night"
            elif isinstance(fact, Held):
                held[UUID(fact.notice)] = fact.why
            elif isinstance(fact, DigestIssued):
                digests.append(fact)
    rung = {m.id: at for m, at in day.telephone.rung if m.is_the_notice}
    times = Counter(m.id for m, _ in day.telephone.rung)
    may_wait = {
        key: fact
        for key, fact in issued.items()
        if fact.trigger == Trigger.UNCHANGED and fact.clock != "clock.highest"
    }
    must = {key: fact for key, fact in issued.items() if key not in may_wait}
    singly: defaultdict[tuple[str, str], int] = defaultdict(int)
    would: defaultdict[tuple[str, str], int] = defaultdict(int)
    for key, fact in may_wait.items():
        would[fact.receiver, shifts[key]] += 1
        singly[fact.receiver, shifts[key]] += key in rung
    waits = [
        rung[key] - day.caused[UUID(fact.fact)]
        for key, fact in must.items()
        if key in rung
    ]
    listed = Counter(notice for digest in digests for notice in digest.notices)
    report.add("notices of the day", len(issued), least=10)
    for trigger in (Trigger.FIRST_HIGH, Trigger.RISE, Trigger.INCIDENT):
        many = sum(fact.trigger == trigger for fact in must.values())
        report.add(f"  {trigger}", many, least=1)
    report.add(
        "  level 4 and 5",
        sum(f.clock == "clock.highest" for f in must.values()),
        least=1,
    )
    report.add("  unchanged, level 3", len(may_wait), least=10)
    report.add(
        "of them never told singly",
        len(must.keys() - rung.keys()),
        most=0,
        note="must not wait",
    )
    report.add(
        "slowest of those that must not wait", max(waits, default=99.0), "s", most=SOON
    )
    report.add(
        "most unchanged in a shift at one office",
        max(would.values(), default=0),
        least=BUDGET + 1,
        note="without the rule",
    )
    report.add(
        "most told singly in a shift at one office",
        max(singly.values(), default=0),
        most=BUDGET,
    )
    report.add("waited for the digest", len(held), least=1)
    report.add("waiting that may not wait", len(held.keys() - may_wait.keys()), most=0)
    report.add("digests", len(digests), least=1)
    report.add(
        "more than one digest a shift",
        len(digests) - len({(d.office, d.shift) for d in digests}),
        most=0,
    )
    report.add(
        "waiting and in no digest, or in two",
        sum(listed[str(key)] != 1 for key in held),
        most=0,
    )
    report.add("rung twice for one thing", sum(n > 1 for n in times.values()), most=0)
    report.add("facts when the log is followed again", again[0], most=0)
    report.add("rings when the log is followed again", again[1], most=0)
    return report


@dataclass(frozen=True, slots=True)
class Storms:
    """The check."""

    name: str = "storms"
    claim: str = (
        "十倍通知量:每单位每班次不超限额,4–5级、首次3级、升级、事件5秒内送达"
        " / a ten-fold day: budgets kept, what must not wait rings within 5 s"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Live through the day and count."""
        with throwaway() as bed:
            day, villages = a_day(bed, STATIONS[short])
            news = news_of(day, villages, short=short)
            day.turn()
            day.telephone.rung.clear()
            said(f"{len(news)} news in a day, {len(villages)} stations")
            live(day, news)
            again = follow_again(day)
            report = reported(day, again)
            day.site.close()
        return report


PROOF: Final[Proof] = Storms()
