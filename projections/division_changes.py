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


def former_codes(connection: Connection, codes: list[str]) -> list[str]:
    """Return what these divisions, or divisions within them, were called before.

    Rows of then bear the code of then: without it nobody could see them as of then.
    """
    changes = [row for _, row in all_changes(connection)]
    found: list[str] = []
    for index in reversed(range(len(changes))):
        row, later = changes[index], changes[index + 1 :]
        if is_given_again(row.old, later):
            continue
        for code in (*codes, *found):
            if code.startswith(row.new):
                found.append(row.old + code[len(row.new) :])
            elif code and row.new.startswith(code):
                found.append(row.old)
    return [code for code in dict.fromkeys(found) if code not in codes]


def is_given_again(code: str, later: list[ChangeRow]) -> bool:
    """Return whether a later change gives a code to somebody: who bears it now is theirs."""
    return any(row.new.startswith(code) for row in later)
