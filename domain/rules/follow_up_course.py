"""Say where a follow-up stands in the person's course.

Decision: the step a follow-up is; `follow_up_interval.py` says how long a step lasts.
Source:   R2 二(三)2 (a basically stable finding, its two-week check, the month under
          guidance), R1 二(三)1 and 3 (sources.md).
Hit rule: exactly one row matches.
Silence:  D-I1: still basic after the month under guidance. D-I2: basic again after a
          settled course is a new finding. D-I3: in hospital. D-I4: no class.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.values.findings import FollowUpClass


class Step(StrEnum):
    """Where a follow-up stands in the person's course; intervals belong to steps."""

    UNSTABLE = "unstable"
    BASIC_FIRST = "basic_first"
    """Found basically stable, to be checked after two weeks."""
    BASIC_AGAIN = "basic_again"
    """Found basically stable anew after a settled course; checked after two weeks."""
    BASIC_SETTLING = "basic_settling"
    """The two-week check found it settling."""
    BASIC_NOT_SETTLED = "basic_not_settled"
    """The two-week check found it not settled: under the psychiatrist's guidance."""
    BASIC_STILL = "basic_still"
    """Still basically stable after the month under guidance."""
    STABLE = "stable"
    ADMITTED = "admitted"
    """Found in hospital for the first time."""
    STILL_IN_HOSPITAL = "still_in_hospital"
    NO_CLASS = "no_class"


@dataclass(frozen=True, slots=True)
class EarlierVisit:
    """A standing follow-up before this one, as the course of events needs it.

    Without a class the person was in hospital: nothing else lets a class stay open.
    `settling` is the doctor's answer at a two-week check; elsewhere it says nothing.
    """

    visited_on: date
    judged: FollowUpClass | None
    settling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Which step a follow-up is, given the step before it; left out = any."""

    then: Step
    in_hospital: bool = False
    judged: FollowUpClass | None = None
    before: AbstractSet[Step | None] | None = None
    settling: bool | None = None

    def matches(
        self, visit: EarlierVisit, before: Step | None, *, in_hospital: bool
    ) -> bool:
        """Return whether this row speaks of the visit."""
        return (
            self.in_hospital is in_hospital
            and (self.in_hospital or self.judged is visit.judged)
            and (self.before is None or before in self.before)
            and (self.settling is None or self.settling is visit.settling)
        )


U, B, S = FollowUpClass.UNSTABLE, FollowUpClass.BASIC, FollowUpClass.STABLE

CHECK = frozenset({Step.BASIC_FIRST, Step.BASIC_AGAIN})
GUIDANCE = frozenset({Step.BASIC_NOT_SETTLED, Step.BASIC_STILL})
SETTLED = frozenset({Step.BASIC_SETTLING})
STAY = frozenset({Step.ADMITTED, Step.STILL_IN_HOSPITAL})
ANY = frozenset({None, *Step})

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(then=Step.ADMITTED,          in_hospital=True, before=ANY - STAY),
    Row(then=Step.STILL_IN_HOSPITAL, in_hospital=True, before=STAY),
    Row(then=Step.UNSTABLE,          judged=U),
    Row(then=Step.STABLE,            judged=S),
    Row(then=Step.BASIC_FIRST,       judged=B, before=ANY - CHECK - GUIDANCE - SETTLED),
    Row(then=Step.BASIC_SETTLING,    judged=B, before=CHECK, settling=True),
    Row(then=Step.BASIC_NOT_SETTLED, judged=B, before=CHECK, settling=False),
    Row(then=Step.BASIC_STILL,       judged=B, before=GUIDANCE),
    Row(then=Step.BASIC_AGAIN,       judged=B, before=SETTLED),
    Row(then=Step.NO_CLASS,          judged=None),
)
# fmt: on


def step_of(visit: EarlierVisit, before: Step | None, *, in_hospital: bool) -> Step:
    """Return the step a follow-up is."""
    return next(
        row.then for row in TABLE if row.matches(visit, before, in_hospital=in_hospital)
    )


def step_after(course: Sequence[EarlierVisit]) -> Step | None:
    """Return the step a course, oldest first, has reached; `None` before the first."""
    step: Step | None = None
    for visit in course:
        step = step_of(visit, step, in_hospital=visit.judged is None)
    return step


def asks_whether_settling(course: Sequence[EarlierVisit]) -> bool:
    """Return whether the next follow-up is a two-week check, where the answer counts."""
    return step_after(course) in CHECK
