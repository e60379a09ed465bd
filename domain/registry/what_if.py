"""What a changed rule would have asked for in a past year; nothing is sent or written.

The log's visits stand as they were made. Between two of them, the visits the rule would
have asked for are counted, by the rules as they held and as they would hold; the same for
who is told of a grade, and for the reminders of what came late by the days as they were
set: visits a change asks for besides are taken as made. What nobody changed counts the
same both times, so the difference is the change's alone.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.errors import NotReplayed, OverrideOutOfBounds, Unreadable
from domain.log import Log, Logged
from domain.person.follow_up import FollowUpRecorded
from domain.person.person import Person
from domain.person.risk import RiskGraded
from domain.registry.notice_plan import STAND_IN, Directory
from domain.registry.rule_book import parameter
from domain.registry.rule_settings import in_force
from domain.registry.runner import folded
from domain.rules.follow_up_course import Step
from domain.rules.follow_up_interval import (
    FIRST_VISIT_DAYS,
    FIRST_VISIT_WORKING_DAYS,
    propose_due,
    propose_first_due,
)
from domain.rules.follow_up_interval import PARAMETERS as INTERVALS
from domain.rules.notice_policy import (
    FROM_LEVEL,
    RECEIVERS,
    must_be_told,
    receivers_for,
)
from domain.rules.overdue_ladder import PARAMETERS as LADDER
from domain.rules.overdue_ladder import TABLE as REMINDERS
from domain.rules.overdue_ladder import Rung, reached
from domain.rules.parameters import InForce, Override
from domain.values.findings import FollowUpClass, Grade, HospitalStay
from domain.values.notices import Trigger
from domain.values.people import Channel, OfficeKind

__all__ = ["REPLAYED", "Change", "Directory", "Extra", "Outcome", "what_if"]

PAGE: Final = 200
NOBODY: Final = ""
"""Who visits somebody nobody has visited yet."""
NEWS: Final = Trigger.UNCHANGED
"""As what news a level is told of in the replay."""
REPLAYED: Final = frozenset(
    known.code
    for known in (
        *INTERVALS.values(),
        FIRST_VISIT_DAYS,
        FIRST_VISIT_WORKING_DAYS,
        *(
            LADDER[row.why.code]
            for row in REMINDERS
            if row.rung is not Rung.DOCTOR and row.why.code in LADDER
        ),
        *(
            FROM_LEVEL[rule.why.code]
            for rule in RECEIVERS
            if NEWS in rule.news and rule.why.code in FROM_LEVEL
        ),
    )
)
"""The parameters the replay looks at; of any other it would say that it costs nothing."""
LONGEST: Final = max(known.at_most for known in LADDER.values()) + 1


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter set otherwise in a division, through the whole of a past year."""

    parameter: str
    division: str
    value: int
    year: int

    @property
    def override(self) -> Override:
        """Return it as an override of that year."""
        return Override(
            self.parameter, self.division, self.value, f"{self.year}-01-01", "what-if"
        )


@dataclass(slots=True)
class Extra:
    """How many by the rules as they held, and how many by the changed one."""

    before: int = 0
    after: int = 0

    @property
    def more(self) -> int:
        """Return how many more; fewer where it is below zero."""
        return self.after - self.before


@dataclass(slots=True)
class Outcome:
    """What the change would have come to: by doctor, and by office that is told."""

    people: int = 0
    visits: dict[str, Extra] = field(default_factory=dict[str, Extra])
    """Visits asked for, by the account of the doctor."""
    reminders: dict[str, Extra] = field(default_factory=dict[str, Extra])
    """Reminders of overdue visits, by office."""
    notices: dict[str, Extra] = field(default_factory=dict[str, Extra])
    """Notices of a level, by office."""

    def add(self, before: "Asked", after: "Asked") -> None:
        """Count somebody."""
        self.people += 1
        for held, one, other in (
            (self.visits, before.visits, after.visits),
            (self.reminders, before.reminders, after.reminders),
            (self.notices, before.notices, after.notices),
        ):
            for who in {*one, *other}:
                extra = held.setdefault(who, Extra())
                extra.before += one[who]
                extra.after += other[who]


@dataclass(slots=True)
class Asked:
    """What the rules ask for one person in the year, by who has to do it."""

    visits: Counter[str] = field(default_factory=Counter[str])
    reminders: Counter[str] = field(default_factory=Counter[str])
    notices: Counter[str] = field(default_factory=Counter[str])


@dataclass(frozen=True, slots=True)
class Made:
    """A visit as it was made, and by whom."""

    on: date
    judged: FollowUpClass | None
    settling: bool
    in_hospital: bool
    grade: Grade
    due_on: date | None
    doctor: str


@dataclass(frozen=True, slots=True)
class Life:
    """What the log tells of one person, as this question needs it."""

    village: str
    unit: str
    registered_on: date
    visits: tuple[Made, ...]
    grades: tuple[tuple[date, Grade], ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Year:
    """The days that count: a year, or as much of it as is over."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        """Return whether a day counts."""
        return self.first <= day <= self.last


def what_if(log: Log, change: Change, directory: Directory, today: date) -> Outcome:
    """Return what the change would have asked for.

    `NotReplayed` of a parameter nothing that is counted rests on; `OverrideOutOfBounds`
    beyond bounds.
    """
    known = parameter(change.parameter)
    if known.code not in REPLAYED:
        raise NotReplayed(code=known.code)
    if not known.allows(change.value):
        raise OverrideOutOfBounds(least=known.at_least, most=known.at_most)
    held = in_force(log)
    changed = replace(held, overrides=(*held.overrides, change.override))
    year = Year(date(change.year, 1, 1), min(date(change.year, 12, 31), today))
    outcome = Outcome()
    for life in _lives(log):
        if life.village.startswith(change.division):
            was, would_be = held.at(life.village), changed.at(life.village)
            outcome.add(
                Asking(life, was, was, year).whole(directory),
                Asking(life, would_be, was, year).whole(directory),
            )
    return outcome


def _lives(log: Log) -> Iterator[Life]:
    upto, after = log.last_position(), None
    while page := log.people(after, PAGE):
        facts: dict[UUID, list[Logged]] = {}
        for logged in log.about(page, upto):
            if logged.stream == logged.person:
                facts.setdefault(logged.stream, []).append(logged)
        for mine in facts.values():
            if life := life_of(mine):
                yield life
        after = page[-1]


def life_of(facts: Sequence[Logged]) -> Life | None:
    """Return what a person's own stream tells; None for one that cannot be read."""
    try:
        person = folded(facts)
    except Unreadable:
        return None
    if not isinstance(person, Person) or not person.registered_on:
        return None
    doctors = {
        logged.fact.follow_up: _doctor(logged)
        for logged in facts
        if isinstance(logged.fact, FollowUpRecorded)
    }
    visits = [
        Made(
            date.fromisoformat(visit.visited_on),
            FollowUpClass(visit.judged) if visit.judged else None,
            visit.settling,
            visit.findings.get("hospital") == HospitalStay.IN_HOSPITAL_NOW.value,
            Grade(visit.findings.get("risk")),
            date.fromisoformat(visit.due_on) if visit.due_on else None,
            doctors.get(visit.follow_up, NOBODY),
        )
        for visit in person.visits.values()
    ]
    grades = [
        (date.fromisoformat(logged.fact.graded_on), Grade(logged.fact.grade))
        for logged in facts
        if isinstance(logged.fact, RiskGraded) and logged.channel != Channel.IMPORT
    ]
    left = (person.death.died_on if person.death else None, person.excluded_on)
    ends = [day for day in (*left, person.lost_on) if day]
    return Life(
        person.village,
        person.responsible_unit,
        date.fromisoformat(person.registered_on),
        tuple(sorted(visits, key=lambda made: made.on)),
        tuple(grades),
        date.fromisoformat(min(ends)) if ends else None,
    )


def _doctor(logged: Logged) -> str:
    return str(logged.header.get("on_behalf_of") or logged.header["actor"])


@dataclass(slots=True)
class Asking:
    """What the rules ask for one person in the year: as `local` has them.

    `held` is how they were when the days were set: a day the doctor took as proposed
    moves with the rule, any other is only brought forward by it.
    """

    life: Life
    local: InForce
    held: InForce
    year: Year
    asked: Asked = field(default_factory=Asked)

    def whole(self, directory: Directory) -> Asked:
        """Return everything asked for."""
        life, step = self.life, None
        days = [made.on for made in life.visits]
        first = propose_first_due(life.registered_on, self.local).due_on
        self._first(first, days[:1])
        for n, made in enumerate(life.visits):
            self.asked.visits[made.doctor] += self.year.has(made.on)
            due, after = _due(made, step, self.local)
            was, _ = _due(made, step, self.held)
            set_on = made.due_on or was
            moved = due if set_on == was else min(set_on, due)
            following = days[n + 1 : n + 2]
            self._gap(made.doctor, made.on, moved, following)
            self._remind(made, set_on, following)
            step = after
        self._tell(directory)
        return self.asked

    def _first(self, due: date, made: Sequence[date]) -> None:
        """Count the first visit where it was not made in time; it is asked for once."""
        over = made[0] if made else self._last + timedelta(days=1)
        self.asked.visits[NOBODY] += due < over and self.year.has(due)

    def _gap(
        self, doctor: str, since: date, due: date, following: Sequence[date]
    ) -> None:
        """Count the visits due after one and before the next that was made."""
        over = following[0] if following else self._last + timedelta(days=1)
        interval = max((due - since).days, 1)
        due_days = (
            since + timedelta(days=interval * n)
            for n in range(1, (over - since).days // interval + 1)
        )
        missed = sum(day < over and self.year.has(day) for day in due_days)
        self.asked.visits[doctor] += missed

    def _remind(self, made: Made, due: date, following: Sequence[date]) -> None:
        """Count the reminders of a visit that came late, once each, by office."""
        over = following[0] if following else self._last + timedelta(days=1)
        end = min(over, due + timedelta(days=LONGEST))
        told: set[str] = set()
        for n in range((end - due).days):
            day = due + timedelta(days=n)
            for row in reached(made.judged, made.grade, due, day, self.local):
                if row.rung is Rung.DOCTOR or row.kind in told:
                    continue
                told.add(row.kind)
                office = self.life.unit if row.rung is Rung.UNIT else STAND_IN
                self.asked.reminders[office] += self.year.has(day)

    def _tell(self, directory: Directory) -> None:
        """Count who is told of each level of the year, by office."""
        for on, grade in self.life.grades:
            if not (self.year.has(on) and must_be_told(grade)):
                continue
            for rule in receivers_for(NEWS, grade, on, self.local):
                serving = directory.serving(
                    rule.kind, self.life.village, on.isoformat()
                )
                for office in serving or [OfficeKind(rule.kind)]:
                    self.asked.notices[str(office)] += 1

    @property
    def _last(self) -> date:
        until = self.life.until
        return min(self.year.last, until) if until else self.year.last


def _due(made: Made, step: Step | None, local: InForce) -> tuple[date, Step | None]:
    found = propose_due(
        made.judged,
        made.on,
        settling=made.settling,
        in_hospital=made.in_hospital,
        local=local,
        before=step,
    )
    return found.due_on, found.step
