"""Clues of the demo county, and what its hospital reports: cards, discharges, sheets.

Pure lists of entries, like the diary they go into. No clue leads to a registration here:
who registers is the plan's own people, whose numbers the published figures depend on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from domain.registry.case_reports import ReportKnown
from domain.registry.clues import (
    EnterClue,
    ReviewClue,
    Reviewed,
    SendClue,
    Verified,
    VerifyClue,
)
from domain.registry.reporting import (
    FileCase,
    NoteDischarge,
    ReceiveReport,
    RecordDischargeSheet,
)
from domain.registry.runner import UseCase
from domain.values.clue import (
    ClueSign,
    ClueSource,
    Described,
    ReviewOutcome,
    Verification,
)
from domain.values.discharge_sheet import DischargeSheet
from domain.values.findings import TreatmentEffect
from domain.values.people import Role
from domain.values.registration import Disease
from domain.values.report_card import PatientSource, ReportCard, Sender
from domain.values.reporting import ReportWhat
from ops.demo.county.course import Course, Crisis
from ops.demo.county.people import Invented
from ops.demo.county.places import any_village
from ops.demo.county.plan import Plan

HOSPITAL: Final = "演示县精神卫生中心"
HIGHER: Final = "演示市精神卫生中心"
PSYCHIATRIST: Final = "演示精神科医师"
PEOPLE_FOR_A_CLUE: Final = 40
FEWEST: Final = 6
DAYS_TO_REPORT: Final = 8
"""Only so late a clue is confirmed: its card is not entered yet."""

Step = tuple[date, Role, str, UseCase]
"""The day, who does it, its key, and what is asked."""


@dataclass(frozen=True, slots=True)
class ClueStory:
    """One invented clue: where it is, and what is done about it until the last day."""

    plan: Plan
    number: int
    clue: UUID

    @property
    def key(self) -> str:
        """Return what its first command is named by."""
        return clue_key(self.number)

    def chance(self) -> Random:
        """Return the clue's own chance, the same at each asking."""
        return self.plan.chance(self.key)

    @property
    def village(self) -> str:
        """Return where it is."""
        return any_village(self.chance())

    def steps(self) -> Iterator[Step]:
        """Yield what is done in order; nothing after the plan's last day."""
        for step in self._steps():
            if step[0] > self.plan.until:
                return
            yield step

    def _steps(self) -> Iterator[Step]:
        chance = self.chance()
        village = any_village(chance)
        span = (self.plan.until - self.plan.since).days
        back = chance.choice((chance.randrange(1, 45), chance.randrange(1, span)))
        day = self.plan.until - timedelta(days=back)
        yield day, Role.TOWNSHIP_DOCTOR, "enter", self._entered(chance, village, day)
        day += timedelta(days=chance.randrange(1, 19))
        outcome = chance.choices(tuple(Verification), (7, 3, 1, 1))[0]
        yield day, Role.TOWNSHIP_DOCTOR, "verify", self._verified(outcome, day)
        if outcome is not Verification.SUSPECTED:
            return
        day += timedelta(days=chance.randrange(1, 16))
        sent = SendClue(self.clue, HOSPITAL, day, is_higher=False)
        yield day, Role.TOWNSHIP_DOCTOR, "send", sent
        day += timedelta(days=chance.randrange(2, 30))
        if chance.random() < 0.3:  # noqa: PLR2004 - invented
            pending = self._said(ReviewOutcome.PENDING, day)
            yield day, Role.PSYCHIATRIST, "pending", pending
            day += timedelta(days=190)
            higher = SendClue(self.clue, HIGHER, day, is_higher=True)
            yield day, Role.TOWNSHIP_DOCTOR, "higher", higher
            return
        is_late = day >= self.plan.until - timedelta(days=DAYS_TO_REPORT)
        found = ReviewOutcome.CONFIRMED if is_late else ReviewOutcome.NOT_A_CASE
        yield day, Role.PSYCHIATRIST, "review", self._said(found, day)

    def _entered(self, chance: Random, village: str, day: date) -> EnterClue:
        return EnterClue(
            Described(
                name=f"演示线索{self.number + 1:02d}",
                sex=chance.choice("12"),
                birth_date="1905",
                village=village,
                address=f"演示路{chance.randrange(1, 98)}号",
                contact="演示村主任 0000-0000009",
            ),
            chance.choice(tuple(ClueSource)),
            frozenset(chance.sample(tuple(ClueSign), chance.randrange(1, 4))),
            day,
        )

    def _verified(self, outcome: Verification, day: date) -> VerifyClue:
        form = Verified(verified_on=day, outcome=outcome, verifiers="演示镇医、村干部")
        return VerifyClue(self.clue, form)

    def _said(self, outcome: ReviewOutcome, day: date) -> ReviewClue:
        is_case = outcome is ReviewOutcome.CONFIRMED
        said = Reviewed(
            outcome=outcome,
            reviewed_on=day,
            hospital=HOSPITAL,
            psychiatrist=PSYCHIATRIST,
            disease=Disease.SCHIZOPHRENIA if is_case else None,
        )
        return ReviewClue(self.clue, said)


def clue_key(number: int) -> str:
    """Return the key of a clue's first command, without which step it is."""
    return f"clue/{number}"


def clue_stories(plan: Plan, clue_id: Callable[[str], UUID]) -> Iterator[ClueStory]:
    """Yield the county's clues; `clue_id` tells the id a key's first command gives."""
    for number in range(max(FEWEST, plan.people // PEOPLE_FOR_A_CLUE)):
        yield ClueStory(plan, number, clue_id(f"{clue_key(number)}/enter"))


@dataclass(frozen=True, slots=True)
class Reports:
    """What the hospital reports of a person, whose id is `who`, and who takes it on."""

    plan: Plan
    person: Invented
    who: UUID
    found: Course

    def steps(self) -> Iterator[Step]:
        """Yield everything up to the last day the person is here, in no order."""
        until = self._until
        for step in (*self._card(), *self._discharges()):
            if step[0] <= until:
                yield step

    @property
    def _until(self) -> date:
        gone = (self.found.died_on, self.found.lost_on)
        return min([self.plan.until, *(day - timedelta(days=1) for day in gone if day)])

    def _card(self) -> Iterator[Step]:
        if not self.person.is_new or self.person.number % 2:
            return
        day = self.person.enters_on
        card = ReportCard(
            card_number=f"演示{self.person.number:04d}",
            source=PatientSource.OUTPATIENT,
            senders=(Sender.RELATIVES,),
            reporter=PSYCHIATRIST,
            reported_on=day,
            reporting_unit=HOSPITAL,
        )
        yield day, Role.PSYCHIATRIST, "card", ReportKnown(self.who, card, day)
        day += timedelta(days=self.person.number % 7)
        received = ReceiveReport(self.who, ReportWhat.CARD)
        yield day, Role.TOWNSHIP_DOCTOR, "card received", received
        day += timedelta(days=1)
        yield day, Role.TOWNSHIP_DOCTOR, "filed", FileCase(self.who, day)

    def _discharges(self) -> Iterator[Step]:
        for index, crisis in enumerate(self.found.crises):
            if crisis.admitted_on:
                yield from self._discharge(index, crisis, crisis.admitted_on)

    def _discharge(self, index: int, crisis: Crisis, admitted: date) -> Iterator[Step]:
        day = crisis.ends
        left = NoteDischarge(self.who, day, HOSPITAL)
        yield day, Role.TOWNSHIP_DOCTOR, f"left/{index}", left
        day += timedelta(days=3 + (self.person.number + index) % 9)
        sheet = DischargeSheet(
            hospital=HOSPITAL,
            admitted_on=admitted,
            discharged_on=crisis.ends,
            diagnosis="同报告卡诊断（演示）",
            effect=TreatmentEffect.IMPROVED,
            drug_guidance="按医嘱服药，一个月复诊",
            doctor=PSYCHIATRIST,
            filled_on=day,
        )
        entered = RecordDischargeSheet(self.who, sheet)
        yield day, Role.PSYCHIATRIST, f"sheet/{index}", entered
        day += timedelta(days=2)
        received = ReceiveReport(
            self.who, ReportWhat.DISCHARGE_SHEET, crisis.ends.isoformat()
        )
        yield day, Role.TOWNSHIP_DOCTOR, f"sheet received/{index}", received
