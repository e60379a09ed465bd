"""The ladders of notices: what is due next, who was turned to, and who has it in hand.

One row a notice with a time to remind; copied from its facts, so as of any position like
every list.
"""

from collections.abc import Sequence
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
    and_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from domain.log import Logged
from domain.notice import Accepted, Closed, Issued, Returned, Withdrawn
from domain.notice_acceptance import AcceptedBySlip, Expired, OnBehalfConfirmed
from domain.notice_escalation import (
    Called,
    Escalated,
    HeldForDigest,
    PassedOver,
    Reminded,
    TakenOn,
)
from domain.values.escalation import Rung
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class LadderRow:
    """One notice's ladder; `due_at` is when the next rung is due, None at rest.

    `rungs` are the rungs taken, in their order: {rung, office, at, due_at, until, prompted_by,
    lacking, fields, why, taken_on_at}. `offices` are the receiver and all turned to.
    """

    person: UUID
    receiver: UUID
    receiver_kind: str
    clock: str
    issued_at: datetime
    accept_by: datetime
    due_at: datetime | None
    offices: list[UUID]
    rung: str = ""
    rungs: list[dict[str, Any]] | None = None
    is_top: bool = False
    is_returned: bool = False
    taken_on_at: datetime | None = None
    called_at: datetime | None = None
    call_outcome: str = ""
    ended_at: datetime | None = None

    @property
    def taken(self) -> list[str]:
        """Return the rungs taken, in their order."""
        return [each["rung"] for each in self.rungs or ()]

    def turned_to(self, office: UUID) -> dict[str, Any] | None:
        """Return the highest rung at which an office was told higher up; None if never."""
        own = [
            each
            for each in self.rungs or ()
            if each["office"] == str(office) and each["rung"] != Rung.SENDER
        ]
        return own[-1] if own else None


def fold(row: LadderRow | None, logged: Logged) -> LadderRow | None:
    """Copy the steps of the notice that matter to its ladder."""
    fact, at = logged.fact, logged.recorded_at
    match fact:
        case Issued():
            return _begun(fact, at) if fact.remind_at else None
        case HeldForDigest() if row:
            return changed(
                row,
                accept_by=datetime.fromisoformat(fact.accept_by),
                due_at=datetime.fromisoformat(fact.remind_at),
            )
        case Reminded() if row:
            return _climbed(row, fact, at, fact.office, fact.next_at)
        case Escalated() if row:
            return _climbed(row, fact, at, fact.office, fact.accept_by)
        case PassedOver() if row:
            return _climbed(row, fact, at, "", at.isoformat())
        case TakenOn() if row:
            rungs = [
                {**each, "taken_on_at": at.isoformat()}
                if each["rung"] == fact.rung
                else each
                for each in row.rungs or ()
            ]
            return changed(row, rungs=rungs, due_at=None, taken_on_at=at)
        case Called() if row:
            return changed(row, called_at=at, call_outcome=fact.outcome)
        case Returned() if row:
            is_at_rest = row.is_top or row.taken_on_at or row.ended_at
            return changed(row, is_returned=True, due_at=None if is_at_rest else at)
        case (
            Accepted()
            | OnBehalfConfirmed()
            | AcceptedBySlip()
            | Closed()
            | Withdrawn()
            | Expired()
        ) if row:
            return changed(row, due_at=None, ended_at=row.ended_at or at)
        case _:
            return row


def _begun(fact: Issued, at: datetime) -> LadderRow:
    receiver = UUID(fact.receiver)
    return LadderRow(
        person=fact.person,
        receiver=receiver,
        receiver_kind=fact.receiver_kind,
        clock=fact.clock,
        issued_at=at,
        accept_by=datetime.fromisoformat(fact.accept_by),
        due_at=datetime.fromisoformat(fact.remind_at),
        offices=[receiver],
        rungs=[],
    )


def _climbed(
    row: LadderRow,
    fact: Reminded | Escalated | PassedOver,
    at: datetime,
    office: str,
    until: str,
) -> LadderRow:
    rung = {
        "rung": fact.rung,
        "office": office,
        "at": at.isoformat(),
        "due_at": fact.due_at,
        "until": until,
        "prompted_by": fact.prompted_by,
        "lacking": fact.lacking if isinstance(fact, PassedOver) else "",
        "fields": list(fact.fields) if isinstance(fact, Escalated) else [],
        "why": fact.why,
        "taken_on_at": "",
    }
    is_told = office and UUID(office) not in row.offices
    return changed(
        row,
        rung=fact.rung,
        rungs=[*(row.rungs or ()), rung],
        offices=[*row.offices, UUID(office)] if is_told else row.offices,
        is_top=not fact.next_rung,
        due_at=datetime.fromisoformat(until) if fact.next_rung else None,
    )


def key(logged: Logged) -> UUID | None:
    """Key the view by the notice's own stream."""
    return by_stream(logged) if logged.topic.startswith("notice.") else None


escalations: Final = View(
    name="escalation",
    edition=2,
    row=LadderRow,
    table=versioned(
        "escalation",
        Column("person", Uuid, nullable=False),
        Column("receiver", Uuid, nullable=False),
        Column("receiver_kind", Text, nullable=False),
        Column("clock", Text, nullable=False),
        Column("issued_at", _AT, nullable=False),
        Column("accept_by", _AT, nullable=False),
        Column("due_at", _AT),
        Column("offices", ARRAY(Uuid), nullable=False),
        Column("rung", Text, nullable=False),
        Column("rungs", JSONB, nullable=False),
        Column("is_top", Boolean, nullable=False),
        Column("is_returned", Boolean, nullable=False),
        Column("taken_on_at", _AT),
        Column("called_at", _AT),
        Column("call_outcome", Text, nullable=False),
        Column("ended_at", _AT),
    ),
    scope=Scope.OFFICES,
    key=key,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.escalation (due_at, key) WHERE to_position IS NULL",
        "CREATE INDEX ON view.escalation USING gin (offices) WHERE to_position IS NULL",
    ),
)


def due(
    connection: Connection,
    now: datetime,
    *,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> list[tuple[UUID, LadderRow]]:
    """Return the notices whose next rung is due, the longest due first, a page at a time."""
    due_at, key_ = escalations.table.c.due_at, escalations.table.c.key
    query = escalations.rows().where(due_at <= now)
    if after is not None:
        query = query.where(
            or_(due_at > after[0], and_(due_at == after[0], key_ > after[1]))
        )
    rows = connection.execute(query.order_by(due_at, key_).limit(limit))
    return [(row.key, escalations.from_columns(row)) for row in rows]


def turned_after(
    connection: Connection, office: UUID, after: int, upto: int, limit: int
) -> list[tuple[int, UUID]]:
    """Return at which positions ladders an office is on changed after one, in their order."""
    columns = escalations.table.c
    rows = connection.execute(
        select(columns.from_position, columns.key)
        .where(columns.offices.contains([office]))
        .where(columns.from_position > after, columns.from_position <= upto)
        .order_by(columns.from_position)
        .limit(limit)
    )
    return [(row.from_position, row.key) for row in rows]


def standing_ladders(
    connection: Connection,
    *,
    office: UUID | None = None,
    limit: int = 100,
    at: int | None = None,
) -> list[tuple[UUID, LadderRow]]:
    """Return the ladders in sight on which somebody was turned to and nobody has accepted.

    With an office those on which it was turned to; the highest rungs first, then the
    oldest.
    """
    columns = escalations.table.c
    query = escalations.rows(at).where(columns.ended_at.is_(None), columns.rung != "")
    if office is not None:
        query = query.where(
            columns.offices.contains([office]), columns.receiver != office
        )
    found = [
        (row.key, escalations.from_columns(row))
        for row in connection.execute(
            query.order_by(columns.issued_at, columns.key).limit(limit)
        )
    ]
    heights = {rung: number for number, rung in enumerate(Rung)}
    return sorted(found, key=lambda line: -heights[Rung(line[1].rung)])


def ladder_of(
    connection: Connection, notice: UUID, at: int | None = None
) -> LadderRow | None:
    """Return a notice's ladder; None if it has none or it is out of sight."""
    row = connection.execute(
        escalations.rows(at).where(escalations.table.c.key == notice)
    ).first()
    return escalations.from_columns(row) if row else None


def ladders_of(
    connection: Connection, notices: Sequence[UUID]
) -> dict[UUID, LadderRow]:
    """Return the ladders of notices, by the notice."""
    rows = connection.execute(
        escalations.rows().where(escalations.table.c.key.in_(notices))
    )
    return {row.key: escalations.from_columns(row) for row in rows}
