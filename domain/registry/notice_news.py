"""Which news a fact is for those who must be told: a first level 3, a rise, an incident, a loss.

The person is read as known at the fact, never later. A command that brings a level of 3 or
higher tells by that fact alone, as the most urgent of what it brings.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from domain.danger_report import Linked
from domain.emergency import Opened
from domain.errors import Unknown, Unreadable
from domain.fact import Fact
from domain.log import Erased, Log, Logged
from domain.person.away import AwayNoted
from domain.person.contact import ContactTried
from domain.person.follow_up import FollowUpRecorded
from domain.person.incident import Incident, IncidentCorrected, IncidentRecorded
from domain.person.person import Person
from domain.person.quick_report import QuickReported
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import TransferredOut
from domain.person.risk import Grading, RiskGraded
from domain.person.standing import LostToFollowUp
from domain.person.stay import Absconded
from domain.registry.known import person_known
from domain.registry.rule_settings import in_force
from domain.rules.leaving import police_at_once
from domain.rules.notice_policy import (
    ENDANGERING,
    FETCHING,
    TOLD_UNSEEN,
    incident_is_told,
    joint_is_told,
    most_urgent,
    must_be_told,
    refusal_is_told,
)
from domain.values.calendar import shanghai_day
from domain.values.contacts import ContactOutcome
from domain.values.danger import IncidentKind
from domain.values.findings import FollowUpClass, Grade
from domain.values.notices import Trigger
from domain.values.people import Channel

COUNTY: Final = 6


@dataclass(frozen=True, slots=True)
class News:
    """What is told: why, at which level, to the offices of which village."""

    trigger: Trigger
    grade: Grade
    village: str


@dataclass(frozen=True, slots=True)
class At:
    """A fact that may be news, and the person as known at it."""

    log: Log
    logged: Logged
    person: Person

    @property
    def today(self) -> date:
        """Return the day it was recorded on: the same whoever asks, and however late."""
        return shanghai_day(self.logged.recorded_at)

    @property
    def grade(self) -> Grade:
        """Return the grade that stands."""
        return grade_of(self.person)

    def one(self, trigger: Trigger, grade: Grade | None = None) -> tuple[News, ...]:
        """Return one piece of news for where the person lives."""
        return (News(trigger, grade or self.grade, self.person.village),)


def known_at(log: Log, person: UUID, upto: int) -> Person | None:
    """Return a person as known at a position; None where nobody can be read."""
    try:
        return person_known(log, person, upto)
    except (Unknown, Unreadable):
        return None


def grade_of(person: Person) -> Grade:
    """Return the grade that stands, or that none does."""
    standing = person.current_grade()
    return Grade(standing.grade if standing else None)


def is_current(person: Person, fact: RiskGraded) -> bool:
    """Return whether a grade is the one that stands."""
    current = person.current_grade()
    return current is not None and current.grading == (fact.corrects or fact.grading)


def obliges(logged: Logged) -> bool:
    """Return whether a fact may oblige to tell somebody, by what it says itself."""
    if logged.channel == Channel.IMPORT:
        return False
    match logged.fact:
        case ContactTried() as fact:
            says = fact.outcome == ContactOutcome.REFUSED
        case ResidenceRecorded():
            says = _is_a_move(logged)
        case Linked() as fact:
            says = fact.channel in TOLD_UNSEEN
        case RiskGraded() as fact:
            says = must_be_told(Grade(fact.grade))
        case FollowUpRecorded() as fact:
            says = fact.joint_visit
        case _:
            says = isinstance(logged.fact, tuple(NEWS_OF))
    return says


def _is_a_move(logged: Logged) -> bool:
    """Return whether it is neither the residence of a registration nor a new code."""
    command: Mapping[str, Any] = logged.header["command"]
    return logged.channel != Channel.JOB and command["index"] == 0


def record_of_news(logged: Logged) -> UUID:
    """Return the record a fact is news about: a danger report's is whom it was linked to."""
    if isinstance(logged.fact, Linked):
        return UUID(logged.fact.registered)
    return logged.person or logged.stream


def news_of_fact(log: Log, logged: Logged) -> tuple[News, ...]:
    """Return which news a fact is; none when it obliges to nothing."""
    fact = logged.fact
    if isinstance(fact, Erased) or not obliges(logged):
        return ()
    person = known_at(log, record_of_news(logged), logged.position)
    return NEWS_OF[type(fact)](At(log, logged, person), fact) if person else ()


def news_of_grade(person: Person, fact: RiskGraded) -> Trigger:
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
    if fact.grade == before.grade:
        return Trigger.UNCHANGED
    return Trigger.RISE if fact.grade > before.grade else Trigger.LOWERED


def _graded(at: At, fact: RiskGraded) -> tuple[News, ...]:
    if not is_current(at.person, fact):
        return ()
    return at.one(
        most_urgent(news_of_grade(at.person, fact), *_brought_along(at)),
        Grade(fact.grade),
    )


def _brought_along(at: At) -> Iterator[Trigger]:
    """Yield what other news of the level the command of a grade brings."""
    for each in _of_command(at.log, at.logged):
        match each.fact:
            case Opened():
                yield Trigger.EMERGENCY
            case IncidentRecorded():
                yield Trigger.INCIDENT
            case FollowUpRecorded() as fact if _tells_of_incident(at, fact):
                yield Trigger.INCIDENT
            case _:
                pass


def _tells_of_incident(at: At, fact: FollowUpRecorded) -> bool:
    """Return whether a form counts more than is on record since the visit before."""
    counts: Mapping[str, int] = fact.findings.get("incidents") or {}
    last = _last_visit(at.person, fact.visited_on)
    on_record = [
        incident.kind
        for incident in at.person.danger.incidents.values()
        if last < incident.happened_on <= fact.visited_on
    ]
    return any(n > on_record.count(kind) for kind, n in counts.items())


def _last_visit(person: Person, before: str) -> str:
    days = (visit.visited_on for visit in person.visits.values())
    return max((day for day in days if day < before), default="")


def _happened(at: At, fact: IncidentRecorded) -> tuple[News, ...]:
    if _grade_tells(at):
        return ()
    if must_be_told(at.grade) or _is_told(at, fact):
        return at.one(Trigger.INCIDENT)
    return ()


def _is_told(at: At, fact: IncidentRecorded | IncidentCorrected | Incident) -> bool:
    kind, on = IncidentKind(fact.kind), date.fromisoformat(fact.happened_on)
    local = in_force(at.log).at(at.person.village)
    return incident_is_told(kind, on, at.today, local)


def _put_right(at: At, fact: IncidentCorrected) -> tuple[News, ...]:
    """Return what is told only now that an incident is put right (D-SC1)."""
    before = known_at(at.log, at.person.id, at.logged.position - 1)
    wrong = before and before.danger.incidents.get(fact.incident)
    if not wrong or must_be_told(at.grade) or _is_told(at, wrong):
        return ()
    return at.one(Trigger.INCIDENT) if _is_told(at, fact) else ()


def _asked(at: At, fact: QuickReported) -> tuple[News, ...]:
    if must_be_told(Grade(fact.grade)) or not FETCHING & set(fact.help_wanted):
        return ()
    return at.one(Trigger.ASKED, Grade(fact.grade))


def _seen(at: At, _: Linked) -> tuple[News, ...]:
    """Return that a guardian told of danger, before a doctor looked."""
    return () if _grade_tells(at) else at.one(Trigger.DANGER_REPORT)


def _opened(at: At, fact: Opened) -> tuple[News, ...]:
    if _grade_tells(at):
        return ()
    if must_be_told(at.grade) or ENDANGERING & set(fact.triggers):
        return at.one(Trigger.EMERGENCY)
    return ()


def _left(at: At, _: LostToFollowUp | AwayNoted | TransferredOut) -> tuple[News, ...]:
    """Return that somebody dangerous or unstable left, as they stood then (D-D10)."""
    return at.one(Trigger.LEFT) if _is_urgent(at) else ()


def _moved(at: At, fact: ResidenceRecorded) -> tuple[News, ...]:
    """Return that somebody dangerous moved, to there and to where they lived (D-PO6)."""
    before = known_at(at.log, at.person.id, at.logged.position - 1)
    if before is None or before.residence is None or before.village == fact.village:
        return ()
    old = News(Trigger.LEFT, at.grade, before.village)
    if must_be_told(at.grade):
        return (*at.one(Trigger.MOVED), old)
    has_left = before.village[:COUNTY] != fact.village[:COUNTY]
    return (old,) if has_left and _is_urgent(at) else ()


def _absconded(at: At, fact: Absconded) -> tuple[News, ...]:
    """Return that an in-patient is gone; who is found again concerns no police."""
    return () if fact.whereabouts_known else at.one(Trigger.ABSCONDED)


def _refused(at: At, _: ContactTried) -> tuple[News, ...]:
    """Return that visits are refused, where that is told (P7 art 45)."""
    village = at.person.village
    told = refusal_is_told(village, at.today, in_force(at.log).at(village))
    return at.one(Trigger.REFUSED) if told else ()


def _joined(at: At, _: FollowUpRecorded) -> tuple[News, ...]:
    """Return that an unstable person is followed up jointly, where that is turned on."""
    local = in_force(at.log).at(at.person.village)
    if must_be_told(at.grade) or not joint_is_told(at.today, local):
        return ()
    return at.one(Trigger.JOINT)


def _is_urgent(at: At) -> bool:
    visit = at.person.last_visit()
    judged = FollowUpClass(visit.judged) if visit and visit.judged else None
    return police_at_once(at.grade, judged)


def _grade_tells(at: At) -> bool:
    """Return whether a grade of the same command tells already."""
    return any(
        isinstance(each.fact, RiskGraded) and must_be_told(Grade(each.fact.grade))
        for each in _of_command(at.log, at.logged)
    )


def _of_command(log: Log, logged: Logged) -> list[Logged]:
    """Return the facts a fact was recorded with."""
    command: Mapping[str, Any] = logged.header["command"]
    ids = [uuid5(UUID(command["id"]), str(n)) for n in range(command["count"])]
    return list(log.with_ids(ids))


NEWS_OF: Final[Mapping[type[Fact], Callable[[At, Any], tuple[News, ...]]]] = {
    RiskGraded: _graded,
    IncidentRecorded: _happened,
    IncidentCorrected: _put_right,
    QuickReported: _asked,
    Linked: _seen,
    Opened: _opened,
    Absconded: _absconded,
    LostToFollowUp: _left,
    AwayNoted: _left,
    TransferredOut: _left,
    ResidenceRecorded: _moved,
    ContactTried: _refused,
    FollowUpRecorded: _joined,
}
NEWS: Final = frozenset(fact.TOPIC for fact in NEWS_OF)
"""The facts that may oblige to tell somebody."""
