"""Bodies of medication: a regimen, an injection, an adverse reaction."""

from typing import Annotated

from pydantic import Field

from api.v1.fields import Day, Id, Line, Name, Remark, code_of
from api.v1.medicine_body import DrugRows, Weeks, Words
from api.v1.models import Body
from domain.registry.medication import InjectionForm, LabForm, ReactionForm, ToldForm
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.medication import MILLIGRAMS, RegimenSource, Severity
from domain.values.stock import Programme


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
    path: Annotated[LatePath, code_of(LatePath)] | None = Field(
        None, title="Way taken when early or late; null: as proposed", examples=[None]
    )
    path_why: Line = Field("", title="Why another way than proposed", examples=[""])
    lot: Id | None = Field(
        None, title="Batch of the own office's stock it was drawn from"
    )
    units: int = Field(1, title="Units drawn", ge=1, le=10, examples=[1])

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
            path=self.path,
            path_why=self.path_why,
        )


class ToldBody(Body):
    """Who was told that an injection is late."""

    name: Words = Field(title="Medicine", min_length=1, examples=["癸酸氟哌啶醇"])
    told: Annotated[Told, code_of(Told)] = Field(
        title="Who was told", examples=["guardian"]
    )
    who: Name = Field("", title="Name", examples=["演示监护人"])
    told_on: Day = Field(title="Told on", examples=["2026-03-02"])
    answer: Line = Field("", title="What they said", examples=["明日来院"])

    def form(self) -> ToldForm:
        """Return it in the domain's words."""
        return ToldForm(
            name=self.name,
            told=self.told,
            who=self.who,
            told_on=self.told_on,
            answer=self.answer,
        )


class ResultBody(Body):
    """A result of a check of the blood or heart."""

    check: Annotated[LabCheck, code_of(LabCheck)] = Field(
        title="Which check", examples=["blood_count"]
    )
    taken_on: Day = Field(title="Taken on", examples=["2026-03-02"])
    value: Name = Field("", title="Result", examples=["5.2"])
    unit: Name = Field("", title="Unit", examples=["10^9/L"])
    abnormal: bool | None = Field(None, title="Whether abnormal", examples=[False])
    place: Name = Field("", title="Where", examples=["演示卫生院"])
    remark: Remark = Field("", title="Remark", examples=[""])

    def form(self) -> LabForm:
        """Return it in the domain's words."""
        return LabForm(
            check=self.check,
            taken_on=self.taken_on,
            value=self.value,
            unit=self.unit,
            abnormal=self.abnormal,
            place=self.place,
            remark=self.remark,
        )


class ProgrammeBody(Body):
    """Entering a programme that pays, or leaving it."""

    programme: Annotated[Programme, code_of(Programme)] = Field(
        title="Programme", examples=["free_medicine"]
    )
    on: Day = Field(title="From or until this day", examples=["2026-03-02"])
    leaves: bool = Field(default=False, title="Whether it is left", examples=[False])
    why: Line = Field(
        "", title="By whose decision; why it is left", examples=["县残联批准"]
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
