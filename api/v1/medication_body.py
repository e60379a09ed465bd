"""Bodies of medication: a regimen, an injection, an adverse reaction."""

from typing import Annotated

from pydantic import Field

from api.v1.fields import Day, Line, Name, Remark, code_of
from api.v1.medicine_body import DrugRows, Weeks, Words
from api.v1.models import Body
from domain.registry.medication import InjectionForm, ReactionForm
from domain.values.medication import MILLIGRAMS, RegimenSource, Severity


class RegimenBody(Body):
    """The whole regimen from a day on; no drugs at all means none is needed."""

    drugs: DrugRows = Field(title="All drugs from that day on")
    from_on: Day = Field(title="From this day on", examples=["2026-03-02"])
    source: Annotated[RegimenSource, code_of(RegimenSource)] = Field(
        title="Where it comes from", examples=["hospital"]
    )
    reason: Line = Field(
        "", title="Why it changed; needed when one stands", examples=["出院带药"]
    )


class InjectionBody(Body):
    """An injection that was given; the next day follows from the interval."""

    drug: Words = Field(
        "", title="Drug, by its code in `drugs`", examples=["haloperidol_decanoate"]
    )
    name: Words = Field("", title="Its name, where the list has none", examples=[""])
    mg: str = Field(title="Milligrams", pattern=rf"^{MILLIGRAMS}$", examples=["50"])
    given_on: Day = Field(title="Given on", examples=["2026-03-02"])
    every_weeks: Weeks | None = Field(
        None, title="Weeks to the next; null: as prescribed", examples=[4]
    )
    given_by: Name = Field(title="Given by", min_length=1, examples=["演示护士"])
    place: Name = Field("", title="Place", examples=["演示卫生院"])

    def given(self) -> InjectionForm:
        """Return it in the domain's words."""
        return InjectionForm(
            drug=self.drug,
            name=self.name,
            mg=self.mg,
            given_on=self.given_on,
            every_weeks=self.every_weeks,
            given_by=self.given_by,
            place=self.place,
        )


class ReactionBody(Body):
    """An adverse reaction to a drug (药物不良反应)."""

    drug: Words = Field(
        "", title="Drug, by its code in `drugs`", examples=["clozapine"]
    )
    name: Words = Field("", title="Its name, where the list has none", examples=[""])
    reaction: Line = Field(title="What happened", min_length=1, examples=["流涎"])
    severity: Annotated[Severity, code_of(Severity)] = Field(
        title="How severe", examples=["mild"]
    )
    noted_on: Day = Field(title="Noted on", examples=["2026-03-02"])
    action: Remark = Field("", title="What was done", examples=["嘱减量(演示)"])

    def noted(self) -> ReactionForm:
        """Return it in the domain's words."""
        return ReactionForm(
            drug=self.drug,
            name=self.name,
            reaction=self.reaction,
            severity=self.severity,
            noted_on=self.noted_on,
            action=self.action,
        )
