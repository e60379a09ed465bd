"""The accounts: who may sign in, and in which role for which office and division."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, Column, Connection, Text

from domain.account import (
    Disabled,
    Opened,
    PasswordSet,
    RoleGranted,
    RoleWithdrawn,
)
from domain.log import Logged
from projections.view import Scope, View, by_stream, changed, versioned


@dataclass(frozen=True)
class AccountRow:
    """One account; role, office and division are empty while it holds no role."""

    sign_in_name: str
    name: str
    is_enabled: bool
    password_hash: str = ""
    role: str = ""
    office: str = ""
    division: str = ""


def fold(row: AccountRow | None, logged: Logged) -> AccountRow | None:
    """Copy what the account's facts say."""
    fact = logged.fact
    match fact:
        case Opened():
            return AccountRow(fact.sign_in_name, fact.name, is_enabled=True)
        case PasswordSet() if row:
            return changed(row, password_hash=fact.password_hash)
        case RoleGranted() if row:
            return changed(
                row, role=fact.role, office=fact.office, division=fact.division
            )
        case RoleWithdrawn() if row:
            return changed(row, role="", office="", division="")
        case Disabled() if row:
            return changed(row, is_enabled=False)
        case _:
            return row


accounts: Final = View(
    name="account",
    edition=1,
    row=AccountRow,
    table=versioned(
        "account",
        Column("sign_in_name", Text(collation="C"), nullable=False),
        Column("name", Text, nullable=False),
        Column("is_enabled", Boolean, nullable=False),
        Column("password_hash", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("office", Text, nullable=False),
        Column("division", Text, nullable=False),
    ),
    scope=Scope.PRIVATE,
    key=by_stream,
    fold=fold,
    indexes=("CREATE INDEX ON view.account (sign_in_name) WHERE to_position IS NULL",),
)


def by_sign_in_name(
    connection: Connection, sign_in_name: str
) -> tuple[UUID, AccountRow] | None:
    """Return the account of a sign-in name."""
    row = connection.execute(
        accounts.rows().where(accounts.table.c.sign_in_name == sign_in_name)
    ).first()
    return (row.key, accounts.from_columns(row)) if row else None


def account(
    connection: Connection, key: UUID, at: int | None = None
) -> AccountRow | None:
    """Return one account, or as it stood at a position: who might do what then."""
    row = connection.execute(
        accounts.rows(at).where(accounts.table.c.key == key)
    ).first()
    return accounts.from_columns(row) if row else None


def all_accounts(connection: Connection) -> dict[UUID, AccountRow]:
    """Return every account by id, in the order of the sign-in names."""
    rows = connection.execute(accounts.rows().order_by(accounts.table.c.sign_in_name))
    return {row.key: accounts.from_columns(row) for row in rows}


def names(connection: Connection) -> dict[UUID, str]:
    """Return the name of every account there has been."""
    rows = connection.execute(accounts.rows())
    return {row.key: row.name for row in rows}


def staffed_offices(connection: Connection) -> frozenset[str]:
    """Return the offices somebody can sign in for, by their ids as text."""
    columns = accounts.table.c
    rows = connection.execute(
        accounts.rows()
        .where(columns.is_enabled, columns.office != "")
        .with_only_columns(columns.office)
        .distinct()
    )
    return frozenset(row.office for row in rows)
