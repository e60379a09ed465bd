"""Whom a fact obliges to tell: decided from the fact, the village and the offices.

A follower of the log asks; the answer follows from the log up to the fact, so asking again
gives the same notices. Facts that came by import tell nobody: each office gets one list of
existing cases instead (存量交接名册). Which news a fact is, is `notice_news.py`; who is told of
it the table `notice_policy.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from domain.log import Log, Logged
from domain.person.counted import TURNING
from domain.person.exclusion import ExclusionUndone
from domain.person.merging import is_record_of
from domain.person.risk import RiskGraded
from domain.registry.known import records, survivor_of
from domain.registry.notice_beside import beside
from domain.registry.notice_news import (
    NEWS,
    News,
    grade_of,
    is_current,
    known_at,
    news_of_fact,
    news_of_grade,
    obliges,
    record_of_news,
)
from domain.registry.notice_told import was_withdrawn
from domain.registry.notices import Receiver
from domain.registry.rule_settings import in_force
from domain.rules.notice_clocks import Deadlines, deadlines
from domain.rules.notice_policy import ReceiverRule, edition_on, receivers_for
from domain.values.calendar import shanghai_day
from domain.values.notices import Trigger
from domain.values.people import OfficeKind

__all__ = [
    "AGAIN",
    "NEWS",
    "TURNING",
    "Directory",
    "Plan",
    "obliges",
    "plan",
    "plan_again",
]

AGAIN: Final = TURNING | {ExclusionUndone.TOPIC}
"""From these facts on another grade may stand, or one that stood before."""
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
    news = news_of_fact(log, logged)
    return _planned(log, logged, news, directory, now) if news else None


def plan_again(
    log: Log,
    logged: Logged,
    directory: Directory,
    now: datetime,
    record: UUID | None = None,
) -> Plan | None:
    """Return whom the grade that stands after a merge or a retraction obliges to tell.

    It is told as the fact it was recorded by, so whoever was told of that is not told
    twice; offices of another village than before hear of it for the first time. Where its
    notices were withdrawn meanwhile it is told anew, as the fact that brought it back.
    `record` is another record the fact is about than the one it stands in.
    """
    survivor = survivor_of(log, record or logged.stream, logged.position)
    person = known_at(log, survivor, logged.position)
    if person is None or person.has_left:
        return None
    graded = [
        (each, each.fact)
        for each in records(log, survivor, logged.position)
        if isinstance(each.fact, RiskGraded)
        and is_current(person, each.fact)
        and is_record_of(person, each.stream)
    ]
    if not graded or not obliges(graded[-1][0]):
        return None
    told, fact = graded[-1]
    news = News(news_of_grade(person, fact), grade_of(person), person.village)
    if was_withdrawn(log, survivor, told.event_id, logged.position):
        told = logged._replace(person=survivor)
    return _planned(log, told, (news,), directory, now)


def _planned(
    log: Log,
    logged: Logged,
    news: Sequence[News],
    directory: Directory,
    now: datetime,
) -> Plan:
    """Return the receivers of some news; an office is told once for a purpose."""
    receivers: dict[tuple[UUID, str], Receiver] = {}
    missing: dict[OfficeKind, None] = {}
    for each in news:
        for rule, offices in _told_of(log, each, directory, now):
            if not offices:
                missing[rule.kind] = None
            for receiver in _receivers(log, each, rule, offices, directory, now):
                receivers.setdefault((receiver.office, receiver.purpose), receiver)
    local = in_force(log).at(news[0].village)
    return Plan(
        person=record_of_news(logged),
        fact=logged.event_id,
        fact_position=logged.position,
        village=news[0].village,
        receivers=beside(log, logged, tuple(receivers.values()), local),
        missing=tuple(missing),
    )


def _told_of(
    log: Log, news: News, directory: Directory, now: datetime
) -> Iterable[tuple[ReceiverRule, Sequence[UUID]]]:
    """Yield the rows of some news with the offices that serve the village."""
    day = shanghai_day(now)
    local = in_force(log).at(news.village)
    for rule in receivers_for(news.trigger, news.grade, day, local):
        offices = directory.serving(rule.kind, news.village, day.isoformat())
        yield rule, offices


def _receivers(
    log: Log,
    news: News,
    rule: ReceiverRule,
    offices: Sequence[UUID],
    directory: Directory,
    now: datetime,
) -> Iterable[Receiver]:
    """Yield who is told by a row: its offices, or who stands in where there are none."""
    local, day = in_force(log).at(news.village), shanghai_day(now).isoformat()
    limits = deadlines(news.trigger, rule.purpose, news.grade, now, local)
    for office in offices or directory.serving(STAND_IN, news.village, day):
        yield _receiver(rule, office, limits, now, news.trigger, stands_in=not offices)


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
