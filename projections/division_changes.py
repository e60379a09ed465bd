"""The codes of divisions that changed: from which to which, since when, by what document."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, select, union

from domain.division import CodeChanged
from domain.log import Logged
from projections.accounts import accounts
from projections.custody import custody
from projections.offices import all_offices
from projections.person_card import person_card
from projections.view import Scope, View, by_stream, versioned


@dataclass(frozen=True)
class ChangeRow:
    """One change; days are ISO text."""

    old: str
    new: str
    name: str
    from_on: str
    reason: str


def fold(row: ChangeRow | None, logged: Logged) -> ChangeRow | None:
    """Copy the change."""
    fact = logged.fact
    if not isinstance(fact, CodeChanged):
        return row
    return ChangeRow(fact.old, fact.new, fact.name, fact.from_on, fact.reason)


division_changes: Final = View(
    name="division_change",
    edition=1,
    row=ChangeRow,
    table=versioned(
        "division_change",
        Column("old", Text, nullable=False),
        Column("new", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("from_on", Text, nullable=False),
        Column("reason", Text, nullable=False),
    ),
    scope=Scope.OPEN,
    key=by_stream,
    fold=fold,
)


def all_changes(
    connection: Connection, at: int | None = None
) -> list[tuple[UUID, ChangeRow]]:
    """Return every change, the earliest first, now or as known at a position."""
    columns = division_changes.table.c
    rows = connection.execute(
        division_changes.rows(at).order_by(columns.from_on, columns.key)
    )
    return [(row.key, division_changes.from_columns(row)) for row in rows]


def still_numbered(connection: Connection, old: str) -> list[UUID]:
    """Return offices, accounts and people that bear a code; the product's own job asks."""
    offices = [
        key
        for key, row in all_offices(connection).items()
        if row.division.startswith(old)
        or any(
            s["until_on"] is None and s["village"].startswith(old) for s in row.services
        )
    ]
    cards, held, account = person_card.table.c, custody.table.c, accounts.table.c
    found = union(
        select(cards.key).where(
            cards.to_position.is_(None),
            cards.division.startswith(old) | cards.domicile.startswith(old),
        ),
        select(held.key).where(
            held.to_position.is_(None), held.held_from.startswith(old)
        ),
        select(account.key).where(
            account.to_position.is_(None), account.division.startswith(old)
        ),
    )
    return [*offices, *(row.key for row in connection.execute(found))]
