"""A person's medication as systems read it."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.v1.medicine_body import DrugUseAnswer
from api.v1.models import Answer
from domain.values.findings import Adherence, AdverseReaction
from domain.values.medication import IntervalFrom, RegimenSource, Severity
from projections.medication import (
    InjectionClock,
    InjectionRow,
    Medication,
    ReactionRow,
    RegimenRow,
    TakenRow,
)


class RegimenAnswer(Answer):
    """A regimen from a day on."""

    id: UUID
    position: int = Field(title="Position of the fact that stands", examples=[1204])
    from_on: date = Field(title="From this day on", examples=["2026-03-02"])
    drugs: list[DrugUseAnswer]
    source: RegimenSource = Field(title="Where it comes from", examples=["hospital"])
    follow_up: UUID | None = Field(title="Follow-up that advised it")
    reason: str = Field(title="Why it changed", examples=["出院带药"])

    @classmethod
    def of(cls, row: RegimenRow) -> "RegimenAnswer":
        """Return a regimen's answer."""
        return cls(
            id=row.regimen,
            position=row.position,
            from_on=date.fromisoformat(row.from_on),
            drugs=[DrugUseAnswer.of(use) for use in row.drugs],
            source=RegimenSource(row.source),
            follow_up=row.follow_up,
            reason=row.reason,
        )


class InjectionAnswer(Answer):
    """An injection that was given."""

    id: UUID
    drug: str = Field(title="Code in the list `drugs`", examples=["aripiprazole_depot"])
    name: str = Field(title="Name", examples=["阿立哌唑长效制剂"])
    mg: str = Field(title="Milligrams", examples=["50"])
    given_on: date = Field(title="Given on", examples=["2026-03-02"])
    every_weeks: int = Field(title="Weeks to the next", examples=[4])
    interval_from: IntervalFrom = Field(
        title="Where the interval comes from; `label` is not verified"
    )
    next_due_on: date = Field(title="Next one due", examples=["2026-03-30"])
    given_by: str = Field(title="Given by", examples=["演示护士"])
    place: str = Field(title="Place", examples=["演示卫生院"])

    @classmethod
    def of(cls, row: InjectionRow) -> "InjectionAnswer":
        """Return an injection's answer."""
        return cls(
            id=row.injection,
            drug=row.drug,
            name=row.name,
            mg=row.mg,
            given_on=date.fromisoformat(row.given_on),
            every_weeks=row.every_weeks,
            interval_from=IntervalFrom(row.interval_from),
            next_due_on=date.fromisoformat(row.next_due_on),
            given_by=row.given_by,
            place=row.place,
        )


class ClockAnswer(Answer):
    """The injection clock of one drug."""

    last: InjectionAnswer
    due_on: date | None = Field(
        title="Next one due; null when it is given no more", examples=["2026-03-30"]
    )
    days_overdue: int = Field(title="Days overdue", examples=[0])
    left_out_on: date | None = Field(
        title="Day of the regimen that leaves it out", examples=[None]
    )

    @classmethod
    def of(cls, clock: InjectionClock, today: date) -> "ClockAnswer":
        """Return a clock's answer."""
        return cls(
            last=InjectionAnswer.of(clock.last),
            due_on=_day(clock.due_on),
            days_overdue=clock.days_overdue(today),
            left_out_on=_day(clock.left_out_on),
        )


class ReactionAnswer(Answer):
    """An adverse reaction."""

    id: UUID
    drug: str = Field(title="Code in the list `drugs`", examples=["clozapine"])
    name: str = Field(title="Name of the drug", examples=["氯氮平"])
    reaction: str = Field(title="What happened", examples=["流涎"])
    severity: Severity = Field(title="How severe", examples=["mild"])
    noted_on: date = Field(title="Noted on", examples=["2026-03-02"])
    action: str = Field(title="What was done", examples=["嘱减量(演示)"])

    @classmethod
    def of(cls, row: ReactionRow) -> "ReactionAnswer":
        """Return a reaction's answer."""
        return cls(
            id=row.reaction,
            drug=row.drug,
            name=row.name,
            reaction=row.what,
            severity=Severity(row.severity),
            noted_on=date.fromisoformat(row.noted_on),
            action=row.action,
        )


class TakenAnswer(Answer):
    """What one follow-up found of the medicine."""

    follow_up: UUID
    visited_on: date = Field(title="Day of the follow-up", examples=["2026-03-02"])
    adherence: Adherence | None = Field(title="Adherence", examples=[1])
    adverse_reaction: AdverseReaction | None = Field(
        title="Adverse reaction", examples=["none"]
    )
    taking: list[DrugUseAnswer] = Field(title="What was taken (用药情况)")
    advised: list[DrugUseAnswer] = Field(title="What was advised (用药指导)")

    @classmethod
    def of(cls, row: TakenRow) -> "TakenAnswer":
        """Return a finding's answer."""
        reaction = row.adverse_reaction
        return cls(
            follow_up=row.follow_up,
            visited_on=date.fromisoformat(row.visited_on),
            adherence=Adherence(row.adherence) if row.adherence else None,
            adverse_reaction=AdverseReaction(reaction) if reaction else None,
            taking=[DrugUseAnswer.of(use) for use in row.taking],
            advised=[DrugUseAnswer.of(use) for use in row.advised],
        )


class MedicationAnswer(Answer):
    """A person's medication, the latest first in each list."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    regimen: RegimenAnswer | None = Field(title="The regimen that stands")
    open_advice: TakenAnswer | None = Field(
        title="Advice nobody who may set a regimen has taken over"
    )
    clocks: list[ClockAnswer] = Field(title="Injection clocks, the next due first")
    regimens: list[RegimenAnswer]
    injections: list[InjectionAnswer]
    reactions: list[ReactionAnswer]
    taken: list[TakenAnswer] = Field(title="What each follow-up found")

    @classmethod
    def of(cls, found: Medication, position: int, today: date) -> "MedicationAnswer":
        """Return the answer of somebody's medication as of a day."""
        return cls(
            position=position,
            regimen=RegimenAnswer.of(found.regimen) if found.regimen else None,
            open_advice=TakenAnswer.of(found.advice) if found.advice else None,
            clocks=[ClockAnswer.of(clock, today) for clock in found.clocks],
            regimens=[RegimenAnswer.of(row) for row in found.regimens],
            injections=[InjectionAnswer.of(row) for row in found.injections],
            reactions=[ReactionAnswer.of(row) for row in found.reactions],
            taken=[TakenAnswer.of(row) for row in found.taken],
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
