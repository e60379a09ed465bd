"""A person's medication: the regimen that stands, the injection clocks, the reactions.

Folded from the person's own facts when asked, so as of any position without a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.log import Logged
from domain.person.injection import InjectionJudged
from domain.person.laboratory import LaboratoryChecked
from domain.person.medication import InjectionGiven, ReactionNoted, RegimenSet
from domain.values.medication import DrugUse, leaves_out, same_drugs
from projections.follow_ups import FollowUpRow, follow_ups
from projections.medicine_due import MedicineDue, medicine_due_of


@dataclass(frozen=True, slots=True)
class RegimenRow:
    """A regimen from a day on; `reason` says why it changed. Days are ISO text."""

    regimen: UUID
    position: int
    from_on: str
    drugs: tuple[DrugUse, ...]
    source: str
    follow_up: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class InjectionRow:
    """A long-acting injection, and when the next of this drug is due."""

    injection: UUID
    position: int
    drug: str
    name: str
    mg: str
    given_on: str
    every_weeks: int
    interval_from: str
    next_due_on: str
    given_by: str
    place: str


@dataclass(frozen=True, slots=True)
class InjectionClock:
    """The last injection of a drug, and the day of the regimen that leaves it out.

    `doses` are on record with it; `told` who was told that the next is late (told, who,
    on, answer).
    """

    last: InjectionRow
    left_out_on: str | None
    doses: int = 1
    told: tuple[dict[str, Any], ...] = ()

    @property
    def due_on(self) -> str | None:
        """Return the day the next one is due; None when it is given no more."""
        return None if self.left_out_on else self.last.next_due_on

    def days_overdue(self, today: date) -> int:
        """Return by how many days the next one is late; 0 when it is not."""
        due_on = self.due_on
        return max(0, (today - date.fromisoformat(due_on)).days) if due_on else 0


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """An adverse reaction to a drug; `follow_up` is the one whose form tells of it."""

    reaction: UUID
    position: int
    drug: str
    name: str
    what: str
    severity: str
    noted_on: str
    action: str
    follow_up: UUID | None = None


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """What was proposed and done with an injection given off its day."""

    days_since: int
    proposed: str
    judged: str
    why: str
    because: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result of a check of the blood or heart."""

    result: str
    position: int
    check: str
    value: str
    unit: str
    abnormal: bool | None
    place: str
    remark: str
    source: str
    taken_on: str


@dataclass(frozen=True, slots=True)
class TakenRow:
    """What a follow-up found of the medicine: adherence, what was taken and advised."""

    follow_up: UUID
    visited_on: str
    adherence: int | None
    adverse_reaction: str | None
    taking: tuple[DrugUse, ...]
    advised: tuple[DrugUse, ...]


@dataclass(frozen=True, slots=True)
class Medication:
    """Everything about somebody's medicine, the latest first in each list.

    `regimen` is the one that stands. `clocks` are the last injections of each drug, the
    next due first. `advice` is the last follow-up's when nobody who may has
    taken it over. `due` is what is awaited next; `judged` by injection. Reactions are
    those noted and those of the follow-ups' forms.
    """

    regimen: RegimenRow | None
    regimens: list[RegimenRow]
    clocks: list[InjectionClock]
    injections: list[InjectionRow]
    reactions: list[ReactionRow]
    taken: list[TakenRow]
    advice: TakenRow | None
    due: MedicineDue | None
    judged: dict[UUID, JudgedRow]
    results: list[ResultRow]

    def severe_since(self, day: str) -> list[ReactionRow]:
        """Return the severe reactions noted on a day or later."""
        return [
            row
            for row in self.reactions
            if row.severity == "severe" and row.noted_on >= day
        ]


def medication(facts: Sequence[Logged]) -> Medication:
    """Return the medication these facts of one person tell of."""
    regimens: dict[str, RegimenRow] = {}
    injections: list[InjectionRow] = []
    reactions: list[ReactionRow] = []
    clocks: dict[str, InjectionRow] = {}
    judged: dict[UUID, JudgedRow] = {}
    results: dict[str, ResultRow] = {}
    due = medicine_due_of(facts)
    for logged in facts:
        fact = logged.fact
        match fact:
            case RegimenSet():
                regimens[fact.regimen] = _regimen(fact, logged.position)
            case InjectionGiven():
                row = _injection(fact, logged.position)
                injections.append(row)
                before = clocks.get(row.name)
                if before is None or before.given_on < row.given_on:
                    clocks[row.name] = row
            case ReactionNoted():
                reactions.append(_reaction(fact, logged.position))
            case InjectionJudged():
                judged[UUID(fact.injection)] = JudgedRow(
                    fact.days_since, fact.proposed, fact.judged, fact.why, fact.because
                )
            case LaboratoryChecked():
                results[fact.result] = _result(fact, logged.position)
            case _:
                pass
    latest = sorted(regimens.values(), key=_when, reverse=True)
    visits = follow_ups(facts)
    taken = [_taken(row) for row in visits]
    for visit in visits:
        reactions += _reactions_of(visit)
    return Medication(
        regimen=latest[0] if latest else None,
        regimens=latest,
        clocks=sorted(
            (_clock(row, latest, due) for row in clocks.values()),
            key=lambda clock: (clock.left_out_on is not None, clock.last.next_due_on),
        ),
        injections=sorted(
            injections, key=lambda r: (r.given_on, r.position), reverse=True
        ),
        reactions=sorted(
            reactions, key=lambda r: (r.noted_on, r.position), reverse=True
        ),
        taken=taken,
        advice=_open_advice(taken, latest),
        due=due,
        judged=judged,
        results=sorted(
            results.values(), key=lambda r: (r.taken_on, r.position), reverse=True
        ),
    )


def _clock(
    row: InjectionRow, latest: Sequence[RegimenRow], due: MedicineDue | None
) -> InjectionClock:
    stands = latest[0] if latest else None
    is_left_out = (
        stands is not None
        and stands.from_on > row.given_on
        and leaves_out(stands.drugs, row.name)
    )
    held = due.injections.get(row.name, {}) if due else {}
    return InjectionClock(
        row,
        stands.from_on if stands and is_left_out else None,
        held.get("doses", 1),
        tuple(held.get("told", ())),
    )


def _when(row: RegimenRow) -> tuple[str, int]:
    return (row.from_on, row.position)


def _open_advice(
    taken: Sequence[TakenRow], latest: Sequence[RegimenRow]
) -> TakenRow | None:
    advised = next((row for row in taken if row.advised), None)
    if advised is None:
        return None
    if not latest:
        return advised
    stands = latest[0]
    settled = stands.from_on > advised.visited_on or same_drugs(
        stands.drugs, advised.advised
    )
    return None if settled else advised


def _regimen(fact: RegimenSet, position: int) -> RegimenRow:
    return RegimenRow(
        regimen=UUID(fact.regimen),
        position=position,
        from_on=fact.from_on,
        drugs=tuple(map(DrugUse.from_facts, fact.drugs)),
        source=fact.source,
        follow_up=UUID(fact.follow_up) if fact.follow_up else None,
        reason=fact.reason,
    )


def _injection(fact: InjectionGiven, position: int) -> InjectionRow:
    return InjectionRow(
        injection=UUID(fact.injection),
        position=position,
        drug=fact.drug,
        name=fact.name,
        mg=fact.mg,
        given_on=fact.given_on,
        every_weeks=fact.every_weeks,
        interval_from=fact.interval_from,
        next_due_on=fact.next_due_on,
        given_by=fact.given_by,
        place=fact.place,
    )


def _reaction(fact: ReactionNoted, position: int) -> ReactionRow:
    return ReactionRow(
        reaction=UUID(fact.reaction),
        position=position,
        drug=fact.drug,
        name=fact.name,
        what=fact.what,
        severity=fact.severity,
        noted_on=fact.noted_on,
        action=fact.action,
    )


def _reactions_of(visit: FollowUpRow) -> list[ReactionRow]:
    """Return the reactions a follow-up's form tells of one by one."""
    return [
        ReactionRow(
            reaction=visit.follow_up,
            position=visit.position,
            drug="",
            name=each["drug"],
            what=each["reaction"],
            severity=each.get("severity") or "ungraded",
            noted_on=visit.visited_on,
            action="",
            follow_up=visit.follow_up,
        )
        for each in visit.findings.get("reactions") or ()
    ]


def _result(fact: LaboratoryChecked, position: int) -> ResultRow:
    return ResultRow(
        result=fact.result,
        position=position,
        check=fact.check,
        value=fact.value,
        unit=fact.unit,
        abnormal=fact.abnormal,
        place=fact.place,
        remark=fact.remark,
        source=fact.source,
        taken_on=fact.happened_at,
    )


def _taken(row: FollowUpRow) -> TakenRow:
    found = row.findings
    return TakenRow(
        follow_up=row.follow_up,
        visited_on=row.visited_on,
        adherence=found.get("adherence"),
        adverse_reaction=found.get("adverse_reaction"),
        taking=tuple(map(DrugUse.from_facts, found.get("taking") or ())),
        advised=tuple(map(DrugUse.from_facts, found.get("advised") or ())),
    )
