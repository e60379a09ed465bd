"""The cases of community rehabilitation: what each waits for, and until when."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid, tuple_
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.rehabilitation import (
    Accepted,
    Applied,
    Assessed,
    Closed,
    Declined,
    Referred,
)
from projections.view import Scope, View, changed, versioned

FACTS: Final = (Applied, Accepted, Declined, Referred, Assessed, Closed)


@dataclass(frozen=True)
class CaseRow:
    """One case; `due_on` is None once nothing is awaited. Days are ISO text."""

    person: UUID
    state: str
    applied_on: str
    applied_by: str
    applicant: str
    needs: str
    due_on: str | None
    because: list[dict[str, str]] | None
    institution: str = ""
    steps: list[list[str]] | None = None


def key(logged: Logged) -> UUID | None:
    """Key the view by the case; facts of anything else have no row."""
    return logged.stream if isinstance(logged.fact, FACTS) else None


def fold(row: CaseRow | None, logged: Logged) -> CaseRow | None:
    """Copy what happened, and by when the next step is due."""
    fact = logged.fact
    match fact:
        case Applied():
            return CaseRow(
                person=fact.person,
                state="applied",
                applied_on=fact.happened_at,
                applied_by=fact.applied_by,
                applicant=fact.applicant,
                needs=fact.needs,
                due_on=fact.due_on,
                because=fact.because,
                steps=[["applied", fact.happened_at, fact.needs]],
            )
        case Accepted() if row:
            return _stepped(row, fact, "accepted", fact.remark)
        case Declined() if row:
            return _ended(row, "declined", fact.happened_at, fact.reason)
        case Referred() if row:
            after = changed(row, institution=fact.institution)
            return _stepped(after, fact, "in_service", fact.institution)
        case Assessed() if row:
            said = f"{fact.stage}/{fact.progress}"
            return _stepped(row, fact, "in_service", said)
        case Closed() if row:
            return _ended(row, "closed", fact.happened_at, fact.reason)
        case _:
            return row


def _stepped(
    row: CaseRow, fact: Accepted | Referred | Assessed, state: str, said: str
) -> CaseRow:
    return changed(
        row,
        state=state,
        due_on=fact.due_on,
        because=fact.because,
        steps=[
            *(row.steps or []),
            [fact.TOPIC.partition(".")[2], fact.happened_at, said],
        ],
    )


def _ended(row: CaseRow, state: str, on: str, said: str) -> CaseRow:
    steps: list[Any] = [*(row.steps or []), [state, on, said]]
    return changed(row, state=state, due_on=None, because=None, steps=steps)


rehabilitation: Final = View(
    name="rehabilitation",
    edition=1,
    row=CaseRow,
    table=versioned(
        "rehabilitation",
        Column("person", Uuid, nullable=False),
        Column("state", Text, nullable=False),
        Column("applied_on", Text, nullable=False),
        Column("applied_by", Text, nullable=False),
        Column("applicant", Text, nullable=False),
        Column("needs", Text, nullable=False),
        Column("due_on", Text(collation="C")),
        Column("because", JSONB),
        Column("institution", Text, nullable=False),
        Column("steps", JSONB, nullable=False),
    ),
    scope=Scope.PERSON,
    key=key,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.rehabilitation (due_on, key) WHERE to_position IS NULL",
    ),
)


def open_cases(
    connection: Connection,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[tuple[UUID, CaseRow]]:
    """Return the cases that await a step, the soonest due first, a page at a time."""
    table = rehabilitation.table
    query = rehabilitation.rows(at).where(table.c.due_on.is_not(None))
    if after is not None:
        query = query.where(tuple_(table.c.due_on, table.c.key) > tuple_(*after))
    rows = connection.execute(query.order_by(table.c.due_on, table.c.key).limit(limit))
    return [(row.key, rehabilitation.from_columns(row)) for row in rows]
