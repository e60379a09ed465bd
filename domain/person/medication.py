"""Medication: the regimen from a day on, injections with their clock, adverse reactions.

A regimen is kept whole, never as a difference: the one of the latest day stands, those
before it stay in the history. An injection is due again after the interval prescribed
(D-Y1). What a reaction means for the class is the classification's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from domain.errors import (
    AlreadyLeft,
    DoseContradictory,
    DoseUnreadable,
    InjectionOnRecord,
    IntervalNeeded,
    MedicineNotNamed,
    NotAnInjection,
    NotYetGiven,
    ReasonNeeded,
    Refused,
)
from domain.fact import PersonFact, SealedWith
from domain.person.injection import judge_injection
from domain.values.injection import LatePath
from domain.values.medication import (
    DrugFault,
    DrugUse,
    IntervalFrom,
    RegimenSource,
    Route,
    Severity,
    drug_of,
    same_drugs,
)

if TYPE_CHECKING:
    from domain.person.person import Person

REFUSALS: Final[dict[DrugFault, type[Refused]]] = {
    DrugFault.NO_NAME: MedicineNotNamed,
    DrugFault.UNKNOWN_CODE: MedicineNotNamed,
    DrugFault.TOO_LONG: MedicineNotNamed,
    DrugFault.DOSE: DoseUnreadable,
    DrugFault.BOTH_WAYS: DoseContradictory,
    DrugFault.HALF: DoseContradictory,
    DrugFault.WEEKS: DoseContradictory,
}
"""How each fault of a row is refused."""


@dataclass(frozen=True, slots=True)
class Regimen:
    """What is to be taken from a day on; no drugs at all means none is needed."""

    regimen: str
    from_on: str
    drugs: tuple[DrugUse, ...]
    follow_up: str | None


@dataclass(frozen=True, slots=True)
class Injection:
    """A long-acting injection that was given; `title` is the drug's Chinese name."""

    title: str
    given_on: str
    next_due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectionForm:
    """An injection as whoever gave it reports it.

    `every_weeks` is None to take the interval of the regimen, or else of the label; `path`
    is None to go the way the rule proposes when it is early or late.
    """

    drug: str = ""
    name: str = ""
    mg: str
    given_on: date
    every_weeks: int | None = None
    given_by: str
    place: str = ""
    path: LatePath | None = None
    path_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionForm:
    """An adverse reaction: which drug, what happened, how severe, what was done."""

    drug: str = ""
    name: str = ""
    reaction: str
    severity: Severity
    noted_on: date
    action: str = ""


class RegimenSet(PersonFact):
    """The whole regimen from a day on, wherever it comes from."""

    TOPIC = "person.regimen_set"
    sealed_with: ClassVar = SealedWith.CLINICAL

    regimen: str
    from_on: str
    drugs: list[dict[str, Any]]
    source: str
    follow_up: str | None
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the regimen; one of the same id is put right."""
        aggregate.regimens[self.regimen] = Regimen(
            self.regimen,
            self.from_on,
            tuple(DrugUse(**row) for row in self.drugs),
            self.follow_up,
        )


class InjectionGiven(PersonFact):
    """A long-acting injection was given; it says when the next one is due."""

    TOPIC = "person.injection_given"
    sealed_with: ClassVar = SealedWith.CLINICAL

    injection: str
    drug: str
    name: str
    mg: str
    given_on: str
    every_weeks: int
    interval_from: str
    next_due_on: str
    given_by: str
    place: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the injection."""
        aggregate.injections[self.injection] = Injection(
            self.name, self.given_on, self.next_due_on
        )
        aggregate.supply.intervals[self.injection] = (self.drug, self.every_weeks)


class ReactionNoted(PersonFact):
    """An adverse reaction to a drug was noted, and what was done."""

    TOPIC = "person.reaction_noted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    reaction: str
    drug: str
    name: str
    what: str
    severity: str
    noted_on: str
    action: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep how severe it was."""
        aggregate.reactions[self.reaction] = self.severity


def check_drugs(drugs: Sequence[DrugUse]) -> None:
    """Refuse rows of medicine that cannot be recorded."""
    for use in drugs:
        if use.fault is not None:
            raise REFUSALS[use.fault]


def set_regimen(  # noqa: PLR0913 - a regimen has these parts
    person: "Person",
    regimen: str,
    drugs: tuple[DrugUse, ...],
    from_on: date,
    source: RegimenSource,
    today: date,
    *,
    follow_up: str | None = None,
    reason: str = "",
) -> None:
    """Set the regimen from a day on; nothing happens if it is the one of that day.

    A change of a standing regimen outside a follow-up needs its reason.
    """
    _still_here(person)
    _not_later(from_on, today)
    check_drugs(drugs)
    day = from_on.isoformat()
    standing = person.regimens.get(regimen)
    before = standing or person.regimen_on(day)
    if (
        before is not None
        and same_drugs(before.drugs, drugs)
        and (standing is None or standing.from_on == day)
    ):
        return
    if before is not None and follow_up is None and not reason.strip():
        raise ReasonNeeded
    person.record(
        RegimenSet,
        regimen=regimen,
        from_on=day,
        drugs=[use.facts() for use in drugs],
        source=source.value,
        follow_up=follow_up,
        reason=reason,
        happened_at=day,
    )


def give_injection(
    person: "Person", injection: str, form: InjectionForm, today: date
) -> None:
    """Record an injection and when the next one is due."""
    _still_here(person)
    _not_later(form.given_on, today)
    weeks = 1 if form.every_weeks is None else form.every_weeks
    use = DrugUse(drug=form.drug, name=form.name, every_weeks=weeks, each_mg=form.mg)
    check_drugs([use])
    if not form.mg.strip("0."):
        raise DoseUnreadable
    known = drug_of(form.drug)
    if known is not None and known.route is not Route.INJECTION:
        raise NotAnInjection
    given_on = form.given_on.isoformat()
    if any(
        (other.title, other.given_on) == (use.title, given_on)
        for other in person.injections.values()
    ):
        raise InjectionOnRecord
    weeks, interval_from = _interval(person, form, use.title)
    person.record(
        InjectionGiven,
        injection=injection,
        drug=form.drug,
        name=use.title,
        mg=form.mg,
        given_on=given_on,
        every_weeks=weeks,
        interval_from=interval_from.value,
        next_due_on=(form.given_on + timedelta(weeks=weeks)).isoformat(),
        given_by=form.given_by,
        place=form.place,
        happened_at=given_on,
    )
    judge_injection(
        person, injection, use.title, form.given_on, form.path, form.path_why
    )


def note_reaction(
    person: "Person", reaction: str, form: ReactionForm, today: date
) -> None:
    """Record an adverse reaction."""
    _still_here(person)
    _not_later(form.noted_on, today)
    use = DrugUse(drug=form.drug, name=form.name)
    check_drugs([use])
    person.record(
        ReactionNoted,
        reaction=reaction,
        drug=form.drug,
        name=use.title,
        what=form.reaction,
        severity=form.severity.value,
        noted_on=form.noted_on.isoformat(),
        action=form.action,
        happened_at=form.noted_on.isoformat(),
    )


def _still_here(person: "Person") -> None:
    if person.has_left:
        raise AlreadyLeft


def _not_later(day: date, today: date) -> None:
    if day > today:
        raise NotYetGiven


def _interval(
    person: "Person", form: InjectionForm, title: str
) -> tuple[int, IntervalFrom]:
    regimen = person.regimen_on(form.given_on.isoformat())
    prescribed = [
        use.every_weeks
        for use in (regimen.drugs if regimen else ())
        if use.title == title
    ]
    known = drug_of(form.drug)
    offered = {
        IntervalFrom.GIVEN: form.every_weeks,
        IntervalFrom.PRESCRIBED: prescribed[0] if prescribed else None,
        IntervalFrom.LABEL: known.label_weeks if known else None,
    }
    for interval_from, weeks in offered.items():
        if weeks is not None:
            return weeks, interval_from
    raise IntervalNeeded
