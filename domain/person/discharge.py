"""A stay in hospital that is over: the day it became known, and form 4 with its clock.

The discharge is a fact of its own, because who is discharged is to be seen soon, whether
or not the hospital's sheet has come yet.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from domain.errors import AlreadyLeft, NotYetGiven, ValidityReversed
from domain.fact import PersonFact, SealedWith
from domain.person.plan import plan_visit
from domain.rules.parameters import InForce
from domain.rules.planning import Cause
from domain.rules.report_limits import Duty, limit
from domain.values.answers import answers
from domain.values.discharge_sheet import DischargeSheet

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(slots=True)
class Discharge:
    """One discharge: the hospital, and the sheet's answers once it has come."""

    hospital: str
    sheet: dict[str, Any] | None = None


class Discharged(PersonFact):
    """The person was discharged from a psychiatric hospital; its sheet is due by a day."""

    TOPIC = "person.discharged"
    sealed_with: ClassVar = SealedWith.CLINICAL

    discharged_on: str
    hospital: str
    sheet_due_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Remember the discharge by its day."""
        aggregate.discharges[self.discharged_on] = Discharge(self.hospital)


class DischargeSheetRecorded(PersonFact):
    """Form 4 was entered, in time or late; primary care is to receive it by a day."""

    TOPIC = "person.discharge_sheet_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    discharged_on: str
    answers: dict[str, Any]
    is_late: bool
    receive_by: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Keep the sheet with its discharge."""
        aggregate.discharges[self.discharged_on].sheet = self.answers


def note_discharge(
    person: "Person",
    discharged_on: date,
    hospital: str,
    today: date,
    local: InForce,
) -> None:
    """Note a discharge and by when its sheet is due; one known already is left alone."""
    if discharged_on > today:
        raise NotYetGiven
    if person.has_left:
        raise AlreadyLeft
    day = discharged_on.isoformat()
    if day in person.discharges:
        return
    due = limit(Duty.DISCHARGE_SHEET, person.village, discharged_on, local)
    person.record(
        Discharged,
        discharged_on=day,
        hospital=hospital,
        sheet_due_on=due.due_on.isoformat(),
        because=[why.fact() for why in due.because],
        happened_at=day,
        editions=list(due.editions),
    )
    plan_visit(person, Cause.DISCHARGE, discharged_on, local)


def record_discharge_sheet(
    person: "Person", sheet: DischargeSheet, today: date, local: InForce
) -> None:
    """Record form 4; entered again, it replaces the one of the same discharge."""
    if sheet.admitted_on > sheet.discharged_on:
        raise ValidityReversed
    if sheet.filled_on > today:
        raise NotYetGiven
    note_discharge(person, sheet.discharged_on, sheet.hospital, today, local)
    day, given = sheet.discharged_on.isoformat(), answers(sheet)
    if person.discharges[day].sheet == given:
        return
    division = person.village
    due = limit(Duty.DISCHARGE_SHEET, division, sheet.discharged_on, local)
    receive = limit(Duty.RECEIVE, division, today, local)
    person.record(
        DischargeSheetRecorded,
        discharged_on=day,
        answers=given,
        is_late=today > due.due_on,
        receive_by=receive.due_on.isoformat(),
        because=[why.fact() for why in receive.because],
        happened_at=sheet.filled_on.isoformat(),
        editions=list(receive.editions),
    )
