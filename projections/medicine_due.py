"""What each person's medicine asks for next: injection, pick-up, check; and who is enrolled.

The days are copied from the facts that set them; due and overdue are derived from them
and today. Who has no medicine on record has no row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Text, Uuid, func, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.dispensing import MedicineHandedOut, MedicineReturned
from domain.person.exclusion import ExclusionUndone
from domain.person.injection import LateInjectionTold
from domain.person.laboratory import LaboratoryPlanned
from domain.person.medication import InjectionGiven, RegimenSet
from domain.person.programme import ProgrammeJoined, ProgrammeLeft
from domain.person.responsibility import ResponsibilityTaken, TransferredOut
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from domain.values.medication import DrugUse
from projections.view import Scope, View, by_person, changed, standing, versioned


class Kind(StrEnum):
    """What may be due."""

    INJECTION = "injection"
    PICK_UP = "pick_up"
    LABORATORY = "laboratory"


FACTS: Final = (
    RegimenSet,
    InjectionGiven,
    LateInjectionTold,
    LaboratoryPlanned,
    MedicineHandedOut,
    MedicineReturned,
    ProgrammeJoined,
    ProgrammeLeft,
    DeathRecorded,
    DiagnosisExcluded,
    ExclusionUndone,
    TransferredOut,
    ResponsibilityTaken,
)
"""Whatever else happens leaves the row as it is."""


def _none() -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class MedicineDue:
    """One person. Days are ISO text.

    `regimens` by id: [from_on, position, names]; `injections` by medicine: the last one
    with drug, given_on, next_due_on, every_weeks, doses, told; `supplies` by medicine:
    the hand-out that lasts longest; `checks` as planned; `spans` by injection or hand-out
    the days it covers; `programmes` since when, kept of whoever has left.
    """

    person: UUID
    has_left: bool = False
    transferred: bool = False
    """Whether a unit outside looks after the person now; the days are kept for later."""
    regimens: dict[str, list[Any]] = field(default_factory=_none)
    injections: dict[str, dict[str, Any]] = field(default_factory=_none)
    supplies: dict[str, dict[str, Any]] = field(default_factory=_none)
    checks: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    spans: dict[str, list[str]] = field(default_factory=_none)
    programmes: dict[str, str] = field(default_factory=_none)
    injection_due_on: str | None = None
    pick_up_on: str | None = None
    check_due_on: str | None = None

    def due_on(self, kind: Kind) -> str | None:
        """Return the day of a kind."""
        return {
            Kind.INJECTION: self.injection_due_on,
            Kind.PICK_UP: self.pick_up_on,
            Kind.LABORATORY: self.check_due_on,
        }[kind]

    @property
    def is_gone(self) -> bool:
        """Whether nobody here looks after the person any more."""
        return self.has_left or self.transferred

    def enrolled_in(self) -> dict[str, str]:
        """Return since when the person is in each programme; whoever has left is in none."""
        return {} if self.is_gone else self.programmes

    def what(self, kind: Kind) -> list[tuple[str, str, dict[str, Any]]]:
        """Return each thing of a kind that is awaited: its name, its day, its details."""
        if self.is_gone:
            return []
        found = {
            Kind.INJECTION: [
                (name, row["next_due_on"], row)
                for name, row in self.injections.items()
                if self._goes_on(name, row["given_on"])
            ],
            Kind.PICK_UP: [
                (name, row["next_pick_up_on"], row)
                for name, row in self.supplies.items()
                if self._goes_on(name, row["handed_on"])
            ],
            Kind.LABORATORY: [
                (row["check"], row["due_on"], row) for row in self.checks
            ],
        }[kind]
        return sorted(found, key=lambda each: (each[1], each[0]))

    def _goes_on(self, name: str, since: str) -> bool:
        """Return whether no later regimen leaves the medicine out (D-Y3)."""
        latest = max(self.regimens.values(), default=None)
        return latest is None or latest[0] <= since or name in latest[2]


def fold(row: MedicineDue | None, logged: Logged) -> MedicineDue | None:
    """Copy the days that medicine and regimen set."""
    if not isinstance(logged.fact, FACTS):
        return row
    said = _said(row, logged)
    if said is None or logged.person is None:
        return row
    after = changed(row or MedicineDue(logged.person), **said)
    soonest = {
        kind: next((day for _, day, _ in after.what(kind)), None) for kind in Kind
    }
    return changed(
        after,
        injection_due_on=soonest[Kind.INJECTION],
        pick_up_on=soonest[Kind.PICK_UP],
        check_due_on=soonest[Kind.LABORATORY],
    )


def _said(row: MedicineDue | None, logged: Logged) -> dict[str, Any] | None:
    held = row or MedicineDue(logged.person or UUID(int=0))
    fact = logged.fact
    match fact:
        case RegimenSet():
            names = [DrugUse.from_facts(drug).title for drug in fact.drugs]
            kept = [fact.from_on, logged.position, names]
            return {"regimens": held.regimens | {fact.regimen: kept}}
        case InjectionGiven():
            return _injected(held, fact)
        case LateInjectionTold() if fact.name in held.injections:
            before = held.injections[fact.name]
            told = {
                "told": fact.told,
                "who": fact.who,
                "on": fact.happened_at,
                "answer": fact.answer,
            }
            after = before | {"told": [*before["told"], told]}
            return {"injections": held.injections | {fact.name: after}}
        case LaboratoryPlanned():
            return {"checks": fact.checks}
        case MedicineHandedOut():
            return _handed_out(held, fact)
        case MedicineReturned():
            return _returned(held, fact)
        case ProgrammeJoined():
            return {"programmes": held.programmes | {fact.programme: fact.happened_at}}
        case ProgrammeLeft():
            left = {k: v for k, v in held.programmes.items() if k != fact.programme}
            return {"programmes": left}
        case DeathRecorded() | DiagnosisExcluded() if row:
            return {"has_left": True}
        case ExclusionUndone() if row:
            return {"has_left": fact.has_left}
        case TransferredOut() if row:
            return {"transferred": True}
        case ResponsibilityTaken() if row and row.transferred:
            return {"transferred": False}
        case _:
            return None


def _injected(held: MedicineDue, fact: InjectionGiven) -> dict[str, Any]:
    before = held.injections.get(fact.name)
    doses = before["doses"] + 1 if before else 1
    spans = held.spans | {fact.injection: [fact.given_on, fact.next_due_on]}
    if before and before["given_on"] > fact.given_on:
        after: dict[str, Any] = before | {"doses": doses}
    else:
        after = {
            "drug": fact.drug,
            "given_on": fact.given_on,
            "next_due_on": fact.next_due_on,
            "every_weeks": fact.every_weeks,
            "mg": fact.mg,
            "doses": doses,
            "told": [],
        }
    return {"injections": held.injections | {fact.name: after}, "spans": spans}


def _handed_out(held: MedicineDue, fact: MedicineHandedOut) -> dict[str, Any]:
    before = held.supplies.get(fact.name)
    spans = held.spans | {fact.hand_out: [fact.begins_on, fact.covered_until]}
    if before and before["covered_until"] > fact.covered_until:
        return {"spans": spans}
    after = {
        "hand_out": fact.hand_out,
        "handed_on": fact.happened_at,
        "covered_until": fact.covered_until,
        "next_pick_up_on": fact.next_pick_up_on,
        "office": fact.office,
        "programme": fact.programme,
    }
    return {"supplies": held.supplies | {fact.name: after}, "spans": spans}


def _returned(held: MedicineDue, fact: MedicineReturned) -> dict[str, Any] | None:
    span = held.spans.get(fact.hand_out)
    if span is None:
        return None
    spans = held.spans | {fact.hand_out: [span[0], fact.covered_until]}
    before = held.supplies.get(fact.name)
    if before is None or before["hand_out"] != fact.hand_out:
        return {"spans": spans}
    after = before | {
        "covered_until": fact.covered_until,
        "next_pick_up_on": min(before["next_pick_up_on"], fact.covered_until),
    }
    return {"supplies": held.supplies | {fact.name: after}, "spans": spans}


medicine_due: Final = View(
    name="medicine_due",
    edition=3,
    row=MedicineDue,
    table=versioned(
        "medicine_due",
        Column("person", Uuid, nullable=False),
        Column("has_left", Boolean, nullable=False),
        Column("transferred", Boolean, nullable=False),
        Column("regimens", JSONB, nullable=False),
        Column("injections", JSONB, nullable=False),
        Column("supplies", JSONB, nullable=False),
        Column("checks", JSONB, nullable=False),
        Column("spans", JSONB, nullable=False),
        Column("programmes", JSONB, nullable=False),
        Column("injection_due_on", Text(collation="C")),
        Column("pick_up_on", Text(collation="C")),
        Column("check_due_on", Text(collation="C")),
    ),
    scope=Scope.PERSON,
    key=by_person,
    fold=fold,
    indexes=tuple(
        f"CREATE INDEX ON view.medicine_due ({column}, key) WHERE to_position IS NULL"
        for column in ("injection_due_on", "pick_up_on", "check_due_on")
    ),
)

_COLUMN: Final = {
    Kind.INJECTION: medicine_due.table.c.injection_due_on,
    Kind.PICK_UP: medicine_due.table.c.pick_up_on,
    Kind.LABORATORY: medicine_due.table.c.check_due_on,
}


def due_by(
    connection: Connection,
    kind: Kind,
    day: str,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[MedicineDue]:
    """Return who is due on or before a day, longest waiting first, a page at a time."""
    column, key = _COLUMN[kind], medicine_due.table.c.key
    query = medicine_due.rows(at).where(column <= day)
    if after is not None:
        query = query.where(tuple_(column, key) > tuple_(*after))
    rows = connection.execute(query.order_by(column, key).limit(limit))
    return [medicine_due.from_columns(row) for row in rows]


def awaited(
    connection: Connection, kind: Kind, day: str, at: int | None = None
) -> tuple[int, int]:
    """Return how many people within sight await one of a kind, and how many are overdue."""
    column = _COLUMN[kind]
    overdue = func.count().filter(column < day)
    found = connection.execute(
        select(func.count(column), overdue).where(standing(medicine_due.table, at))
    ).one()
    return found[0], found[1]


def enrolled(
    connection: Connection,
    programme: str,
    *,
    after: UUID | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[MedicineDue]:
    """Return who is in a programme, a page at a time."""
    table = medicine_due.table
    query = medicine_due.rows(at).where(
        table.c.programmes.has_key(programme), ~table.c.has_left, ~table.c.transferred
    )
    if after is not None:
        query = query.where(table.c.key > after)
    rows = connection.execute(query.order_by(table.c.key).limit(limit))
    return [medicine_due.from_columns(row) for row in rows]


def medicine_due_of(facts: Sequence[Logged]) -> MedicineDue | None:
    """Return what these facts of one person come to; None without any medicine."""
    row: MedicineDue | None = None
    for logged in facts:
        row = fold(row, logged)
    return row
