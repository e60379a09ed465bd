"""Whether everybody was told who had to be: facts = notices + named exceptions, per receiver.

A second path beside the follower that issues: it asks the dated policy anew about each fact,
with the offices as they were known then, and holds the answer against the notices in the
log. It rests on nothing the follower keeps. What is neither told nor excepted by name is a
gap. The same log and moment give the same answer, for any day of the past.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.errors import Unknown, Unreadable
from domain.log import Erased, Log, Logged
from domain.notice import Corrected, Issued, Notice, Withdrawn
from domain.person.merging import Parted
from domain.person.risk import RiskGraded
from domain.registry.known import person_known
from domain.registry.notice_change_plan import changes, may_change
from domain.registry.notice_plan import (
    AGAIN,
    NEWS,
    Directory,
    Plan,
    plan,
    plan_again,
)
from domain.rules.notice_policy import must_be_told
from domain.values.findings import Grade
from domain.values.people import Channel

__all__ = [
    "GRACE",
    "Because",
    "DirectoryAt",
    "Duty",
    "State",
    "Weighed",
    "change_duties",
    "duties",
    "reconciled",
    "weigh",
]

GRACE: Final = timedelta(seconds=40)
"""How long telling may take before it is a gap: the alarm rings within 60 seconds (D-PR1)."""

DirectoryAt = Callable[[int], Directory]
"""Gives the offices as they were known at a position of the log."""


class State(StrEnum):
    """What became of a duty to tell."""

    TOLD = "told"
    EXCEPTED = "excepted"
    GAP = "gap"


class Because(StrEnum):
    """The exceptions there are, by name; everything else is a gap."""

    IMPORTED = "imported"
    """Came by import: on the list of existing cases (存量交接名册) instead."""
    NOT_CURRENT = "not_current"
    """Not the grade that stood when it was recorded: an older day, or taken back."""
    ERASED = "erased"
    """The person's keys are destroyed; nobody can be told of them any more."""
    NOBODY = "nobody"
    """Neither an office nor a stand-in was entered; that is an alarm of its own."""
    USE_STOPPED = "use_stopped"
    """Consent withdrawn: helpers are not told."""
    OFFICE_CHANGED = "office_changed"
    """Another office served the village by the time it was told."""
    NO_LONGER_ASKED = "no_longer_asked"
    """A correction nobody needs any more: withdrawn, closed or put right meanwhile."""
    NOT_YET_DUE = "not_yet_due"
    """Recorded less than `GRACE` ago."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One receiver who must be told of one fact, or an exception known from the fact.

    `notice` is the id its notice must have, and `office` is None where the fact itself is
    excepted, so that no receiver can be named. A duty with a `cause` is to put right or
    withdraw that notice because of the fact.
    """

    notice: UUID
    fact: UUID
    position: int
    since: datetime
    person: UUID
    village: str
    office: UUID | None
    kind: str
    purpose: str
    stands_in: bool = False
    because: Because | None = None
    cause: UUID | None = None

    @property
    def id(self) -> UUID:
        """Return what tells this duty from every other."""
        return uuid5(self.notice, str(self.cause)) if self.cause else self.notice


@dataclass(frozen=True, slots=True)
class Weighed:
    """A duty and what became of it."""

    duty: Duty
    state: State
    because: Because | None = None


def duties(log: Log, logged: Logged, offices: DirectoryAt) -> tuple[Duty, ...]:
    """Return whom a fact obliges to tell, by the policy of its day; empty for nobody."""
    if logged.topic not in NEWS | AGAIN:
        return ()
    return _duties(log, logged, offices(logged.position), logged.recorded_at)


def change_duties(
    log: Log, logged: Logged, offices: DirectoryAt, now: datetime
) -> tuple[Duty, ...]:
    """Return which notices are still to be put right or withdrawn because of a fact.

    What was done already is not asked for again, so this is for who looks at once.
    """
    if not may_change(logged):
        return ()
    is_news = logged.topic in NEWS and logged.topic not in AGAIN
    anew = duties(log, logged, offices) if is_news else ()
    told_anew = [duty.office for duty in anew if duty.office]
    return tuple(
        _of_change(log, logged, change.notice)
        for change in changes(log, logged, now, told_anew)
    )


def weigh(
    log: Log,
    owed: Sequence[tuple[Logged, Duty]],
    offices: DirectoryAt,
    now: datetime,
    at: int | None = None,
) -> list[Weighed]:
    """Hold duties, each with the fact it came from, against the notices in the log.

    `at` leaves out what was recorded after a position; `now` says how late it is.
    """
    told = _told(log, [duty for _, duty in owed], at)
    return [
        Weighed(duty, State.TOLD)
        if duty.id in told
        else _untold(log, logged, duty, offices, now, at)
        for logged, duty in owed
    ]


def reconciled(
    log: Log,
    facts: Iterable[Logged],
    offices: DirectoryAt,
    now: datetime,
    at: int | None = None,
) -> list[Weighed]:
    """Return what became of every duty to tell these facts brought, by position."""
    owed: dict[UUID, tuple[Logged, Duty]] = {}
    for logged in facts:
        for duty in duties(log, logged, offices):
            owed.setdefault(duty.notice, (logged, duty))
    return weigh(log, list(owed.values()), offices, now, at)


def _duties(
    log: Log, logged: Logged, directory: Directory, when: datetime
) -> tuple[Duty, ...]:
    if logged.topic in AGAIN:
        return tuple(
            duty
            for record in _records_of(logged)
            for duty in _of_plan(
                plan_again(log, logged, directory, when, record), logged
            )
        )
    if isinstance(logged.fact, Erased):
        is_graded = logged.topic == RiskGraded.TOPIC
        return (_excepted(logged, Because.ERASED),) if is_graded else ()
    if logged.channel == Channel.IMPORT:
        fact = logged.fact
        is_high = isinstance(fact, RiskGraded) and must_be_told(Grade(fact.grade))
        return (_excepted(logged, Because.IMPORTED),) if is_high else ()
    planned = plan(log, logged, directory, when)
    return tuple(_of_plan(planned, logged)) or _without_plan(log, logged, planned)


def _without_plan(log: Log, logged: Logged, planned: Plan | None) -> tuple[Duty, ...]:
    """Return why nobody is told of a high grade; what has no such reason is a gap."""
    fact = logged.fact
    if not isinstance(fact, RiskGraded) or not must_be_told(Grade(fact.grade)):
        return ()
    if planned is not None:
        return (_excepted(logged, Because.NOBODY, planned.village),)
    return (_excepted(logged, _why_unplanned(log, logged, fact)),)


def _why_unplanned(log: Log, logged: Logged, fact: RiskGraded) -> Because | None:
    try:
        person = person_known(log, logged.stream, logged.position)
    except Unreadable:
        return Because.ERASED
    except Unknown:
        return Because.NOT_CURRENT
    standing = person.current_grade()
    stands = standing and standing.grading == (fact.corrects or fact.grading)
    return None if stands else Because.NOT_CURRENT


def _records_of(logged: Logged) -> Sequence[UUID]:
    """Return the records another grade may stand for: both, where a merge is undone."""
    fact = logged.fact
    parted = (UUID(fact.retired),) if isinstance(fact, Parted) else ()
    return (logged.stream, *parted)


def _of_plan(planned: Plan | None, logged: Logged) -> Iterator[Duty]:
    for told in planned.receivers if planned else ():
        assert planned is not None  # noqa: S101 - there are receivers
        yield Duty(
            notice=Notice.id_for(planned.fact, told.office, told.purpose),
            fact=planned.fact,
            position=logged.position,
            since=logged.recorded_at,
            person=planned.person,
            village=planned.village,
            office=told.office,
            kind=told.kind,
            purpose=told.purpose,
            stands_in=told.stands_in,
        )


def _excepted(logged: Logged, because: Because | None, village: str = "") -> Duty:
    return Duty(
        notice=uuid5(NAMESPACE_URL, f"suian:untold/{logged.event_id}"),
        fact=logged.event_id,
        position=logged.position,
        since=logged.recorded_at,
        person=logged.person or logged.stream,
        village=village,
        office=None,
        kind="",
        purpose="",
        because=because,
    )


def _of_change(log: Log, logged: Logged, notice: UUID) -> Duty:
    issued = next(f.fact for f in log.stream(notice) if isinstance(f.fact, Issued))
    return Duty(
        notice=notice,
        fact=logged.event_id,
        position=logged.position,
        since=logged.recorded_at,
        person=issued.person,
        village="",
        office=UUID(issued.receiver),
        kind=issued.receiver_kind,
        purpose=issued.purpose,
        cause=logged.event_id,
    )


def _told(log: Log, owed: Sequence[Duty], at: int | None) -> set[UUID]:
    """Return the ids of the duties that were done up to a position."""
    notices = list({duty.notice for duty in owed})
    found: Mapping[UUID, Sequence[Logged]] = log.streams(notices) if notices else {}
    return {
        duty.id
        for duty in owed
        if any(
            _does(fact, duty) and (at is None or fact.position <= at)
            for fact in found.get(duty.notice, ())
        )
    }


def _does(logged: Logged, duty: Duty) -> bool:
    match logged.fact:
        case Issued():
            return duty.cause is None
        case Corrected() | Withdrawn() as fact:
            return fact.cause == str(duty.cause)
        case _:
            return False


def _untold(
    log: Log,
    logged: Logged,
    duty: Duty,
    offices: DirectoryAt,
    now: datetime,
    at: int | None,
) -> Weighed:
    because = duty.because or _because(log, logged, duty, offices, now, at)
    return Weighed(duty, State.EXCEPTED if because else State.GAP, because)


def _because(
    log: Log,
    logged: Logged,
    duty: Duty,
    offices: DirectoryAt,
    now: datetime,
    at: int | None,
) -> Because | None:
    if now - duty.since < GRACE:
        return Because.NOT_YET_DUE
    if duty.office is None:
        return None
    last = log.last_position() if at is None else at
    try:
        person = person_known(log, duty.person, last)
    except (Unknown, Unreadable):
        return Because.ERASED
    if duty.purpose in person.stopped_uses:
        return Because.USE_STOPPED
    if duty.cause:
        still = change_duties(log, logged, offices, now)
        is_asked = any(other.id == duty.id for other in still)
        return None if is_asked else Because.NO_LONGER_ASKED
    later = _duties(log, logged, offices(last), now)
    is_owed = any(other.notice == duty.notice for other in later)
    told = _told(log, later, at)
    same = {other.id for other in later if other.kind == duty.kind}
    return Because.OFFICE_CHANGED if not is_owed and same & told else None
