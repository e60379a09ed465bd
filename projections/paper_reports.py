"""The papers that came to the county SMI office and are not entered yet."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Text
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.paper_report import PaperEntered, PaperReceived
from projections.view import Scope, View, by_stream, changed, versioned


@dataclass(frozen=True)
class Paper:
    """One paper: nothing of whom it is about."""

    division: str
    hospital: str
    number: str
    received_on: str
    enter_by: str
    because: list[dict[str, str]]
    is_entered: bool = False


def fold(row: Paper | None, logged: Logged) -> Paper | None:
    """Copy the paper, and that it is entered."""
    fact = logged.fact
    match fact:
        case PaperReceived():
            return Paper(
                fact.division,
                fact.hospital,
                fact.number,
                fact.received_on,
                fact.enter_by,
                fact.because,
            )
        case PaperEntered() if row:
            return changed(row, is_entered=True)
        case _:
            return row


paper_reports: Final = View(
    name="paper_reports",
    edition=1,
    row=Paper,
    table=versioned(
        "paper_reports",
        Column("division", Text(collation="C"), nullable=False),
        Column("hospital", Text, nullable=False),
        Column("number", Text, nullable=False),
        Column("received_on", Text(collation="C"), nullable=False),
        Column("enter_by", Text(collation="C"), nullable=False),
        Column("because", JSONB, nullable=False),
        Column("is_entered", Boolean, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_stream,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.paper_reports (enter_by) WHERE to_position IS NULL",
    ),
)


def waiting_papers(
    connection: Connection, *, limit: int = 200, at: int | None = None
) -> list[tuple[UUID, Paper]]:
    """Return the papers within sight that wait to be entered, the earliest day first."""
    table = paper_reports.table
    query = paper_reports.rows(at).where(~table.c.is_entered)
    rows = connection.execute(
        query.order_by(table.c.enter_by, table.c.key).limit(limit)
    )
    return [(row.key, paper_reports.from_columns(row)) for row in rows]
