"""What is done in an invented crisis: the emergency, the referral, the bed, the stay.

Pure lists of (day, key, who asks, use case), like the course they rest on. Grades are left
to quick reports and visits, so that nothing is counted twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.registry.emergencies import (
    AdmissionForm,
    AnswerConsent,
    Called,
    CallHelp,
    Category,
    CheckAfter,
    CloseEmergency,
    ConsentForm,
    Danger,
    DecideAdmission,
    DecideFunding,
    DisposalForm,
    Dispose,
    Effect,
    FillRecord,
    Measure,
    OpenEmergency,
    Outcome,
    RecordForm,
    Report,
    Reporter,
    ReportRoute,
    Signer,
    Signing,
    Situation,
    Stance,
    Steadiness,
    Trigger,
)
from domain.registry.referrals import (
    AskBed,
    Direction,
    EndReferral,
    HaveNoBed,
    OfferBed,
    ReceiveReferral,
    ReferralForm,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
    RefuseReferral,
    SendReferral,
    StayBasis,
    StayForm,
)
from domain.registry.runner import UseCase
from ops.demo.county.course import Course, Crisis
from ops.demo.county.plan import Plan, evening

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HOSPITAL_NAME: Final = "演示县精神卫生中心"
EMERGENCY_FROM: Final = 4
"""The level from which a crisis is an emergency; one in three of the others is one too."""
OPEN_WITHIN: Final = timedelta(days=6)
"""How shortly before the last day a case stays open."""


class By(StrEnum):
    """Who asks."""

    DOCTOR = "doctor"
    PSYCHIATRIST = "psychiatrist"
    COUNTY = "county"


Asked = tuple[date, str, By, UseCase]
Making = Callable[[date, str, By], Command]


@dataclass(frozen=True, slots=True)
class Crises:
    """What is done in the crises of one person, whose id is `who`.

    `command` makes the command a day, a key and an asker stand for: what begins a stream
    is named by it.
    """

    plan: Plan
    number: int
    who: UUID
    found: Course
    mental: UUID
    unit: UUID
    command: Making

    def all(self) -> Iterator[Asked]:
        """Yield everything, in the order of each crisis."""
        for index, crisis in enumerate(self.found.crises):
            asked = [*self._emergency(index, crisis), *self._referral(index, crisis)]
            yield from (each for each in asked if each[0] <= self._until)

    @property
    def _until(self) -> date:
        gone = [day for day in (self.found.died_on, self.found.lost_on) if day]
        return min([self.plan.until, *(day - DAY for day in gone)])

    def _begun(self, day: date, key: str, by: By, kind: str) -> UUID:
        return self.command(day, key, by).new_id(kind)

    def _emergency(self, index: int, crisis: Crisis) -> Iterator[Asked]:
        if crisis.grade < EMERGENCY_FROM and (self.number + index) % 3:
            return
        day, key = crisis.begins, f"emergency/{index}"
        at = evening(day) - 6 * HOUR
        report = Report(
            frozenset({(Trigger.RELAPSE, Trigger.DANGER_TO_OTHERS)[index % 2]}),
            "夜不眠,骂人摔物(演示)",
            "家中",
            (Reporter.GUARDIAN_OR_FAMILY, Reporter.VILLAGE_COMMITTEE)[index % 2],
            ReportRoute.TELEPHONE,
            at,
            category=Category.MANAGED,
        )
        both = (Called.POLICE_STATION, Called.VILLAGE_COMMITTEE)
        is_new = day > self._until - OPEN_WITHIN
        called = both[:1] if is_new else ()
        yield (
            day,
            key,
            By.DOCTOR,
            OpenEmergency(self.who, report, None, called),
        )
        case = self._begun(day, key, By.DOCTOR, "emergency")
        if not is_new:
            yield from self._disposed(case, key, crisis, at)

    def _disposed(
        self, case: UUID, key: str, crisis: Crisis, at: datetime
    ) -> Iterator[Asked]:
        day, who, by = crisis.begins, self.who, By.DOCTOR
        admitted = crisis.admitted_on is not None
        for called in (Called.POLICE_STATION, Called.VILLAGE_COMMITTEE):
            use_case: UseCase = CallHelp(case, who, called, at)
            yield day, f"{key}/{called}", by, use_case
        signed = ConsentForm(Signing.SIGNED, Signer.GUARDIAN, "演示监护人", "", at)
        yield day, f"{key}/consent", by, AnswerConsent(case, who, signed)
        form = DisposalForm(
            at + HOUR,
            at + 3 * HOUR,
            Outcome.REFERRAL if admitted else Outcome.ON_SITE,
            frozenset({Measure.TALKED_DOWN, Measure.MEDICINE}),
            Effect.BETTER,
            checks=not admitted,
        )
        yield day, f"{key}/disposal", by, Dispose(case, who, form)
        if not admitted:
            for hours in (4, 5):
                check = CheckAfter(case, who, Steadiness.STABLE, at + hours * HOUR)
                yield day, f"{key}/check/{hours}", by, check
        record = RecordForm(
            *("演示镇卫生院", "到场时患者在家中(演示)", "演示民警", "演示镇医"),
            *("", "", "村干部", "在管诊断"),
            is_confirmed=True,
            filled_by="演示镇医",
        )
        recorded_on = day if self.number % 5 else day + 2 * DAY
        yield recorded_on, f"{key}/record", by, FillRecord(case, who, record)
        if crisis.admitted_on is not None:
            yield crisis.admitted_on, f"{key}/law", By.PSYCHIATRIST, self._law(case)
        pays = DecideFunding(case, who, is_emergency=True, can_pay=False)
        yield recorded_on, f"{key}/funding", By.COUNTY, pays
        over = max(recorded_on, crisis.admitted_on or day) + 3 * DAY
        yield over, f"{key}/close", by, CloseEmergency(case, who)

    def _law(self, case: UUID) -> DecideAdmission:
        refuses = self.number % 4 == 0
        situation = Situation(
            severe=True,
            danger=Danger.TO_OTHERS,
            willing=False,
            stance=Stance.REFUSES if refuses else Stance.AGREES,
        )
        signer = (
            (Signer.COMMITTEE, "演示村委会")
            if refuses
            else (
                Signer.GUARDIAN,
                "演示监护人",
            )
        )
        return DecideAdmission(
            case,
            self.who,
            AdmissionForm(situation, signed_by=signer[0], signer=signer[1]),
        )

    def _referral(self, index: int, crisis: Crisis) -> Iterator[Asked]:
        key, day = f"referral/{index}", crisis.begins
        form = ReferralForm(
            Direction.UP,
            frozenset({ReferralReason.UNSTABLE}),
            self.mental,
            "",
            day,
            department="精神科",
        )
        yield day, key, By.DOCTOR, SendReferral(self.who, form)
        referral = self._begun(day, key, By.DOCTOR, "referral")
        hospital = By.PSYCHIATRIST
        if crisis.admitted_on is None:
            refusal = RefuseReferral(
                referral, self.who, day + DAY, ReferralRefusal.NO_BED, "周五再联系"
            )
            yield day + DAY, f"{key}/refusal", hospital, refusal
            return
        yield from self._bed(key, crisis)
        on = crisis.admitted_on
        received = ReceiveReferral(referral, self.who, on, "精神科", "演示精神科医师")
        yield on, f"{key}/receiving", hospital, received
        stay = StayForm(HOSPITAL_NAME, on, StayBasis.DANGER_TO_OTHERS, "二病区")
        ended = EndReferral(
            referral, self.who, ReferralOutcome.ADMITTED, on, "住院治疗", stay
        )
        yield on, f"{key}/outcome", hospital, ended
        yield from self._back(index, crisis)

    def _bed(self, key: str, crisis: Crisis) -> Iterator[Asked]:
        day = crisis.begins
        asking = AskBed(self.who, self.mental, crisis.grade >= EMERGENCY_FROM)
        yield day, f"{key}/bed", By.DOCTOR, asking
        bed = self._begun(day, f"{key}/bed", By.DOCTOR, "bed")
        if self.number % 3 == 0:
            none = HaveNoBed(bed, self.who, "次日可能有空床")
            yield day, f"{key}/no-bed", By.PSYCHIATRIST, none
        offer = OfferBed(bed, self.who, "二病区", day + 5 * DAY)
        yield day + DAY, f"{key}/offer", By.PSYCHIATRIST, offer

    def _back(self, index: int, crisis: Crisis) -> Iterator[Asked]:
        """Yield the way back; the hospital reports the discharge itself (`finding.py`)."""
        key, day = f"back/{index}", crisis.ends
        form = ReferralForm(
            Direction.DOWN,
            frozenset({ReferralReason.STABILISED}),
            self.unit,
            "",
            day,
            advice="按出院带药维持治疗,2周内随访",
        )
        yield day, key, By.PSYCHIATRIST, SendReferral(self.who, form)
        down = self._begun(day, key, By.PSYCHIATRIST, "referral")
        received = ReceiveReferral(down, self.who, day + DAY)
        yield day + DAY, f"{key}/receiving", By.DOCTOR, received
        over = EndReferral(
            down, self.who, ReferralOutcome.TAKEN_OVER, day + 2 * DAY, "已接续管理"
        )
        yield day + 2 * DAY, f"{key}/over", By.DOCTOR, over
