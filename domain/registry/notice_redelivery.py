"""A channel that gave up is asked to try again; a reminder nobody needs is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.errors import Unknown
from domain.log import Command
from domain.notice import Notice
from domain.notice_redelivery import RedeliveryAsked, ask_redelivery, note_lapse
from domain.office import Office
from domain.registry.one_notice import OneNotice
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation

__all__ = ["NoteLapse", "RedeliverNotice", "RedeliveryAsked"]


@dataclass(frozen=True, slots=True)
class RedeliverNotice:
    """Ask that what a channel gave up be brought by it again (再次投递)."""

    notice: UUID
    receiver: UUID
    by: str
    reason: str

    operation = Operation.REDELIVER_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch the division the receiver stands for."""
        return Touched(divisions=(found.get(Office, self.receiver).division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice and its receiver."""
        return (self.notice, self.receiver)

    def decide(self, found: Found, command: Command) -> None:
        """Ask for it."""
        notice = found.get(Notice, self.notice)
        if notice.receiver != str(self.receiver):
            raise Unknown(kind="notice")
        ask_redelivery(notice, self.by, self.reason)


@dataclass(frozen=True, slots=True)
class NoteLapse(OneNotice):
    """A message that reminds of a notice was dropped undelivered by a channel."""

    message: UUID
    step: str
    by: str

    operation = Operation.DELIVER_NOTICE

    def decide(self, found: Found, command: Command) -> None:
        """Note it."""
        note_lapse(found.get(Notice, self.notice), self.message, self.step, self.by)
