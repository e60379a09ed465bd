"""Who is on duty at each office, with the telephone, since when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, DateTime, Integer, Text, Uuid

from domain.log import Logged
from domain.shift import Begun, HandedOver, TakenOver
from projections.accounts import all_accounts
from projections.view import Scope, View, by_stream, changed, versioned

_AT = DateTime(timezone=True)


@dataclass(frozen=True)
class DutyRow:
    """The shift of one office; `account` is None while nobody has taken over."""

    office: UUID
    account: UUID | None = None
    phone: str = ""
    since: datetime | None = None
    open_then: int = 0
    """How many notices were open at the last change."""


def fold(row: DutyRow | None, logged: Logged) -> DutyRow | None:
    """Copy who is on duty."""
    fact, at = logged.fact, logged.recorded_at
    match fact:
        case Begun():
            return DutyRow(UUID(fact.office))
        case TakenOver() if row:
            return changed(
                row,
                account=UUID(fact.account),
                phone=fact.phone,
                since=at,
                open_then=len(fact.notices),
            )
        case HandedOver() if row:
            return changed(
                row, account=None, phone="", since=at, open_then=len(fact.notices)
            )
        case _:
            return row


def key(logged: Logged) -> UUID | None:
    """Key the view by the stream of an office's shifts."""
    return by_stream(logged) if logged.topic.startswith("shift.") else None


duties: Final = View(
    name="duty",
    edition=1,
    row=DutyRow,
    table=versioned(
        "duty",
        Column("office", Uuid, nullable=False),
        Column("account", Uuid),
        Column("phone", Text, nullable=False),
        Column("since", _AT),
        Column("open_then", Integer, nullable=False),
    ),
    scope=Scope.OPEN,
    key=key,
    fold=fold,
    indexes=("CREATE INDEX ON view.duty (office) WHERE to_position IS NULL",),
)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who answers at an office now."""

    account: UUID
    name: str
    phone: str
    since: datetime | None


def on_duty(connection: Connection) -> dict[UUID, OnDuty]:
    """Return who is on duty, by office; nobody whose account was closed since."""
    accounts = all_accounts(connection)
    rows = (duties.from_columns(row) for row in connection.execute(duties.rows()))
    found: dict[UUID, OnDuty] = {}
    for row in rows:
        account = accounts.get(row.account) if row.account else None
        is_there = account is not None and account.is_enabled
        if row.account and account and is_there and account.office == str(row.office):
            found[row.office] = OnDuty(row.account, account.name, row.phone, row.since)
    return found


def duty_of(connection: Connection, office: UUID) -> DutyRow | None:
    """Return the shift of an office as it stands; None when it keeps none."""
    row = connection.execute(
        duties.rows().where(duties.table.c.office == office)
    ).first()
    return duties.from_columns(row) if row else None
