"""The forms of the medication page, as posted, in the domain's words."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.console.forms import Form
from api.console.medicine_fields import MedicineFields
from domain.registry.medication import InjectionForm, ReactionForm
from domain.values.medication import (
    LONGEST_TEXT,
    LONGEST_WEEKS,
    DrugUse,
    RegimenSource,
    Severity,
)

Drug = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(max_length=100)]
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
        )


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
