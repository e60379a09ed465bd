"""A person's medication as systems read it."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from api.v1.follow_up_answer import CitedReason
from api.v1.medicine_body import DrugUseAnswer
from api.v1.models import Answer
from domain.registry.medication import WayOn, covered, way_on
from domain.values.findings import Adherence, AdverseReaction
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.medication import IntervalFrom, RegimenSource, Severity
from domain.values.stock import Programme
from projections.medication import (
    InjectionClock,
    InjectionRow,
    Medication,
    ReactionRow,
    RegimenRow,
    ResultRow,
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


class WayOnAnswer(Answer):
    """What is proposed for the next injection as of today; labels as remembered (K)."""

    path: LatePath = Field(title="Way on", examples=["on_time"])
    days_since: int = Field(title="Days since the last one", examples=[28])
    window_from: date = Field(title="In time from", examples=["2026-03-23"])
    window_until: date = Field(title="In time until", examples=["2026-04-06"])
    oral_days: int = Field(title="Days by mouth meanwhile", examples=[0])
    because: list[CitedReason] = Field(title="Why")

    @classmethod
    def of(cls, found: WayOn) -> "WayOnAnswer":
        """Return a proposal's answer."""
        return cls(
            path=found.path,
            days_since=found.days_since,
            window_from=found.window_from,
            window_until=found.window_until,
            oral_days=found.oral_days,
            because=[CitedReason(**why.fact()) for why in found.because],
        )


class ToldAnswer(Answer):
    """Somebody who was told that an injection is late."""

    told: Told = Field(title="Who was told", examples=["guardian"])
    who: str = Field(title="Name", examples=["演示监护人"])
    on: date = Field(title="Told on", examples=["2026-03-02"])
    answer: str = Field(title="What they said", examples=["明日来院"])


class CheckDueAnswer(Answer):
    """A check the regimen calls for."""

    check: LabCheck = Field(title="Which check", examples=["blood_count"])
    drug: str = Field(title="Drug that asks for it", examples=["clozapine"])
    due_on: date = Field(title="Due on", examples=["2026-03-16"])
    days_overdue: int = Field(title="Days overdue", examples=[0])
    because: list[CitedReason] = Field(title="Why")


class ResultAnswer(Answer):
    """A result."""

    check: LabCheck = Field(title="Which check", examples=["blood_count"])
    taken_on: date = Field(title="Taken on", examples=["2026-03-02"])
    value: str = Field(title="Result", examples=["5.2"])
    unit: str = Field(title="Unit", examples=["10^9/L"])
    abnormal: bool | None = Field(title="Whether abnormal", examples=[False])
    place: str = Field(title="Where", examples=["演示卫生院"])
    remark: str = Field(title="Remark", examples=[""])
    source: str = Field(title="entered, or check_up")


class CoveredAnswer(Answer):
    """Days covered by injections and hand-outs over the last year (D-J7)."""

    days: int = Field(title="Days covered", examples=[320])
    of: int = Field(title="Of so many", examples=[365])


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
    way_on: WayOnAnswer | None = Field(
        title="What is proposed today (K); null when it is given no more"
    )
    told: list[ToldAnswer] = Field(title="Who was told that it is late")

    @classmethod
    def of(cls, clock: InjectionClock, today: date) -> "ClockAnswer":
        """Return a clock's answer."""
        return cls(
            last=InjectionAnswer.of(clock.last),
            due_on=_day(clock.due_on),
            days_overdue=clock.days_overdue(today),
            left_out_on=_day(clock.left_out_on),
            way_on=WayOnAnswer.of(way_on_of(clock, today)) if clock.due_on else None,
            told=[ToldAnswer(**each) for each in clock.told],
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
    follow_up: UUID | None = Field(title="Follow-up whose form tells of it")

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
            follow_up=row.follow_up,
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
    checks: list[CheckDueAnswer] = Field(title="Checks the regimen calls for (K)")
    results: list[ResultAnswer] = Field(title="Results, the latest first")
    programmes: dict[Programme, date] = Field(title="Programmes, since when")
    covered: CoveredAnswer

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
            checks=[
                _check(row, today) for row in (found.due.checks if found.due else ())
            ],
            results=[_result(row) for row in found.results],
            programmes={
                Programme(key): date.fromisoformat(since)
                for key, since in (found.due.enrolled_in() if found.due else {}).items()
            },
            covered=_covered(found, today),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def way_on_of(clock: InjectionClock, today: date) -> WayOn:
    """Return what is proposed for a clock's next injection as of a day."""
    last = clock.last
    return way_on(
        last.drug,
        given_on=date.fromisoformat(last.given_on),
        every_weeks=last.every_weeks,
        doses=clock.doses,
        day=today,
    )


def _check(row: dict[str, Any], today: date) -> CheckDueAnswer:
    due_on = date.fromisoformat(row["due_on"])
    return CheckDueAnswer(
        check=LabCheck(row["check"]),
        drug=row["drug"],
        due_on=due_on,
        days_overdue=max(0, (today - due_on).days),
        because=[CitedReason(**why) for why in row["because"]],
    )


def _result(row: ResultRow) -> ResultAnswer:
    return ResultAnswer(
        check=LabCheck(row.check),
        taken_on=date.fromisoformat(row.taken_on),
        value=row.value,
        unit=row.unit,
        abnormal=row.abnormal,
        place=row.place,
        remark=row.remark,
        source=row.source,
    )


def _covered(found: Medication, today: date) -> CoveredAnswer:
    spans = (
        [(begins, ends) for begins, ends in found.due.spans.values()]
        if found.due
        else []
    )
    counted = covered(spans, today)
    return CoveredAnswer(days=counted.days, of=counted.of)
