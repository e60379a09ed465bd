"""What a channel brings to a receiver, and the three answers it may come back with."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

ISSUED: Final = "notice.issued"


@dataclass(frozen=True, slots=True)
class Message:
    """A notice, or a later step of one that its receiver is told of.

    `id` is what the receiver knows it by and drops repeats by: the notice's own id, or the
    id of the step's fact. `topic` is that fact's stored name. Ids only, nothing about a
    person.
    """

    id: UUID
    notice: UUID
    receiver: UUID
    topic: str = ISSUED
    is_urgent: bool = False
    """Level 4 and 5, which go before all others."""
    lapses_at: datetime | None = None
    """From when on it need not be brought any more; a notice itself never lapses."""

    @property
    def is_the_notice(self) -> bool:
        """Return whether it is the notice itself, and not a later step of it."""
        return self.id == self.notice


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has it."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The receiver hasn't got it yet; `reason` is a short name, nothing about a person.

    `retry_after` is how long the receiver asks to be left alone (429 and 503).
    """

    reason: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The receiver will never take anything by this channel again (410)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Underway:
    """It was handed on and no receipt has come yet: no failure, ask `again` by then."""

    again: timedelta
    reason: str = "no_receipt_yet"


Answer = Delivered | Failed | Gone | Underway


class Channel(Protocol):
    """A way to a receiver.

    It is asked from a thread of its own, several times at once, outside any transaction,
    and must give up by itself within ten seconds. What it raises counts as a failure of
    that name.
    """

    def deliver(self, message: Message) -> Answer:
        """Bring a message to its receiver; it may have been brought before."""
        ...


class Inbox:
    """The receiver's page in the console: what is issued is there."""

    def deliver(self, message: Message) -> Delivered:  # noqa: ARG002 - it is there already
        """Return at once."""
        return Delivered()
