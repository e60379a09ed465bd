"""The forms of the medication page, as posted, in the domain's words."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.console.forms import Form
from api.console.medicine_fields import MedicineFields
from domain.registry.medication import InjectionForm, LabForm, ReactionForm, ToldForm
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.medication import (
    LONGEST_TEXT,
    LONGEST_WEEKS,
    DrugUse,
    RegimenSource,
    Severity,
)
from domain.values.stock import Programme

Drug = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(max_length=100)]
YesNo = Literal["yes", "no"]
Line = Annotated[str, Field(max_length=300)]


class RegimenFields(MedicineFields):
    """The whole regimen from a day on; no row at all means no drug is needed."""

    from_on: date
    source: RegimenSource
    regimen_reason: Line = ""


class InjectionFields(Form):
    """An injection that was given."""

    injected: Drug
    mg: Annotated[str, Field(min_length=1, max_length=12)]
    given_on: date
    every_weeks: Annotated[int, Field(ge=1, le=LONGEST_WEEKS)] | None = None
    given_by: Annotated[str, Field(min_length=1, max_length=100)]
    place: Name = ""
    path: LatePath | None = None
    path_why: Line = ""
    drawn_lot: UUID | None = None

    def given(self) -> InjectionForm:
        """Return it in the domain's words."""
        called = DrugUse.called(self.injected)
        return InjectionForm(
            drug=called.drug,
            name=called.name,
            mg=self.mg,
            given_on=self.given_on,
            every_weeks=self.every_weeks,
            given_by=self.given_by,
            place=self.place,
            path=self.path,
            path_why=self.path_why,
        )


class ToldFields(Form):
    """Who was told today that an injection is late."""

    late_name: Drug
    told: Told
    who: Name = ""
    answer: Line = ""

    def form(self, today: date) -> ToldForm:
        """Return it in the domain's words."""
        return ToldForm(
            name=self.late_name,
            told=self.told,
            who=self.who,
            told_on=today,
            answer=self.answer,
        )


class ResultFields(Form):
    """A result of a check of the blood or heart."""

    check: LabCheck
    taken_on: date
    value: Name = ""
    value_unit: Name = ""
    is_abnormal: YesNo | None = None
    lab_place: Name = ""

    def form(self) -> LabForm:
        """Return it in the domain's words."""
        judged = {"yes": True, "no": False}
        return LabForm(
            check=self.check,
            taken_on=self.taken_on,
            value=self.value,
            unit=self.value_unit,
            abnormal=judged[self.is_abnormal] if self.is_abnormal else None,
            place=self.lab_place,
        )


class ProgrammeFields(Form):
    """Entering a programme today, or leaving it."""

    programme: Programme
    leaves: YesNo = "no"
    why: Line = ""


class ReactionFields(Form):
    """An adverse reaction to a drug."""

    reacted_to: Drug
    reaction: Annotated[str, Field(min_length=1, max_length=300)]
    severity: Severity
    noted_on: date
    action: Line = ""

    def noted(self) -> ReactionForm:
        """Return it in the domain's words."""
        called = DrugUse.called(self.reacted_to)
        return ReactionForm(
            drug=called.drug,
            name=called.name,
            reaction=self.reaction,
            severity=self.severity,
            noted_on=self.noted_on,
            action=self.action,
        )
