"""Whose exclusion waits for a second person, and by what opinion others were excluded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid, func, null, select
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.exclusion import (
    ExclusionConfirmed,
    ExclusionDeclined,
    ExclusionProposed,
    ExclusionUndone,
)
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.person.standing import DiagnosisExcluded
from projections.view import Scope, View, by_person, changed, versioned


@dataclass(frozen=True)
class Exclusion:
    """One person; `proposal` waits, `excluded` stands.

    Both are {kind, opinion_on, institution, conclusion, proposed_by}, the latter with
    {confirmed_by, remark}; `undone` says why the last exclusion was taken back.
    """

    person: UUID
    division: str = ""
    proposal: dict[str, Any] | None = None
    excluded: dict[str, Any] | None = None
    undone: str = ""


def fold(row: Exclusion | None, logged: Logged) -> Exclusion | None:
    """Copy what was proposed, confirmed, declined and undone."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Exclusion(logged.person)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case ExclusionProposed():
            opinion = {
                "kind": fact.kind,
                "opinion_on": fact.opinion_on,
                "institution": fact.institution,
                "conclusion": fact.conclusion,
                "proposed_by": fact.by,
            }
            return changed(row, proposal=opinion)
        case ExclusionConfirmed():
            by = {"confirmed_by": fact.by, "remark": fact.remark}
            return changed(row, proposal=None, excluded={**(row.proposal or {}), **by})
        case DiagnosisExcluded() if row.excluded is None:
            return changed(row, excluded=_by_one(fact), proposal=None)
        case ExclusionDeclined():
            return changed(row, proposal=None)
        case ExclusionUndone():
            return changed(row, excluded=None, undone=fact.reason)
        case _:
            return row


def _by_one(fact: DiagnosisExcluded) -> dict[str, Any]:
    """Return an exclusion from before two people were asked."""
    return {
        "kind": None,
        "opinion_on": fact.excluded_on,
        "institution": fact.hospital,
        "conclusion": fact.reason,
        "proposed_by": "",
        "confirmed_by": "",
        "remark": "",
    }


exclusions: Final = View(
    name="exclusions",
    edition=1,
    row=Exclusion,
    table=versioned(
        "exclusions",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("proposal", JSONB(none_as_null=True)),
        Column("excluded", JSONB(none_as_null=True)),
        Column("undone", Text, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.exclusions (key) WHERE to_position IS NULL AND proposal IS NOT NULL",
    ),
)


def proposed(connection: Connection, limit: int = 200) -> list[Exclusion]:
    """Return the people within sight whose exclusion waits for a second person."""
    rows = connection.execute(
        exclusions.rows()
        .where(exclusions.table.c.proposal.is_not(null()))
        .order_by(exclusions.table.c.key)
        .limit(limit)
    )
    return [exclusions.from_columns(row) for row in rows]


def how_many_proposed(connection: Connection) -> int:
    """Return how many exclusions within sight wait for a second person."""
    query = exclusions.rows().where(exclusions.table.c.proposal.is_not(null()))
    counted = select(func.count()).select_from(query.subquery())
    return connection.execute(counted).scalar_one()


def exclusion_of(facts: Sequence[Logged]) -> Exclusion | None:
    """Return how a person's exclusion stands by these facts of theirs."""
    row: Exclusion | None = None
    for logged in facts:
        row = fold(row, logged)
    return row
