"""Merging two records of one person: proposed by one, confirmed by another, undone by one.

The ID number follows: the one of the identity that is right goes to the surviving record,
the other is free again; parting gives each back its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.claim import Claim
from domain.log import Command
from domain.person.merging import (
    confirm_merge,
    decline_merge,
    propose_merge,
    undo_merge,
)
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.merging import Side

__all__ = [
    "Claims",
    "ConfirmMerge",
    "DeclineMerge",
    "ProposeMerge",
    "Side",
    "UndoMerge",
]


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims on the ID numbers of the two records, None where there is no number."""

    of_survivor: UUID | None = None
    of_retired: UUID | None = None

    def streams(self) -> tuple[UUID, ...]:
        """Return the claims there are."""
        return tuple(each for each in (self.of_survivor, self.of_retired) if each)


@dataclass(frozen=True, slots=True)
class _OfTwoRecords:
    """Rests on two records as they are, the one that retires first."""

    person: UUID
    """The record that retires, or was retired."""
    survivor: UUID

    @property
    def records(self) -> Sequence[UUID]:
        """Mean both records themselves."""
        return (self.person, self.survivor)

    def streams(self) -> Sequence[UUID]:
        """Rest on both."""
        return (self.person, self.survivor)

    def touches(self, found: Found) -> Touched:
        """Touch where both live: whoever joins them must be able to see both."""
        people = (found.get(Person, record) for record in self.records)
        return Touched(divisions=tuple(d for each in people for d in each.divisions()))


@dataclass(frozen=True, slots=True)
class ProposeMerge(_OfTwoRecords):
    """Say that two records are one person's, which survives, and whose identity is right."""

    identity_of: Side
    reason: str

    operation = Operation.PROPOSE_MERGE

    def decide(self, found: Found, command: Command) -> None:
        """Note who proposes it and why."""
        propose_merge(
            found.get(Person, self.person),
            found.get(Person, self.survivor),
            self.identity_of,
            by=str(command.actor),
            reason=self.reason,
            on=shanghai_day(command.now).isoformat(),
        )


@dataclass(frozen=True, slots=True)
class DeclineMerge(_OfTwoRecords):
    """Turn a proposal down, or take one's own back."""

    reason: str

    operation = Operation.DECLINE_MERGE

    def decide(self, found: Found, command: Command) -> None:
        """Note why."""
        decline_merge(found.get(Person, self.person), self.reason)


@dataclass(frozen=True, slots=True)
class ConfirmMerge(_OfTwoRecords):
    """Merge two records as another account proposed; the ID number goes along."""

    claims: Claims

    operation = Operation.CONFIRM_MERGE

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of the record that retires."""
        return self.person

    def streams(self) -> Sequence[UUID]:
        """Rest on both records and on their ID numbers."""
        return (self.person, self.survivor, *self.claims.streams())

    def decide(self, found: Found, command: Command) -> None:
        """Merge, and let the number of the right identity go to the surviving record."""
        side = confirm_merge(
            found.get(Person, self.person),
            found.get(Person, self.survivor),
            str(command.actor),
            shanghai_day(command.now).isoformat(),
        )
        _release(found, self.claims.of_retired, self.person)
        if side is Side.RETIRED:
            _release(found, self.claims.of_survivor, self.survivor)
            _take(found, self.claims.of_retired, self.survivor)


@dataclass(frozen=True, slots=True)
class UndoMerge(_OfTwoRecords):
    """Part two merged records; each gets its ID number back, if nobody else has it now."""

    reason: str
    claims: Claims

    operation = Operation.UNDO_MERGE

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of the surviving record."""
        return self.survivor

    def streams(self) -> Sequence[UUID]:
        """Rest on both records and on their ID numbers."""
        return (self.person, self.survivor, *self.claims.streams())

    def decide(self, found: Found, command: Command) -> None:
        """Part them; `AlreadyTaken` when a number was given to somebody else since."""
        side = undo_merge(
            found.get(Person, self.survivor),
            found.get(Person, self.person),
            self.reason,
        )
        if side is Side.RETIRED:
            _release(found, self.claims.of_retired, self.survivor)
            _take(found, self.claims.of_survivor, self.survivor)
        _take(found, self.claims.of_retired, self.person)


def _release(found: Found, claim: UUID | None, holder: UUID) -> None:
    if claim and (held := found.maybe(Claim, claim)):
        held.release(holder, "merged")


def _take(found: Found, claim: UUID | None, holder: UUID) -> None:
    if claim and (held := found.maybe(Claim, claim)):
        held.take(holder)
