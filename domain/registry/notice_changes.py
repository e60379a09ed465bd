"""Corrections (更正) and withdrawals (撤回) of notices: told by the system, accepted there."""

from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.notice import Change, Corrected, Notice
from domain.registry.one_notice import AtReceiver, OneNotice
from domain.registry.runner import Found
from domain.rules.access import Operation

__all__ = ["AcceptChange", "Change", "Corrected", "TellOfChange"]


@dataclass(frozen=True, slots=True)
class TellOfChange(OneNotice):
    """Tell the receiver of a notice what became of it; one cause is told once.

    `fields` are the names that read otherwise now; None withdraws the notice.
    """

    change: Change
    fields: tuple[str, ...] | None = None

    operation = Operation.ISSUE_NOTICE

    def decide(self, found: Found, command: Command) -> None:
        """Tell it."""
        notice = found.get(Notice, self.notice)
        if self.fields is None:
            notice.withdraw(self.change)
        else:
            notice.correct(self.change, self.fields)


@dataclass(frozen=True, slots=True)
class AcceptChange(AtReceiver):
    """The receiver accepts a correction or a withdrawal, from its own account."""

    cause: UUID

    operation = Operation.ACCEPT_NOTICE

    def decide(self, found: Found, command: Command) -> None:
        """Note that the receiver knows."""
        found.get(Notice, self.notice).accept_change(str(self.cause))
