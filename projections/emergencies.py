"""The emergencies: what is open, what is due of each, and how it went.

Due and overdue are not stored: they follow from `record_by`, `check_by` and the hour. Who
was called, the consent, the admission and the payers stand as last recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Integer,
    Text,
    Uuid,
    and_,
    or_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from domain.emergency import (
    AdmissionDecided,
    Checked,
    ChecksEnded,
    Closed,
    ConsentAnswered,
    Disposed,
    FundingDecided,
    HelpCalled,
    Opened,
    RecordFilled,
)
from domain.log import Logged
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class EmergencyRow:
    """One emergency; what has not happened yet is None or empty."""

    person: UUID
    triggers: list[str]
    happening: str
    place: str
    reporter: str
    reporter_words: str
    route: str
    category: str
    reported_at: datetime
    called: list[dict[str, str]]
    consent: dict[str, Any] | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None
    measures: list[str] | None = None
    effect: str = ""
    hospital: str = ""
    remark: str = ""
    record_by: datetime | None = None
    recorded_at: datetime | None = None
    record: dict[str, Any] | None = None
    recorded_in_time: bool = False
    check_every_hours: int | None = None
    check_by: datetime | None = None
    checks: list[dict[str, Any]] | None = None
    may_stop: bool = False
    admission: dict[str, Any] | None = None
    funding: dict[str, Any] | None = None
    because: list[dict[str, str]] | None = None
    closed_at: datetime | None = None
    close_reason: str = ""


def fold(row: EmergencyRow | None, logged: Logged) -> EmergencyRow | None:
    """Copy what the case's facts say."""
    fact = logged.fact
    if isinstance(fact, Opened):
        return EmergencyRow(
            fact.person,
            fact.triggers,
            fact.happening,
            fact.place,
            fact.reporter,
            fact.reporter_words,
            fact.route,
            fact.category,
            datetime.fromisoformat(fact.reported_at),
            [],
            because=fact.because,
        )
    return None if row is None else _further(row, logged)


def _further(row: EmergencyRow, logged: Logged) -> EmergencyRow:
    fact = logged.fact
    match fact:
        case HelpCalled():
            said = {"called": fact.called, "words": fact.words, "at": fact.happened_at}
            return changed(row, called=[*row.called, said])
        case ConsentAnswered():
            return changed(
                row, consent=_kept(fact, "answer", "signed_by", "name", "why")
            )
        case Disposed():
            return _disposed(row, fact)
        case RecordFilled():
            return changed(
                row,
                record=fact.form,
                recorded_at=row.recorded_at or logged.recorded_at,
                recorded_in_time=row.recorded_in_time or fact.in_time,
            )
        case Checked():
            return _checked(row, fact)
        case ChecksEnded():
            return changed(row, check_every_hours=None, check_by=None)
        case AdmissionDecided():
            return changed(row, admission=_kept(fact, *ADMISSION))
        case FundingDecided():
            return changed(row, funding=_kept(fact, *FUNDING))
        case Closed():
            return changed(
                row,
                closed_at=logged.recorded_at,
                close_reason=fact.reason,
                check_by=None,
            )
        case _:
            return row


ADMISSION: Final = (
    *("situation", "proposed", "decided", "may_sign", "signed_by", "signer"),
    *("is_noted", "watched_by", "explanation", "why", "ask_second_by", "because"),
)
FUNDING: Final = (
    *("identity_known", "can_pay", "is_emergency", "proposed", "payers", "why"),
    "because",
)


def _kept(fact: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in names}


def _disposed(row: EmergencyRow, fact: Disposed) -> EmergencyRow:
    ended = datetime.fromisoformat(fact.ended_at)
    every = fact.check_every_hours
    return changed(
        row,
        started_at=datetime.fromisoformat(fact.started_at),
        ended_at=ended,
        outcome=fact.outcome,
        measures=fact.measures,
        effect=fact.effect,
        hospital=fact.hospital,
        remark=fact.remark,
        record_by=datetime.fromisoformat(fact.record_by),
        check_every_hours=every,
        check_by=ended + timedelta(hours=every) if every else None,
        because=fact.because,
    )


def _checked(row: EmergencyRow, fact: Checked) -> EmergencyRow:
    at, every = datetime.fromisoformat(fact.happened_at), row.check_every_hours
    said = {"at": fact.happened_at, "found": fact.found, "remark": fact.remark}
    return changed(
        row,
        checks=[*(row.checks or ()), said],
        may_stop=fact.enough,
        check_by=at + timedelta(hours=every) if every else None,
    )


def key(logged: Logged) -> UUID | None:
    """Key the view by the case's own stream."""
    return by_stream(logged) if logged.topic.startswith("emergency.") else None


emergencies: Final = View(
    name="emergency",
    edition=1,
    row=EmergencyRow,
    table=versioned(
        "emergency",
        Column("person", Uuid, nullable=False),
        Column("triggers", ARRAY(Text), nullable=False),
        Column("happening", Text, nullable=False),
        Column("place", Text, nullable=False),
        Column("reporter", Text, nullable=False),
        Column("reporter_words", Text, nullable=False),
        Column("route", Text, nullable=False),
        Column("category", Text, nullable=False),
        Column("reported_at", _AT, nullable=False),
        Column("called", JSONB, nullable=False),
        Column("consent", JSONB),
        Column("started_at", _AT),
        Column("ended_at", _AT),
        Column("outcome", Text),
        Column("measures", ARRAY(Text)),
        Column("effect", Text, nullable=False),
        Column("hospital", Text, nullable=False),
        Column("remark", Text, nullable=False),
        Column("record_by", _AT),
        Column("recorded_at", _AT),
        Column("record", JSONB),
        Column("recorded_in_time", Boolean, nullable=False),
        Column("check_every_hours", Integer),
        Column("check_by", _AT),
        Column("checks", JSONB),
        Column("may_stop", Boolean, nullable=False),
        Column("admission", JSONB),
        Column("funding", JSONB),
        Column("because", JSONB),
        Column("closed_at", _AT),
        Column("close_reason", Text, nullable=False),
    ),
    scope=Scope.PERSON,
    key=key,
    fold=fold,
    indexes=(
        (
            "CREATE INDEX ON view.emergency (reported_at) WHERE to_position IS NULL"
            " AND closed_at IS NULL"
        ),
        "CREATE INDEX ON view.emergency (person) WHERE to_position IS NULL",
    ),
)


def open_cases(
    connection: Connection, *, at: int | None = None, limit: int = 200
) -> list[tuple[UUID, EmergencyRow]]:
    """Return the open cases within sight, longest open first."""
    columns = emergencies.table.c
    query = emergencies.rows(at).where(columns.closed_at.is_(None))
    rows = connection.execute(
        query.order_by(columns.reported_at, columns.key).limit(limit)
    )
    return [(row.key, emergencies.from_columns(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Clock:
    """What an open case still asks for and until when: form 12, or a check."""

    case: UUID
    person: UUID
    what: str
    until: datetime


RECORD: Final = "record"
CHECK: Final = "check"


def clocks(connection: Connection) -> list[Clock]:
    """Return what runs of the open cases within sight, the soonest due first."""
    columns = emergencies.table.c
    running = or_(
        and_(columns.record_by.is_not(None), columns.recorded_at.is_(None)),
        columns.check_by.is_not(None),
    )
    query = emergencies.rows().where(columns.closed_at.is_(None), running)
    found: list[Clock] = []
    for row in connection.execute(query):
        if row.record_by and not row.recorded_at:
            found.append(Clock(row.key, row.person, RECORD, row.record_by))
        if row.check_by:
            found.append(Clock(row.key, row.person, CHECK, row.check_by))
    return sorted(found, key=lambda clock: (clock.until, clock.case, clock.what))


def emergencies_of(facts: Sequence[Logged]) -> list[tuple[UUID, EmergencyRow]]:
    """Return one person's cases that these facts tell of, the latest first."""
    rows: dict[UUID, EmergencyRow | None] = {}
    for logged in facts:
        if (stream := key(logged)) is not None:
            rows[stream] = fold(rows.get(stream), logged)
    found = [(stream, row) for stream, row in rows.items() if row is not None]
    return sorted(found, key=lambda case: case[1].reported_at, reverse=True)


def emergency_of(facts: Sequence[Logged], stream: UUID) -> EmergencyRow | None:
    """Return one of a person's cases; None when these facts tell of no such case."""
    return dict(emergencies_of(facts)).get(stream)
