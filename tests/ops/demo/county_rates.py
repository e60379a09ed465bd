"""The demo county's rates, counted by the rules from its diary alone."""

from collections.abc import Sequence
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.person.follow_up import FollowUpForm
from domain.registry.check_ups import RecordCheckUp
from domain.registry.follow_up import RecordFollowUp
from domain.rules.follow_up_classification import classify
from domain.rules.indicator_conditions import CountedPerson, CountedVisit, Period
from domain.rules.indicators import definition_of, membership
from domain.values.findings import Grade, SpokeWith, VisitForm, is_face_visit
from ops.demo.county.course import course
from ops.demo.county.diary import Entry, diary, person_id
from ops.demo.county.people import people
from ops.demo.county.plan import Plan


def claimed(kind: str, value: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{kind}/{value}")


def entries_of(plan: Plan) -> list[Entry]:
    return diary(plan, claimed)


def rates(plan: Plan, codes: Sequence[str], year: int, month: int) -> dict[str, float]:
    """Return indicators at the end of a month in per cent, and the share at level 3+."""
    period = Period(year, month)
    counted, high = _counted(plan, period)
    found = {code: _rate(code, counted, period) for code in codes if code != "high"}
    return {**found, "high": 100 * high / len(counted)}


def _rate(code: str, counted: Sequence[CountedPerson], period: Period) -> float:
    definition = definition_of(code, period.last_day).rule
    members = [membership(definition, person, period) for person in counted]
    over = sum(member.is_over for member in members)
    return 100 * sum(member.is_counted for member in members) / over


def _counted(plan: Plan, period: Period) -> tuple[list[CountedPerson], int]:
    """Return whoever is in the county's log by then, and how many are at level 3+."""
    forms: dict[UUID, list[FollowUpForm]] = {}
    check_ups: dict[UUID, list[date]] = {}
    for entry in entries_of(plan):
        if entry.day > period.last_day:
            break
        if isinstance(entry.use_case, RecordFollowUp):
            forms.setdefault(entry.use_case.person, []).append(entry.use_case.form)
        if isinstance(entry.use_case, RecordCheckUp):
            check_ups.setdefault(entry.use_case.person, []).append(entry.day)
    counted: list[CountedPerson] = []
    high = 0
    for person in people(plan):
        if person.enters_on > period.last_day:
            continue
        who = person_id(plan, person.number)
        visits = forms.get(who, [])
        grades = [v.findings.risk for v in visits if v.findings.risk.is_assessed]
        high += bool(grades) and grades[-1].is_at_least(Grade.LEVEL_3)
        counted.append(
            CountedPerson(
                registered_on=person.registered_on,
                disease=person.disease,
                visits=[_visit(form) for form in visits],
                check_ups=check_ups.get(who, []),
                died_on=course(plan, person).died_on,
            )
        )
    return counted, high


def _visit(form: FollowUpForm) -> CountedVisit:
    found = form.findings
    spoke_with = frozenset(map(SpokeWith, form.spoke_with))
    return CountedVisit(
        visited_on=form.visited_on,
        has_grade=found.risk.is_assessed,
        hospital=found.hospital,
        adherence=found.adherence,
        judged=classify(found, form.visited_on).proposed,
        is_face=is_face_visit(VisitForm(form.form), spoke_with),
    )
