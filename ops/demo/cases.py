"""Emergencies and referrals of the demo township: one of each state that a list shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from domain.log import Command
from domain.registry.emergencies import (
    Called,
    CallHelp,
    DisposalForm,
    Dispose,
    Effect,
    Measure,
    OpenEmergency,
    Outcome,
    Report,
    Reporter,
    ReportRoute,
    Trigger,
)
from domain.registry.referrals import (
    AskBed,
    Direction,
    ReceiveReferral,
    ReferralForm,
    ReferralReason,
    ReferralRefusal,
    RefuseReferral,
    SendReferral,
)
from domain.registry.runner import UseCase
from domain.values.calendar import shanghai_day
from domain.values.people import Purpose, Role
from ops.acting import operator_command
from ops.site import Site

JUST_REPORTED, LATE_RECORD = "赵演山", "仇演和"
WAITING, RECEIVED, BACK_DOWN, REFUSED = "尉迟演", "朴演顺", "王演国", "单演平"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cases:
    """Enters the cases; `people` are the township's by name, `offices` by key."""

    site: Site
    people: Mapping[str, UUID]
    offices: Mapping[str, UUID]
    division: str

    def load(self) -> None:
        """Enter everything."""
        now = self.site.clock()
        self._emergency(JUST_REPORTED, now - HOUR)
        late = self._emergency(LATE_RECORD, now - 30 * HOUR)
        self._disposed(self.people[LATE_RECORD], late, now)
        self._referrals()

    def _emergency(self, name: str, at: datetime) -> UUID:
        report = Report(
            frozenset({Trigger.RELAPSE}),
            "夜不眠,骂人摔物(演示)",
            "家中",
            Reporter.GUARDIAN_OR_FAMILY,
            ReportRoute.TELEPHONE,
            at,
        )
        person = self.people[name]
        police = (Called.POLICE_STATION,)
        return self._run(OpenEmergency(person, report, None, police), "emergency")

    def _disposed(self, person: UUID, case: UUID, now: datetime) -> None:
        at = now - 28 * HOUR
        self._run(CallHelp(case, person, Called.VILLAGE_COMMITTEE, at, "村干部"))
        form = DisposalForm(
            at,
            at + HOUR,
            Outcome.ON_SITE,
            frozenset({Measure.TALKED_DOWN}),
            Effect.BETTER,
            checks=True,
        )
        self._run(Dispose(case, person, form))

    def _referrals(self) -> None:
        today = shanghai_day(self.site.clock())
        self._send(WAITING)
        self._run(AskBed(self.people[WAITING], self.offices["mental"], pressing=True))
        received = self._send(RECEIVED)
        taken = ReceiveReferral(received, self.people[RECEIVED], today, "精神科")
        self._run(taken, by=self._psychiatrist())
        refused = self._send(REFUSED)
        full = RefuseReferral(
            refused, self.people[REFUSED], today, ReferralRefusal.NO_BED, "周五再联系"
        )
        self._run(full, by=self._psychiatrist())
        down = ReferralForm(
            Direction.DOWN,
            frozenset({ReferralReason.STABILISED}),
            self.offices["hospital"],
            "",
            today,
            advice="按出院带药维持治疗(演示)",
        )
        back = SendReferral(self.people[BACK_DOWN], down)
        self._run(back, by=self._psychiatrist())

    def _send(self, name: str) -> UUID:
        form = ReferralForm(
            Direction.UP,
            frozenset({ReferralReason.UNSTABLE}),
            self.offices["mental"],
            "",
            shanghai_day(self.site.clock()),
        )
        return self._run(SendReferral(self.people[name], form), "referral")

    def _run(
        self, use_case: UseCase, begins: str = "", *, by: Command | None = None
    ) -> UUID:
        command = by or self._doctor()
        self.site.runner.run(use_case, command)
        return command.new_id(begins) if begins else command.id

    def _doctor(self) -> Command:
        return replace(
            operator_command(self.site, self.division),
            role=Role.TOWNSHIP_DOCTOR,
            organisation=self.offices["hospital"],
            purpose=Purpose.CARE,
        )

    def _psychiatrist(self) -> Command:
        return replace(
            self._doctor(),
            id=self.site.new_id(),
            role=Role.PSYCHIATRIST,
            organisation=self.offices["mental"],
        )
