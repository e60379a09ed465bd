"""Injections given off their day: what was proposed and decided, and who was told of a late one."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import AlreadyLeft, NotYetGiven, ReasonNeeded, Unknown
from domain.fact import PersonFact, SealedWith
from domain.rules.edition import in_force
from domain.rules.injection_late import EDITIONS, way_on
from domain.values.injection import LatePath, Told

if TYPE_CHECKING:
    from domain.person.medication import Injection
    from domain.person.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldForm:
    """Who was told that an injection is late, by whom, and what they said."""

    name: str
    told: Told
    who: str
    told_on: date
    answer: str = ""


class InjectionJudged(PersonFact):
    """An injection was given outside its window: what was proposed, what was done and why."""

    TOPIC = "person.injection_judged"
    sealed_with: ClassVar = SealedWith.CLINICAL

    injection: str
    name: str
    previous: str
    days_since: int
    proposed: str
    oral_days: int
    because: list[dict[str, str]]
    judged: str
    why: str
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Change nothing that a later decision rests on."""


class LateInjectionTold(PersonFact):
    """Somebody was told that an injection is late."""

    TOPIC = "person.late_injection_told"
    sealed_with: ClassVar = SealedWith.CLINICAL

    name: str
    due_on: str
    told: str
    who: str
    answer: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Change nothing that a later decision rests on."""


def last_of(person: "Person", name: str, before: str) -> "tuple[str, Injection] | None":
    """Return the last injection of a medicine before a day, with its id."""
    of_it = [
        (key, given)
        for key, given in person.injections.items()
        if given.title == name and given.given_on < before
    ]
    return max(of_it, key=lambda each: each[1].given_on, default=None)


def judge_injection(
    person: "Person",
    injection: str,
    name: str,
    given_on: date,
    judged: LatePath | None,
    why: str,
) -> None:
    """Keep what was proposed for an injection off its day; nothing when it is in time.

    Another way than the proposed one needs its reason.
    """
    day = given_on.isoformat()
    found = last_of(person, name, day)
    if found is None:
        return
    previous, last = found
    doses = sum(
        1
        for other in person.injections.values()
        if other.title == name and other.given_on <= last.given_on
    )
    drug, weeks = person.supply.intervals[previous]
    proposed = way_on(
        drug,
        given_on=date.fromisoformat(last.given_on),
        every_weeks=weeks,
        doses=doses,
        day=given_on,
    )
    taken = judged or proposed.path
    if taken is not proposed.path and not why.strip():
        raise ReasonNeeded
    if proposed.path is LatePath.ON_TIME and taken is proposed.path:
        return
    person.record(
        InjectionJudged,
        injection=injection,
        name=name,
        previous=previous,
        days_since=proposed.days_since,
        proposed=proposed.path.value,
        oral_days=proposed.oral_days,
        because=[reason.fact() for reason in proposed.because],
        judged=taken.value,
        why=why,
        happened_at=day,
        editions=[in_force(EDITIONS, given_on).name],
    )


def tell_of_late(person: "Person", form: ToldForm, today: date) -> None:
    """Note that somebody was told; only of a medicine that was injected before."""
    if person.has_left:
        raise AlreadyLeft
    if form.told_on > today:
        raise NotYetGiven
    found = last_of(person, form.name, "9999")
    if found is None:
        raise Unknown(kind="injection")
    person.record(
        LateInjectionTold,
        name=form.name,
        due_on=found[1].next_due_on,
        told=form.told.value,
        who=form.who,
        answer=form.answer,
        happened_at=form.told_on.isoformat(),
    )
