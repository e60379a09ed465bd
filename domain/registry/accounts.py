"""Accounts: opened, given a role, given another password, disabled."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.account import Account, Grant
from domain.claim import Claim
from domain.log import Command
from domain.office import Office
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Open an account with its first role; a sign-in name is one account's only.

    `name_claim` is the claim stream of the sign-in name; the password comes hashed.
    """

    name_claim: UUID
    sign_in_name: str
    name: str
    password_hash: str
    grant: Grant

    operation = Operation.OPEN_ACCOUNT

    def touches(self, found: Found) -> Touched:
        """Touch the division the account will reach over."""
        return Touched(divisions=(self.grant.division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on the claim and the office."""
        return (self.name_claim, UUID(self.grant.office))

    def decide(self, found: Found, command: Command) -> None:
        """Claim the name and open the account."""
        account_id = command.new_id("account")
        found.get(Office, UUID(self.grant.office))
        claim = found.maybe(Claim, self.name_claim)
        if claim is None:
            found.begin(Claim.make(self.name_claim, "sign-in name", account_id))
        else:
            claim.take(account_id)
        account = found.begin(Account.open(account_id, self.sign_in_name, self.name))
        account.set_password(self.password_hash)
        account.grant_role(self.grant)


@dataclass(frozen=True, slots=True)
class GrantRole:
    """Let an account act in another role from now on."""

    account: UUID
    grant: Grant

    operation = Operation.GRANT_ROLE

    def touches(self, found: Found) -> Touched:
        """Touch the division the account will reach over."""
        return Touched(divisions=(self.grant.division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on the account and the office."""
        return (self.account, UUID(self.grant.office))

    def decide(self, found: Found, command: Command) -> None:
        """Grant it."""
        found.get(Office, UUID(self.grant.office))
        found.get(Account, self.account).grant_role(self.grant)


@dataclass(frozen=True, slots=True)
class DisableAccount:
    """Shut an account for good."""

    account: UUID
    reason: str

    operation = Operation.DISABLE_ACCOUNT

    def touches(self, found: Found) -> Touched:
        """Touch the division the account reaches over."""
        grant = found.get(Account, self.account).grant
        return Touched(divisions=(grant.division,) if grant else ())

    def streams(self) -> Sequence[UUID]:
        """Rest on the account."""
        return (self.account,)

    def decide(self, found: Found, command: Command) -> None:
        """Shut it."""
        found.get(Account, self.account).disable(self.reason)


@dataclass(frozen=True, slots=True)
class SetPassword:
    """Give an account another password, because its owner has lost theirs; it comes hashed."""

    account: UUID
    password_hash: str

    operation = Operation.SET_PASSWORD

    def touches(self, found: Found) -> Touched:
        """Touch the division the account reaches over."""
        grant = found.get(Account, self.account).grant
        return Touched(divisions=(grant.division,) if grant else ())

    def streams(self) -> Sequence[UUID]:
        """Rest on the account."""
        return (self.account,)

    def decide(self, found: Found, command: Command) -> None:
        """Keep its hash."""
        found.get(Account, self.account).set_password(self.password_hash)
