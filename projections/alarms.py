"""The alarms: what needs somebody's attention, whose, and by when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.alarm import Acknowledged, Cleared, Raised, RaisedAgain
from domain.log import Logged
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class AlarmRow:
    """One alarm; `about` names the matter by id, never by a person's data."""

    kind: str
    owner_role: str
    owner_office: str | None
    division: str
    about: str
    details: dict[str, str]
    raised_at: datetime
    answer_by: datetime
    is_ringing: bool = True
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None


def fold(row: AlarmRow | None, logged: Logged) -> AlarmRow | None:
    """Copy what the alarm's facts say."""
    fact, at = logged.fact, logged.recorded_at
    match fact:
        case Raised():
            return AlarmRow(
                fact.kind,
                fact.owner_role,
                fact.owner_office,
                fact.division,
                fact.about,
                fact.details,
                at,
                datetime.fromisoformat(fact.answer_by),
            )
        case RaisedAgain() if row:
            return changed(
                row,
                details=fact.details,
                raised_at=at,
                answer_by=datetime.fromisoformat(fact.answer_by),
                is_ringing=True,
                acknowledged_at=None,
                acknowledged_by=None,
            )
        case Acknowledged() if row:
            by = UUID(str(logged.header["actor"]))
            return changed(row, acknowledged_at=at, acknowledged_by=by)
        case Cleared() if row:
            return changed(row, is_ringing=False)
        case _:
            return row


alarms: Final = View(
    name="alarm",
    edition=1,
    row=AlarmRow,
    table=versioned(
        "alarm",
        Column("kind", Text, nullable=False),
        Column("owner_role", Text, nullable=False),
        Column("owner_office", Text),
        Column("division", Text, nullable=False),
        Column("about", Text, nullable=False),
        Column("details", JSONB, nullable=False),
        Column("raised_at", _AT, nullable=False),
        Column("answer_by", _AT, nullable=False),
        Column("is_ringing", Boolean, nullable=False),
        Column("acknowledged_at", _AT),
        Column("acknowledged_by", Uuid),
    ),
    scope=Scope.OPEN,
    key=by_stream,
    fold=fold,
)


def ringing(
    connection: Connection, role: str | None = None, office: str | None = None
) -> list[tuple[UUID, AlarmRow]]:
    """Return the alarms that ring, soonest to be answered first; all, or an owner's."""
    columns = alarms.table.c
    query = alarms.rows().where(columns.is_ringing)
    if role is not None:
        query = query.where(columns.owner_role == role)
    if office is not None:
        query = query.where(
            columns.owner_office.is_(None) | (columns.owner_office == office)
        )
    rows = connection.execute(query.order_by(columns.answer_by, columns.key))
    return [(row.key, alarms.from_columns(row)) for row in rows]
