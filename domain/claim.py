"""A claim: one small stream for each thing only one may hold.

Its id is an HMAC of what is claimed under the site's claim key, so the number itself is
nowhere: an ID number, a sign-in name, a row of an imported register. Released on
correction, merge and key destruction.
"""

import hashlib
import hmac
from typing import ClassVar
from uuid import UUID

from domain.errors import AlreadyTaken
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


class Claimed(FirstFact):
    """Something was claimed for the first time."""

    TOPIC = "claim.claimed"
    sealed_with: ClassVar = SealedWith.SITE

    kind: str
    holder: str

    def apply(self, aggregate: "Claim") -> None:
        """Keep the holder."""
        aggregate.kind = self.kind
        aggregate.holder = self.holder


class Reclaimed(Fact):
    """What had been released was claimed again."""

    TOPIC = "claim.reclaimed"
    sealed_with: ClassVar = SealedWith.SITE

    holder: str

    def apply(self, aggregate: "Claim") -> None:
        """Keep the holder."""
        aggregate.holder = self.holder


class Released(Fact):
    """The holder let it go."""

    TOPIC = "claim.released"
    sealed_with: ClassVar = SealedWith.SITE

    reason: str

    def apply(self, aggregate: "Claim") -> None:
        """Nobody holds it now."""
        aggregate.holder = ""


class Claim(Stream):
    """Who holds one thing that only one may hold."""

    TOPIC = "claim"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "claim.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "claim.created"

    def __init__(self) -> None:
        """Begin held by nobody."""
        self.kind = ""
        self.holder = ""

    @classmethod
    def make(cls, stream: UUID, kind: str, holder: UUID) -> "Claim":
        """Begin a claim held by somebody."""
        return cls._create(
            Claimed, id=stream, timestamp=NOT_YET, kind=kind, holder=str(holder)
        )

    def take(self, holder: UUID) -> None:
        """Claim it again after a release; refuse while another holds it."""
        if self.holder == str(holder):
            return
        if self.holder:
            raise AlreadyTaken(kind=self.kind)
        self.record(Reclaimed, holder=str(holder))

    def release(self, holder: UUID, reason: str) -> None:
        """Let it go; nothing happens when somebody else holds it."""
        if self.holder == str(holder):
            self.record(Released, reason=reason)


def claim_id(claim_key: bytes, kind: str, value: str) -> UUID:
    """Return the stream id of a claim; without the key nobody can enumerate values."""
    digest = hmac.digest(claim_key, f"{kind}\n{value}".encode(), hashlib.sha256)
    return UUID(bytes=digest[:16], version=5)
