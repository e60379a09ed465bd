"""Danger reports from elsewhere: taken, linked, looked into by a doctor, told back.

Police and grid enter what they were told and see how far their own reports are, no more. A
report about somebody who is not on the register registers nobody (field notes 1,
"被精神病"); a doctor may enter a clue, which only a psychiatrist confirms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.danger_report import DangerReport, refuse_early
from domain.log import Command
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.danger_report import Assessment, DangerChannel, DangerTold

__all__ = [
    "AssessDangerReport",
    "CloseDangerReport",
    "DestroyDangerReportKeys",
    "LinkDangerReport",
    "TakeDangerReport",
]


@dataclass(frozen=True, slots=True)
class TakeDangerReport:
    """Take a report; None for a moment means now."""

    told: DangerTold
    channel: DangerChannel
    received_at: datetime | None = None

    operation = Operation.ENTER_DANGER_REPORT

    def streams(self) -> Sequence[UUID]:
        """Rest on nothing."""
        return ()

    def touches(self, found: Found) -> Touched:
        """Touch the village it is said to happen in."""
        del found
        return Touched(divisions=(self.told.village,))

    def decide(self, found: Found, command: Command) -> None:
        """Begin the report under keys of its own."""
        received_at = self.received_at or command.now
        refuse_early(received_at, command.now)
        report = DangerReport.take(
            command.new_id("danger_report"),
            command.new_id("person"),
            channel=self.channel,
            told=self.told,
            received_at=received_at,
            office=str(command.organisation or ""),
            local=found.in_force.at(self.told.village),
        )
        found.begin(report)


@dataclass(frozen=True, slots=True)
class OneReport:
    """A use case that rests on one report and touches its village."""

    report: UUID

    operation = Operation.ASSESS_DANGER_REPORT

    def streams(self) -> Sequence[UUID]:
        """Rest on the report."""
        return (self.report,)

    def touches(self, found: Found) -> Touched:
        """Touch the village it is said to happen in."""
        return Touched(divisions=(found.get(DangerReport, self.report).village,))


@dataclass(frozen=True, slots=True)
class LinkDangerReport(OneReport):
    """Say which person of the register it is about."""

    person: UUID

    operation = Operation.ASSESS_DANGER_REPORT

    def streams(self) -> Sequence[UUID]:
        """Rest on the report and the person."""
        return (self.report, self.person)

    def touches(self, found: Found) -> Touched:
        """Touch the village it happens in, and where the person lives."""
        village = found.get(DangerReport, self.report).village
        person = found.get(Person, self.person)
        return Touched(divisions=(village, *person.divisions()))

    def decide(self, found: Found, command: Command) -> None:
        """Record the link."""
        person = found.get(Person, self.person)
        found.get(DangerReport, self.report).link(person.id, str(command.actor))


@dataclass(frozen=True, slots=True)
class AssessDangerReport(OneReport):
    """Say that there is no danger, or that nobody of the register is meant, and why."""

    outcome: Assessment
    remark: str

    operation = Operation.ASSESS_DANGER_REPORT

    def decide(self, found: Found, command: Command) -> None:
        """Record it; a grade is given by a quick report and by nothing else."""
        found.get(DangerReport, self.report).assess(
            self.outcome, str(command.actor), remark=self.remark
        )


@dataclass(frozen=True, slots=True)
class CloseDangerReport(OneReport):
    """Close it: whoever told was told back."""

    operation = Operation.ASSESS_DANGER_REPORT

    def decide(self, found: Found, command: Command) -> None:
        """Record it; what was told is destroyed a while later."""
        report = found.get(DangerReport, self.report)
        report.close(shanghai_day(command.now), found.in_force.at(report.village))


@dataclass(frozen=True, slots=True)
class DestroyDangerReportKeys(OneReport):
    """Note that a closed report's keys are destroyed; whoever follows destroys them."""

    operation = Operation.LOOK_AFTER_CLUES

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself looks after it."""
        del found
        return Touched()

    def decide(self, found: Found, command: Command) -> None:
        """Note it once its day has come."""
        found.get(DangerReport, self.report).destroy_keys(shanghai_day(command.now))
