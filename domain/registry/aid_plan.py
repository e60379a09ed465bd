"""What a fact changes in the aid somebody is due: decided from the log up to the fact.

A follower of the log asks; asking again gives the same answer. A case is opened when
something is due or the means are on record (D-Z4).
"""

from datetime import date
from typing import Final
from uuid import UUID

from domain.aid import Aid
from domain.errors import Unreadable
from domain.log import Log, Logged
from domain.person.counted import TURNING
from domain.person.person import Person
from domain.registry.aid import AssessAid, Judged
from domain.registry.aid_situation import Known, known
from domain.registry.known import facts_of, records, survivor_of
from domain.registry.runner import folded
from domain.rules.aid_conditions import Assessment
from domain.rules.aid_schemes import assess, elsewhere
from domain.values.aid import AidOutcome, Scheme
from domain.values.calendar import shanghai_day

__all__ = ["CHANGING", "OPENING", "TURNING", "case_of", "cases_of", "plan", "plan_on"]

OPENING: Final = TURNING | {"person.means_recorded", "person.residence_recorded"}
"""The facts that may open a case."""
CHANGING: Final = OPENING | {
    "person.diagnosis_recorded",
    "person.guardian_recorded",
    "person.guardian_assessed",
    "person.risk_graded",
    "person.follow_up_recorded",
    "person.follow_up_corrected",
    "person.death_recorded",
    "person.diagnosis_excluded",
    "person.exclusion_undone",
}
"""The facts an open case may rest on."""


def cases_of(person: UUID) -> list[UUID]:
    """Return the streams of every case a person could have."""
    return [Aid.id_for(person, scheme) for scheme in Scheme]


def case_of(log: Log, person: UUID, scheme: Scheme) -> UUID:
    """Return the case of a scheme, which may have been opened on a record merged since."""
    standing = _standing(log, person).get(scheme)
    return standing.id if standing else Aid.id_for(person, scheme)


def plan(log: Log, logged: Logged) -> AssessAid | None:
    """Return what is to be proposed anew after a fact; None when everything stands."""
    day = shanghai_day(logged.recorded_at)
    person = survivor_of(log, logged.stream, logged.position)
    return plan_on(log, person, day, logged.position)


def plan_on(
    log: Log, person: UUID, day: date, upto: int | None = None
) -> AssessAid | None:
    """Return what is to be proposed anew on a day, by the facts up to a position."""
    try:
        found = known(facts_of(log, person, upto), day)
    except Unreadable:
        return None
    if found is None:
        return None
    standing = _standing(log, person)
    judged = tuple(
        Judged(
            scheme=each.scheme,
            outcome=each.outcome,
            because=each.because.fact(),
            missing=tuple(map(str, each.missing)),
            rests_on=tuple(found.rests_on(each.rests_on)),
            edition=each.edition,
            case=standing[each.scheme].id if each.scheme in standing else None,
        )
        for each in _assessed(found, standing, day)
    )
    changed = tuple(
        each
        for each in judged
        if _is_news(each, standing.get(each.scheme), has_means=found.has_means)
    )
    return AssessAid(person, changed) if changed else None


def _standing(log: Log, person: UUID) -> dict[str, Aid]:
    """Return the cases by scheme; the surviving record's before those merged into it."""
    facts = records(log, person)
    known = folded(facts, person) if facts else None
    merged = known.absorbed if isinstance(known, Person) else {}
    found: dict[str, Aid] = {}
    for record in (person, *map(UUID, merged)):
        cases = (folded(facts) for facts in log.streams(cases_of(record)).values())
        of_record = {case.scheme: case for case in cases if isinstance(case, Aid)}
        found = of_record | found
    return found


def _assessed(found: Known, standing: dict[str, Aid], day: date) -> list[Assessment]:
    """Return every scheme of the place, and those begun at another place."""
    here = assess(found.situation, day)
    schemes = {each.scheme for each in here}
    gone = [Scheme(s) for s in standing if Scheme(s) not in schemes]
    return [*here, *(elsewhere(scheme, found.situation, day) for scheme in gone)]


def _is_news(judged: Judged, case: Aid | None, *, has_means: bool) -> bool:
    if case is None:
        return has_means or judged.outcome is AidOutcome.ELIGIBLE
    return case.differs(judged.outcome, [judged.because], judged.missing)
