"""Accounts as they stand at this moment: looked up at every request, never remembered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from domain.values.people import Role
from projections import accounts, offices
from projections.accounts import AccountRow


@dataclass(frozen=True, slots=True)
class Standing:
    """An account and what it may act as."""

    account: UUID
    name: str
    password_hash: str
    is_enabled: bool
    role: Role | None
    office: UUID | None
    office_name: str
    division: str

    @property
    def may_act(self) -> bool:
        """Whether it is open and holds a role."""
        return self.is_enabled and self.role is not None


def named(connection: Connection, sign_in_name: str) -> Standing | None:
    """Return the account with this sign-in name."""
    found = accounts.by_sign_in_name(connection, sign_in_name)
    return _standing(connection, *found) if found else None


def with_id(connection: Connection, account: UUID) -> Standing | None:
    """Return the account with this id."""
    row = accounts.account(connection, account)
    return _standing(connection, account, row) if row else None


def _standing(connection: Connection, account: UUID, row: AccountRow) -> Standing:
    office = UUID(row.office) if row.office else None
    known = offices.all_offices(connection).get(office) if office else None
    return Standing(
        account=account,
        name=row.name,
        password_hash=row.password_hash,
        is_enabled=row.is_enabled,
        role=Role(row.role) if row.role else None,
        office=office,
        office_name=known.name if known else "",
        division=row.division,
    )
