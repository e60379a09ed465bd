"""Danger reports from elsewhere: for the health side what was told, for who told how far it is.

Two views of the same facts. The first is limited like clues: police, grid and helpers never
see it. The second has no word of what was told and no outcome; the office that took a report
sees its own lines.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Text,
    Uuid,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from domain.danger_report import (
    Assessed,
    Closed,
    DangerReportKeysDestroyed,
    Linked,
    Received,
    WasDescribed,
    WasTold,
)
from domain.log import Logged
from domain.values.danger_report import DangerReportState
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class DangerReportRow:
    """One report; `person` is the id whose keys seal it, `registered` whom it is about."""

    person: UUID
    channel: str
    office: str
    received_at: datetime
    assess_by: datetime
    because: list[dict[str, str]]
    is_open: bool = True
    division: str = ""
    name: str = ""
    place: str = ""
    informant: str = ""
    phone: str = ""
    what: str = ""
    registered: str = ""
    state: str = DangerReportState.RECEIVED.value
    outcome: str = ""
    grading: str = ""
    remark: str = ""
    assessed_at: datetime | None = None
    closed_on: str = ""
    erased_on: str = ""


def fold(row: DangerReportRow | None, logged: Logged) -> DangerReportRow | None:
    """Copy what was told, what was found, and how far it is."""
    fact = logged.fact
    if isinstance(fact, Received):
        return DangerReportRow(
            fact.person,
            fact.channel,
            fact.office,
            datetime.fromisoformat(fact.happened_at),
            datetime.fromisoformat(fact.assess_by),
            fact.because,
        )
    if row is None:
        return None
    match fact:
        case WasTold():
            return changed(
                row,
                division=fact.village,
                name=fact.name,
                place=fact.place,
                informant=fact.informant,
                phone=fact.phone,
            )
        case WasDescribed():
            return changed(row, what=fact.what)
        case Linked():
            state = DangerReportState.LINKED.value
            return changed(row, registered=fact.registered, state=state)
        case Assessed():
            return changed(
                row,
                state=DangerReportState.ASSESSED.value,
                is_open=False,
                outcome=fact.outcome,
                grading=fact.grading or "",
                remark=fact.remark,
                assessed_at=logged.recorded_at,
            )
        case Closed():
            state = DangerReportState.CLOSED.value
            return changed(
                row, state=state, closed_on=fact.closed_on, erased_on=fact.erased_on
            )
        case DangerReportKeysDestroyed():
            return changed(row, erased_on="")
        case _:
            return row


danger_reports: Final = View(
    name="danger_reports",
    edition=1,
    row=DangerReportRow,
    table=versioned(
        "danger_reports",
        Column("person", Uuid, nullable=False),
        Column("channel", Text, nullable=False),
        Column("office", Text, nullable=False),
        Column("received_at", _AT, nullable=False),
        Column("assess_by", _AT, nullable=False),
        Column("because", JSONB, nullable=False),
        Column("is_open", Boolean, nullable=False),
        Column("division", Text(collation="C"), nullable=False),
        Column("name", Text, nullable=False),
        Column("place", Text, nullable=False),
        Column("informant", Text, nullable=False),
        Column("phone", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("registered", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("grading", Text, nullable=False),
        Column("remark", Text, nullable=False),
        Column("assessed_at", _AT),
        Column("closed_on", Text(collation="C"), nullable=False),
        Column("erased_on", Text(collation="C"), nullable=False),
    ),
    scope=Scope.CLUE,
    key=by_stream,
    fold=fold,
    indexes=(
        (
            "CREATE INDEX ON view.danger_reports (assess_by, key)"
            " WHERE to_position IS NULL AND is_open"
        ),
        (
            "CREATE INDEX ON view.danger_reports (erased_on)"
            " WHERE to_position IS NULL AND erased_on <> ''"
        ),
    ),
)


@dataclass(frozen=True)
class OwnReportRow:
    """How far a report is that an office took: nothing of what was told or found."""

    person: UUID
    receiver: UUID | None
    channel: str
    received_at: datetime
    state: str = DangerReportState.RECEIVED.value


NEXT: Final[dict[type[Any], DangerReportState]] = {
    Linked: DangerReportState.RECEIVED,
    Assessed: DangerReportState.ASSESSED,
    Closed: DangerReportState.CLOSED,
}
"""What who told sees of each step: that it was linked to somebody is no business of theirs."""


def fold_own(row: OwnReportRow | None, logged: Logged) -> OwnReportRow | None:
    """Copy how far it is."""
    fact = logged.fact
    if isinstance(fact, Received):
        return OwnReportRow(
            fact.person,
            UUID(fact.office) if fact.office else None,
            fact.channel,
            datetime.fromisoformat(fact.happened_at),
        )
    state = NEXT.get(type(fact))
    return row if row is None or state is None else changed(row, state=state.value)


own_danger_reports: Final = View(
    name="own_danger_reports",
    edition=1,
    row=OwnReportRow,
    table=versioned(
        "own_danger_reports",
        Column("person", Uuid, nullable=False),
        Column("receiver", Uuid),
        Column("channel", Text, nullable=False),
        Column("received_at", _AT, nullable=False),
        Column("state", Text, nullable=False),
    ),
    scope=Scope.RECEIVER,
    key=by_stream,
    fold=fold_own,
    indexes=(
        (
            "CREATE INDEX ON view.own_danger_reports (receiver, received_at DESC)"
            " WHERE to_position IS NULL"
        ),
    ),
)


def awaiting(
    connection: Connection, limit: int, at: int | None = None
) -> list[tuple[UUID, DangerReportRow]]:
    """Return the reports in sight a doctor has still to look into, the most urgent first."""
    columns = danger_reports.table.c
    query = danger_reports.rows(at).where(columns.is_open)
    rows = connection.execute(
        query.order_by(columns.assess_by, columns.key).limit(limit)
    )
    return [(row.key, danger_reports.from_columns(row)) for row in rows]


def looked_into(
    connection: Connection, limit: int, at: int | None = None
) -> list[tuple[UUID, DangerReportRow]]:
    """Return the reports in sight a doctor has looked into, the latest first."""
    columns = danger_reports.table.c
    query = danger_reports.rows(at).where(~columns.is_open)
    rows = connection.execute(
        query.order_by(columns.received_at.desc(), columns.key).limit(limit)
    )
    return [(row.key, danger_reports.from_columns(row)) for row in rows]


def overdue(
    connection: Connection, now: datetime
) -> list[tuple[UUID, DangerReportRow]]:
    """Return the reports nobody has looked into in time."""
    columns = danger_reports.table.c
    query = danger_reports.rows().where(columns.is_open, columns.assess_by < now)
    rows = connection.execute(query.order_by(columns.assess_by, columns.key))
    return [(row.key, danger_reports.from_columns(row)) for row in rows]


def how_many_await(connection: Connection) -> int:
    """Return how many reports in sight a doctor has still to look into."""
    waiting = danger_reports.rows().where(danger_reports.table.c.is_open).subquery()
    return connection.execute(select(func.count()).select_from(waiting)).scalar_one()


def danger_report_of(
    connection: Connection, key: UUID, at: int | None = None
) -> DangerReportRow | None:
    """Return one report within sight."""
    query = danger_reports.rows(at).where(danger_reports.table.c.key == key)
    row = connection.execute(query).first()
    return danger_reports.from_columns(row) if row else None


def own(
    connection: Connection, office: UUID, limit: int
) -> list[tuple[UUID, OwnReportRow]]:
    """Return how far the reports are that an office took, the latest first."""
    columns = own_danger_reports.table.c
    query = own_danger_reports.rows().where(columns.receiver == office)
    rows = connection.execute(
        query.order_by(columns.received_at.desc(), columns.key).limit(limit)
    )
    return [(row.key, own_danger_reports.from_columns(row)) for row in rows]


def reports_to_erase(connection: Connection, day: str) -> list[UUID]:
    """Return the closed reports of which what was told is to be destroyed on a day."""
    columns = danger_reports.table.c
    query = danger_reports.rows().where(
        columns.erased_on != "", columns.erased_on <= day
    )
    return [row.key for row in connection.execute(query.order_by(columns.key))]
