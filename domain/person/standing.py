"""How a person stands on the register: dead, excluded, lost and found again.

Dead and excluded are final for the figures: the person leaves the register (在册) and
nobody is reminded of a follow-up any more. Lost (失访) is not: the person stays on the
register and counts in every denominator (BR-LOST-1 to -5, BR-DEATH-1, BR-EXCL-1).
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import AlreadyLeft, NotLost
from domain.fact import PersonFact, SealedWith
from domain.person.plan import plan_visit
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.planning import Cause

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Death:
    """The day, the cause's code of form 8 (1-6), and for illness its sub-code (1-8)."""

    died_on: str
    cause: int
    illness: int | None


@dataclass(frozen=True, slots=True)
class Loss:
    """The reason's code of form 8 (1-5), and words for it."""

    reason: int
    remark: str = ""


class DeathRecorded(PersonFact):
    """The person died; `follow_up` is the one that found out, None for another way."""

    TOPIC = "person.death_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    died_on: str
    cause: int
    illness: int | None
    follow_up: str | None
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the death."""
        aggregate.death = Death(self.died_on, self.cause, self.illness)


class DiagnosisExcluded(PersonFact):
    """A second diagnosis or an expert opinion says it is not SMI (P1 art 35(1))."""

    TOPIC = "person.diagnosis_excluded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    excluded_on: str
    hospital: str
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the day."""
        aggregate.excluded_on = self.excluded_on


class LostToFollowUp(PersonFact):
    """The person is lost (失访), with the reason's code of form 8 (1-5)."""

    TOPIC = "person.lost_to_follow_up"
    sealed_with: ClassVar = SealedWith.CLINICAL

    lost_on: str
    reason: int
    remark: str
    follow_up: str | None
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the day."""
        aggregate.lost_on = self.lost_on


class FoundAgain(PersonFact):
    """A lost person was found again."""

    TOPIC = "person.found_again"
    sealed_with: ClassVar = SealedWith.CLINICAL

    found_on: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Nobody is looking any more."""
        aggregate.lost_on = None


def check_on_register(person: "Person", day: str) -> None:
    """Refuse what is dated after the person left the register; an earlier day is fine."""
    left = [person.death.died_on] if person.death else []
    if any(on < day for on in (*left, *filter(None, [person.excluded_on]))):
        raise AlreadyLeft


def record_death(
    person: "Person", death: Death, *, follow_up: str | None = None
) -> None:
    """Record a death; nothing happens if it is the one on record."""
    if person.death == death:
        return
    if person.death is not None:
        raise AlreadyLeft
    person.record(
        DeathRecorded, **asdict(death), follow_up=follow_up, happened_at=death.died_on
    )


def exclude_diagnosis(
    person: "Person", *, excluded_on: str, hospital: str, reason: str
) -> None:
    """Take the person off the register; the history keeps everything."""
    if person.excluded_on is not None:
        return
    person.record(
        DiagnosisExcluded,
        excluded_on=excluded_on,
        hospital=hospital,
        reason=reason,
        happened_at=excluded_on,
    )


def lose(
    person: "Person",
    *,
    lost_on: str,
    reason: int,
    remark: str = "",
    follow_up: str | None = None,
) -> None:
    """Record that the person is lost; nothing happens if they are already."""
    if person.has_left:
        raise AlreadyLeft
    if person.lost_on is None:
        person.record(
            LostToFollowUp,
            lost_on=lost_on,
            reason=reason,
            remark=remark,
            follow_up=follow_up,
            happened_at=lost_on,
        )


def find_again(person: "Person", *, found_on: str, local: InForce = NATIONAL) -> None:
    """Record that a lost person was found again."""
    if person.lost_on is None:
        raise NotLost
    person.record(FoundAgain, found_on=found_on, happened_at=found_on)
    plan_visit(person, Cause.FOUND, date.fromisoformat(found_on), local)
