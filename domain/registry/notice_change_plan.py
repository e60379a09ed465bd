"""Which notices a fact makes untrue: whom to tell that what they were told holds no more.

Asked by the follower after the fact's own notices were issued. The person is read as known
at the fact; the notices are all there are of what was recorded before it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.danger_report import Assessed, Linked
from domain.log import Log, Logged
from domain.notice import Change
from domain.person.counted import merges, surviving
from domain.person.guardian import GuardianRecorded
from domain.person.identity import IdentityCorrected, IdentityRecorded
from domain.person.merging import Absorbed, Parted
from domain.person.residence import ResidenceRecorded
from domain.person.risk import RiskGraded
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from domain.person.taking_back import FactRetracted
from domain.registry.known import everything, survivor_of
from domain.registry.notice_changes import TellOfChange
from domain.registry.notice_content import content
from domain.registry.notice_links import told_by_links
from domain.registry.notice_news import is_current, known_at
from domain.registry.notice_told import Told, notices_of
from domain.registry.rule_settings import in_force
from domain.rules.notice_changes import ChangeRule, change_rule, edition_on, reaches
from domain.rules.notice_clocks import deadlines_of_change
from domain.rules.notice_policy import must_be_told
from domain.values.calendar import shanghai_day
from domain.values.findings import Grade
from domain.values.notice_changes import ChangeReason
from domain.values.notices import Trigger
from domain.values.people import Channel

DETAILS: Final = (
    IdentityRecorded,
    IdentityCorrected,
    ResidenceRecorded,
    GuardianRecorded,
    Absorbed,
)
"""Facts by which a person may read otherwise: name, address, whom to ring."""
CHANGING: Final = frozenset(
    fact.TOPIC
    for fact in (
        RiskGraded,
        FactRetracted,
        DeathRecorded,
        DiagnosisExcluded,
        Parted,
        Linked,
        Assessed,
        *DETAILS,
    )
)
"""The facts that may make a notice untrue."""


def may_change(logged: Logged) -> bool:
    """Return whether a fact may make a notice untrue, by what it says itself."""
    fact = logged.fact
    if logged.channel == Channel.IMPORT or logged.topic not in CHANGING:
        return False
    return not isinstance(fact, RiskGraded) or not must_be_told(Grade(fact.grade))


def changes(
    log: Log, logged: Logged, now: datetime, told_anew: Collection[UUID] = ()
) -> list[TellOfChange]:
    """Return which notices are to be put right or withdrawn because of a fact.

    Offices that are told anew of the same fact know what reads otherwise.
    """
    if not may_change(logged) or logged.person is None:
        return []
    found = list(_found(log, logged, logged.person))
    if not found:
        return []
    rules = {each: change_rule(each, shanghai_day(now)) for each in ChangeReason}
    return [
        told
        for notice, reason in found
        if (told := _told(log, logged, notice, rules[reason], now))
        and (told.fields is None or UUID(notice.issued.receiver) not in told_anew)
    ]


def _found(
    log: Log, logged: Logged, person: UUID
) -> Iterable[tuple[Told, ChangeReason]]:
    """Return the notices a fact makes untrue; a danger report's are about whom it was linked to."""
    if isinstance(logged.fact, Linked | Assessed):
        return told_by_links(log, logged, logged.fact)
    facts = everything(log, person)
    notices = [
        notice
        for notice in notices_of(facts)
        if notice.issued.fact_position < logged.position and not notice.withdrawn_by
    ]
    return _untrue(log, logged, facts, notices) if notices else ()


def _untrue(
    log: Log, logged: Logged, facts: Sequence[Logged], notices: Sequence[Told]
) -> Iterator[tuple[Told, ChangeReason]]:
    """Yield the notices a fact makes untrue, each with why."""
    match logged.fact:
        case RiskGraded() as fact:
            yield from _graded(log, logged, fact, facts, notices)
        case FactRetracted() as fact:
            never = [n for n in notices if n.issued.fact in fact.facts]
            yield from ((notice, ChangeReason.RETRACTED) for notice in never)
            others = [n for n in notices if n not in never]
            yield from ((notice, ChangeReason.DETAILS) for notice in others)
        case DeathRecorded():
            yield from (
                (n, ChangeReason.DIED) for n in _of_person(logged, facts, notices)
            )
        case DiagnosisExcluded():
            yield from (
                (n, ChangeReason.EXCLUDED) for n in _of_person(logged, facts, notices)
            )
        case Parted() as fact:
            yield from (
                (notice, ChangeReason.WRONG_MERGE)
                for notice in notices
                if _issued_while_merged(notice, fact, logged, facts)
            )
        case _:
            yield from (
                (n, ChangeReason.DETAILS) for n in _of_person(logged, facts, notices)
            )


def _of_person(
    logged: Logged, facts: Sequence[Logged], notices: Sequence[Told]
) -> list[Told]:
    """Return the notices about the person a fact is about, by the merges that stood then."""
    standing = merges([each for each in facts if each.position <= logged.position])
    person = surviving(logged.stream, standing)
    return [n for n in notices if surviving(n.record, standing) == person]


def _graded(
    log: Log,
    logged: Logged,
    fact: RiskGraded,
    facts: Sequence[Logged],
    notices: Sequence[Told],
) -> Iterator[tuple[Told, ChangeReason]]:
    """Yield what a grade below 3 makes untrue: all where it stands, else what it corrects."""
    person = known_at(
        log, survivor_of(log, logged.stream, logged.position), logged.position
    )
    stands = person is not None and is_current(person, fact)
    wrong = _wrong(fact, facts)
    for notice in _of_person(logged, facts, notices):
        if notice.issued.fact in wrong:
            yield notice, ChangeReason.PUT_RIGHT
        elif stands:
            yield notice, ChangeReason.LOWERED


def _wrong(fact: RiskGraded, facts: Sequence[Logged]) -> set[str]:
    """Return the event ids of the grades a correction puts right; none for a new grade."""
    if fact.corrects is None:
        return set()
    return {
        str(each.event_id)
        for each in facts
        if isinstance(each.fact, RiskGraded)
        and (each.fact.corrects or each.fact.grading) == fact.corrects
    }


def _issued_while_merged(
    notice: Told, fact: Parted, logged: Logged, facts: Sequence[Logged]
) -> bool:
    merged_at = max(
        (
            each.position
            for each in facts
            if isinstance(each.fact, Absorbed)
            and each.fact.retired == fact.retired
            and each.position < logged.position
        ),
        default=logged.position,
    )
    ours = {logged.stream, UUID(fact.retired)}
    return notice.record in ours and merged_at < notice.position < logged.position


def _told(
    log: Log, logged: Logged, notice: Told, rule: ChangeRule, now: datetime
) -> TellOfChange | None:
    """Return what the receiver of a notice is told; None where nothing reads otherwise."""
    trigger = Trigger(notice.issued.trigger)
    if not reaches(rule, trigger, is_done=notice.is_done):
        return None
    fields = None if rule.withdraws else _otherwise(log, logged, notice, rule)
    if fields == ():
        return None
    day = shanghai_day(now)
    limits = deadlines_of_change(now, in_force(log))
    change = Change(
        cause=str(logged.event_id),
        cause_position=logged.position,
        why=rule.reason.value,
        clock=limits.why.code,
        remind_at=limits.remind_at.isoformat(),
        accept_by=limits.accept_by.isoformat(),
        editions=[edition_on(day), *limits.overrides],
    )
    return TellOfChange(notice.notice, change, fields)


def _otherwise(
    log: Log, logged: Logged, notice: Told, rule: ChangeRule
) -> tuple[str, ...]:
    """Return which of a notice's fields read otherwise than the receiver knows them."""
    names = [name for name in notice.issued.fields if name in rule.fields]
    if rule.reason is not ChangeReason.DETAILS:
        return tuple(names)
    survivor = survivor_of(log, notice.record, logged.position)
    if known_at(log, survivor, logged.position) is None:
        return ()
    then = _read(log, notice.record, notice.as_of, names)
    now = _read(log, survivor, logged.position, names)
    return tuple(name for name in names if then.get(name) != now.get(name))


def _read(log: Log, record: UUID, upto: int, names: Sequence[str]) -> Mapping[str, str]:
    return content(log, survivor_of(log, record, upto), upto, names)
