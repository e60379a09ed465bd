"""The demo county's rates, counted by the rules from its diary alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.person.follow_up import FollowUpForm
from domain.registry.check_ups import RecordCheckUp
from domain.registry.follow_up import RecordFollowUp
from domain.rules.follow_up_classification import classify
from domain.rules.indicator_conditions import (
    Condition,
    CountedPerson,
    CountedVisit,
    Period,
    against,
)
from domain.values.calendar import months_after
from domain.values.findings import (
    Adherence,
    FollowUpClass,
    Grade,
    HospitalStay,
    VisitForm,
    is_face_visit,
)
from ops.demo.county.course import course
from ops.demo.county.diary import Entry, diary, person_id
from ops.demo.county.people import people
from ops.demo.county.plan import Plan


def claimed(kind: str, value: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{kind}/{value}")


def entries_of(plan: Plan) -> list[Entry]:
    return diary(plan, claimed)


def rates(plan: Plan, year: int, month: int) -> dict[str, float]:
    """Return the rates at the end of a month, in per cent, as the diary implies them."""
    period = Period(year, month)
    forms: dict[UUID, list[FollowUpForm]] = {}
    checked: set[UUID] = set()
    for entry in entries_of(plan):
        if isinstance(entry.use_case, RecordFollowUp):
            form = entry.use_case.form
            if form.visited_on <= period.last_day:
                forms.setdefault(entry.use_case.person, []).append(form)
        if isinstance(entry.use_case, RecordCheckUp) and period.contains(entry.day):
            checked.add(entry.use_case.person)
    counts: Counter[str] = Counter()
    for person in people(plan):
        died_on = course(plan, person).died_on
        if person.enters_on > period.last_day or (
            died_on and died_on <= period.last_day
        ):
            continue
        visits = forms.get(person_id(plan, person.number), [])
        counts["registered"] += 1
        counts["checked"] += person_id(plan, person.number) in checked
        counts.update(_counted(visits, person.registered_on, period))
    shares = {
        name: 100 * counts[name] / counts["registered"]
        for name in (
            "managed",
            "standard",
            "medicated",
            "regularly",
            "face",
            "high",
            "checked",
        )
    }
    return {**shares, "stable": 100 * counts["stable"] / counts["home"]}


def _counted(
    visits: list[FollowUpForm], registered_on: date, period: Period
) -> Iterator[str]:
    """Yield what one person counts for; I-MED and I-REGMED read the last visit."""
    counted = CountedPerson(
        registered_on=registered_on, visits=[_as_counted(visit) for visit in visits]
    )
    within = [visit for visit in visits if period.contains(visit.visited_on)]
    grades = [v.findings.risk for v in visits if v.findings.risk.is_assessed]
    if against(Condition.MANAGED, counted, period) is None:
        yield "managed"
    if against(Condition.STANDARD_A, counted, period) is None:
        yield "standard"
    if grades and grades[-1].is_at_least(Grade.LEVEL_3):
        yield "high"
    if any(is_face_visit(VisitForm(v.form), v.spoke_with) for v in within):  # type: ignore[arg-type]
        yield "face"
    if not within:
        return
    last = within[-1]
    if last.findings.adherence in {Adherence.AS_PRESCRIBED, Adherence.IRREGULAR}:
        yield "medicated"
    if last.findings.adherence is Adherence.AS_PRESCRIBED:
        yield "regularly"
    in_hospital = last.findings.hospital is HospitalStay.IN_HOSPITAL_NOW
    if last.visited_on > months_after(period.last_day, -3) and not in_hospital:
        yield "home"
        judged = classify(last.findings, last.visited_on).proposed
        if judged is FollowUpClass.STABLE:
            yield "stable"


def _as_counted(form: FollowUpForm) -> CountedVisit:
    return CountedVisit(
        visited_on=form.visited_on,
        has_grade=form.findings.risk.is_assessed,
        hospital=form.findings.hospital,
    )
