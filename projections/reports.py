"""What hospitals reported and who is to do what about it by when: a row a person.

The days and their reasons were decided when each step came; here they are put in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Text, Uuid, tuple_
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.discharge import Discharged, DischargeSheetRecorded
from domain.person.exclusion import ExclusionUndone
from domain.person.identity import Registered
from domain.person.reporting import (
    AddressNotFound,
    CardReported,
    CaseFiled,
    ReportReceived,
    SentBackToCounty,
)
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from domain.values.reporting import ReportStep, ReportWhat
from projections.view import Scope, View, by_person, changed, versioned

STEPS_OF_CARD: Final = frozenset(
    {ReportStep.RECEIVE_CARD, ReportStep.FILE, ReportStep.ASK_POLICE, ReportStep.COUNTY}
)


@dataclass(frozen=True)
class Reported:
    """One person's open steps: {step, due_on, of, because}, the earliest day first.

    `of` is the day of the discharge a step is about; `file_by` is kept for later, and
    `left_with` are the steps an exclusion ended, which its undoing brings back.
    """

    person: UUID
    division: str = ""
    unit: str = ""
    confirmed_on: str = ""
    is_late: bool = False
    on_paper: bool = False
    filed_on: str = ""
    file_by: str = ""
    file_because: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    steps: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    left_with: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    due_on: str = ""
    is_open: bool = False


def fold(row: Reported | None, logged: Logged) -> Reported | None:
    """Copy each step with its day, and drop those that are done."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Reported(logged.person)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case ResponsibilityTaken():
            return changed(row, unit=fact.unit)
        case CardReported() | CaseFiled() | AddressNotFound() | SentBackToCounty():
            return _card(row, fact, logged)
        case Discharged():
            step = _step(
                ReportStep.SHEET, fact.sheet_due_on, fact.because, fact.discharged_on
            )
            return _with(row, [*row.steps, step])
        case DischargeSheetRecorded():
            step = _step(
                ReportStep.RECEIVE_SHEET,
                fact.receive_by,
                fact.because,
                fact.discharged_on,
            )
            return _with(row, [*_without_day(row, fact.discharged_on), step])
        case ReportReceived() if fact.what == ReportWhat.DISCHARGE_SHEET:
            return _with(row, _without_day(row, fact.of))
        case ReportReceived():
            file = _step(ReportStep.FILE, row.file_by, row.file_because)
            return _with(row, [*_without_card(row), file])
        case DeathRecorded():
            return _with(changed(row, left_with=[]), [])
        case DiagnosisExcluded():
            return _with(changed(row, left_with=row.steps), [])
        case ExclusionUndone():
            return _with(changed(row, left_with=[]), [*row.steps, *row.left_with])
        case _:
            return row


def _card(
    row: Reported,
    fact: CardReported | CaseFiled | AddressNotFound | SentBackToCounty,
    logged: Logged,
) -> Reported:
    others = _without_card(row)
    match fact:
        case CardReported():
            row = changed(
                row,
                confirmed_on=fact.confirmed_on,
                is_late=fact.is_late,
                on_paper=fact.on_paper,
                file_by=fact.file_by,
                file_because=_about(fact.because, "report.file"),
            )
            because = _about(fact.because, "report.receive")
            step = _step(ReportStep.RECEIVE_CARD, fact.receive_by, because)
        case CaseFiled():
            return _with(changed(row, filed_on=fact.filed_on), others)
        case AddressNotFound():
            step = _step(ReportStep.ASK_POLICE, fact.ask_by, fact.because)
        case SentBackToCounty():
            step = _step(ReportStep.COUNTY, logged.happened_at[:10], [])
    return _with(row, [*others, step])


def _step(
    step: ReportStep, due_on: str, because: list[dict[str, str]], of: str = ""
) -> dict[str, Any]:
    return {"step": step.value, "due_on": due_on, "of": of, "because": because}


def _about(because: list[dict[str, str]], code: str) -> list[dict[str, str]]:
    """Return the reasons of one of the two days a card has, and warnings of both."""
    return [
        why
        for why in because
        if why["code"].removeprefix("local.").startswith((code, "calendar."))
    ]


def _without_card(row: Reported) -> list[dict[str, Any]]:
    return [each for each in row.steps if each["step"] not in STEPS_OF_CARD]


def _without_day(row: Reported, day: str) -> list[dict[str, Any]]:
    return [each for each in row.steps if each["of"] != day]


def _with(row: Reported, steps: list[dict[str, Any]]) -> Reported:
    steps = sorted(steps, key=lambda each: (each["due_on"], each["step"]))
    due_on = steps[0]["due_on"] if steps else ""
    return changed(row, steps=steps, due_on=due_on, is_open=bool(steps))


reports: Final = View(
    name="reports",
    edition=3,
    row=Reported,
    table=versioned(
        "reports",
        Column("person", Uuid, nullable=False),
        Column("division", Text(collation="C"), nullable=False),
        Column("unit", Text, nullable=False),
        Column("confirmed_on", Text(collation="C"), nullable=False),
        Column("is_late", Boolean, nullable=False),
        Column("on_paper", Boolean, nullable=False),
        Column("filed_on", Text(collation="C"), nullable=False),
        Column("file_by", Text(collation="C"), nullable=False),
        Column("file_because", JSONB, nullable=False),
        Column("steps", JSONB, nullable=False),
        Column("left_with", JSONB, nullable=False),
        Column("due_on", Text(collation="C"), nullable=False),
        Column("is_open", Boolean, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.reports (due_on, key) WHERE to_position IS NULL AND is_open",
    ),
)


def open_reports(
    connection: Connection,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[Reported]:
    """Return the people within sight with an open step, the earliest day first."""
    table = reports.table
    query = reports.rows(at).where(table.c.is_open)
    if after is not None:
        query = query.where(tuple_(table.c.due_on, table.c.key) > tuple_(*after))
    rows = connection.execute(query.order_by(table.c.due_on, table.c.key).limit(limit))
    return [reports.from_columns(row) for row in rows]


def report_of(
    connection: Connection, person: UUID, at: int | None = None
) -> Reported | None:
    """Return one person's steps, if within sight."""
    found = connection.execute(
        reports.rows(at).where(reports.table.c.key == person)
    ).first()
    return reports.from_columns(found) if found else None


def sheets_told(facts: Sequence[Logged]) -> dict[UUID, dict[str, Any]]:
    """Return the answers of each discharge's sheet that stands, the latest entered last."""
    by_day: dict[str, tuple[UUID, dict[str, Any]]] = {}
    for logged in facts:
        if isinstance(logged.fact, DischargeSheetRecorded):
            by_day[logged.fact.discharged_on] = (logged.event_id, logged.fact.answers)
    return dict(by_day.values())
