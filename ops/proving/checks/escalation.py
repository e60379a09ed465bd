"""`check escalation`: ninety days of notices nobody accepts; each rung once, in time.

Real PostgreSQL, the real rounds, the clock set by the check. Offices accept, send back,
take on or say nothing; the scheduler is restarted, killed and away for hours and weekends.
Every rung is held against a table and a clock written apart from the product's, counted
minute by minute. Two habits of schedulers are tried on the same events and must be seen to
fail: remembering in the process what was sent, and dropping what was due while away.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

import psycopg

from domain.fact import Fact
from domain.log import Command, Logged
from domain.notice_escalation import Escalated, PassedOver, Reminded
from domain.registry.accounts import Grant, OpenAccount
from domain.registry.alarms import RaiseAlarm
from domain.registry.notice_escalation import TakeOn
from domain.registry.notices import AcceptNotice, IssueNotices, Receiver, ReturnNotice
from domain.registry.offices import OpenOffice
from domain.registry.runner import UseCase
from domain.values.calendar import SHANGHAI
from domain.values.people import OfficeKind, Role
from ops.acting import job_command, operator_command
from ops.clerk import rounds_clerk
from ops.proving.bed import Bed, throwaway
from ops.proving.proof import Proof, Report, Said
from ops.site import Site, open_site
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.clerk import Clerk

SHORT, LONG = 16, 400
"""How many notices are issued."""
DAYS: Final = 90
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
END: Final = BEGIN + timedelta(days=DAYS)
LATEST: Final = timedelta(seconds=60)
LOOK: Final = {True: timedelta(hours=24), False: timedelta(hours=1)}
"""How often the clerk is looked in on when nothing is expected, in the short and long form."""
PLACE: Final = "990101001"
COUNTY: Final = "990101"
VILLAGE: Final = "990101001001"
MINUTE: Final = timedelta(minutes=1)
WAKES: Final = 8
AWAKE: Final = timedelta(hours=12)
"""Clocks but the highest run from 08:00 for twelve hours in China."""
ACCEPTED, SENT_BACK, TAKEN_ON = 0.2, 0.2, 0.2
"""How many notices are accepted, how many sent back, how many rungs taken on."""
ABSENCES: Final = 12
RESTARTS: Final = 20

K: TypeAlias = OfficeKind
H, T, J = "clock.highest", "clock.three", "clock.joint"
OFFICES: Final[Mapping[str, tuple[K, str, Role]]] = {
    "hospital": (K.TOWNSHIP_HOSPITAL, PLACE, Role.TOWNSHIP_DOCTOR),
    "police": (K.POLICE_STATION, PLACE, Role.POLICE),
    "bureau": (K.POLICE_STATION, COUNTY, Role.POLICE),
    "grid": (K.GRID_CENTRE, PLACE, Role.GRID),
    "helper": (K.CIVIL_AFFAIRS, PLACE, Role.CIVIL_AFFAIRS),
    "county": (K.COUNTY_SMI, COUNTY, Role.COUNTY_SMI),
    "meeting": (K.JOINT_MEETING, COUNTY, Role.JOINT_MEETING),
}
PURPOSES: Final[Mapping[str, str]] = {
    "police": "response",
    "bureau": "response",
    "grid": "response",
    "helper": "joint_follow_up",
    "county": "report",
    "meeting": "supervision",
}
WRITTEN: Final[Mapping[tuple[str, str], tuple[tuple[str, str, int], ...]]] = {
    ("police", H): (
        ("sender", "hospital", 0),
        ("stand_in", "bureau", 30),
        ("county", "county", 30),
        ("joint_meeting", "meeting", 60),
    ),
    ("police", T): (
        ("sender", "hospital", 0),
        ("stand_in", "bureau", 120),
        ("county", "county", 240),
        ("joint_meeting", "meeting", 720),
    ),
    ("grid", H): (
        ("sender", "hospital", 0),
        ("stand_in", "", 0),
        ("county", "county", 30),
        ("joint_meeting", "meeting", 60),
    ),
    ("helper", J): (
        ("sender", "hospital", 0),
        ("stand_in", "", 0),
        ("county", "county", 1440),
    ),
    ("county", T): (("sender", "hospital", 0), ("joint_meeting", "meeting", 720)),
}
"""Who is turned to by receiver and clock, and the minutes each has: written apart."""
REMIND: Final = {H: (15, 60), T: (60, 240), J: (720, 1440)}


def after(clock: str, at: datetime, minutes: int) -> datetime:
    """Return when so many minutes have passed on a clock: awake time counted in one line.

    Each day has twelve hours awake; an instant is so much awake time since the beginning.
    """
    if clock == H:
        return at + minutes * MINUTE
    local = at.astimezone(SHANGHAI)
    since_eight = timedelta(hours=local.hour - WAKES, minutes=local.minute) + timedelta(
        seconds=local.second, microseconds=local.microsecond
    )
    today = min(max(since_eight, timedelta()), AWAKE)
    days, rest = divmod(local.toordinal() * AWAKE + today + minutes * MINUTE, AWAKE)
    if not rest:
        days, rest = days - 1, AWAKE
    eight = datetime.fromordinal(days).replace(hour=WAKES, tzinfo=SHANGHAI)
    return eight + rest


@dataclass(slots=True)
class Open:
    """A notice as the check expects it to go on."""

    receiver: str
    clock: str
    accept_by: datetime
    due: datetime | None
    taken: list[str] = field(default_factory=list[str])
    seen: set[str] = field(default_factory=set[str])

    @property
    def left(self) -> tuple[tuple[str, str, int], ...]:
        """Return the rungs still to come."""
        rungs = WRITTEN[self.receiver, self.clock]
        height = max(
            (n for n, r in enumerate(rungs, 1) if r[0] in self.taken), default=0
        )
        return rungs[height:]


@dataclass(slots=True)
class World:
    """A site with a clock of its own, its offices, and what is expected of it."""

    bed: Bed
    chance: Random
    now: datetime = BEGIN
    position: int = 0
    offices: dict[str, UUID] = field(default_factory=dict[str, UUID])
    notices: dict[UUID, Open] = field(default_factory=dict[UUID, Open])
    counted: Counter[str] = field(default_factory=Counter[str])
    latest: timedelta = timedelta()
    events: list[tuple[datetime, int, Callable[[], None]]] = field(
        default_factory=list[tuple[datetime, int, Callable[[], None]]]
    )
    away: list[tuple[datetime, datetime]] = field(
        default_factory=list[tuple[datetime, datetime]]
    )
    number: int = 0
    site: Site = field(init=False)
    folding: Folding = field(init=False)
    clerk: Clerk | None = None

    def at(self, moment: datetime, what: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        self.number += 1
        heappush(self.events, (moment, self.number, what))

    def run(self) -> None:
        """Let it all happen, in order."""
        while self.events and self.events[0][0] <= END:
            self.now, _, what = heappop(self.events)
            what()

    def ask(self, wish: UseCase, command: Command) -> list[Logged]:
        """Carry out a wish."""
        return list(self.site.runner.run(wish, command).facts)

    def by(self, office: str, **named: object) -> Command:
        """Return a command of somebody of an office."""
        command = job_command(self.site, "check")
        return replace(
            command,
            role=OFFICES[office][2],
            purpose=PURPOSES[office],
            organisation=self.offices[office],
            **named,
        )

    def look(self) -> None:
        """Let the clerk do what is due, unless the scheduler is away."""
        back = self.back(self.now)
        if back != self.now:
            self.at(back + self.few_seconds(), self.look)
            return
        self.folding.catch_up()
        clerk = self.clerk = self.clerk or rounds_clerk(
            self.site, self.folding, self.site.new_id()
        )
        while clerk.tick(self.now).is_busy:
            self.folding.catch_up()
        self.compare()

    def compare(self) -> None:
        """Hold every rung taken since the last time against what was expected."""
        while facts := self.site.log.after(self.position, 1000):
            self.position = facts[-1].position
            for logged in facts:
                if isinstance(logged.fact, Reminded | Escalated | PassedOver):
                    self.took(logged, logged.fact)

    def took(self, logged: Logged, fact: Reminded | Escalated | PassedOver) -> None:
        """Hold one rung against the table; say when the next one is due."""
        notice = self.notices[logged.stream]
        expected = notice.left[0] if notice.left and notice.due else ("", "", 0)
        office = "" if isinstance(fact, PassedOver) else fact.office
        named = str(self.offices.get(expected[1], ""))
        self.counted["rungs"] += 1
        self.counted[fact.rung] += 1
        self.counted["doubled"] += fact.rung in notice.seen
        self.counted["wrong"] += (fact.rung, office) != (expected[0], named)
        notice.seen.add(fact.rung)
        notice.taken.append(fact.rung)
        if notice.due is not None:
            late = logged.recorded_at - self.back(notice.due)
            self.latest = max(self.latest, late)
            self.counted["late"] += late > LATEST
            self.counted["early"] += late < timedelta()
            self.counted["after a gap"] += self.back(notice.due) != notice.due
        self.go_on(notice, logged.recorded_at, expected[2], is_empty=not office)
        if isinstance(fact, Escalated) and self.chance.random() < TAKEN_ON:
            later = self.now + self.chance.random() * timedelta(minutes=25)
            self.at(later, lambda: self.take_on(logged.stream, expected[1]))

    def go_on(
        self, notice: Open, at: datetime, minutes: int, *, is_empty: bool
    ) -> None:
        """Expect the next rung, if there is one, when the last one's time has run out."""
        notice.due = None
        if not notice.left:
            return
        if notice.taken[-1:] == ["sender"]:
            notice.due = notice.accept_by
        else:
            notice.due = at if is_empty else after(notice.clock, at, minutes)
        self.expect(notice.due)

    def expect(self, due: datetime) -> None:
        """Look in within a minute of a moment, as a clerk that turns all the time does."""
        self.at(max(due, self.now) + self.few_seconds(), self.look)

    def few_seconds(self) -> timedelta:
        """Return how long after a moment the clerk's turn comes."""
        return self.chance.random() * timedelta(seconds=45)

    def back(self, moment: datetime) -> datetime:
        """Return when the scheduler is there at or after a moment."""
        return next(
            (until for since, until in self.away if since <= moment < until), moment
        )

    def issue(self, receiver: str, clock: str) -> None:
        """Issue a notice, and let its receiver answer somehow or not at all."""
        ring = RaiseAlarm(
            self.site.new_id(), "check", Role.ADMINISTRATOR, None, COUNTY, {}, ""
        )
        told = replace(
            job_command(self.site, "a fact"), organisation=self.offices["hospital"]
        )
        fact = self.ask(ring, told)[0]
        remind, accept = (after(clock, self.now, minutes) for minutes in REMIND[clock])
        receiving = Receiver(
            office=self.offices[receiver],
            kind=OFFICES[receiver][0],
            purpose=PURPOSES[receiver],
            fields=("reference", "grade"),
            accept_by=accept.isoformat(),
            stands_in=False,
            edition="check",
            clock=clock,
            remind_at=remind.isoformat(),
        )
        issuing = IssueNotices(
            self.site.new_id(), fact.event_id, fact.position, (receiving,)
        )
        notice = self.ask(issuing, job_command(self.site, "issue"))[0].stream
        self.notices[notice] = Open(receiver, clock, accept, remind)
        self.expect(remind)
        self.answer(notice)

    def answer(self, notice: UUID) -> None:
        """Let the receiver accept, send back, or say nothing for ever."""
        when = self.now + self.chance.random() * timedelta(hours=8)
        how = self.chance.random()
        if how < ACCEPTED:
            self.at(when, lambda: self.accept(notice))
        elif how < ACCEPTED + SENT_BACK:
            self.at(when, lambda: self.send_back(notice))

    def accept(self, notice: UUID) -> None:
        """Accept it."""
        self.compare()
        self.ask(AcceptNotice(notice), self.by(self.notices[notice].receiver))
        self.notices[notice].due = None
        self.counted["accepted"] += 1

    def send_back(self, notice: UUID) -> None:
        """Send it back: the next office is due now."""
        self.compare()
        known = self.notices[notice]
        self.ask(ReturnNotice(notice, "不在辖区"), self.by(known.receiver))
        self.counted["sent back"] += 1
        if "sender" not in known.taken:
            known.taken.append("sender")
        if known.left and not self.counted[f"on {notice}"]:
            known.due = self.now
            self.expect(self.now)

    def take_on(self, notice: UUID, office: str) -> None:
        """Let an office of the ladder take it on: nothing more is due."""
        self.compare()
        self.ask(TakeOn(notice, self.offices[office]), self.by(office))
        self.notices[notice].due = None
        self.counted[f"on {notice}"] += 1
        self.counted["taken on"] += 1

    def restart(self) -> None:
        """End the clerk, well or badly; the next look begins with another."""
        if self.clerk and self.chance.random() < 1 / 2:
            self.clerk.leave()
        self.clerk = None
        self.counted["restarts"] += 1
        going_on = [n for n in self.notices.values() if n.due]
        self.counted["again"] += sum(len(n.seen) for n in going_on)
        with psycopg.connect(self.bed.url("owner"), autocommit=True) as connection:
            connection.execute("UPDATE desk.lease SET expires_at = now()")


def a_world(bed: Bed, notices: int, *, short: bool) -> World:
    """Return ninety days to come: notices, absences, restarts and looks."""
    world = World(bed, Random(6))  # noqa: S311 - no secret
    world.site = open_site(
        bed.url("clerk"), bed.keys, connections=12, clock=lambda: world.now
    )
    world.folding = Folding(world.site.engine, world.site.log, OF_THE_LOG)
    for name, (kind, division, role) in OFFICES.items():
        villages = (VILLAGE,) if division == PLACE else ()
        opening = OpenOffice(kind, f"演示{name}", division, "", "2026-01-01", villages)
        administrator = operator_command(world.site, "9901")
        world.offices[name] = world.ask(opening, administrator)[0].stream
        grant = Grant(role, str(world.offices[name]), division, "2026-01-01")
        claim = world.site.claim("sign-in name", name)
        account = OpenAccount(claim, name, "演示人员", "", grant)
        world.ask(account, operator_command(world.site, "9901"))
    chance = world.chance
    for _ in range(ABSENCES):
        since = BEGIN + chance.random() * (END - BEGIN - timedelta(days=4))
        hours = chance.choice((1, 5, 14, 62))
        world.away.append((since, since + timedelta(hours=hours)))
    world.away = joined(world.away)
    for _ in range(RESTARTS):
        world.at(BEGIN + chance.random() * (END - BEGIN), world.restart)
    pairs = list(WRITTEN)
    for number in range(notices):
        receiver, clock = pairs[number % len(pairs)]
        moment = BEGIN + chance.random() * (END - BEGIN - timedelta(days=6))
        world.at(moment, lambda r=receiver, c=clock: world.issue(r, c))
    every = LOOK[short]
    for number in range((END - BEGIN) // every):
        world.at(BEGIN + number * every, world.look)
    world.at(END, world.look)
    return world


def joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the spans with those that overlap made one."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return found


def replayed(world: World) -> int:
    """Return the differences between the notices and what their facts say again."""
    differing = 0
    for notice, known in world.notices.items():
        stream: Any = None
        for logged in world.site.log.stream(notice):
            stream = cast("Fact", logged.fact).mutate(stream)
        differing += set(stream.ladder.offices) != known.seen
    return differing


@dataclass(frozen=True, slots=True)
class Escalations:
    """The check."""

    name: str = "escalation"
    claim: str = (
        "九十天无人签收:催办督办逐级进行,每级到点60秒内、只一次"
        " / ninety days without acceptance: every rung within 60 s of due, none twice"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Live through ninety days and count."""
        notices = SHORT if short else LONG
        with throwaway() as bed:
            world = a_world(bed, notices, short=short)
            said(f"{notices} notices, {len(world.away)} absences, {RESTARTS} restarts")
            world.run()
            again = replayed(world)
            world.site.close()
        return _report(world, notices, again)


def _report(world: World, notices: int, again: int) -> Report:
    counted, report = world.counted, Report("escalation")
    missed = [n for n in world.notices.values() if n.due and n.due + LATEST < END]
    gone = sum((until - since for since, until in world.away), timedelta())
    report.add("virtual days", DAYS, least=DAYS)
    report.add("notices issued", len(world.notices), least=notices)
    report.add("absences of the scheduler", len(world.away), least=3)
    report.add("hours away", gone / timedelta(hours=1), "h", least=1)
    report.add("restarts and kills", counted["restarts"], least=RESTARTS)
    report.add("accepted", counted["accepted"], least=1)
    report.add("sent back", counted["sent back"], least=1)
    report.add("taken on by an office of the ladder", counted["taken on"], least=1)
    report.add("rungs taken", counted["rungs"], least=notices)
    for rung in ("sender", "stand_in", "county", "joint_meeting"):
        report.add(f"  {rung}", counted[rung], least=1)
    report.add(
        "of them due while the scheduler was away",
        counted["after a gap"],
        least=1,
        note="missed by a scheduler that drops what it slept through",
    )
    report.add(
        "seen twice when only the process remembers",
        counted["again"],
        least=1,
        note="broken on purpose",
    )
    report.add(
        "latest after due or coming back", world.latest.total_seconds(), "s", most=60
    )
    report.add("later than 60 s", counted["late"], most=0)
    report.add("before their time", counted["early"], most=0)
    report.add("missed", len(missed), most=0)
    report.add("taken twice", counted["doubled"], most=0)
    report.add("to the wrong office or out of turn", counted["wrong"], most=0)
    report.add("notices that replay otherwise", again, most=0)
    return report


PROOF: Final[Proof] = Escalations()
