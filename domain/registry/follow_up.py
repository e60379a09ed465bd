"""Follow-ups and grades: recorded at the bedside, put right later."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.account import Account
from domain.danger_report import DangerReport
from domain.errors import Unknown
from domain.log import Command
from domain.person.follow_up import (
    FollowUpForm,
    correct_follow_up,
    correct_standing,
    record_follow_up,
)
from domain.person.person import Person
from domain.person.quick_report import QuickReport, report_quickly
from domain.person.risk import Author, correct_grade, grade_risk
from domain.person.taking_back import Entry, retract
from domain.person.use import check_use
from domain.registry.medication import keep_advice
from domain.registry.registration import RawRow, keep_row
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.danger_report import Assessment
from domain.values.findings import SpokeWith
from domain.values.people import Channel, Role
from domain.values.registration import Use

__all__ = [
    "CorrectFollowUp",
    "GradeRisk",
    "QuickReport",
    "RecordFollowUp",
    "author_of",
]


def author_of(found: Found, command: Command) -> Author | None:
    """Return who grades; nobody for an import, which nobody can be asked about."""
    if command.channel == Channel.IMPORT:
        return None
    return Author(str(command.actor), command.role, found.in_force)


@dataclass(frozen=True, slots=True)
class RecordFollowUp:
    """Record a follow-up and, when the risk was assessed, its grade as a fact apart.

    `collected_by` is the account of who visited (采集) where somebody else types (代录);
    the command names both.
    """

    person: UUID
    form: FollowUpForm
    row: RawRow | None = None
    collected_by: UUID | None = None

    operation = Operation.RECORD_FOLLOW_UP

    def streams(self) -> Sequence[UUID]:
        """Rest on the person, and on who visited."""
        return (self.person, *((self.collected_by,) if self.collected_by else ()))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record what was found, what was decided, and the grade."""
        person = found.get(Person, self.person)
        if self.collected_by:
            _check_visitor(found.get(Account, self.collected_by))
        if self.form.death is None and self.row is None:
            check_use(person, Use.FOLLOW_UP)
        follow_up = str(command.new_id("follow_up"))
        if self.row:
            keep_row(person, self.row)
        record_follow_up(
            person,
            follow_up,
            self.form,
            shanghai_day(command.now),
            imported=self.row is not None,
            local=found.in_force,
        )
        keep_advice(person, follow_up, self.form, command, found.in_force)
        grade = self.form.findings.risk.value
        if grade is not None:
            grade_risk(
                person,
                grading=str(command.new_id("grading")),
                grade=grade,
                graded_on=self.form.visited_on.isoformat(),
                source="follow_up",
                follow_up=follow_up,
                from_relative=SpokeWith.PERSON not in self.form.spoke_with,
                author=None if self.row else author_of(found, command),
            )


def _check_visitor(account: Account) -> None:
    """Refuse somebody who may not record a follow-up themselves, as if nobody were there."""
    role = Role(account.grant.role) if account.grant else None
    if role is None or not purposes(role, Operation.RECORD_FOLLOW_UP):
        raise Unknown(kind="account")


@dataclass(frozen=True, slots=True)
class CorrectFollowUp:
    """Put an earlier follow-up right, and with it the grade it came with.

    `imported` is a form read again from its kept row, which nobody can be asked about.
    """

    person: UUID
    corrects: UUID
    form: FollowUpForm
    reason: str
    imported: bool = False
    withdrawn: tuple[Entry, ...] = ()
    """The loss or death the visit told of and that never was (`standing_told_by`)."""

    operation = Operation.CORRECT_FOLLOW_UP

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this person."""
        return self.person

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record the correction; the grade that came with the form follows it."""
        person = found.get(Person, self.person)
        corrects = str(self.corrects)
        correct_follow_up(
            person,
            corrects,
            self.form,
            shanghai_day(command.now),
            self.reason,
            imported=self.imported,
            local=found.in_force,
        )
        if self.withdrawn:
            retract(person, self.withdrawn, self.reason)
        elif not self.imported:
            correct_standing(person, corrects, self.form, shanghai_day(command.now))
        keep_advice(person, corrects, self.form, command, found.in_force)
        grade = self.form.findings.risk.value
        standing = next(
            (g.grading for g in person.gradings.values() if g.follow_up == corrects),
            None,
        )
        if grade is None:
            return
        grading = str(command.new_id("grading"))
        author = None if self.imported else author_of(found, command)
        if standing:
            correct_grade(
                person,
                corrects=standing,
                grading=grading,
                grade=grade,
                reason=self.reason,
                author=author,
            )
        else:
            grade_risk(
                person,
                grading=grading,
                grade=grade,
                graded_on=self.form.visited_on.isoformat(),
                source="correction",
                follow_up=corrects,
                reason=self.reason,
                author=author,
            )


@dataclass(frozen=True, slots=True)
class GradeRisk:
    """A quick report (速报): the grade goes first, the form follows later."""

    person: UUID
    grade: int
    happening: str
    report: QuickReport | None = None
    """Where the person is, what help is wanted, who is in danger; None where unsaid."""

    operation = Operation.GRADE_RISK

    def streams(self) -> Sequence[UUID]:
        """Rest on the person, and on the danger report that led here."""
        led = self.report.danger_report if self.report else None
        return (self.person, *((UUID(led),) if led else ()))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in, and the village of the danger report."""
        return Touched(
            divisions=(
                *found.get(Person, self.person).divisions(),
                *(each.village for each in self._reports(found)),
            )
        )

    def _reports(self, found: Found) -> list[DangerReport]:
        led = self.report.danger_report if self.report else None
        return [found.get(DangerReport, UUID(led))] if led else []

    def decide(self, found: Found, command: Command) -> None:
        """Record the report, then the grade as of the day it happened."""
        person = found.get(Person, self.person)
        grading, report = str(command.new_id("grading")), self.report
        if report:
            report_quickly(person, grading, self.grade, report, command.now)
        for led in self._reports(found):
            by = str(command.actor)
            led.link(person.id, by)
            led.assess(Assessment.GRADED, by, grading=grading)
        happened_at = (report and report.happened_at) or command.now
        grade_risk(
            person,
            grading=grading,
            grade=self.grade,
            graded_on=shanghai_day(happened_at).isoformat(),
            source="quick_report",
            reason=self.happening,
            author=author_of(found, command),
        )
