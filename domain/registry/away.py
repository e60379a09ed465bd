"""Being away, coming home, and the written report of a loss."""

from dataclasses import dataclass
from datetime import date

from domain.log import Command
from domain.person.away import (
    AwayForm,
    LossReport,
    note_away,
    note_back,
    report_loss,
)
from domain.person.person import Person
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found
from domain.rules.access import Operation
from domain.rules.leaving import ReportTo
from domain.values.calendar import shanghai_day

__all__ = [
    "AwayForm",
    "LossReport",
    "NoteAway",
    "NoteBack",
    "ReportLoss",
    "ReportTo",
]


@dataclass(frozen=True, slots=True)
class NoteAway(OnePerson):
    """Note where somebody is while away (外出去向登记)."""

    form: AwayForm

    operation = Operation.NOTE_AWAY

    def decide(self, found: Found, command: Command) -> None:
        """Note it, with what follows."""
        del command
        note_away(found.get(Person, self.person), self.form)


@dataclass(frozen=True, slots=True)
class NoteBack(OnePerson):
    """Note that somebody came home (返乡), and until when."""

    back_on: date
    leaves_on: date | None = None
    remark: str = ""

    operation = Operation.NOTE_AWAY

    def decide(self, found: Found, command: Command) -> None:
        """Note it and plan the face visit."""
        note_back(
            found.get(Person, self.person),
            self.back_on,
            self.leaves_on,
            shanghai_day(command.now),
            remark=self.remark,
            local=found.in_force,
        )


@dataclass(frozen=True, slots=True)
class ReportLoss(OnePerson):
    """Enter the written report of a loss (BR-LOST-3)."""

    report: LossReport

    operation = Operation.REPORT_LOSS

    def decide(self, found: Found, command: Command) -> None:
        """Enter the report."""
        report_loss(
            found.get(Person, self.person), self.report, shanghai_day(command.now)
        )
