"""What becomes of a message no channel could bring in time: tried again, or dropped.

Facts of the notice's own stream. A notice itself is never dropped; only what reminds of
one lapses.
"""

from typing import ClassVar
from uuid import UUID

from domain.errors import NothingToRedeliver, ReasonNeeded
from domain.fact import Fact, SealedWith
from domain.notice import Notice


class RedeliveryAsked(Fact):
    """Somebody asked that what a channel gave up be brought by it again (再次投递)."""

    TOPIC = "notice.redelivery_asked"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    by: str
    reason: str

    def apply(self, aggregate: Notice) -> None:
        """Forget that the channel gave up."""
        known = aggregate.deliveries
        aggregate.deliveries = {by: known[by] for by in known if by != self.by}


class MessageLapsed(Fact):
    """A reminder of the notice was dropped undelivered: it came to be of no use."""

    TOPIC = "notice.message_lapsed"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    message: str
    step: str
    by: str

    def apply(self, aggregate: Notice) -> None:
        """Change nothing: the notice stands as it was."""


def ask_redelivery(notice: Notice, by: str, reason: str) -> None:
    """Ask a channel that gave up to try again."""
    if not reason.strip():
        raise ReasonNeeded
    if notice.deliveries.get(by) is not False:
        raise NothingToRedeliver
    notice.record(RedeliveryAsked, person=notice.person, by=by, reason=reason)


def note_lapse(notice: Notice, message: UUID, step: str, by: str) -> None:
    """Note that a reminder was dropped."""
    notice.record(
        MessageLapsed, person=notice.person, message=str(message), step=step, by=by
    )
