"""The referrals: what each office has sent and what waits to be answered by it.

Whether an answer is late follows from `answer_by` and the hour, and whether the two-week
check is due from `look_by` and the day; neither is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from domain.log import Logged
from domain.referral import Ended, Received, Refused, Sent, Withdrawn
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class ReferralRow:
    """One referral; days are ISO text, empty while it has not come so far."""

    person: UUID
    direction: str
    reasons: list[str]
    from_office: str
    to_office: str
    institution: str
    department: str
    sent_on: str
    summary: str
    advice: str
    out_of_area: bool
    out_of_area_why: str
    sent_by: UUID
    sent_at: datetime
    answer_by: datetime
    look_by: str
    because: list[dict[str, str]]
    is_over: bool = False
    state: str = "sent"
    received_on: str = ""
    received_in: str = ""
    received_by: str = ""
    refused_on: str = ""
    refusal: str = ""
    remark: str = ""
    outcome: str = ""
    ended_on: str = ""
    answer: str = ""


def fold(row: ReferralRow | None, logged: Logged) -> ReferralRow | None:
    """Copy what the referral's facts say."""
    fact = logged.fact
    if isinstance(fact, Sent):
        return _sent(fact, logged)
    if row is None:
        return None
    match fact:
        case Received():
            return changed(
                row,
                state="received",
                received_on=fact.received_on,
                received_in=fact.department,
                received_by=fact.doctor,
            )
        case Refused():
            return changed(
                row,
                state="refused",
                is_over=True,
                refused_on=fact.refused_on,
                refusal=fact.refusal,
                remark=fact.remark,
            )
        case Withdrawn():
            return changed(row, state="withdrawn", is_over=True, remark=fact.reason)
        case Ended():
            return changed(
                row,
                state="ended",
                is_over=True,
                outcome=fact.outcome,
                ended_on=fact.ended_on,
                answer=fact.advice,
            )
        case _:
            return row


def _sent(fact: Sent, logged: Logged) -> ReferralRow:
    return ReferralRow(
        person=fact.person,
        direction=fact.direction,
        reasons=fact.reasons,
        from_office=fact.from_office,
        to_office=fact.to_office,
        institution=fact.institution,
        department=fact.department,
        sent_on=fact.sent_on,
        summary=fact.summary,
        advice=fact.advice,
        out_of_area=fact.out_of_area,
        out_of_area_why=fact.out_of_area_why,
        sent_by=UUID(str(logged.header["actor"])),
        sent_at=logged.recorded_at,
        answer_by=datetime.fromisoformat(fact.answer_by),
        look_by=fact.look_by,
        because=fact.because,
    )


def key(logged: Logged) -> UUID | None:
    """Key the view by the referral's own stream."""
    return by_stream(logged) if logged.topic.startswith("referral.") else None


referrals: Final = View(
    name="referral",
    edition=1,
    row=ReferralRow,
    table=versioned(
        "referral",
        Column("person", Uuid, nullable=False),
        Column("direction", Text, nullable=False),
        Column("reasons", ARRAY(Text), nullable=False),
        Column("from_office", Text, nullable=False),
        Column("to_office", Text, nullable=False),
        Column("institution", Text, nullable=False),
        Column("department", Text, nullable=False),
        Column("sent_on", Text, nullable=False),
        Column("summary", Text, nullable=False),
        Column("advice", Text, nullable=False),
        Column("out_of_area", Boolean, nullable=False),
        Column("out_of_area_why", Text, nullable=False),
        Column("sent_by", Uuid, nullable=False),
        Column("sent_at", _AT, nullable=False),
        Column("answer_by", _AT, nullable=False),
        Column("look_by", Text, nullable=False),
        Column("because", JSONB, nullable=False),
        Column("is_over", Boolean, nullable=False),
        Column("state", Text, nullable=False),
        Column("received_on", Text, nullable=False),
        Column("received_in", Text, nullable=False),
        Column("received_by", Text, nullable=False),
        Column("refused_on", Text, nullable=False),
        Column("refusal", Text, nullable=False),
        Column("remark", Text, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("ended_on", Text, nullable=False),
        Column("answer", Text, nullable=False),
    ),
    scope=Scope.PERSON,
    key=key,
    fold=fold,
    indexes=(
        (
            "CREATE INDEX ON view.referral (answer_by) WHERE to_position IS NULL"
            " AND NOT is_over"
        ),
        "CREATE INDEX ON view.referral (person) WHERE to_position IS NULL",
    ),
)


def open_referrals(
    connection: Connection, *, at: int | None = None, limit: int = 200
) -> list[tuple[UUID, ReferralRow]]:
    """Return the referrals within sight that are not over, soonest to be answered first."""
    columns = referrals.table.c
    query = referrals.rows(at).where(columns.is_over.is_(other=False))
    rows = connection.execute(
        query.order_by(columns.answer_by, columns.key).limit(limit)
    )
    return [(row.key, referrals.from_columns(row)) for row in rows]


def lately_over(
    connection: Connection, since: str, *, limit: int = 50
) -> list[tuple[UUID, ReferralRow]]:
    """Return the referrals refused or ended since a day, the latest first."""
    columns = referrals.table.c
    query = referrals.rows().where(
        columns.is_over, (columns.ended_on >= since) | (columns.refused_on >= since)
    )
    rows = connection.execute(
        query.order_by(columns.sent_at.desc(), columns.key).limit(limit)
    )
    return [(row.key, referrals.from_columns(row)) for row in rows]


def referrals_of(facts: Sequence[Logged]) -> list[tuple[UUID, ReferralRow]]:
    """Return one person's referrals that these facts tell of, the latest first."""
    rows: dict[UUID, ReferralRow | None] = {}
    for logged in facts:
        if (stream := key(logged)) is not None:
            rows[stream] = fold(rows.get(stream), logged)
    found = [(stream, row) for stream, row in rows.items() if row is not None]
    return sorted(found, key=lambda each: each[1].sent_at, reverse=True)
