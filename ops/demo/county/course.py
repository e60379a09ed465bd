"""One invented person's two years: well, unwell for a while, in hospital, away, gone.

The days of the visits follow from the rules' own proposals; chance says how well they
are kept to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from domain.rules.follow_up_classification import classify
from domain.rules.follow_up_course import EarlierVisit, asks_whether_settling
from domain.rules.follow_up_interval import propose_due
from domain.values.findings import Findings, HospitalStay, SpokeWith, VisitForm
from ops.demo.county.calibration import FORMS, RATES, Rates
from ops.demo.county.findings import Condition, findings
from ops.demo.county.people import YEAR, Habit, Invented
from ops.demo.county.places import another_village
from ops.demo.county.plan import Plan

SPRING_FESTIVALS: Final = (
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
)
RETURNED: Final = "春节返乡随访"
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Crisis:
    """A stretch at level 3 or higher; admitted after some days, or helped at home."""

    begins: date
    ends: date
    grade: int
    admitted_on: date | None
    quick_report: bool

    def is_in_hospital(self, day: date) -> bool:
        """Return whether the person is in hospital on a day."""
        return self.admitted_on is not None and self.admitted_on <= day < self.ends


@dataclass(frozen=True, slots=True)
class Seen:
    """A follow-up: when it was, when it was entered, how, and what was found."""

    visited_on: date
    entered_on: date
    form: VisitForm
    spoke_with: frozenset[int]
    findings: Findings
    settling: bool
    remark: str
    corrected_on: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """What happens to a person up to the county's last day."""

    crises: tuple[Crisis, ...]
    visits: tuple[Seen, ...]
    moves: tuple[tuple[date, str], ...]
    died_on: date | None
    lost_on: date | None


def course(plan: Plan, person: Invented) -> Course:
    """Return a person's course; it depends on seed and number alone."""
    chance = plan.chance(f"course/{person.number}")
    return _Walk(plan, person, RATES[plan.profile], chance).course()


@dataclass(slots=True)
class _Walk:
    plan: Plan
    person: Invented
    rates: Rates
    chance: Random
    crises: list[Crisis] = field(default_factory=list[Crisis])
    dips: list[tuple[date, date]] = field(default_factory=list[tuple[date, date]])
    until: date = date.max
    """The last day somebody could be visited."""

    def course(self) -> Course:
        chance, person = self.chance, self.person
        died_on = self._some_day(self.rates.deaths)
        lost_on = self._some_day(self.rates.losses)
        if died_on and lost_on:
            lost_on = None
        ends = [day for day in (died_on, lost_on) if day]
        self.until = min([self.plan.until, *(day - DAY for day in ends)])
        self.crises = list(self._crises())
        self.dips = [
            (day, day + timedelta(days=chance.randrange(20, 60)))
            for day in self._days(self.rates.dips)
        ]
        moves: list[tuple[date, str]] = []
        village = person.village
        for day in self._days(self.rates.moves):
            village = another_village(chance, village)
            moves.append((day, village))
        return Course(
            tuple(self.crises), tuple(self._visits()), tuple(moves), died_on, lost_on
        )

    def _days(self, a_year: float) -> Iterator[date]:
        """Yield the days, at least four months apart, on which something rare begins."""
        day = self.person.enters_on
        while True:
            day += timedelta(days=int(self.chance.expovariate(a_year / YEAR)) + 1)
            if day >= self.until:
                return
            yield day
            day += timedelta(days=120)

    def _some_day(self, a_year: float) -> date | None:
        self.until = self.plan.until
        day = next(self._days(a_year), None)
        return day if day and day > self.person.enters_on + 30 * DAY else None

    def _crises(self) -> Iterator[Crisis]:
        chance = self.chance
        for begins in self._days(self.rates.crises):
            admitted = chance.random() < self.rates.admitted
            after = timedelta(days=chance.randrange(2, 6))
            lasts = chance.randrange(30, 60) if admitted else chance.randrange(12, 75)
            yield Crisis(
                begins,
                begins + timedelta(days=lasts),
                chance.choices((3, 4, 5), (75, 20, 5))[0],
                begins + after if admitted else None,
                quick_report=chance.random() < 0.4,  # noqa: PLR2004 - invented
            )

    def _visits(self) -> Iterator[Seen]:
        earlier: list[EarlierVisit] = []
        day = self._first_day()
        while day is not None and day <= self.until:
            settling = asks_whether_settling(earlier) and self.chance.random() < 0.8  # noqa: PLR2004
            found = findings(self._condition(day), self.person, self.chance)
            judged = classify(found, day).proposed
            due = propose_due(
                judged,
                day,
                earlier,
                settling=settling,
                in_hospital=found.hospital is HospitalStay.IN_HOSPITAL_NOW,
            ).due_on
            earlier.append(EarlierVisit(day, judged, settling))
            upcoming = self._next_day(day, due)
            yield self._seen(day, upcoming, found, settling=settling)
            day = upcoming

    def _first_day(self) -> date | None:
        enters = self.person.enters_on
        within = 13 if self.person.is_new else 80
        first = enters + timedelta(days=self.chance.randrange(1, within))
        if self.person.habit is Habit.UNMANAGED:
            return self._must_be_seen_by(enters, None)
        return self._must_be_seen_by(enters, first)

    def _next_day(self, day: date, due: date) -> date | None:
        chance, length = self.chance, (due - day).days
        early = chance.randrange(0, max(1, length // 6) + 1)
        planned: date | None = due - timedelta(days=early)
        is_quiet = length > 60 and not self._condition(day).is_unwell  # noqa: PLR2004
        if is_quiet and self.person.habit is Habit.UNMANAGED:
            planned = None
        elif is_quiet and self.person.habit is Habit.IRREGULAR:
            left_out = chance.random() < self.rates.left_out
            late = chance.randrange(45, 120) if left_out else 0
            planned = due + timedelta(days=late - early)
        return self._must_be_seen_by(day, planned)

    def _must_be_seen_by(self, after: date, planned: date | None) -> date | None:
        """Bring a visit forward to what cannot wait for it."""
        days = [planned] if planned else []
        for crisis in self.crises:
            days += [
                occasion + timedelta(days=self.chance.randrange(0, 2))
                for occasion in (crisis.begins, crisis.admitted_on, crisis.ends)
                if occasion and occasion > after
            ]
        if self.person.works_away and planned:
            home = timedelta(days=self.person.number * 7 % 20 - 8)
            days += [f + home for f in SPRING_FESTIVALS if f + home > after]
        return min(days, default=None)

    def _condition(self, day: date) -> Condition:
        for crisis in self.crises:
            if crisis.is_in_hospital(day):
                return Condition("in hospital", 0)
            if crisis.begins <= day < crisis.ends:
                return Condition("crisis", crisis.grade)
            if crisis.ends <= day <= crisis.ends + timedelta(days=18):
                was_in = crisis.admitted_on is not None
                return Condition("after a crisis", 1, discharged=was_in)
        if any(begins <= day < ends for begins, ends in self.dips):
            return Condition("dip", 1)
        return Condition("well", 0)

    def _seen(
        self, day: date, upcoming: date | None, found: Findings, *, settling: bool
    ) -> Seen:
        chance, home = self.chance, self._is_home(day)
        form = VisitForm(
            chance.choices((1, 2, 3), tuple(FORMS.values()))[0]
            if home
            else VisitForm.TELEPHONE
        )
        if found.risk.value and form is VisitForm.TELEPHONE and home:
            form = VisitForm.HOME
        spoke_with = (
            {SpokeWith.PERSON} if chance.random() < 0.97 else set[SpokeWith]()  # noqa: PLR2004
        )
        if not spoke_with or chance.random() < 0.6:  # noqa: PLR2004
            spoke_with.add(SpokeWith.FAMILY_OR_GUARDIAN)
        latest = min(self.until, (upcoming or self.until) - DAY)
        entered_on = max(day, min(day + self._entered_after(found), latest))
        corrected_on = entered_on + timedelta(days=chance.randrange(1, 9))
        is_corrected = chance.random() < self.rates.corrected
        returned = self.person.works_away and home
        return Seen(
            day,
            entered_on,
            form,
            frozenset(map(int, spoke_with)),
            found,
            settling,
            RETURNED if returned else "",
            corrected_on if is_corrected and corrected_on <= latest else None,
        )

    def _is_home(self, day: date) -> bool:
        near = timedelta(days=14)
        is_festival = any(f - near <= day <= f + near for f in SPRING_FESTIVALS)
        return not self.person.works_away or is_festival

    def _entered_after(self, found: Findings) -> timedelta:
        chance, drawn = self.chance, self.chance.random()
        if (found.risk.value or 0) >= 3:  # noqa: PLR2004 - told at once, seldom late
            return timedelta(days=chance.randrange(1, 4) if drawn < 0.05 else 0)  # noqa: PLR2004
        if drawn < self.rates.very_late:
            return timedelta(days=chance.randrange(14, 40))
        late = drawn < self.rates.very_late + self.rates.late
        return timedelta(days=chance.randrange(1, 10) if late else 0)
