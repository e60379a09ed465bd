"""Loads a demo county through the use cases, one evening after the other.

Each evening's commands are one save, recorded at that evening; then the follower tells
whoever a grade obliges to tell, and the receivers answer, all by the county's own clock.
So nothing of the past is news when a clerk starts working. Command ids follow from the
plan: a load that was broken off goes on where it stopped when it is run again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from argon2 import PasswordHasher

from domain.log import Command, Logged
from domain.person.risk import RiskGraded
from domain.registry.many import Answer, Asked
from domain.registry.notice_plan import obliges
from domain.registry.notices import NoteDelivery
from domain.rules.notice_policy import must_be_told
from domain.values.findings import Grade
from ops.acting import job_command
from ops.clerk import TENURE, alarm_of, foldings
from ops.demo.county.diary import Entry, days, diary, set_up
from ops.demo.county.plan import Plan, evening
from ops.demo.county.receivers import Receivers, desks
from ops.site import Site
from scheduler.channel_choice import INBOX
from scheduler.clerk import Clerk, Duties, Post
from scheduler.follower import Follower
from scheduler.notice_follower import GRADED, Offices, Telling

BATCH: Final = 400
"""How many commands are saved at once, at most."""
ANSWERED_AFTER: Final = timedelta(minutes=40)
MOST_RECEIVERS: Final = 12
ISSUED: Final = "notice.issued"


class ClerkIsWorking(Exception):
    """Another clerk tells the receivers now, and would tell them by today's clock."""


@dataclass(slots=True)
class CountyClock:
    """The time in the demo county: what the site it is opened with calls now."""

    at: datetime

    def __call__(self) -> datetime:
        """Return the county's moment."""
        return self.at


@dataclass(slots=True)
class Loaded:
    """What a load came to: facts recorded, commands refused by key and refusal."""

    facts: int = 0
    commands: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass(slots=True)
class Loader:
    """Loads one plan into the site, which was opened with `clock`."""

    site: Site
    clock: CountyClock
    plan: Plan
    loaded: Loaded = field(default_factory=Loaded)
    _versions: dict[UUID, int] = field(default_factory=dict[UUID, int])

    def run(
        self, entries: Sequence[Entry], password: str, done: Callable[[int], None]
    ) -> Loaded:
        """Load what `diary` made of the plan; `done` is told of every command."""
        start = self.site.log.last_position()
        self.clock.at = evening(self.plan.since)
        self._record(
            set_up(self.plan, self.site.claim, PasswordHasher().hash(password))
        )
        foldings(self.site)[0].catch_up()
        clerk = _teller(self.site)
        try:
            self._tell(clerk)
            self._days(entries, clerk, done)
        finally:
            clerk.leave()
        self.loaded.facts = self.site.log.last_position() - start
        return self.loaded

    def _days(
        self, entries: Sequence[Entry], clerk: Clerk, done: Callable[[int], None]
    ) -> None:
        receivers = Receivers(self.plan, desks(self.plan))
        of_day = dict(days(entries))
        answers: dict[date, list[Entry]] = {}
        day = self.plan.since
        while day <= self.plan.until:
            entered = of_day.get(day, [])
            self.clock.at = evening(day)
            high = self._record([*answers.pop(day, []), *entered])
            if high:
                self._tell(clerk)
                issued = self._issued(high)
                for entry in receivers.answers(issued, day):
                    answers.setdefault(entry.day, []).append(entry)
                self._save([self._delivered(notice.stream) for notice in issued])
                self.clock.at += ANSWERED_AFTER
                self._record(answers.pop(day, []))
            done(len(entered))
            day += timedelta(days=1)

    def _record(self, entries: Iterable[Entry]) -> list[Logged]:
        """Save commands in their order; return the grades somebody must be told of."""
        high: list[Logged] = []
        asked: list[Asked] = []
        touched: set[UUID] = set()
        for entry in entries:
            if len(asked) == BATCH or entry.changes in touched:
                high += self._save(asked)
                asked, touched = [], set()
            command = entry.command
            if entry.changes:
                command = replace(command, seen=self._versions.get(entry.changes))
            asked.append((entry.use_case, command))
            touched.update((*entry.use_case.streams(), command.new_id("person")))
        return high + self._save(asked)

    def _save(self, asked: list[Asked]) -> list[Logged]:
        if not asked:
            return []
        answers = self.site.batch_runner.run(asked, self.clock.at)
        high: list[Logged] = []
        for (_, command), answer in zip(asked, answers, strict=True):
            self.loaded.commands += 1
            if answer.refusal:
                refusal = type(answer.refusal).__name__
                self.loaded.refused.append((str(command.id), refusal))
            high += self._taken_in(answer)
        return high

    def _taken_in(self, answer: Answer) -> list[Logged]:
        for logged in answer.recorded.facts:
            known = self._versions.get(logged.stream, 0)
            self._versions[logged.stream] = max(known, logged.version)
        return [
            logged
            for logged in answer.recorded.facts
            if isinstance(logged.fact, RiskGraded)
            and must_be_told(Grade(logged.fact.grade))
        ]

    def _tell(self, clerk: Clerk) -> None:
        """Let the follower and the delivery do what there is to do, by this clock."""
        while True:
            done = clerk.tick(self.clock.at)
            if not done.holds:
                raise ClerkIsWorking
            if not done.is_busy:
                return

    def _issued(self, graded: Sequence[Logged]) -> list[Logged]:
        """Return the notices the follower has issued for grades."""
        ids: list[UUID] = []
        for fact in graded:
            command = job_command(self.site, "notices", fact.event_id)
            ids += [command.event_id(number) for number in range(MOST_RECEIVERS)]
        return [fact for fact in self.site.log.with_ids(ids) if fact.topic == ISSUED]

    def _delivered(self, notice: UUID) -> Asked:
        """Return what the delivery would record of a notice laid in an inbox."""
        command = job_command(self.site, f"delivered/{INBOX}", notice)
        return NoteDelivery(notice, INBOX), command


def _that_tell(facts: Sequence[Logged]) -> Sequence[Logged]:
    """Leave out the grades that could only put a notice right: nobody answers for those."""
    return [fact for fact in facts if obliges(fact)]


def _teller(site: Site) -> Clerk:
    """Return a clerk at the usual post who only issues; deliveries are saved together."""

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    telling = Telling(site.log, site.runner, Offices(site.engine), caused)
    # The county's offices are entered and folded before its first grade: nothing to await.
    issuing = replace(
        telling.following(), topics=frozenset({GRADED}), sift=_that_tell, upto=None
    )
    alarm = alarm_of(site)
    follower = Follower(site.engine, site.log, site.log.origin, issuing, alarm)
    post = Post("clerk.rounds", site.new_id(), TENURE)
    return Clerk(site.engine, post, Duties(rounds=(follower,)), alarm)


def load(
    site: Site,
    clock: CountyClock,
    plan: Plan,
    password: str,
    done: Callable[[int], None],
) -> Loaded:
    """Load a plan's county; run again, it goes on where it was broken off."""
    entries = diary(plan, site.claim)
    return Loader(site, clock, plan).run(entries, password, done)
