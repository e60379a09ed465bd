"""An account: who signs in, in which roles, for which office and divisions, since when.

Permissions as they stood at any moment follow from these facts.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for an office over a division (a code prefix), from a day on."""

    role: str
    office: str
    division: str
    from_on: str


class Opened(FirstFact):
    """An account was opened for somebody."""

    TOPIC = "account.opened"
    sealed_with: ClassVar = SealedWith.SITE

    sign_in_name: str
    name: str

    def apply(self, aggregate: "Account") -> None:
        """Keep the names."""
        aggregate.sign_in_name = self.sign_in_name
        aggregate.name = self.name
        aggregate.is_enabled = True


class PasswordSet(Fact):
    """A password was set; only its argon2id hash is kept, sealed like everything."""

    TOPIC = "account.password_set"
    sealed_with: ClassVar = SealedWith.SITE

    password_hash: str

    def apply(self, aggregate: "Account") -> None:
        """Keep the hash."""
        aggregate.password_hash = self.password_hash


class RoleGranted(Fact):
    """The account may act in a role."""

    TOPIC = "account.role_granted"
    sealed_with: ClassVar = SealedWith.SITE

    role: str
    office: str
    division: str
    from_on: str

    def apply(self, aggregate: "Account") -> None:
        """Keep the grant."""
        aggregate.grant = Grant(self.role, self.office, self.division, self.from_on)


class RoleWithdrawn(Fact):
    """The account may no longer act in its role."""

    TOPIC = "account.role_withdrawn"
    sealed_with: ClassVar = SealedWith.SITE

    reason: str

    def apply(self, aggregate: "Account") -> None:
        """Forget the grant."""
        aggregate.grant = None


class Disabled(Fact):
    """The account can no longer sign in, and its sessions end at once."""

    TOPIC = "account.disabled"
    sealed_with: ClassVar = SealedWith.SITE

    reason: str

    def apply(self, aggregate: "Account") -> None:
        """Shut it."""
        aggregate.is_enabled = False


class Account(Stream):
    """Somebody's way into the system; one role at a time."""

    TOPIC = "account"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "account.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "account.created"

    def __init__(self) -> None:
        """Begin without rights."""
        self.sign_in_name = ""
        self.name = ""
        self.is_enabled = False
        self.password_hash = ""
        self.grant: Grant | None = None

    @classmethod
    def open(cls, stream: UUID, sign_in_name: str, name: str) -> "Account":
        """Open an account."""
        return cls._create(
            Opened, id=stream, timestamp=NOT_YET, sign_in_name=sign_in_name, name=name
        )

    def set_password(self, password_hash: str) -> None:
        """Keep a new password's hash."""
        self.record(PasswordSet, password_hash=password_hash)

    def grant_role(self, grant: Grant) -> None:
        """Let the account act in a role; nothing happens if it does already."""
        if self.grant != grant:
            self.record(
                RoleGranted,
                role=grant.role,
                office=grant.office,
                division=grant.division,
                from_on=grant.from_on,
            )

    def withdraw_role(self, reason: str) -> None:
        """Take the role away; asking twice takes it once."""
        if self.grant is not None:
            self.record(RoleWithdrawn, reason=reason)

    def disable(self, reason: str) -> None:
        """Shut the account; asking twice shuts it once."""
        if self.is_enabled:
            self.record(Disabled, reason=reason)
