"""The notices: for their receivers an inbox, for the doctor the state in the chart.

A row holds references and times only; what a receiver may read is folded from the
person's stream when it is opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from domain.log import Logged
from domain.notice import (
    Accepted,
    ChangeAccepted,
    Closed,
    Corrected,
    Delivered,
    Issued,
    OutcomeReported,
    Returned,
    Seen,
    Undeliverable,
    Withdrawn,
)
from domain.notice_acceptance import (
    AcceptedBySlip,
    Expired,
    OnBehalfConfirmed,
    OnBehalfEntered,
    OnBehalfRefused,
    SlipPrinted,
)
from domain.notice_escalation import HeldForDigest
from domain.values.acceptance import Via
from domain.values.notices import Trigger
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class NoticeRow:
    """One notice with the time of each step; None for a step not reached."""

    person: UUID
    receiver: UUID
    receiver_kind: str
    purpose: str
    fact: UUID
    fact_position: int
    fields: list[str]
    stands_in: bool
    issued_at: datetime
    accept_by: datetime
    trigger: str = Trigger.GRADED
    clock: str = ""
    remind_at: datetime | None = None
    held_until: datetime | None = None
    """Until when it waits quietly for the shift's digest."""
    delivered_at: datetime | None = None
    undeliverable_at: datetime | None = None
    opened_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: UUID | None = None
    accepted_via: str = ""
    """A `Via`: by the receiver's own account, on behalf, by slip; empty while it waits."""
    on_behalf_at: datetime | None = None
    """When an acceptance by telephone was entered that waits for a second person."""
    on_behalf_by: UUID | None = None
    spoke_with: str = ""
    number: str = ""
    spoken_at: datetime | None = None
    slip_code: str = ""
    signed_by: str = ""
    returned_at: datetime | None = None
    return_reason: str = ""
    outcome_at: datetime | None = None
    outcome: str = ""
    outcome_remark: str = ""
    closed_at: datetime | None = None
    changes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Corrections and withdrawals, oldest first, each with when it was accepted."""
    changes_open: int = 0
    """How many of them the receiver has not accepted yet."""
    withdrawn_at: datetime | None = None
    expired_at: datetime | None = None

    @property
    def state(self) -> str:
        """Return the furthest step reached; who accepts after all has not sent it back."""
        returned_at = None if self.accepted_via else self.returned_at
        steps = (
            ("closed", self.closed_at),
            ("expired", self.expired_at),
            ("withdrawn", self.withdrawn_at),
            ("outcome", self.outcome_at),
            ("returned", returned_at),
            ("accepted", self.accepted_at),
            ("opened", self.opened_at),
            ("delivered", self.delivered_at),
            ("undeliverable", self.undeliverable_at),
        )
        return next((name for name, at in steps if at is not None), "issued")


def fold(row: NoticeRow | None, logged: Logged) -> NoticeRow | None:
    """Copy the step and its time."""
    fact, at = logged.fact, logged.recorded_at
    match fact:
        case Issued():
            return NoticeRow(
                person=fact.person,
                receiver=UUID(fact.receiver),
                receiver_kind=fact.receiver_kind,
                purpose=fact.purpose,
                fact=UUID(fact.fact),
                fact_position=fact.fact_position,
                fields=fact.fields,
                stands_in=fact.stands_in,
                issued_at=at,
                accept_by=datetime.fromisoformat(fact.accept_by),
                trigger=fact.trigger,
                clock=fact.clock,
                remind_at=datetime.fromisoformat(fact.remind_at)
                if fact.remind_at
                else None,
            )
        case HeldForDigest() if row:
            return changed(
                row,
                accept_by=datetime.fromisoformat(fact.accept_by),
                remind_at=datetime.fromisoformat(fact.remind_at),
                held_until=datetime.fromisoformat(fact.until),
            )
        case Delivered() if row:
            return changed(
                row, delivered_at=row.delivered_at or at, undeliverable_at=None
            )
        case Undeliverable() if row:
            return changed(row, undeliverable_at=at)
        case Seen() if row:
            return changed(row, opened_at=at)
        case Accepted() if row:
            return _accepted(row, logged, Via.OWN)
        case Returned() if row:
            return changed(
                row,
                returned_at=at,
                return_reason=fact.reason,
                accepted_via="",
                on_behalf_at=None,
            )
        case OutcomeReported() if row:
            return changed(
                row, outcome_at=at, outcome=fact.outcome, outcome_remark=fact.remark
            )
        case Closed() if row:
            return changed(row, closed_at=at)
        case Expired() if row:
            return changed(row, expired_at=at)
        case Corrected() | Withdrawn() | ChangeAccepted() if row:
            return fold_change(row, logged)
        case _:
            return fold_acceptance(row, logged) if row else row


def fold_change(row: NoticeRow, logged: Logged) -> NoticeRow:
    """Copy a correction, a withdrawal, or that the receiver accepted one."""
    fact, at = logged.fact, logged.recorded_at
    changes = row.changes
    match fact:
        case Corrected() | Withdrawn():
            is_correction = isinstance(fact, Corrected)
            told = {
                "kind": "corrected" if is_correction else "withdrawn",
                "cause": fact.cause,
                "why": fact.why,
                "fields": fact.fields if isinstance(fact, Corrected) else [],
                "told_at": at.isoformat(),
                "accept_by": fact.accept_by,
                "accepted_at": None,
            }
            changes = [*changes, told]
            withdrawn_at = row.withdrawn_at if is_correction else at
            row = changed(row, withdrawn_at=withdrawn_at)
        case ChangeAccepted():
            changes = [
                {**each, "accepted_at": at.isoformat()}
                if each["cause"] == fact.cause
                else each
                for each in changes
            ]
        case _:
            pass
    waiting = sum(each["accepted_at"] is None for each in changes)
    return changed(row, changes=changes, changes_open=waiting)


def fold_acceptance(row: NoticeRow, logged: Logged) -> NoticeRow:
    """Copy an acceptance by telephone or by slip."""
    fact, at = logged.fact, logged.recorded_at
    match fact:
        case OnBehalfEntered():
            return changed(
                row,
                on_behalf_at=at,
                on_behalf_by=UUID(fact.by),
                spoke_with=fact.spoke_with,
                number=fact.number,
                spoken_at=datetime.fromisoformat(fact.spoken_at),
            )
        case OnBehalfConfirmed():
            return _accepted(row, logged, Via.ON_BEHALF)
        case OnBehalfRefused():
            return changed(row, on_behalf_at=None, on_behalf_by=None)
        case SlipPrinted():
            return changed(row, slip_code=fact.code)
        case AcceptedBySlip():
            return changed(_accepted(row, logged, Via.SLIP), signed_by=fact.signed_by)
        case _:
            return row


def _accepted(row: NoticeRow, logged: Logged, via: Via) -> NoticeRow:
    return changed(
        row,
        accepted_at=logged.recorded_at,
        accepted_by=UUID(str(logged.header["actor"])),
        accepted_via=via.value,
        on_behalf_at=None,
    )


def key(logged: Logged) -> UUID | None:
    """Key the view by the notice's own stream."""
    return by_stream(logged) if logged.topic.startswith("notice.") else None


notice_box: Final = View(
    name="notice_box",
    edition=7,
    row=NoticeRow,
    table=versioned(
        "notice_box",
        Column("person", Uuid, nullable=False),
        Column("receiver", Uuid, nullable=False),
        Column("receiver_kind", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("fact", Uuid, nullable=False),
        Column("fact_position", BigInteger, nullable=False),
        Column("fields", ARRAY(Text), nullable=False),
        Column("stands_in", Boolean, nullable=False),
        Column("issued_at", _AT, nullable=False),
        Column("accept_by", _AT, nullable=False),
        Column("trigger", Text, nullable=False),
        Column("clock", Text, nullable=False),
        Column("remind_at", _AT),
        Column("held_until", _AT),
        Column("delivered_at", _AT),
        Column("undeliverable_at", _AT),
        Column("opened_at", _AT),
        Column("accepted_at", _AT),
        Column("accepted_by", Uuid),
        Column("accepted_via", Text, nullable=False),
        Column("on_behalf_at", _AT),
        Column("on_behalf_by", Uuid),
        Column("spoke_with", Text, nullable=False),
        Column("number", Text, nullable=False),
        Column("spoken_at", _AT),
        Column("slip_code", Text, nullable=False),
        Column("signed_by", Text, nullable=False),
        Column("returned_at", _AT),
        Column("return_reason", Text, nullable=False),
        Column("outcome_at", _AT),
        Column("outcome", Text, nullable=False),
        Column("outcome_remark", Text, nullable=False),
        Column("closed_at", _AT),
        Column("changes", JSONB, nullable=False),
        Column("changes_open", Integer, nullable=False),
        Column("withdrawn_at", _AT),
        Column("expired_at", _AT),
    ),
    scope=Scope.RECEIVER,
    key=key,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.notice_box (receiver, issued_at DESC) WHERE to_position IS NULL",
        "CREATE INDEX ON view.notice_box (person) WHERE to_position IS NULL",
        "CREATE INDEX ON view.notice_box (receiver, from_position)",
        "CREATE INDEX ON view.notice_box (slip_code) WHERE to_position IS NULL",
        "CREATE INDEX ON view.notice_box (key) WHERE to_position IS NULL AND changes_open > 0",
    ),
)


def changes_overdue(connection: Connection, now: datetime) -> dict[UUID, int]:
    """Return how many corrections and withdrawals are past their time, by receiver."""
    rows = connection.execute(
        notice_box.rows().where(notice_box.table.c.changes_open > 0)
    )
    late: dict[UUID, int] = {}
    for row in map(notice_box.from_columns, rows):
        over = sum(
            each["accepted_at"] is None
            and datetime.fromisoformat(each["accept_by"]) < now
            for each in row.changes
        )
        if over:
            late[row.receiver] = late.get(row.receiver, 0) + over
    return late


def told_after(
    connection: Connection, receiver: UUID, after: int, upto: int, limit: int
) -> list[tuple[int, UUID]]:
    """Return at which positions a receiver's notices changed after one, in their order."""
    columns = notice_box.table.c
    rows = connection.execute(
        select(columns.from_position, columns.key)
        .where(columns.receiver == receiver)
        .where(columns.from_position > after, columns.from_position <= upto)
        .order_by(columns.from_position)
        .limit(limit)
    )
    return [(row.from_position, row.key) for row in rows]


def inbox(
    connection: Connection,
    receiver: UUID | None,
    *,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[tuple[UUID, NoticeRow]]:
    """Return an office's notices, or all in sight, newest first, a page at a time."""
    issued_at, key_ = notice_box.table.c.issued_at, notice_box.table.c.key
    query = notice_box.rows()
    if receiver is not None:
        query = query.where(notice_box.table.c.receiver == receiver)
    if after is not None:
        query = query.where(
            or_(issued_at < after[0], and_(issued_at == after[0], key_ > after[1]))
        )
    rows = connection.execute(query.order_by(issued_at.desc(), key_).limit(limit))
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def open_first(
    connection: Connection, receiver: UUID | None, limit: int = 50
) -> list[tuple[UUID, NoticeRow]]:
    """Return an office's notices, or all in sight, newest first within each of three.

    First come those with a correction or a withdrawal to accept, then the unfinished.
    """
    columns = notice_box.table.c
    query = notice_box.rows()
    if receiver is not None:
        query = query.where(columns.receiver == receiver)
    rows = connection.execute(
        query.order_by(
            columns.changes_open == 0,
            _finished(),
            columns.issued_at.desc(),
            columns.key,
        ).limit(limit)
    )
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def of_person(
    connection: Connection, person: UUID, at: int | None = None
) -> list[tuple[UUID, NoticeRow]]:
    """Return the notices about a person, newest first, with their ids."""
    rows = connection.execute(
        notice_box.rows(at)
        .where(notice_box.table.c.person == person)
        .order_by(notice_box.table.c.issued_at.desc(), notice_box.table.c.key)
    )
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def notice(connection: Connection, key_: UUID) -> NoticeRow | None:
    """Return one notice; None if there is none or it is out of sight."""
    row = connection.execute(
        notice_box.rows().where(notice_box.table.c.key == key_)
    ).first()
    return notice_box.from_columns(row) if row else None


def waiting_on_behalf(
    connection: Connection, limit: int = 100
) -> list[tuple[UUID, NoticeRow]]:
    """Return the notices in sight whose acceptance by telephone waits for somebody else."""
    columns = notice_box.table.c
    rows = connection.execute(
        notice_box.rows()
        .where(columns.on_behalf_at.is_not(None), columns.closed_at.is_(None))
        .order_by(columns.on_behalf_at, columns.key)
        .limit(limit)
    )
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def with_slip(connection: Connection, code: str) -> tuple[UUID, NoticeRow] | None:
    """Return the notice in sight whose slip has this code."""
    row = connection.execute(
        notice_box.rows().where(notice_box.table.c.slip_code == code)
    ).first()
    return (row.key, notice_box.from_columns(row)) if row and code else None


def with_changes_open(
    connection: Connection, limit: int = 100
) -> list[tuple[UUID, NoticeRow]]:
    """Return the notices in sight whose correction or withdrawal nobody has accepted yet."""
    columns = notice_box.table.c
    rows = connection.execute(
        notice_box.rows()
        .where(columns.changes_open > 0)
        .order_by(columns.issued_at, columns.key)
        .limit(limit)
    )
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def issued_in(facts: Iterable[Logged]) -> NoticeRow | None:
    """Return a notice as it was issued, from the facts of its own stream."""
    first = next(iter(facts), None)
    return fold(None, first) if first else None


def open_of(connection: Connection, receiver: UUID) -> list[tuple[UUID, NoticeRow]]:
    """Return an office's notices that still want something of it, the oldest first."""
    columns = notice_box.table.c
    rows = connection.execute(
        notice_box.rows()
        .where(columns.receiver == receiver)
        .where(or_(columns.changes_open > 0, ~_finished()))
        .order_by(columns.issued_at, columns.key)
    )
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def _finished() -> ColumnElement[bool]:
    columns = notice_box.table.c
    return func.coalesce(
        or_(
            columns.outcome_at.is_not(None),
            columns.closed_at.is_not(None),
            columns.expired_at.is_not(None),
            columns.withdrawn_at.is_not(None),
            columns.returned_at > func.coalesce(columns.accepted_at, columns.issued_at),
        ),
        false(),
    )


def unanswered_before(
    connection: Connection, moment: datetime
) -> list[tuple[UUID, NoticeRow]]:
    """Return the notices issued before a moment that have no answer of any kind."""
    columns = notice_box.table.c
    answers = ("accepted_at", "returned_at", "closed_at", "withdrawn_at", "expired_at")
    rows = connection.execute(
        notice_box.rows()
        .where(columns.issued_at <= moment)
        .where(*(columns[name].is_(None) for name in answers))
        .order_by(columns.issued_at, columns.key)
    )
    return [(row.key, notice_box.from_columns(row)) for row in rows]


def is_answered_since(connection: Connection, row: NoticeRow) -> bool:
    """Return whether the same duty was answered by another notice since this one (D-LI7).

    One about the person to a receiver of the same kind for the same purpose that stands as
    accepted: neither sent back later nor withdrawn.
    """
    columns = notice_box.table.c
    found = connection.execute(
        notice_box.rows()
        .where(
            columns.person == row.person,
            columns.receiver_kind == row.receiver_kind,
            columns.purpose == row.purpose,
            columns.accepted_at >= row.issued_at,
            columns.accepted_via != "",
            columns.withdrawn_at.is_(None),
        )
        .limit(1)
    )
    return found.first() is not None
