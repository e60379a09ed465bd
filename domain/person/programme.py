"""Programmes that pay for somebody's medicine: joined from a day, left on a day."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import (
    AlreadyLeft,
    NotInProgramme,
    NotYetGiven,
    ReasonNeeded,
    ValidityReversed,
)
from domain.fact import PersonFact, SealedWith
from domain.values.stock import Programme

if TYPE_CHECKING:
    from domain.person.person import Person


class ProgrammeJoined(PersonFact):
    """The person is in a programme from a day on, by this decision of that office."""

    TOPIC = "person.programme_joined"
    sealed_with: ClassVar = SealedWith.CLINICAL

    programme: str
    basis: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep since when."""
        aggregate.supply.programmes[self.programme] = self.happened_at


class ProgrammeLeft(PersonFact):
    """The person is in a programme no longer."""

    TOPIC = "person.programme_left"
    sealed_with: ClassVar = SealedWith.CLINICAL

    programme: str
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Let go of it."""
        aggregate.supply.programmes = {
            programme: aggregate.supply.programmes[programme]
            for programme in aggregate.supply.programmes
            if programme != self.programme
        }


def join_programme(
    person: "Person", programme: Programme, on: date, basis: str, today: date
) -> None:
    """Enter somebody in a programme; nothing happens when they are in it."""
    if person.has_left:
        raise AlreadyLeft
    if on > today:
        raise NotYetGiven
    if programme.value not in person.supply.programmes:
        person.record(
            ProgrammeJoined,
            programme=programme.value,
            basis=basis,
            happened_at=on.isoformat(),
        )


def leave_programme(
    person: "Person", programme: Programme, on: date, reason: str, today: date
) -> None:
    """Take somebody out of a programme, which takes a reason."""
    since = person.supply.programmes.get(programme.value)
    if since is None:
        raise NotInProgramme
    if on > today:
        raise NotYetGiven
    if on.isoformat() < since:
        raise ValidityReversed
    if not reason.strip():
        raise ReasonNeeded
    person.record(
        ProgrammeLeft,
        programme=programme.value,
        reason=reason,
        happened_at=on.isoformat(),
    )
