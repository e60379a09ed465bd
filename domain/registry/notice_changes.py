"""Corrections (更正) and withdrawals (撤回) of notices: told by the system, accepted there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.notice import Change, Corrected, Notice
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation

__all__ = ["AcceptChange", "Change", "Corrected", "TellOfChange"]


@dataclass(frozen=True, slots=True)
class TellOfChange:
    """Tell the receiver of a notice what became of it; one cause is told once.

    `fields` are the names that read otherwise now; None withdraws the notice.
    """

    notice: UUID
    change: Change
    fields: tuple[str, ...] | None = None

    operation = Operation.ISSUE_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself tells."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice."""
        return (self.notice,)

    def decide(self, found: Found, command: Command) -> None:
        """Tell it."""
        notice = found.get(Notice, self.notice)
        if self.fields is None:
            notice.withdraw(self.change)
        else:
            notice.correct(self.change, self.fields)


@dataclass(frozen=True, slots=True)
class AcceptChange:
    """The receiver accepts a correction or a withdrawal, from its own account."""

    notice: UUID
    cause: UUID

    operation = Operation.ACCEPT_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch the office the notice is addressed to."""
        return Touched(office=found.get(Notice, self.notice).receiver)

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice."""
        return (self.notice,)

    def decide(self, found: Found, command: Command) -> None:
        """Note that the receiver knows."""
        found.get(Notice, self.notice).accept_change(str(self.cause))
