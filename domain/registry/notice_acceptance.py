"""Notices accepted by telephone or by slip, counted apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.errors import Unknown
from domain.log import Command
from domain.notice import Notice
from domain.notice_acceptance import (
    Call,
    accept_by_slip,
    confirm_on_behalf,
    enter_on_behalf,
    print_slip,
    refuse_on_behalf,
)
from domain.person.merging import is_record_of
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day

__all__ = [
    "AcceptBySlip",
    "Call",
    "ConfirmOnBehalf",
    "EnterOnBehalf",
    "PrintSlip",
    "RefuseOnBehalf",
]


@dataclass(frozen=True, slots=True)
class _OfNotice:
    """Rests on a notice and the person it is about."""

    notice: UUID
    person: UUID

    def touches(self, found: Found) -> Touched:
        """Touch where the person lives, and the office the notice is addressed to."""
        return Touched(
            divisions=found.get(Person, self.person).divisions(),
            office=found.get(Notice, self.notice).receiver,
        )

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice and its person."""
        return (self.notice, self.person)

    def of(self, found: Found) -> Notice:
        """Return the notice; it must be about the person."""
        notice = found.get(Notice, self.notice)
        if not is_record_of(found.get(Person, self.person), notice.person):
            raise Unknown(kind="notice")
        return notice


@dataclass(frozen=True, slots=True)
class EnterOnBehalf(_OfNotice):
    """Enter an acceptance that somebody at the receiver's gave by telephone (代为登记)."""

    call: Call

    operation = Operation.ENTER_ON_BEHALF

    def decide(self, found: Found, command: Command) -> None:
        """Let it wait for a second person."""
        enter_on_behalf(self.of(found), self.call, str(command.actor), command.now)


@dataclass(frozen=True, slots=True)
class ConfirmOnBehalf(_OfNotice):
    """Confirm what another entered: only then the notice is accepted."""

    operation = Operation.CONFIRM_ON_BEHALF

    def decide(self, found: Found, command: Command) -> None:
        """Accept it on the receiver's behalf."""
        confirm_on_behalf(self.of(found), str(command.actor))


@dataclass(frozen=True, slots=True)
class RefuseOnBehalf(_OfNotice):
    """Say that an acceptance entered by telephone is not so."""

    reason: str

    operation = Operation.CONFIRM_ON_BEHALF

    def decide(self, found: Found, command: Command) -> None:
        """Let the notice wait as before."""
        refuse_on_behalf(self.of(found), self.reason)


@dataclass(frozen=True, slots=True)
class PrintSlip(_OfNotice):
    """Print the notice as a slip to be signed; `code` is what nobody could guess."""

    code: str

    operation = Operation.PRINT_SLIP

    def decide(self, found: Found, command: Command) -> None:
        """Keep the code."""
        print_slip(self.of(found), self.code)


@dataclass(frozen=True, slots=True)
class AcceptBySlip(_OfNotice):
    """Accept by the code of a slip that somebody at the receiver's signed."""

    code: str
    signed_by: str
    signed_on: str

    operation = Operation.ACCEPT_BY_SLIP

    def decide(self, found: Found, command: Command) -> None:
        """Take it on."""
        today = shanghai_day(command.now)
        accept_by_slip(self.of(found), self.code, self.signed_by, self.signed_on, today)
