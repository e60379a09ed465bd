"""Merge (合并): two records of one person become one, and can be parted again.

One proposes, another confirms; both say why. Nothing is copied and nothing deleted: the
facts of both stay where they are, and from the merge on they are read as one person's
(`counted.py`). Parting the records needs no second person: it joins nothing (D-X6).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from domain.errors import (
    MergeNotProposed,
    NotMerged,
    ReasonNeeded,
    RecordMerged,
    SameRecord,
    WitnessNeeded,
)
from domain.fact import PersonFact, SealedWith
from domain.rules.merging import may_be_confirmed
from domain.values.merging import Side

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """Into which record, whose identity is right, who proposes it, why, on which day."""

    survivor: str
    identity_of: str
    by: str
    reason: str
    on: str


class MergeProposed(PersonFact):
    """Somebody said that this record and another are one person's; the other survives."""

    TOPIC = "person.merge_proposed"
    sealed_with: ClassVar = SealedWith.IDENTITY

    survivor: str
    identity_of: str
    proposed_by: str
    proposed_on: str
    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the proposal; a later one takes its place."""
        aggregate.merge = MergeProposal(
            self.survivor,
            self.identity_of,
            self.proposed_by,
            self.reason,
            self.proposed_on,
        )


class MergeDeclined(PersonFact):
    """The proposal was turned down, or taken back by whoever made it."""

    TOPIC = "person.merge_declined"
    sealed_with: ClassVar = SealedWith.IDENTITY

    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Nothing is proposed any more."""
        aggregate.merge = None


class Retired(PersonFact):
    """The record was merged into another, and is read there from now on."""

    TOPIC = "person.retired"
    sealed_with: ClassVar = SealedWith.SITE

    survivor: str

    def apply(self, aggregate: "Person") -> None:
        """Remember which record survives."""
        aggregate.merged_into = self.survivor
        aggregate.merge = None


class Absorbed(PersonFact):
    """Another record was merged into this one; `identity_of` says whose identity is right."""

    TOPIC = "person.absorbed"
    sealed_with: ClassVar = SealedWith.SITE

    retired: str
    identity_of: str

    def apply(self, aggregate: "Person") -> None:
        """Remember which record it was."""
        aggregate.absorbed[self.retired] = self.identity_of


class Restored(PersonFact):
    """The merge was undone: this record stands for itself again."""

    TOPIC = "person.restored"
    sealed_with: ClassVar = SealedWith.IDENTITY

    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Stand for itself."""
        aggregate.merged_into = ""


class Parted(PersonFact):
    """The merge was undone: the other record is no longer read here."""

    TOPIC = "person.parted"
    sealed_with: ClassVar = SealedWith.SITE

    retired: str

    def apply(self, aggregate: "Person") -> None:
        """Forget it."""
        del aggregate.absorbed[self.retired]


def propose_merge(
    retiring: "Person",
    survivor: "Person",
    identity_of: Side,
    *,
    by: str,
    reason: str,
    on: str,
) -> None:
    """Propose that a record be merged into another; a reason is required."""
    if retiring.id == survivor.id:
        raise SameRecord
    for person in (retiring, survivor):
        if person.merged_into:
            raise RecordMerged(survivor=person.merged_into)
    if not reason.strip():
        raise ReasonNeeded
    wanted = MergeProposal(str(survivor.id), str(identity_of), by, reason.strip(), on)
    if retiring.merge != wanted:
        retiring.record(
            MergeProposed,
            survivor=wanted.survivor,
            identity_of=wanted.identity_of,
            proposed_by=by,
            proposed_on=on,
            reason=wanted.reason,
        )


def decline_merge(retiring: "Person", reason: str) -> None:
    """Turn the proposal down, or take it back; a reason is required."""
    if retiring.merge is None:
        raise MergeNotProposed
    if not reason.strip():
        raise ReasonNeeded
    retiring.record(MergeDeclined, reason=reason.strip())


def confirm_merge(retiring: "Person", survivor: "Person", by: str, on: str) -> Side:
    """Merge as another account proposed of late; return whose identity is right."""
    for person in (retiring, survivor):
        if person.merged_into:
            raise RecordMerged(survivor=person.merged_into)
    proposal = retiring.merge
    if (
        proposal is None
        or proposal.survivor != str(survivor.id)
        or not may_be_confirmed(proposal.on, on)
    ):
        raise MergeNotProposed
    if proposal.by == by:
        raise WitnessNeeded
    retiring.record(Retired, survivor=str(survivor.id))
    survivor.record(
        Absorbed, retired=str(retiring.id), identity_of=proposal.identity_of
    )
    return Side(proposal.identity_of)


def undo_merge(survivor: "Person", retired: "Person", reason: str) -> Side:
    """Part two merged records again; return whose identity had been taken for right."""
    side = survivor.absorbed.get(str(retired.id))
    if side is None or retired.merged_into != str(survivor.id):
        raise NotMerged
    if not reason.strip():
        raise ReasonNeeded
    retired.record(Restored, reason=reason.strip())
    survivor.record(Parted, retired=str(retired.id))
    return Side(side)


def is_record_of(person: "Person", record: UUID) -> bool:
    """Return whether a record is this person's: their own, or one merged into it."""
    return record == person.id or str(record) in person.absorbed
