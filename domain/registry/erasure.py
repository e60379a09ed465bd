"""Erasure: the last step after retention, by two people, and nothing can bring it back.

The use case notes it and lets the ID number go; whoever runs it destroys the keys next.
Until then it can be run again, and again comes to the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.claim import Claim
from domain.errors import ReasonNeeded, WitnessNeeded
from domain.log import Command
from domain.person.identity import destroy_keys
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Note that a person's keys are destroyed; `id_claim` is that of the ID number."""

    person: UUID
    by: str
    witness: str
    reason: str
    id_claim: UUID | None

    operation = Operation.ERASE_PERSON

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the claim."""
        return (self.person, *((self.id_claim,) if self.id_claim else ()))

    def decide(self, found: Found, command: Command) -> None:
        """Refuse without two people and a reason; note it and release the ID number."""
        by, witness = self.by.strip(), self.witness.strip()
        if not by or not witness or by == witness:
            raise WitnessNeeded
        if not self.reason.strip():
            raise ReasonNeeded
        if self.id_claim and (held := found.maybe(Claim, self.id_claim)):
            held.release(self.person, "keys destroyed")
        destroy_keys(
            found.get(Person, self.person),
            f"{self.reason.strip()}; by {by}; witness {witness}",
        )
