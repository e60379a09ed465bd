"""What the rates count: each person with follow-ups, check-ups, and how they stand.

What happened several times stands in arrays, so that a figure as then known is one question
at one position. Days are those on which things happened, so the same rows answer as now
known; `recorded` tells two of one day apart. Who moved counts where they live (D-L7).
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.fact import Fact
from domain.log import Erased, Logged
from domain.person.check_up import CheckUpRecorded
from domain.person.consent import ConsentRecorded
from domain.person.diagnosis import DiagnosisRecorded
from domain.person.exclusion import ExclusionUndone
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken
from domain.person.standing import (
    DeathRecorded,
    DiagnosisExcluded,
    FoundAgain,
    LostToFollowUp,
)
from domain.values.findings import SpokeWith, VisitForm, is_face_visit
from projections.view import Scope, View, by_person, changed, versioned

Lines = list[dict[str, Any]]
"""What an array of the row holds."""


@dataclass(frozen=True)
class Managed:
    """One person. Days are ISO text.

    `visits` are {follow_up, recorded, visited_on, graded, grade, hospital, adherence, judged,
    face, disturbed, harmed}, `check_ups` {check_up, checked_on, complete}, `losses`
    {lost_on, found_on}, `consents` {signed_on, answer}.
    """

    person: UUID
    division: str = ""
    unit: str = ""
    registered_on: str = ""
    disease: str = ""
    died_on: str | None = None
    excluded_on: str | None = None
    visits: Lines = field(default_factory=Lines)
    check_ups: Lines = field(default_factory=Lines)
    losses: Lines = field(default_factory=Lines)
    consents: Lines = field(default_factory=Lines)


def fold(row: Managed | None, logged: Logged) -> Managed | None:
    """Copy residence, unit, disease and what the figures are made of."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Managed(logged.person, registered_on=fact.registered_on)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case ResponsibilityTaken():
            return changed(row, unit=fact.unit)
        case DiagnosisRecorded():
            return changed(row, disease=fact.disease)
        case FollowUpRecorded():
            return _with_visit(row, fact, fact.follow_up, logged.position)
        case FollowUpCorrected():
            return _with_visit(row, fact, fact.corrects, logged.position)
        case CheckUpRecorded():
            return changed(row, check_ups=_with_check_up(row.check_ups, fact))
        case _:
            return _with_standing(row, fact)


def _with_standing(row: Managed, fact: Fact | Erased) -> Managed:
    match fact:
        case DeathRecorded():
            return changed(row, died_on=fact.died_on)
        case DiagnosisExcluded():
            return changed(row, excluded_on=fact.excluded_on)
        case ExclusionUndone():
            return changed(row, excluded_on=None)
        case LostToFollowUp():
            loss = {"lost_on": fact.lost_on, "found_on": None}
            return changed(row, losses=[*row.losses, loss])
        case FoundAgain() if row.losses:
            *before, last = row.losses
            found = {**last, "found_on": fact.found_on}
            return changed(row, losses=[*before, found])
        case ConsentRecorded() if fact.signed_on:
            answer = {"signed_on": fact.signed_on, "answer": fact.answer}
            return changed(row, consents=[*row.consents, answer])
        case _:
            return row


def _with_visit(
    row: Managed,
    fact: FollowUpRecorded | FollowUpCorrected,
    follow_up: str,
    position: int,
) -> Managed:
    recorded = {v["follow_up"]: v["recorded"] for v in row.visits}
    incidents: dict[str, int] = fact.findings["incidents"] or {}
    visit: dict[str, Any] = {
        "follow_up": follow_up,
        "recorded": recorded.get(follow_up, position),
        "visited_on": fact.visited_on,
        "graded": fact.findings["risk"] is not None,
        "grade": fact.findings["risk"],
        "hospital": fact.findings["hospital"],
        "adherence": fact.findings["adherence"],
        "judged": fact.judged,
        "face": is_face_visit(
            VisitForm(fact.form), frozenset(map(SpokeWith, fact.spoke_with))
        ),
        "disturbed": incidents.get("disturbance", 0) > 0,
        "harmed": incidents.get("public_order", 0) + incidents.get("criminal", 0) > 0,
    }
    others = [v for v in row.visits if v["follow_up"] != follow_up]
    visits = sorted([*others, visit], key=lambda v: (v["visited_on"], v["recorded"]))
    return changed(row, visits=visits)


def _with_check_up(check_ups: Lines, fact: CheckUpRecorded) -> Lines:
    check_up = {
        "check_up": fact.check_up,
        "checked_on": fact.checked_on,
        "complete": not fact.lacking,
    }
    return [*(c for c in check_ups if c["check_up"] != fact.check_up), check_up]


management: Final = View(
    name="management",
    edition=4,
    row=Managed,
    table=versioned(
        "management",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("registered_on", Text(collation="C"), nullable=False),
        Column("disease", Text, nullable=False),
        Column("died_on", Text),
        Column("excluded_on", Text),
        Column("visits", JSONB, nullable=False),
        Column("check_ups", JSONB, nullable=False),
        Column("losses", JSONB, nullable=False),
        Column("consents", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.management (division text_pattern_ops) WHERE to_position IS NULL",
    ),
)


def filed(
    connection: Connection, division: str, last: str, at: int | None = None
) -> list[Managed]:
    """Return who was filed in a division by a day, the dead and the excluded too."""
    columns = management.table.c
    rows = connection.execute(
        management.rows(at)
        .where(
            columns.division.startswith(division),
            columns.registered_on != "",
            columns.registered_on <= last,
        )
        .order_by(columns.division, columns.key)
    )
    return [management.from_columns(row) for row in rows]
