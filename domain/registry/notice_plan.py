"""Whom a grade obliges to tell: decided from the fact, the village and the offices.

A follower of the log asks; the answer follows from the log up to the fact, so asking again
gives the same notices. Facts that came by import tell nobody: each office gets one list of
existing cases instead (存量交接名册).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from domain.errors import Unknown, Unreadable
from domain.log import Log, Logged
from domain.person.away import AwayNoted
from domain.person.contact import ContactTried
from domain.person.counted import TURNING
from domain.person.merging import is_record_of
from domain.person.person import Person
from domain.person.risk import Grading, RiskGraded
from domain.person.standing import LostToFollowUp
from domain.registry.known import person_known, records, survivor_of
from domain.registry.notice_beside import beside
from domain.registry.notices import Receiver
from domain.registry.rule_settings import in_force
from domain.rules.leaving import police_at_once
from domain.rules.notice_policy import (
    LEAVERS,
    REFUSERS,
    Deadlines,
    ReceiverRule,
    deadlines,
    edition_on,
    must_be_told,
    receivers_for,
    refusal_is_told,
)
from domain.rules.parameters import InForce
from domain.values.calendar import shanghai_day
from domain.values.contacts import ContactOutcome
from domain.values.findings import FollowUpClass, Grade
from domain.values.notices import Trigger
from domain.values.people import Channel, OfficeKind

__all__ = ["TURNING", "Directory", "Plan", "obliges", "plan", "plan_again"]

LEAVING: Final = (LostToFollowUp, AwayNoted)
"""The facts that somebody left the area."""
STAND_IN: Final = OfficeKind.COUNTY_SMI
"""Who is told in place of an office that is missing or closed."""


class Directory(Protocol):
    """Which offices serve a village on a day."""

    def serving(self, kind: str, village: str, day: str) -> Sequence[UUID]:
        """Return the working offices of a kind."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """The notices a fact asks for, and the kinds of office nobody could be found for."""

    person: UUID
    fact: UUID
    fact_position: int
    village: str
    receivers: tuple[Receiver, ...]
    missing: tuple[OfficeKind, ...]


def plan(log: Log, logged: Logged, directory: Directory, now: datetime) -> Plan | None:
    """Return whom a fact obliges to tell; None when it obliges to nothing."""
    fact = logged.fact
    if isinstance(fact, LEAVING) and obliges(logged):
        return _leaving(log, logged, directory, now)
    if isinstance(fact, ContactTried) and obliges(logged):
        return _refusing(log, logged, directory, now)
    if not isinstance(fact, RiskGraded) or not obliges(logged):
        return None
    person = _known(log, logged.stream, logged.position)
    if person is None or not _is_current(person, fact):
        return None
    village = person.village
    local = in_force(log).at(village)
    grade, news = Grade(fact.grade), news_of(person, fact)
    return _resolved(log, logged, grade, village, directory, now, local, news)


def plan_again(
    log: Log, logged: Logged, directory: Directory, now: datetime
) -> Plan | None:
    """Return whom the grade that stands after a merge or a retraction obliges to tell.

    It is told as the fact it was recorded by, so whoever was told of that is not told
    twice; offices of another village than before hear of it for the first time.
    """
    survivor = survivor_of(log, logged.stream, logged.position)
    person = _known(log, survivor, logged.position)
    graded = [
        (each, each.fact)
        for each in records(log, survivor, logged.position)
        if isinstance(each.fact, RiskGraded)
        and person is not None
        and _is_current(person, each.fact)
        and is_record_of(person, each.stream)
    ]
    if person is None or not graded or not obliges(graded[-1][0]):
        return None
    told, fact = graded[-1]
    standing = person.current_grade()
    grade = Grade(standing.grade) if standing else Grade.LEVEL_0
    village = person.village
    local = in_force(log).at(village)
    news = news_of(person, fact)
    return _resolved(log, told, grade, village, directory, now, local, news)


def _known(log: Log, person: UUID, upto: int) -> Person | None:
    try:
        return person_known(log, person, upto)
    except (Unknown, Unreadable):
        return None


def obliges(logged: Logged) -> bool:
    """Return whether a fact may oblige to tell somebody, by what it says itself."""
    fact = logged.fact
    if logged.channel == Channel.IMPORT:
        return False
    if isinstance(fact, LEAVING):
        return True
    if isinstance(fact, ContactTried):
        return fact.outcome == ContactOutcome.REFUSED
    return isinstance(fact, RiskGraded) and must_be_told(Grade(fact.grade))


def _leaving(
    log: Log, logged: Logged, directory: Directory, now: datetime
) -> Plan | None:
    """Return whom it obliges to tell that somebody left, as they stood then (D-D10)."""
    person = _known(log, logged.stream, logged.position)
    if person is None:
        return None
    standing, visit = person.current_grade(), person.last_visit()
    grade = Grade(standing.grade if standing else None)
    judged = FollowUpClass(visit.judged) if visit and visit.judged else None
    if not police_at_once(grade, judged):
        return None
    village = person.village
    local = in_force(log).at(village)
    clock = grade if must_be_told(grade) else Grade.LEVEL_3
    return _resolved(
        log, logged, clock, village, directory, now, local, Trigger.LEFT, LEAVERS
    )


def _refusing(
    log: Log, logged: Logged, directory: Directory, now: datetime
) -> Plan | None:
    """Return whom it obliges to tell that visits are refused, where it is told (P7 45)."""
    person = _known(log, logged.stream, logged.position)
    if person is None:
        return None
    village = person.village
    local = in_force(log).at(village)
    if not refusal_is_told(village, shanghai_day(now), local):
        return None
    clock = Grade.LEVEL_3
    return _resolved(
        log, logged, clock, village, directory, now, local, Trigger.REFUSED, REFUSERS
    )


def news_of(person: Person, fact: RiskGraded) -> Trigger:
    """Return which kind of news a high grade is, against the one that stood before it.

    A correction is compared with what was graded before the grade it puts right.
    """
    itself = fact.corrects or fact.grading
    before: Grading | None = None
    for grading in person.gradings.values():
        if grading.grading == itself:
            break
        if before is None or grading.graded_on >= before.graded_on:
            before = grading
    if before is None or not must_be_told(Grade(before.grade)):
        return Trigger.FIRST_HIGH
    return Trigger.RISE if fact.grade > before.grade else Trigger.UNCHANGED


def _is_current(person: Person, fact: RiskGraded) -> bool:
    current = person.current_grade()
    return current is not None and current.grading == (fact.corrects or fact.grading)


def _resolved(  # noqa: PLR0913, PLR0917 - what a plan rests on
    log: Log,
    logged: Logged,
    grade: Grade,
    village: str,
    directory: Directory,
    now: datetime,
    local: InForce,
    trigger: Trigger,
    rules: Sequence[ReceiverRule] = (),
) -> Plan:
    day = shanghai_day(now)
    receivers: dict[tuple[UUID, str], Receiver] = {}
    missing: list[OfficeKind] = []
    for rule in rules or receivers_for(grade, day, local):
        offices = directory.serving(rule.kind, village, day.isoformat())
        if not offices:
            missing.append(rule.kind)
        told = offices or directory.serving(STAND_IN, village, day.isoformat())
        for office in told:
            limits = deadlines(rule.purpose, grade, now, local)
            receiver = _receiver(
                rule, office, limits, now, trigger, stands_in=not offices
            )
            receivers.setdefault((office, receiver.purpose), receiver)
    return Plan(
        person=logged.stream,
        fact=logged.event_id,
        fact_position=logged.position,
        village=village,
        receivers=beside(log, logged, tuple(receivers.values()), local),
        missing=tuple(missing),
    )


def _receiver(
    rule: ReceiverRule,
    office: UUID,
    limits: Deadlines,
    now: datetime,
    trigger: Trigger,
    *,
    stands_in: bool,
) -> Receiver:
    return Receiver(
        office=office,
        kind=rule.kind,
        purpose=rule.purpose,
        fields=tuple(rule.fields),
        accept_by=limits.accept_by.isoformat(),
        trigger=trigger,
        clock=limits.why.code,
        remind_at=limits.remind_at.isoformat(),
        stands_in=stands_in,
        edition=edition_on(shanghai_day(now)),
        overrides=limits.overrides,
    )
