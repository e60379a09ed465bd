"""A quick report (速报): where the person is now, what help is wanted, who is in danger.

It is recorded with a grade and just before it, so that whoever is told of the grade is told
of this too. What is happening, in words, stays with the grade and goes to nobody outside.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from domain.errors import NotYetGiven
from domain.fact import PersonFact, SealedWith
from domain.values.quick_report import HelpWanted, InDanger, Seen

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class QuickReport:
    """What is told beside the level; `happened_at` is None for now.

    `danger_report` is the report from elsewhere (110, hotline, grid) that led to it.
    """

    place_now: str = ""
    help_wanted: AbstractSet[HelpWanted] = frozenset()
    in_danger: AbstractSet[InDanger] = frozenset()
    weapon: Seen = Seen.UNKNOWN
    child_at_home: Seen = Seen.UNKNOWN
    happened_at: datetime | None = None
    danger_report: str | None = None


class QuickReported(PersonFact):
    """A level was reported at once; `grading` is the grade it came with."""

    TOPIC = "person.quick_reported"
    sealed_with: ClassVar = SealedWith.CLINICAL

    grading: str
    grade: int
    place_now: str
    help_wanted: list[str]
    in_danger: list[str]
    weapon: str
    child_at_home: str
    danger_report: str | None
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep which grade it came with."""
        aggregate.danger.quick_report = self.grading


def report_quickly(
    person: "Person", grading: str, grade: int, report: QuickReport, now: datetime
) -> None:
    """Record a quick report; what has not happened yet is refused."""
    happened_at = report.happened_at or now
    if happened_at > now:
        raise NotYetGiven
    person.record(
        QuickReported,
        grading=grading,
        grade=grade,
        place_now=report.place_now.strip(),
        help_wanted=[each.value for each in HelpWanted if each in report.help_wanted],
        in_danger=[each.value for each in InDanger if each in report.in_danger],
        weapon=report.weapon.value,
        child_at_home=report.child_at_home.value,
        danger_report=report.danger_report,
        happened_at=happened_at.isoformat(),
    )
