"""What each person is due: a row a person, with the case of every scheme as it stands.

Folded when a case is opened; who has none has no row. The means are read from the person's
own facts when asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.aid import Assessed, AssessedAgain, Decided
from domain.log import Logged
from domain.person.means import MeansRecorded
from domain.values.aid import AidOutcome
from projections.view import Scope, View, by_person, changed, versioned


@dataclass(frozen=True)
class AidRow:
    """One person: cases by scheme, and how many are due and not decided.

    A case has `outcome`, `because`, `missing`, `rests_on`, `assessed_at`, `position`, and
    of the decision that stands `decided`, `why`, `decided_at` and `decided_by`.
    """

    person: UUID
    cases: dict[str, dict[str, Any]]
    undecided: int


def fold(row: AidRow | None, logged: Logged) -> AidRow | None:
    """Copy what was proposed and decided."""
    fact = logged.fact
    match fact:
        case Assessed() | AssessedAgain():
            before = row or AidRow(fact.person, {}, 0)
            return _with(before, fact.scheme, _proposed(fact, logged))
        case Decided() if row and fact.scheme in row.cases:
            decided = {
                "decided": fact.outcome,
                "why": fact.why,
                "decided_at": logged.recorded_at.isoformat(),
                "decided_by": str(logged.header["actor"]),
            }
            return _with(row, fact.scheme, row.cases[fact.scheme] | decided)
        case _:
            return row


def _proposed(fact: Assessed | AssessedAgain, logged: Logged) -> dict[str, Any]:
    return {
        "outcome": fact.outcome,
        "because": fact.because,
        "missing": fact.missing,
        "rests_on": fact.rests_on,
        "assessed_at": logged.recorded_at.isoformat(),
        "position": logged.position,
        "decided": None,
        "why": "",
        "decided_at": None,
        "decided_by": None,
    }


def _with(row: AidRow, scheme: str, case: dict[str, Any]) -> AidRow:
    cases = row.cases | {scheme: case}
    return changed(row, cases=cases, undecided=len(undecided(cases)))


def undecided(cases: dict[str, dict[str, Any]]) -> list[str]:
    """Return the schemes that are proposed as due and wait for a decision."""
    return [
        scheme
        for scheme, case in cases.items()
        if case["outcome"] == AidOutcome.ELIGIBLE and case["decided"] is None
    ]


aid: Final = View(
    name="aid",
    edition=1,
    row=AidRow,
    table=versioned(
        "aid",
        Column("person", Uuid, nullable=False),
        Column("cases", JSONB, nullable=False),
        Column("undecided", Integer, nullable=False),
    ),
    scope=Scope.PERSON,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.aid (key) WHERE to_position IS NULL AND undecided > 0",
    ),
)


def waiting(
    connection: Connection, *, after: UUID | None = None, limit: int = 50
) -> list[AidRow]:
    """Return the people who are due something nobody has decided on, a page at a time."""
    query = aid.rows().where(aid.table.c.undecided > 0)
    if after is not None:
        query = query.where(aid.table.c.key > after)
    rows = connection.execute(query.order_by(aid.table.c.key).limit(limit))
    return [aid.from_columns(row) for row in rows]


def everybody(
    connection: Connection, *, after: UUID | None = None, limit: int = 50
) -> list[UUID]:
    """Return the people who have a case with any scheme, a page at a time."""
    query = aid.rows()
    if after is not None:
        query = query.where(aid.table.c.key > after)
    rows = connection.execute(query.order_by(aid.table.c.key).limit(limit))
    return [row.person for row in rows]


def aid_of(facts: Sequence[Logged]) -> AidRow | None:
    """Return the cases these facts of one person tell of; None when there is none."""
    row: AidRow | None = None
    for logged in facts:
        row = fold(row, logged)
    return row


def means_of(facts: Sequence[Logged]) -> MeansRecorded | None:
    """Return the means last recorded among these facts."""
    found = [each.fact for each in facts if isinstance(each.fact, MeansRecorded)]
    return found[-1] if found else None
