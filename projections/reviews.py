"""The county SMI office's review queue: one row a case, from the fact it is about on."""

from dataclasses import dataclass, field
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

from domain.log import Logged
from domain.review import (
    Accepted,
    Answered,
    CalledBack,
    Opened,
    Returned,
    Review,
    kind_of,
)
from domain.values.review import ReviewState
from projections.view import Scope, View, changed, versioned


@dataclass(frozen=True)
class ReviewRow:
    """One case; `receiver` is the office that sent it and has it back when returned.

    `is_drawn` is None until it was taken up: then the rule still says.

    `steps` are {at, what, by, said} in order: call-backs, returns, answers, acceptance.
    """

    person: UUID
    fact: UUID
    kind: str
    happened_at: str
    sent_at: datetime
    sent_by: str
    receiver: UUID | None
    state: str = ReviewState.WAITING.value
    is_drawn: bool | None = None
    steps: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def key(logged: Logged) -> UUID | None:
    """Key the view by the review's own stream, which derives from the fact."""
    if logged.topic.startswith("review."):
        return logged.stream
    return Review.id_for(logged.event_id) if kind_of(logged) is not None else None


def fold(row: ReviewRow | None, logged: Logged) -> ReviewRow | None:
    """Let a case wait, and copy each step."""
    kind, fact = kind_of(logged), logged.fact
    if kind is not None and logged.person:
        sender = logged.header.get("organisation")
        return ReviewRow(
            person=logged.person,
            fact=logged.event_id,
            kind=kind.value,
            happened_at=logged.happened_at,
            sent_at=logged.recorded_at,
            sent_by=str(logged.header["actor"]),
            receiver=UUID(sender) if sender else None,
        )
    if row is None:
        return None
    match fact:
        case Opened():
            return changed(row, is_drawn=fact.is_drawn)
        case CalledBack():
            said = f"{fact.spoke_with} {fact.remark}".strip()
            return _step(row, logged, fact.result, fact.by, said)
        case Accepted():
            row = changed(row, state=ReviewState.ACCEPTED.value)
            return _step(row, logged, "accepted", fact.by, fact.remark)
        case Returned():
            row = changed(row, state=ReviewState.RETURNED.value)
            return _step(row, logged, "returned", fact.by, fact.reason)
        case Answered():
            row = changed(row, state=ReviewState.WAITING.value)
            return _step(row, logged, "answered", fact.by, fact.answer)
        case _:
            return row


def _step(row: ReviewRow, logged: Logged, what: str, by: str, said: str) -> ReviewRow:
    at = logged.recorded_at.isoformat()
    step = {"at": at, "what": what, "by": by, "said": said}
    return changed(row, steps=[*row.steps, step])


reviews: Final = View(
    name="reviews",
    edition=2,
    row=ReviewRow,
    table=versioned(
        "reviews",
        Column("person", Uuid, nullable=False),
        Column("fact", Uuid, nullable=False),
        Column("kind", Text, nullable=False),
        Column("happened_at", Text, nullable=False),
        Column("sent_at", DateTime(timezone=True), nullable=False),
        Column("sent_by", Text, nullable=False),
        Column("receiver", Uuid),
        Column("state", Text, nullable=False),
        Column("is_drawn", Boolean),
        Column("steps", JSONB, nullable=False),
    ),
    scope=Scope.RECEIVER,
    key=key,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.reviews (state, sent_at, key) WHERE to_position IS NULL",
        "CREATE INDEX ON view.reviews (person) WHERE to_position IS NULL",
    ),
)


def cases(
    connection: Connection,
    state: ReviewState,
    *,
    kind: str = "",
    receiver: UUID | None = None,
    limit: int = 200,
) -> list[ReviewRow]:
    """Return the cases within sight in a state, the longest waiting first."""
    columns = reviews.table.c
    query = reviews.rows().where(columns.state == state.value)
    if kind:
        query = query.where(columns.kind == kind)
    if receiver is not None:
        query = query.where(columns.receiver == receiver)
    rows = connection.execute(query.order_by(columns.sent_at, columns.key).limit(limit))
    return [reviews.from_columns(row) for row in rows]


def how_many(
    connection: Connection, state: ReviewState, receiver: UUID | None = None
) -> int:
    """Return how many cases within sight are in a state, of one sender or of all."""
    columns = reviews.table.c
    query = reviews.rows().where(columns.state == state.value)
    if receiver is not None:
        query = query.where(columns.receiver == receiver)
    counted = select(func.count()).select_from(query.subquery())
    return connection.execute(counted).scalar_one()


def case(connection: Connection, fact: UUID) -> ReviewRow | None:
    """Return the case of a fact; None when there is none or it is out of sight."""
    row = connection.execute(
        reviews.rows().where(reviews.table.c.key == Review.id_for(fact))
    ).first()
    return reviews.from_columns(row) if row else None
