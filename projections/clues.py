"""The clues: whom they are about, how far each has come, what is next, by when and why.

Nobody else's view reads a clue. Who was registered from one, and whose clue ended, stays
with the stage it came to, until the keys are destroyed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Integer, Text, Uuid, tuple_
from sqlalchemy.dialects.postgresql import JSONB

from domain.clue import (
    BecameRegistered,
    ClueReviewed,
    ClueVerified,
    Ended,
    Entered,
    Screened,
    SentForReview,
    WasDescribed,
)
from domain.log import Erased, Logged
from domain.values.clue import ClueStage
from projections.view import Scope, View, by_stream, changed, versioned


@dataclass(frozen=True)
class ClueRow:
    """One clue; `verified`, `sent` and `reviewed` hold forms and words as recorded.

    `person` is the id whose keys seal it, and the person's once they are registered.
    """

    person: UUID
    source: str
    entered_on: str
    division: str = ""
    name: str = ""
    sex: str = ""
    birth_date: str | None = None
    address: str = ""
    phone: str = ""
    contact: str = ""
    signs: list[int] = field(default_factory=list[int])
    remark: str = ""
    stage: str = ClueStage.ENTERED.value
    is_open: bool = True
    step: str = ""
    due_on: str = ""
    expires_on: str = ""
    because: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    verified: dict[str, Any] | None = None
    sent: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    reviewed: dict[str, Any] | None = None
    ended_on: str = ""
    erased_on: str = ""
    version: int = 0


def fold(row: ClueRow | None, logged: Logged) -> ClueRow | None:
    """Copy what was told, found and said, and what is next."""
    fact = logged.fact
    if isinstance(fact, Entered):
        return ClueRow(
            fact.person,
            fact.source,
            fact.entered_on,
            step=fact.step,
            due_on=fact.due_on,
            expires_on=fact.expires_on,
            because=fact.because,
            version=logged.version,
        )
    if row is None:
        return None
    row = changed(row, version=logged.version)
    match fact:
        case WasDescribed():
            return changed(row, division=fact.village, **_of(fact, *DESCRIBED))
        case Screened():
            return changed(row, signs=fact.signs, remark=fact.remark)
        case ClueVerified():
            return _next(row, fact, fact.stage, verified=_of(fact, *VERIFIED))
        case SentForReview():
            sent = [*row.sent, _of(fact, "sent_on", "hospital", "is_higher")]
            return _next(row, fact, ClueStage.SENT, sent=sent)
        case ClueReviewed():
            return _next(row, fact, fact.stage, reviewed=_of(fact, *REVIEWED))
        case Ended():
            row = changed(row, ended_on=fact.ended_on, erased_on=fact.erased_on)
            return _over(row, fact.how, fact.because)
        case BecameRegistered():
            return _over(row, ClueStage.REGISTERED, [])
        case _:
            return row


DESCRIBED: Final = ("name", "sex", "birth_date", "address", "phone", "contact")
VERIFIED: Final = ("verified_on", "outcome", "verifiers", "told_diagnosis", "remark")
REVIEWED: Final = (
    "reviewed_on",
    "outcome",
    "hospital",
    "psychiatrist",
    "transcribed",
    "disease",
    "icd10",
    "art_30",
    "remark",
)


def _of(fact: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in names}


def _next(
    row: ClueRow,
    fact: ClueVerified | SentForReview | ClueReviewed,
    stage: str,
    **also: Any,
) -> ClueRow:
    steps = _of(fact, "step", "due_on", "expires_on", "because")
    return changed(row, stage=str(stage), **steps, **also)


def _over(row: ClueRow, how: str, because: list[dict[str, str]]) -> ClueRow:
    return changed(
        row,
        stage=str(how),
        is_open=False,
        step="",
        due_on="",
        expires_on="",
        because=because,
    )


clues: Final = View(
    name="clues",
    edition=1,
    row=ClueRow,
    table=versioned(
        "clues",
        Column("person", Uuid, nullable=False),
        Column("source", Text, nullable=False),
        Column("entered_on", Text(collation="C"), nullable=False),
        Column("division", Text(collation="C"), nullable=False),
        Column("name", Text, nullable=False),
        Column("sex", Text, nullable=False),
        Column("birth_date", Text),
        Column("address", Text, nullable=False),
        Column("phone", Text, nullable=False),
        Column("contact", Text, nullable=False),
        Column("signs", JSONB, nullable=False),
        Column("remark", Text, nullable=False),
        Column("stage", Text(collation="C"), nullable=False),
        Column("is_open", Boolean, nullable=False),
        Column("step", Text, nullable=False),
        Column("due_on", Text(collation="C"), nullable=False),
        Column("expires_on", Text(collation="C"), nullable=False),
        Column("because", JSONB, nullable=False),
        Column("verified", JSONB),
        Column("sent", JSONB, nullable=False),
        Column("reviewed", JSONB),
        Column("ended_on", Text(collation="C"), nullable=False),
        Column("erased_on", Text(collation="C"), nullable=False),
        Column("version", Integer, nullable=False),
    ),
    scope=Scope.CLUE,
    key=by_stream,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.clues (due_on, key) WHERE to_position IS NULL AND is_open",
        "CREATE INDEX ON view.clues (erased_on) WHERE to_position IS NULL AND erased_on <> ''",
    ),
)


def open_clues(
    connection: Connection,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[tuple[UUID, ClueRow]]:
    """Return the clues within sight about which something is to be done, by their day."""
    table = clues.table
    query = clues.rows(at).where(table.c.is_open)
    if after is not None:
        query = query.where(tuple_(table.c.due_on, table.c.key) > tuple_(*after))
    rows = connection.execute(query.order_by(table.c.due_on, table.c.key).limit(limit))
    return [(row.key, clues.from_columns(row)) for row in rows]


def ended_clues(
    connection: Connection, *, limit: int = 50, at: int | None = None
) -> list[tuple[UUID, ClueRow]]:
    """Return the clues within sight that have ended and are not erased yet, newest first."""
    table = clues.table
    query = clues.rows(at).where(~table.c.is_open)
    rows = connection.execute(
        query.order_by(table.c.entered_on.desc(), table.c.key).limit(limit)
    )
    return [(row.key, clues.from_columns(row)) for row in rows]


def clue_of(connection: Connection, key: UUID, at: int | None = None) -> ClueRow | None:
    """Return one clue within sight."""
    row = connection.execute(clues.rows(at).where(clues.table.c.key == key)).first()
    return clues.from_columns(row) if row else None


def expired_by(connection: Connection, day: str) -> list[UUID]:
    """Return the open clues whose time is over on a day."""
    table = clues.table
    query = clues.rows().where(
        table.c.is_open, table.c.expires_on != "", table.c.expires_on < day
    )
    return [row.key for row in connection.execute(query.order_by(table.c.key))]


def to_be_erased(connection: Connection, day: str) -> list[UUID]:
    """Return the ended clues whose personal data is to be erased on a day."""
    table = clues.table
    query = clues.rows().where(table.c.erased_on != "", table.c.erased_on <= day)
    return [row.key for row in connection.execute(query.order_by(table.c.key))]


def clues_told(facts: Sequence[Logged]) -> dict[UUID, ClueRow]:
    """Return the clues these facts tell of, by their streams, in the order of the log."""
    found: dict[UUID, ClueRow] = {}
    for logged in facts:
        if isinstance(logged.fact, Erased) or not logged.topic.startswith("clue."):
            continue
        row = fold(found.get(logged.stream), logged)
        if row is not None:
            found[logged.stream] = row
    return found
