"""Where somebody is while away (外出去向), coming home (返乡), and the report of a loss.

None of these stops a duty: who is away with a known telephone stays due.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import AlreadyLeft, NotAway, NotLost, NotYetGiven, ValidityReversed
from domain.fact import PersonFact, SealedWith
from domain.person.plan import plan_visit
from domain.rules.leaving import REPORT_TO, leaving, lost
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.planning import Cause
from domain.values.away import AwayFor
from domain.values.findings import FollowUpClass, Grade

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class AwayForm:
    """Where somebody went; without place and telephone the whereabouts are unknown."""

    left_on: date
    what_for: AwayFor
    where: str = ""
    phone: str = ""
    back_on: date | None = None
    medicine_until: date | None = None
    remark: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody could be reached there."""
        return bool(self.phone.strip())


class AwayNoted(PersonFact):
    """The person is away; `whereabouts_known` is whether they can be reached there."""

    TOPIC = "person.away_noted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    left_on: str
    what_for: str
    where: str
    phone: str
    whereabouts_known: bool
    back_on: str | None
    medicine_until: str | None
    remark: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep since when."""
        aggregate.planning.away_since = self.left_on


class BackNoted(PersonFact):
    """The person came home, for good or until a day."""

    TOPIC = "person.back_noted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    back_on: str
    leaves_on: str | None
    remark: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nobody is away any more."""
        aggregate.planning.away_since = None


class LossReported(PersonFact):
    """The loss was reported in writing (书面报告): to whom, when, by which number."""

    TOPIC = "person.loss_reported"
    sealed_with: ClassVar = SealedWith.CLINICAL

    reported_on: str
    lost_on: str
    to: list[str]
    number: str
    searched: str
    remark: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep which loss was reported."""
        aggregate.planning.loss_reported = self.lost_on


@dataclass(frozen=True, slots=True)
class LossReport:
    """The written report of a loss; `searched` says what was done to find the person."""

    reported_on: date
    number: str = ""
    searched: str = ""
    remark: str = ""


def note_away(person: "Person", form: AwayForm) -> None:
    """Note that somebody is away or is about to leave; later notes take its place."""
    if person.has_left:
        raise AlreadyLeft
    if form.back_on is not None and form.back_on < form.left_on:
        raise ValidityReversed
    asked = leaving(
        whereabouts_known=form.is_known, grade=_grade(person), judged=_judged(person)
    )
    person.record(
        AwayNoted,
        left_on=form.left_on.isoformat(),
        what_for=form.what_for.value,
        where=form.where,
        phone=form.phone,
        whereabouts_known=form.is_known,
        back_on=form.back_on.isoformat() if form.back_on else None,
        medicine_until=form.medicine_until.isoformat() if form.medicine_until else None,
        remark=form.remark,
        because=[why.fact() for why in asked.because],
        happened_at=form.left_on.isoformat(),
    )


def note_back(
    person: "Person",
    back_on: date,
    leaves_on: date | None,
    today: date,
    *,
    remark: str = "",
    local: InForce = NATIONAL,
) -> None:
    """Note that somebody came home; a face visit is planned while they are there."""
    if person.planning.away_since is None:
        raise NotAway
    if back_on > today:
        raise NotYetGiven
    if leaves_on is not None and leaves_on < back_on:
        raise ValidityReversed
    person.record(
        BackNoted,
        back_on=back_on.isoformat(),
        leaves_on=leaves_on.isoformat() if leaves_on else None,
        remark=remark,
        happened_at=back_on.isoformat(),
    )
    plan_visit(person, Cause.HOME, back_on, local, not_after=leaves_on)


def report_loss(person: "Person", report: LossReport, today: date) -> None:
    """Enter the written report of the loss that stands; once is enough."""
    if person.lost_on is None:
        raise NotLost
    if not person.lost_on <= report.reported_on.isoformat() <= today.isoformat():
        raise NotYetGiven
    if person.planning.loss_reported == person.lost_on:
        return
    person.record(
        LossReported,
        reported_on=report.reported_on.isoformat(),
        lost_on=person.lost_on,
        to=[receiver.value for receiver in REPORT_TO],
        number=report.number,
        searched=report.searched,
        remark=report.remark,
        because=[why.fact() for why in lost(_grade(person), _judged(person))],
        happened_at=report.reported_on.isoformat(),
    )


def _grade(person: "Person") -> Grade:
    standing = person.current_grade()
    return Grade(standing.grade) if standing else Grade.NOT_ASSESSED


def _judged(person: "Person") -> FollowUpClass | None:
    visit = person.last_visit()
    return FollowUpClass(visit.judged) if visit and visit.judged else None
