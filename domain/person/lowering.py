"""Lowering a danger assessment of 3 or more: asked by one, confirmed by another.

Until somebody else has confirmed it the higher grade stands.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.errors import NoLoweringAsked, ReasonNeeded, WitnessNeeded
from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Lowering:
    """A lower grade that waits for a second person; `corrects` names a wrong grading."""

    grading: str
    grade: int
    graded_on: str
    source: str
    follow_up: str | None
    corrects: str | None
    from_relative: bool
    reason: str
    by: str


class LoweringAsked(PersonFact):
    """Somebody graded the risk below 3 while 3 or more stands; another has to confirm."""

    TOPIC = "person.lowering_asked"
    sealed_with: ClassVar = SealedWith.CLINICAL

    grading: str
    grade: int
    standing: int
    graded_on: str
    source: str
    follow_up: str | None
    corrects: str | None
    from_relative: bool
    reason: str
    by: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Let it wait; a later one takes its place."""
        aggregate.danger.lowering = Lowering(
            self.grading,
            self.grade,
            self.graded_on,
            self.source,
            self.follow_up,
            self.corrects,
            self.from_relative,
            self.reason,
            self.by,
        )


class LoweringConfirmed(PersonFact):
    """A second person confirmed it; the grade itself is a fact of its own."""

    TOPIC = "person.lowering_confirmed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    grading: str
    by: str
    role: str
    remark: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nothing waits any more."""
        aggregate.danger.lowering = None


class LoweringDeclined(PersonFact):
    """A second person did not agree: the higher grade goes on standing."""

    TOPIC = "person.lowering_declined"
    sealed_with: ClassVar = SealedWith.CLINICAL

    grading: str
    by: str
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nothing waits any more."""
        aggregate.danger.lowering = None


def confirm_lowering(
    person: "Person", grading: str, *, by: str, role: str, remark: str, at: str
) -> Lowering:
    """Confirm a lower grade and return it, to be recorded; never one's own."""
    waiting = _waiting(person, grading)
    if waiting.by == by:
        raise WitnessNeeded
    person.record(
        LoweringConfirmed,
        grading=grading,
        by=by,
        role=role,
        remark=remark,
        happened_at=at,
    )
    return waiting


def decline_lowering(
    person: "Person", grading: str, *, by: str, reason: str, at: str
) -> None:
    """Decline a lower grade, with a reason; whoever asked may take it back so too."""
    _waiting(person, grading)
    if not reason.strip():
        raise ReasonNeeded
    person.record(
        LoweringDeclined, grading=grading, by=by, reason=reason, happened_at=at
    )


def _waiting(person: "Person", grading: str) -> Lowering:
    waiting = person.danger.lowering
    if waiting is None or waiting.grading != grading:
        raise NoLoweringAsked
    return waiting
