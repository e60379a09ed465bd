"""What is watched beside the visits: incidents, form 13, locking up, absences, returns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.registry.away import AwayForm, LossReport, NoteAway, NoteBack, ReportLoss
from domain.registry.danger import (
    IncidentForm,
    Investigate,
    LockingForm,
    RecordIncident,
    RecordLocking,
    RecordRelease,
    ReleaseForm,
)
from domain.values.away import AwayFor
from domain.values.danger import (
    INVESTIGATED,
    GuardianDuty,
    IncidentCause,
    IncidentKind,
    Informant,
    Investigation,
    LockedUpBy,
    ReleasedTo,
    StateThen,
)
from domain.values.findings import Grade
from ops.demo.county.course import SPRING_FESTIVALS, Course, Crisis
from ops.demo.county.leaving import Happened
from ops.demo.county.people import Invented
from ops.demo.county.plan import Plan

KINDS: Final = (
    *(IncidentKind.PUBLIC_ORDER, IncidentKind.DISTURBANCE, IncidentKind.OTHER_HARM),
    *(IncidentKind.SELF_HARM, IncidentKind.CRIMINAL, IncidentKind.SUICIDE_ATTEMPT),
)
HAPPENED: Final = "演示:在家中摔砸物品,经劝阻未止"
WHERE: Final = "演示市"
THERE: Final = "0000-0000003"
BEFORE, AFTER = timedelta(days=8), timedelta(days=15)
"""How long before the festival workers come home, and after it they leave again."""
A_LOCKED: Final = 97
A_SILENT: Final = 9


def reports_an_incident(person: Invented, index: int, crisis: Crisis) -> bool:
    """Return whether a crisis became known by an incident, and not by a quick report."""
    return not crisis.quick_report and (person.number + index) % 2 == 0


def incident(person: Invented, index: int, crisis: Crisis) -> IncidentForm:
    """Return the incident a crisis began with, graded at once."""
    return IncidentForm(
        KINDS[(person.number + index) % len(KINDS)],
        crisis.begins,
        HAPPENED,
        "家中",
        Informant.FAMILY,
        police_came=True,
        grade=Grade(crisis.grade),
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """What else is entered about a person, whose id is `who`."""

    plan: Plan
    person: Invented
    who: UUID
    found: Course

    def incidents(self) -> Iterator[tuple[date, str, RecordIncident]]:
        """Yield the incidents by the day they are entered, each with its key."""
        for index, crisis in enumerate(self.found.crises):
            if reports_an_incident(self.person, index, crisis):
                form = incident(self.person, index, crisis)
                yield crisis.begins, f"incident/{index}", RecordIncident(self.who, form)

    def investigation(
        self, key: str, about: UUID, asked: RecordIncident
    ) -> Happened | None:
        """Return form 13 about an incident, some days later; None where none is needed."""
        on = asked.form.happened_on + timedelta(days=2 + self.person.number % 4)
        if asked.form.kind not in INVESTIGATED or on > self._until:
            return None
        form = Investigation(
            investigated_on=on.isoformat(),
            triggers=(IncidentCause.STOPPED_MEDICINE, IncidentCause.QUARREL),
            state=StateThen.RELAPSED,
            managed=True,
            managed_since=self.person.registered_on.isoformat(),
            reimbursed_percent=70,
            guardian_duty=GuardianDuty.IN_PART,
            injured=0,
            dead=0,
            taken_to="演示县精神卫生中心",
        )
        return on, on, f"{key}/form-13", Investigate(self.who, about, form)

    def rest(self) -> Iterator[Happened]:
        """Yield lockings-up, absences and returns, and the report of a loss."""
        yield from self._locking()
        yield from self._absences()
        yield from self._loss_report()

    @property
    def _until(self) -> date:
        """Return the last day on which anything can be done for the person."""
        gone = [day for day in (self.found.died_on, self.found.lost_on) if day]
        return min([self.plan.until, *(day - timedelta(days=1) for day in gone)])

    def _locking(self) -> Iterator[Happened]:
        if self.person.number % A_LOCKED != 1:
            return
        day = self.person.enters_on + timedelta(days=30)
        form = LockingForm(day, LockedUpBy.FAMILY, "夜间外走,家属担心走失", "家中偏房")
        if day <= self._until:
            yield day, day, "locked", RecordLocking(self.who, form)
        freed = day + timedelta(days=45)
        if freed <= self._until and self.person.number % 2:
            ended = ReleaseForm(freed, ReleasedTo.TREATMENT, "送治后居家看护", "村委会")
            yield freed, freed, "released", RecordRelease(self.who, ended)

    def _absences(self) -> Iterator[Happened]:
        if not self.person.works_away:
            return
        day = self.person.enters_on + timedelta(days=3)
        if day <= self._until:
            yield self._away(day)
        for festival in SPRING_FESTIVALS:
            home, leaves = festival - BEFORE, festival + AFTER
            if day < home <= self._until:
                back = NoteBack(self.who, home, leaves)
                yield home, home, f"back/{home}", back
                if leaves <= self._until:
                    yield self._away(leaves)

    def _away(self, day: date) -> Happened:
        phone = "" if self.person.number % A_SILENT == 0 else THERE
        form = AwayForm(day, AwayFor.WORK, WHERE, phone)
        return day, day, f"away/{day}", NoteAway(self.who, form)

    def _loss_report(self) -> Iterator[Happened]:
        lost_on = self.found.lost_on
        if lost_on is None or self.person.number % 2:
            return
        day = lost_on + timedelta(days=1)
        if day <= self.plan.until:
            report = LossReport(day, f"演示{self.person.number}号", "走访村委会和亲属")
            yield day, day, "loss-report", ReportLoss(self.who, report)
