"""Erasure: proposed by one person, confirmed by another, and then nobody reads it again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.errors import ErasureNotProposed, ReasonNeeded, WitnessNeeded
from domain.fact import PersonFact, SealedWith
from domain.person.identity import destroy_keys
from domain.rules.erasure import may_be_confirmed

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who proposed to erase the person, on what ground, on which day."""

    by: str
    reason: str
    on: str


class ErasureProposed(PersonFact):
    """Somebody proposed to destroy the person's keys; another account has to confirm."""

    TOPIC = "person.erasure_proposed"
    sealed_with: ClassVar = SealedWith.SITE

    proposed_by: str
    proposed_on: str
    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the proposal; a later one takes its place."""
        aggregate.erasure = Proposal(self.proposed_by, self.reason, self.proposed_on)


def propose_erasure(person: "Person", by: str, reason: str, on: str) -> None:
    """Propose to destroy the person's keys; a ground in law is required."""
    if not reason.strip():
        raise ReasonNeeded
    if not person.erased and person.erasure != Proposal(by, reason.strip(), on):
        person.record(
            ErasureProposed, proposed_by=by, proposed_on=on, reason=reason.strip()
        )


def confirm_erasure(person: "Person", by: str, on: str) -> None:
    """Note that the keys are destroyed, as another account proposed of late."""
    if person.erased:
        return
    proposal = person.erasure
    if proposal is None or not may_be_confirmed(proposal.on, on):
        raise ErasureNotProposed
    if proposal.by == by:
        raise WitnessNeeded
    destroy_keys(person, proposal.reason)
