"""A notice accepted otherwise than from the receiver's own account: 代为登记, or by slip.

代为登记: an officer of the county enters what was said on the telephone, a second person
confirms it, and only then it counts. A slip: printed with a code, signed by the receiver,
brought back. Each way is counted apart; what comes first stands, and the receiver's own
acceptance before an entry that nobody has confirmed yet (D-LI1, D-LI2).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from domain.errors import (
    NothingEnteredOnBehalf,
    NotYetGiven,
    ReasonNeeded,
    SlipCodeUnknown,
    WaitsForSecondPerson,
    WitnessNeeded,
)
from domain.fact import Fact, SealedWith
from domain.notice import Notice, OnBehalf
from domain.values.acceptance import Via


class OnBehalfEntered(Fact):
    """An officer entered that somebody at the receiver's accepted by telephone."""

    TOPIC = "notice.on_behalf_entered"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    spoke_with: str
    number: str
    spoken_at: str
    by: str

    def apply(self, aggregate: Notice) -> None:
        """Let it wait for a second person."""
        aggregate.on_behalf = OnBehalf(self.by)


class OnBehalfConfirmed(Fact):
    """A second person confirmed it: the notice is accepted on the receiver's behalf."""

    TOPIC = "notice.on_behalf_confirmed"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID

    def apply(self, aggregate: Notice) -> None:
        """Somebody has taken it on."""
        aggregate.on_behalf = None
        aggregate.accepted_via = Via.ON_BEHALF


class OnBehalfRefused(Fact):
    """A second person, or whoever entered it, said that it is not so."""

    TOPIC = "notice.on_behalf_refused"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str

    def apply(self, aggregate: Notice) -> None:
        """Forget the entry; the notice waits as before."""
        aggregate.on_behalf = None


class SlipPrinted(Fact):
    """The notice was printed as a slip with a code; printed again, it has the same one."""

    TOPIC = "notice.slip_printed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    code: str

    def apply(self, aggregate: Notice) -> None:
        """Keep the code."""
        aggregate.slip_code = self.code


class AcceptedBySlip(Fact):
    """A signed slip came back and its code was typed in."""

    TOPIC = "notice.accepted_by_slip"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    signed_by: str
    signed_on: str
    happened_at: str

    def apply(self, aggregate: Notice) -> None:
        """Somebody has taken it on."""
        aggregate.accepted_via = Via.SLIP
        aggregate.on_behalf = None


class Expired(Fact):
    """Nobody ever answered, every rung was told, and the matter does not stand any more."""

    TOPIC = "notice.expired"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    days: int
    editions: list[str]

    def apply(self, aggregate: Notice) -> None:
        """Expect nothing more."""
        aggregate.is_expired = True


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone call with the receiver: who said it, at which number, when."""

    spoke_with: str
    number: str
    at: datetime


def enter_on_behalf(notice: Notice, call: Call, by: str, now: datetime) -> None:
    """Enter an acceptance by telephone; on what is accepted nothing happens."""
    notice.must_be_open()
    if notice.is_accepted:
        return
    if notice.on_behalf is not None:
        raise WaitsForSecondPerson
    if call.at > now:
        raise NotYetGiven
    notice.record(
        OnBehalfEntered,
        person=notice.person,
        spoke_with=call.spoke_with,
        number=call.number,
        spoken_at=call.at.isoformat(),
        by=by,
    )


def confirm_on_behalf(notice: Notice, by: str) -> None:
    """Confirm what another entered; the receiver's own acceptance meanwhile stands."""
    notice.must_be_open()
    if notice.is_accepted:
        return
    if notice.on_behalf is None:
        raise NothingEnteredOnBehalf
    if notice.on_behalf.by == by:
        raise WitnessNeeded
    notice.record(OnBehalfConfirmed, person=notice.person)


def refuse_on_behalf(notice: Notice, reason: str) -> None:
    """Say that an entry is not so; whoever entered it may do that too."""
    if not reason.strip():
        raise ReasonNeeded
    if notice.on_behalf is None:
        raise NothingEnteredOnBehalf
    notice.record(OnBehalfRefused, person=notice.person, reason=reason)


def print_slip(notice: Notice, code: str) -> None:
    """Give the notice's slip its code; printed again, nothing happens."""
    notice.must_be_open()
    if not notice.slip_code:
        notice.record(SlipPrinted, person=notice.person, code=code)


def accept_by_slip(
    notice: Notice, code: str, signed_by: str, signed_on: str, today: date
) -> None:
    """Accept by the code of a signed slip; a slip is taken once, and only its own."""
    notice.must_be_open()
    if not notice.slip_code or notice.slip_code != code:
        raise SlipCodeUnknown
    if date.fromisoformat(signed_on) > today:
        raise NotYetGiven
    if not notice.is_accepted:
        notice.record(
            AcceptedBySlip,
            person=notice.person,
            signed_by=signed_by,
            signed_on=signed_on,
            happened_at=signed_on,
        )


def expire(notice: Notice, days: int, editions: list[str]) -> None:
    """Let a notice nobody answered in so many days expire; answered, nothing happens."""
    is_answered = notice.is_accepted or notice.is_returned
    if not (is_answered or notice.is_closed or notice.is_expired):
        notice.record(Expired, person=notice.person, days=days, editions=editions)
