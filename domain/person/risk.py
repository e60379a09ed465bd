"""The grade of risk (危险性评估 0-5), a fact of its own.

Apart from the follow-up form, so that a quick report, a form, a correction and an import
raise the same trigger. "Not assessed" is no grade and leaves no fact; it is never 0.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.errors import GradeOutOfRange, ReasonNeeded, Unknown
from domain.fact import PersonFact, SealedWith
from domain.person.use import settle_use

if TYPE_CHECKING:
    from domain.person.person import Person

HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Grading:
    """A standing grade: its own id, 0-5, the day, and the follow-up it came with."""

    grading: str
    grade: int
    graded_on: str
    follow_up: str | None


class RiskGraded(PersonFact):
    """A doctor graded the risk, or put an earlier grade right (`corrects`)."""

    TOPIC = "person.risk_graded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    grading: str
    grade: int
    graded_on: str
    source: str
    follow_up: str | None
    corrects: str | None
    from_relative: bool
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Let the grade stand, in place of the one it corrects."""
        aggregate.gradings[self.corrects or self.grading] = Grading(
            self.corrects or self.grading, self.grade, self.graded_on, self.follow_up
        )


def grade_risk(  # noqa: PLR0913 - a grade has these parts
    person: "Person",
    *,
    grading: str,
    grade: int,
    graded_on: str,
    source: str,
    follow_up: str | None = None,
    from_relative: bool = False,
    reason: str = "",
) -> None:
    """Record a grade of 0 to 5."""
    if not 0 <= grade <= HIGHEST:
        raise GradeOutOfRange
    person.record(
        RiskGraded,
        grading=grading,
        grade=grade,
        graded_on=graded_on,
        source=source,
        follow_up=follow_up,
        corrects=None,
        from_relative=from_relative,
        reason=reason,
        happened_at=graded_on,
    )
    settle_use(person)


def correct_grade(
    person: "Person", *, corrects: str, grading: str, grade: int, reason: str
) -> None:
    """Put an earlier grade right; nothing happens if it is that already."""
    if not 0 <= grade <= HIGHEST:
        raise GradeOutOfRange
    if not reason.strip():
        raise ReasonNeeded
    standing = person.gradings.get(corrects)
    if standing is None:
        raise Unknown(kind="grading")
    if standing.grade != grade:
        person.record(
            RiskGraded,
            grading=grading,
            grade=grade,
            graded_on=standing.graded_on,
            source="correction",
            follow_up=standing.follow_up,
            corrects=corrects,
            from_relative=False,
            reason=reason,
            happened_at=standing.graded_on,
        )
        settle_use(person)
