"""What else is done for an invented person: medicine, injections, check-ups, aid.

Pure lists of (day, key, use case), like the course they rest on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from domain.person.check_up import CheckUpForm
from domain.registry.aid import Insurance, LowIncome, Means, RecordMeans
from domain.registry.check_ups import RecordCheckUp
from domain.registry.medication import GiveInjection, InjectionForm, SetRegimen
from domain.registry.record import AssessGuardian, Assessment
from domain.registry.runner import UseCase
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results
from domain.values.findings import VisitForm
from domain.values.medication import RegimenSource
from ops.demo.county import calibration as of
from ops.demo.county.course import Course
from ops.demo.county.medicine import DEPOT, drugs, has_depot
from ops.demo.county.people import YEAR, Invented
from ops.demo.county.pharmacy import Given
from ops.demo.county.plan import Plan

Service = tuple[date, str, UseCase]

NATIONAL_ITEMS: Final = tuple(CheckUpItem)[:7]
KNOWN_FROM: Final = "演示镇民政办"
LOW_INCOMES: Final = (
    LowIncome.DIBAO,
    LowIncome.DIBAO,
    LowIncome.MONITORED,
    LowIncome.TEKUN,
    LowIncome.DIBAO_EDGE,
)


@dataclass(frozen=True, slots=True)
class Services:
    """What is done for one person, whose id is `who`, over their course."""

    plan: Plan
    person: Invented
    who: UUID
    found: Course

    def all(self) -> Iterator[Service]:
        """Yield everything, in no order."""
        yield from self._regimen()
        yield from self._injections()
        yield from self._check_ups()
        yield from self._means()
        yield from self._guardian()
        yield from self._given.all()

    @property
    def _given(self) -> Given:
        prescribed = drugs(self.person)
        stays = not self.found.moves
        return Given(
            self.plan, self.person, self.who, self._until, prescribed, stays=stays
        )

    @property
    def _until(self) -> date:
        """Return the last day on which anything can be done for the person."""
        gone = [day for day in (self.found.died_on, self.found.lost_on) if day]
        return min([self.plan.until, *(day - timedelta(days=1) for day in gone)])

    def _chance(self, what: str) -> Random:
        return self.plan.chance(f"{what}/{self.person.number}")

    def _regimen(self) -> Iterator[Service]:
        prescribed, day = drugs(self.person), self.person.enters_on
        if prescribed:
            yield (
                day,
                "regimen",
                SetRegimen(self.who, prescribed, day, RegimenSource.HOSPITAL, ""),
            )

    def _injections(self) -> Iterator[Service]:
        if not has_depot(self.person):
            return
        chance = self._chance("injections")
        day = self.person.enters_on + timedelta(days=chance.randrange(1, 28))
        given_on = None
        stops = timedelta(days=60 if self.person.number % 25 == 1 else 0)
        while day <= self._until - stops:
            form = InjectionForm(
                drug=DEPOT.drug,
                mg=DEPOT.each_mg,
                given_on=day,
                every_weeks=DEPOT.every_weeks,
                given_by="演示护士",
                place="卫生院",
            )
            if not any(crisis.is_in_hospital(day) for crisis in self.found.crises):
                yield day, f"injection/{day}", GiveInjection(self.who, form)
                given_on = day
            day += timedelta(days=28 + chance.choice((-1, 0, 0, 0, 1, 3, 9)))
        if given_on:
            yield from self._given.told(given_on)

    def _check_ups(self) -> Iterator[Service]:
        """Yield a check-up a calendar year, with a visit face to face."""
        chance = self._chance("check-ups")
        for year in range(self.plan.since.year, self.plan.until.year + 1):
            is_checked = chance.random() < of.CHECKED
            days = [
                visit.visited_on
                for visit in self.found.visits
                if visit.visited_on.year == year
                and visit.form is not VisitForm.TELEPHONE
            ]
            if days and is_checked:
                day = chance.choice(days[:4])
                form = CheckUpForm(
                    day, _results(chance), AgreedBy.PERSON, with_follow_up=True
                )
                yield day, f"check-up/{year}", RecordCheckUp(self.who, form)

    def _means(self) -> Iterator[Service]:
        chance = self._chance("means")
        is_poor, has_certificate = (
            chance.random() < of.POOR,
            chance.random() < of.CERTIFIED,
        )
        agreed = chance.random() < of.GUARDIANS_PAID
        low_income = chance.choice(LOW_INCOMES) if is_poor else LowIncome.NONE
        day = self.person.enters_on + timedelta(days=chance.randrange(5, 120))
        if day > self._until:
            return
        means = Means(
            as_of=day.isoformat(),
            low_income=low_income,
            insurance=Insurance.RESIDENT,
            can_pay=not is_poor,
            disability_certificate=has_certificate,
            disability_grade=chance.choice((1, 2, 2, 3)) if has_certificate else None,
            real_hardship=is_poor,
            guardian_agreement=agreed,
            source=KNOWN_FROM,
            valid_until=(day + timedelta(days=YEAR)).isoformat(),
        )
        yield day, "means", RecordMeans(self.who, means)

    def _guardian(self) -> Iterator[Service]:
        """Yield a look at the guardian in most years, as the field asks for."""
        chance = self._chance("guardian")
        day = self.person.enters_on + timedelta(days=chance.randrange(30, YEAR))
        while day <= self._until:
            assessment = Assessment(
                assessed_on=day.isoformat(),
                alive=True,
                able=True,
                willing=chance.random() < 0.95,  # noqa: PLR2004 - invented
                ability=self.person.ability,
                stand_in="",
                stand_in_relation=None,
                stand_in_phone="",
                remark="",
            )
            yield day, f"guardian/{day}", AssessGuardian(self.who, assessment)
            day += timedelta(days=YEAR)


def _results(chance: Random) -> Results:
    return Results(
        {
            item: ItemResult(text="", abnormal=chance.random() < 0.12)  # noqa: PLR2004
            for item in NATIONAL_ITEMS
        }
    )
