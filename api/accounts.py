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
    if found is None:
        return None
    account, row = found
    known = offices.office(connection, UUID(row.office)) if row.office else None
    return standing(account, row, known.name if known else "")


def standing(account: UUID, row: AccountRow, office_name: str) -> Standing:
    """Return an account's row, with the name of its office, as what it may act as."""
    return Standing(
        account=account,
        name=row.name,
        password_hash=row.password_hash,
        is_enabled=row.is_enabled,
        role=Role(row.role) if row.role else None,
        office=UUID(row.office) if row.office else None,
        office_name=office_name,
        division=row.division,
    )
