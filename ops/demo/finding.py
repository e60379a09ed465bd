"""Clues and reports of the demo township: one of each stage, so that every list shows some."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.registry.case_reports import ReceivePaper, ReportKnown
from domain.registry.clues import (
    EnterClue,
    ReviewClue,
    Reviewed,
    SendClue,
    Verified,
    VerifyClue,
)
from domain.registry.danger_reports import (
    AssessDangerReport,
    CloseDangerReport,
    LinkDangerReport,
)
from domain.registry.follow_up import GradeRisk
from domain.registry.reporting import NoteDischarge
from domain.registry.runner import UseCase
from domain.values.clue import (
    ClueSign,
    ClueSource,
    ClueStage,
    Described,
    ReviewOutcome,
    Verification,
)
from domain.values.danger_report import Assessment
from domain.values.people import Purpose, Role
from domain.values.registration import Disease
from domain.values.report_card import PatientSource, ReportCard, Sender
from ops.acting import operator_command
from ops.demo.danger import danger_told, quick_report
from ops.site import Site

HOSPITAL: Final = "演示县精神卫生中心"
DANGER: Final = "演示:在家门口持棍,已有人看住"
OF_NAME: Final = 3
"""How many of the danger reports name somebody of the register."""
PSYCHIATRIST: Final = "演示精神科医师"


@dataclass(frozen=True, slots=True)
class DemoClue:
    """An invented clue: how many days ago it was told, and how far it has come."""

    name: str
    ago: int
    source: ClueSource
    signs: frozenset[ClueSign]
    stage: ClueStage


S = ClueSign
CLUES: Final = (
    DemoClue("演示线索甲", 3, ClueSource.COMMITTEE, frozenset({S.ODD, S.TALKS_TO_SELF}),
             ClueStage.ENTERED),
    DemoClue("演示线索乙", 30, ClueSource.POLICE, frozenset({S.IMPULSIVE}),
             ClueStage.ENTERED),
    DemoClue("演示线索丙", 9, ClueSource.RELATIVES, frozenset({S.SUSPICIOUS}),
             ClueStage.SUSPECTED),
    DemoClue("演示线索丁", 40, ClueSource.CIVIL_AFFAIRS, frozenset({S.WITHDRAWN}),
             ClueStage.SENT),
    DemoClue("演示线索戊", 120, ClueSource.POLITICS_LAW, frozenset({S.LOCKED_UP}),
             ClueStage.PENDING),
    DemoClue("演示线索己", 20, ClueSource.HEALTH, frozenset({S.ADMITTED_BEFORE}),
             ClueStage.CONFIRMED),
    DemoClue("演示线索庚", 12, ClueSource.OTHER, frozenset({S.OVERACTIVE}),
             ClueStage.REFUTED),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Loads both into the site: what a township doctor and a psychiatrist enter."""

    site: Site
    county: str
    township: str
    villages: tuple[str, ...]
    hospital: UUID
    smi: UUID
    today: date

    def load(self, reported: UUID, discharged: UUID) -> None:
        """Enter clues, a paper, a card about one person and a discharge of another."""
        for number, clue in enumerate(CLUES):
            self._clue(clue, self.villages[number % len(self.villages)], number)
        ago = timedelta(days=2)
        paper = ReceivePaper(self.county, "演示市医院", "演示0031", self.today - ago)
        self._run(paper, Role.COUNTY_SMI, self.today)
        confirmed = self.today - timedelta(days=4)
        card = ReportCard(
            card_number="演示0030",
            source=PatientSource.OUTPATIENT,
            senders=(Sender.RELATIVES,),
            reporter=PSYCHIATRIST,
            reported_on=self.today,
            reporting_unit=HOSPITAL,
        )
        known = ReportKnown(reported, card, confirmed)
        self._run(known, Role.PSYCHIATRIST, self.today)
        left = NoteDischarge(discharged, self.today - timedelta(days=6), HOSPITAL)
        self._run(left, Role.TOWNSHIP_DOCTOR, self.today)

    def load_danger(self, person: UUID, name: str) -> None:
        """Enter danger reports of each state, a quick report from one and a late one."""
        village, today = self.villages[0], self.today
        reports = [
            self._run(
                danger_told(number, village, name if number < OF_NAME else ""),
                Role.TOWNSHIP_DOCTOR,
                today,
            )
            for number in range(5)
        ]
        steps: tuple[UseCase, ...] = (
            LinkDangerReport(reports[1], person),
            GradeRisk(person, 4, DANGER, quick_report(0, led_by=str(reports[2]))),
            AssessDangerReport(reports[3], Assessment.NO_DANGER, DANGER),
            AssessDangerReport(reports[4], Assessment.NOT_REGISTERED, DANGER),
            CloseDangerReport(reports[4]),
        )
        for step in steps:
            self._run(step, Role.TOWNSHIP_DOCTOR, today)

    def load_late(self, person: UUID) -> None:
        """Enter a quick report that was written on paper two days ago (迟报)."""
        at = self.site.clock() - timedelta(days=2)
        late = GradeRisk(person, 3, DANGER, quick_report(1, happened_at=at))
        self._run(late, Role.TOWNSHIP_DOCTOR, self.today)

    def _clue(self, told: DemoClue, village: str, number: int) -> None:
        on = self.today - timedelta(days=told.ago)
        whom = Described(
            name=told.name,
            sex="12"[number % 2],
            birth_date="1905",
            village=village,
            address=f"演示路{number + 61}号",
            contact="演示村主任 0000-0000009",
        )
        entered = EnterClue(whom, told.source, told.signs, on)
        clue = self._run(entered, Role.TOWNSHIP_DOCTOR, on)
        if told.stage is ClueStage.ENTERED:
            return
        on += timedelta(days=2)
        is_refuted = told.stage is ClueStage.REFUTED
        outcome = Verification.NOTHING_FOUND if is_refuted else Verification.SUSPECTED
        looked = Verified(verified_on=on, outcome=outcome, verifiers="演示镇医、村干部")
        self._run(VerifyClue(clue, looked), Role.TOWNSHIP_DOCTOR, on)
        if told.stage in {ClueStage.SUSPECTED, ClueStage.REFUTED}:
            return
        on += timedelta(days=3)
        sent = SendClue(clue, HOSPITAL, on, is_higher=False)
        self._run(sent, Role.TOWNSHIP_DOCTOR, on)
        if told.stage is ClueStage.SENT:
            return
        on += timedelta(days=9)
        is_case = told.stage is ClueStage.CONFIRMED
        said = Reviewed(
            outcome=ReviewOutcome.CONFIRMED if is_case else ReviewOutcome.PENDING,
            reviewed_on=on,
            hospital=HOSPITAL,
            psychiatrist=PSYCHIATRIST,
            disease=Disease.SCHIZOPHRENIA if is_case else None,
        )
        self._run(ReviewClue(clue, said), Role.PSYCHIATRIST, on)

    def _run(self, use_case: UseCase, role: Role, on: date) -> UUID:
        is_township = role is Role.TOWNSHIP_DOCTOR
        command: Command = replace(
            operator_command(self.site, self.county, happened_at=on.isoformat()),
            role=role,
            organisation=self.hospital if is_township else self.smi,
            division=self.township if is_township else self.county,
            purpose=Purpose.CARE,
        )
        return self.site.runner.run(use_case, command).facts[0].stream
