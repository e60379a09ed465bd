"""Exclusion (排除诊断): proposed on an opinion by one person, confirmed by another.

Off the register and out of the figures takes two people (D-W1). The opinion's day,
institution and kind are kept with it, nothing is deleted, and an exclusion that was wrong
is undone by a further fact, which brings the person back (BR-EXCL-1, BR-REP-6).
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.errors import (
    AlreadyLeft,
    ExclusionNotProposed,
    NotExcluded,
    ReasonNeeded,
    WitnessNeeded,
)
from domain.fact import PersonFact, SealedWith
from domain.person.standing import exclude_diagnosis
from domain.rules.exclusion import UNDONE, because
from domain.values.exclusion import OpinionKind

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Opinion:
    """What excludes the diagnosis: kind, day, who gave it, and what it says."""

    kind: str
    opinion_on: str
    institution: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class ExclusionProposal:
    """An opinion somebody proposes to exclude the diagnosis by; waits for another."""

    opinion: Opinion
    by: str


class ExclusionProposed(PersonFact):
    """Somebody proposed to exclude the diagnosis; another account has to confirm."""

    TOPIC = "person.exclusion_proposed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    kind: str
    opinion_on: str
    institution: str
    conclusion: str
    by: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the proposal; a later one takes its place."""
        aggregate.exclusion = ExclusionProposal(
            Opinion(self.kind, self.opinion_on, self.institution, self.conclusion),
            self.by,
        )


class ExclusionConfirmed(PersonFact):
    """A second person confirmed the exclusion; `person.diagnosis_excluded` goes with it."""

    TOPIC = "person.exclusion_confirmed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    kind: str
    proposed_by: str
    by: str
    remark: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nothing waits any more."""
        aggregate.exclusion = None


class ExclusionDeclined(PersonFact):
    """The proposal was turned down, or taken back by its author: the person stays."""

    TOPIC = "person.exclusion_declined"
    sealed_with: ClassVar = SealedWith.CLINICAL

    by: str
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nothing waits any more."""
        aggregate.exclusion = None


class ExclusionUndone(PersonFact):
    """The exclusion was wrong: the person is back on the register, the history keeps both.

    `due_on` is the day the next visit is due again; `has_left` says that the person is off
    the register all the same, because of a death.
    """

    TOPIC = "person.exclusion_undone"
    sealed_with: ClassVar = SealedWith.CLINICAL

    by: str
    reason: str
    due_on: str | None
    has_left: bool
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Let the diagnosis stand again."""
        aggregate.excluded_on = None


def propose_exclusion(person: "Person", opinion: Opinion, by: str) -> None:
    """Propose to exclude the diagnosis; nothing happens if the same waits already."""
    if person.has_left:
        raise AlreadyLeft
    if not opinion.conclusion.strip():
        raise ReasonNeeded
    if person.exclusion is None or person.exclusion.opinion != opinion:
        person.record(
            ExclusionProposed, **asdict(opinion), by=by, happened_at=opinion.opinion_on
        )


def confirm_exclusion(person: "Person", by: str, remark: str, at: str) -> None:
    """Confirm what another account proposed: the person leaves the register."""
    proposal = person.exclusion
    if proposal is None:
        raise ExclusionNotProposed
    if proposal.by == by:
        raise WitnessNeeded
    if person.has_left:
        raise AlreadyLeft
    opinion = proposal.opinion
    person.record(
        ExclusionConfirmed,
        kind=opinion.kind,
        proposed_by=proposal.by,
        by=by,
        remark=remark,
        because=[why.fact() for why in because(OpinionKind(opinion.kind))],
        happened_at=at,
    )
    exclude_diagnosis(
        person,
        excluded_on=opinion.opinion_on,
        hospital=opinion.institution,
        reason=opinion.conclusion,
    )


def decline_exclusion(person: "Person", by: str, reason: str, at: str) -> None:
    """Turn a proposal down, or take it back, with a reason."""
    if person.exclusion is None:
        raise ExclusionNotProposed
    if not reason.strip():
        raise ReasonNeeded
    person.record(ExclusionDeclined, by=by, reason=reason.strip(), happened_at=at)


def undo_exclusion(person: "Person", by: str, reason: str, at: str) -> None:
    """Bring a person back whose exclusion was wrong, with a reason."""
    if person.excluded_on is None:
        raise NotExcluded
    if not reason.strip():
        raise ReasonNeeded
    is_dead = person.death is not None
    person.record(
        ExclusionUndone,
        by=by,
        reason=reason.strip(),
        due_on=None if is_dead else person.kept_due_on,
        has_left=is_dead,
        because=[UNDONE.fact()],
        happened_at=at,
    )
