"""Checks of the blood and heart that the regimen calls for: results, and what is due next.

After a regimen or a result changes, the whole plan is kept anew: each check with its day
and the clauses behind it. Replaying reads the plan and runs no rule.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from domain.errors import AlreadyLeft, NotYetGiven
from domain.fact import PersonFact, SealedWith
from domain.rules.edition import in_force
from domain.rules.laboratory_checks import EDITIONS, checks_due
from domain.rules.parameters import NATIONAL, InForce
from domain.values.check_up import Results
from domain.values.laboratory import FROM_CHECK_UP, LabCheck

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class LabForm:
    """A result as it was entered; `abnormal` is None where nobody said."""

    check: LabCheck
    taken_on: date
    value: str = ""
    unit: str = ""
    abnormal: bool | None = None
    place: str = ""
    remark: str = ""


class LaboratoryChecked(PersonFact):
    """A check was made; `source` says whether with the annual check-up or by itself."""

    TOPIC = "person.laboratory_checked"
    sealed_with: ClassVar = SealedWith.CLINICAL

    result: str
    check: str
    value: str
    unit: str
    abnormal: bool | None
    place: str
    remark: str
    source: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the day of it."""
        aggregate.supply.results[self.result] = (self.check, self.happened_at)


class LaboratoryPlanned(PersonFact):
    """What the regimen asks for now: each check with its drug, its day, and the clauses."""

    TOPIC = "person.laboratory_planned"
    sealed_with: ClassVar = SealedWith.CLINICAL

    checks: list[dict[str, Any]]
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Keep the plan."""
        aggregate.supply.checks = self.checks


def enter_result(
    person: "Person", result: str, form: LabForm, today: date, local: InForce = NATIONAL
) -> None:
    """Record a result, and what is due next."""
    if person.has_left:
        raise AlreadyLeft
    if form.taken_on > today:
        raise NotYetGiven
    _record(person, result, form, "entered")
    plan_checks(person, today, local)


def take_over(
    person: "Person",
    result: str,
    results: Results,
    checked_on: date,
    today: date,
    *,
    local: InForce = NATIONAL,
) -> None:
    """Take over from an annual check-up what the regimen of today asks for anyway."""
    asked = {each["check"] for each in person.supply.checks}
    taken = False
    for item, found in results.of.items():
        check = FROM_CHECK_UP.get(item)
        if check is None or check not in asked:
            continue
        form = LabForm(
            check=check,
            taken_on=checked_on,
            value=found.text,
            abnormal=found.abnormal,
        )
        _record(person, f"{result}/{check}", form, "check_up")
        taken = True
    if taken:
        plan_checks(person, today, local)


def plan_checks(person: "Person", today: date, local: InForce = NATIONAL) -> None:
    """Keep what the regimen asks for, unless the plan that stands says the same."""
    found = checks_due(
        _taken_since(person, today),
        {
            LabCheck(check): date.fromisoformat(day)
            for check, day in sorted(person.supply.results.values())
        },
        today,
        local.at(person.village),
    )
    checks = [each.fact() for each in found]
    if checks != person.supply.checks:
        person.record(
            LaboratoryPlanned, checks=checks, editions=[in_force(EDITIONS, today).name]
        )


def _record(person: "Person", result: str, form: LabForm, source: str) -> None:
    person.record(
        LaboratoryChecked,
        result=result,
        check=form.check.value,
        value=form.value,
        unit=form.unit,
        abnormal=form.abnormal,
        place=form.place,
        remark=form.remark,
        source=source,
        happened_at=form.taken_on.isoformat(),
    )


def _taken_since(person: "Person", today: date) -> dict[str, date]:
    """Return each drug of the standing regimen with the day since when it is taken."""
    day = today.isoformat()
    before = sorted(
        (r for r in person.regimens.values() if r.from_on <= day),
        key=lambda regimen: regimen.from_on,
    )
    since: dict[str, date] = {}
    for regimen in before:
        drugs = {use.drug for use in regimen.drugs if use.drug}
        begun = date.fromisoformat(regimen.from_on)
        since = {drug: since.get(drug, begun) for drug in drugs}
    return since
