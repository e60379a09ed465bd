"""The grade of risk (危险性评估 0-5), a fact of its own.

Apart from the follow-up form, so that a quick report, a form, a correction and an import
raise the same trigger. "Not assessed" is no grade and leaves no fact; it is never 0.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.errors import GradeOutOfRange, ReasonNeeded, Unknown
from domain.fact import PersonFact, SealedWith
from domain.person.lowering import Lowering, LoweringAsked
from domain.person.use import settle_use
from domain.rules.clause import Reason
from domain.rules.lowering import Graded, needs_second
from domain.rules.parameters import NATIONAL, InForce
from domain.values.findings import Grade

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
        """Let the grade stand, in place of the one it corrects; nothing lower waits."""
        aggregate.danger.lowering = None
        aggregate.gradings[self.corrects or self.grading] = Grading(
            self.corrects or self.grading, self.grade, self.graded_on, self.follow_up
        )


@dataclass(frozen=True, slots=True)
class Author:
    """Who graded, as what, and what holds in the place; nobody for an import."""

    by: str
    role: str
    local: InForce = NATIONAL


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
    author: Author | None = None,
) -> None:
    """Record a grade of 0 to 5; one that lowers 3 or more may wait for a second person."""
    if not 0 <= grade <= HIGHEST:
        raise GradeOutOfRange
    graded = Lowering(
        grading,
        grade,
        graded_on,
        source,
        follow_up,
        None,
        from_relative,
        reason,
        author.by if author else "",
    )
    _stand_or_wait(person, graded, author)


def let_stand(person: "Person", graded: Lowering) -> None:
    """Record a grade that may stand."""
    person.record(
        RiskGraded,
        grading=graded.grading,
        grade=graded.grade,
        graded_on=graded.graded_on,
        source=graded.source,
        follow_up=graded.follow_up,
        corrects=graded.corrects,
        from_relative=graded.from_relative,
        reason=graded.reason,
        happened_at=graded.graded_on,
    )
    settle_use(person)


def _stand_or_wait(person: "Person", graded: Lowering, author: Author | None) -> None:
    why = asks_for_second(person, graded.grade, graded.graded_on, author)
    standing = person.current_grade()
    if why is None or standing is None:
        let_stand(person, graded)
        return
    person.record(
        LoweringAsked,
        grading=graded.grading,
        grade=graded.grade,
        standing=standing.grade,
        graded_on=graded.graded_on,
        source=graded.source,
        follow_up=graded.follow_up,
        corrects=graded.corrects,
        from_relative=graded.from_relative,
        reason=graded.reason,
        by=graded.by,
        because=[why.fact()],
        happened_at=graded.graded_on,
    )


def asks_for_second(
    person: "Person", grade: int, graded_on: str, author: Author | None
) -> Reason | None:
    """Return why a grade would wait for a second person; None where it stands at once."""
    standing = person.current_grade()
    if author is None or standing is None:
        return None
    return needs_second(
        Graded(Grade(standing.grade), standing.graded_on),
        Graded(Grade(grade), graded_on),
        author.role,
        author.local.at(person.village),
    )


def correct_grade(
    person: "Person",
    *,
    corrects: str,
    grading: str,
    grade: int,
    reason: str,
    author: Author | None = None,
) -> None:
    """Put an earlier grade right; nothing happens if it is that already."""
    if not 0 <= grade <= HIGHEST:
        raise GradeOutOfRange
    if not reason.strip():
        raise ReasonNeeded
    standing = person.gradings.get(corrects)
    if standing is None:
        raise Unknown(kind="grading")
    if standing.grade == grade:
        return
    right = Lowering(
        grading,
        grade,
        standing.graded_on,
        "correction",
        standing.follow_up,
        corrects,
        from_relative=False,
        reason=reason,
        by=author.by if author else "",
    )
    current = person.current_grade()
    is_current = current is not None and current.grading == corrects
    _stand_or_wait(person, right, author if is_current else None)
