"""That the person was referred (双向转诊), as planning and the chart need it.

The referral itself has a life of its own (`domain/referral.py`); here stands that it was
sent, by when to ask after it, and that it ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.fact import PersonFact, SealedWith
from domain.person.plan import plan_visit
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.planning import Cause
from domain.rules.referral import LookAfter
from domain.values.referral import Direction

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral as later decisions need it; days are ISO text, None while it is open."""

    referral: str
    direction: str
    referred_on: str
    look_by: str
    ended_on: str | None = None


class Referred(PersonFact):
    """The person was referred up or down; `look_by` is the two-week check."""

    TOPIC = "person.referred"
    sealed_with: ClassVar = SealedWith.CLINICAL

    referral: str
    direction: str
    referred_on: str
    institution: str
    look_by: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the referral as open."""
        aggregate.referrals[self.referral] = Referral(
            self.referral, self.direction, self.referred_on, self.look_by
        )


class ReferralEnded(PersonFact):
    """What came of a referral is known, or it was refused or taken back."""

    TOPIC = "person.referral_ended"
    sealed_with: ClassVar = SealedWith.CLINICAL

    referral: str
    outcome: str
    ended_on: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Let it be open no longer."""
        aggregate.referrals[self.referral] = replace(
            aggregate.referrals[self.referral], ended_on=self.ended_on
        )


def refer(  # noqa: PLR0913 - a referral has these parts
    person: "Person",
    *,
    referral: str,
    direction: str,
    referred_on: date,
    institution: str,
    look: LookAfter,
    local: InForce = NATIONAL,
) -> None:
    """Note that the person was referred, and by when to ask after it."""
    person.record(
        Referred,
        referral=referral,
        direction=direction,
        referred_on=referred_on.isoformat(),
        institution=institution,
        look_by=look.by.isoformat(),
        because=[why.fact() for why in look.because],
        happened_at=referred_on.isoformat(),
    )
    up = direction == Direction.UP
    cause = Cause.REFERRAL if up else Cause.RETURNED
    plan_visit(person, cause, referred_on, local)


def end_referral(
    person: "Person", *, referral: str, outcome: str, ended_on: date
) -> None:
    """Note that a referral ended; nothing happens when it had, or is not the person's."""
    kept = person.referrals.get(referral)
    if kept is not None and kept.ended_on is None:
        day = ended_on.isoformat()
        person.record(
            ReferralEnded,
            referral=referral,
            outcome=outcome,
            ended_on=day,
            happened_at=day,
        )


def open_referrals(person: "Person", direction: str) -> Sequence[Referral]:
    """Return the referrals in a direction of which nobody knows yet what came of them."""
    return [
        each
        for each in person.referrals.values()
        if each.direction == direction and each.ended_on is None
    ]
