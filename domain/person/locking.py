"""Locking up (关锁) and release (解锁): to be found, and to be ended (BR-PRI-13)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import (
    AlreadyLockedUp,
    NotLockedUp,
    NotYetGiven,
    ValidityReversed,
)
from domain.fact import PersonFact, SealedWith
from domain.values.danger import LockedUpBy, ReleasedTo

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class LockingForm:
    """Since when, by whom, where and why somebody is locked up."""

    locked_on: date
    by: LockedUpBy
    reason: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """When a locking-up ended, how, why, and who helped."""

    released_on: date
    to: ReleasedTo
    reason: str
    helped_by: str = ""


class LockedUp(PersonFact):
    """The person is locked up; `follow_up` is the one that found it, if one did."""

    TOPIC = "person.locked_up"
    sealed_with: ClassVar = SealedWith.CLINICAL

    locked_on: str
    by: str
    place: str
    reason: str
    follow_up: str | None
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep since when."""
        aggregate.danger.locked_on = self.locked_on


class Released(PersonFact):
    """The person was released; `follow_up` is the one that found it, if one did."""

    TOPIC = "person.released"
    sealed_with: ClassVar = SealedWith.CLINICAL

    released_on: str
    to: str
    reason: str
    helped_by: str
    follow_up: str | None
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nobody is locked up any more."""
        aggregate.danger.locked_on = None


def lock_up(
    person: "Person", form: LockingForm, today: date, *, follow_up: str | None = None
) -> None:
    """Record that the person is locked up; once only until they are released."""
    if form.locked_on > today:
        raise NotYetGiven
    if person.danger.locked_on is not None:
        raise AlreadyLockedUp
    person.record(
        LockedUp,
        locked_on=form.locked_on.isoformat(),
        by=form.by.value,
        place=form.place,
        reason=form.reason,
        follow_up=follow_up,
        happened_at=form.locked_on.isoformat(),
    )


def release(
    person: "Person", form: ReleaseForm, today: date, *, follow_up: str | None = None
) -> None:
    """Record that the person was released."""
    if form.released_on > today:
        raise NotYetGiven
    if person.danger.locked_on is None:
        raise NotLockedUp
    if form.released_on.isoformat() < person.danger.locked_on:
        raise ValidityReversed
    person.record(
        Released,
        released_on=form.released_on.isoformat(),
        to=form.to.value,
        reason=form.reason,
        helped_by=form.helped_by,
        follow_up=follow_up,
        happened_at=form.released_on.isoformat(),
    )


def keep_what_a_visit_found(
    person: "Person", follow_up: str, on: date, *, locked: bool, released: bool
) -> None:
    """Put a follow-up's answer on the register of those locked up, where it is news.

    It is none where a follow-up of a later day, entered before, has answered since.
    """
    if any(
        visit.visited_on > on.isoformat() and visit.findings.get("locked") is not None
        for visit in person.visits.values()
    ):
        return
    if locked and person.danger.locked_on is None:
        form = LockingForm(on, LockedUpBy.UNKNOWN, "")
        lock_up(person, form, on, follow_up=follow_up)
    is_open = (
        person.danger.locked_on is not None
        and person.danger.locked_on <= on.isoformat()
    )
    if released and is_open:
        ended = ReleaseForm(on, ReleasedTo.UNKNOWN, "")
        release(person, ended, on, follow_up=follow_up)
