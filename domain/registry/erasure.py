"""Erasure: the last step after retention, by two people, and nothing can bring it back.

One account proposes it, another confirms it; both are actors in the log, each under their
own rights. The confirmation notes it and lets the ID number go; whoever runs it destroys
the keys next. Until then it can be run again, and again comes to the same. Withdrawn
consent is no ground: it restricts use and deletes nothing (BR-PRI-8, BR-PRI-9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.claim import Claim
from domain.errors import ChangedMeanwhile, RecordMerged
from domain.log import Command
from domain.person.erasure import confirm_erasure, propose_erasure
from domain.person.identity import destroy_keys
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day


@dataclass(frozen=True, slots=True)
class ProposeErasure:
    """Propose to destroy a person's keys, on a ground in law."""

    person: UUID
    reason: str

    operation = Operation.PROPOSE_ERASURE

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def decide(self, found: Found, command: Command) -> None:
        """Note who proposes it and why."""
        propose_erasure(
            found.get(Person, self.person),
            str(command.actor),
            self.reason,
            shanghai_day(command.now).isoformat(),
        )


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Note that a person's keys are destroyed; `id_claim` is that of the ID number.

    `merged` are the records merged into the person's, which go with it.
    """

    person: UUID
    id_claim: UUID | None
    merged: tuple[UUID, ...] = ()

    operation = Operation.ERASE_PERSON

    @property
    def records(self) -> Sequence[UUID]:
        """Mean every record itself: each has keys of its own."""
        return (self.person, *self.merged)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the claim."""
        return (*self.records, *((self.id_claim,) if self.id_claim else ()))

    def decide(self, found: Found, command: Command) -> None:
        """Refuse unless another account proposed it of late; release the ID number."""
        person = found.get(Person, self.person)
        if person.merged_into:
            raise RecordMerged(survivor=person.merged_into)
        if set(person.absorbed) - {str(record) for record in self.merged}:
            raise ChangedMeanwhile
        confirm_erasure(
            person, str(command.actor), shanghai_day(command.now).isoformat()
        )
        for record in self.merged:
            destroy_keys(found.get(Person, record), "merged into one erased")
        if self.id_claim and (held := found.maybe(Claim, self.id_claim)):
            held.release(self.person, "keys destroyed")
