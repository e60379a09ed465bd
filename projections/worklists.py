"""Who is on a list of what is to be done beside the next follow-up: one row a person.

The row copies days; which list somebody is on follows from them and today, so nobody has
to be put on a list or taken off it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Text,
    Uuid,
    and_,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.away import AwayNoted, BackNoted, LossReported
from domain.person.check_up import CheckUpRecorded
from domain.person.contact import ContactTried
from domain.person.discharge import Discharged
from domain.person.exclusion import ExclusionUndone
from domain.person.follow_up import FirstVisitDue, FollowUpCorrected, FollowUpRecorded
from domain.person.identity import Registered
from domain.person.locking import LockedUp, Released
from domain.person.lowering import (
    LoweringAsked,
    LoweringConfirmed,
    LoweringDeclined,
)
from domain.person.medication import InjectionGiven
from domain.person.plan import VisitPlanned
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken, TransferredOut
from domain.person.risk import RiskGraded
from domain.person.standing import (
    DeathRecorded,
    DiagnosisExcluded,
    FoundAgain,
    LostToFollowUp,
)
from domain.person.stay import Admitted
from domain.values.findings import HospitalStay, SpokeWith, VisitForm, is_face_visit
from projections.view import Scope, View, by_person, changed, versioned


class Listed(StrEnum):
    """The lists there are."""

    UNREACHED = "unreached"
    """未访到: to be tried again within two weeks."""
    LOST = "lost"
    """失访: to be reported in writing, and looked for."""
    AWAY = "away"
    """外出."""
    HOME = "home"
    """返乡: what to do while they are at home."""
    LONG_UNSEEN = "long_unseen"
    """半年未面访."""
    FEWER_THAN_FOUR = "fewer_than_four"
    """全年随访可能不足4次."""
    IN_HOSPITAL = "in_hospital"
    """在院: to be confirmed again at each interval."""
    LOCKED_UP = "locked_up"
    """关锁: to be ended."""
    LOWERING = "lowering"
    """A grade lowered from 3 or more, to be confirmed by a second person."""
    FORM_OWED = "form_owed"
    """补填随访表: a quick report whose follow-up form is to be completed."""


@dataclass(frozen=True)
class Watched:
    """One person's days (ISO).

    `visits` are {day, face, counts, recorded} by follow-up; `recorded` tells two of one day
    apart, for a stored map has no order.
    """

    person: UUID
    division: str = ""
    unit: str = ""
    registered_on: str = ""
    has_left: bool = False
    transferred: bool = False
    """Whether a unit outside looks after the person now; the days are kept for later."""
    due_on: str = ""
    visits: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    last: str = ""
    last_face_on: str = ""
    unseen_since: str = ""
    """The last face visit, or the first follow-up where there was none (D-V2)."""
    in_hospital_on: str = ""
    """When it was last confirmed that the person is in hospital; empty when not."""
    locked_on: str = ""
    lowering: dict[str, Any] = field(default_factory=dict[str, Any])
    quick: dict[str, Any] = field(default_factory=dict[str, Any])
    """A quick report no form followed yet: {grading, grade, on, reported_at}."""
    lost_on: str = ""
    loss: dict[str, Any] = field(default_factory=dict[str, Any])
    reported_on: str = ""
    away: dict[str, Any] = field(default_factory=dict[str, Any])
    home: dict[str, Any] = field(default_factory=dict[str, Any])
    misses: list[str] = field(default_factory=list[str])
    missed_on: str = ""
    checked_on: str = ""
    injection_due_on: str = ""

    def made_in(self, year: int) -> int:
        """Return how many follow-ups of a year count towards the four."""
        return sum(
            visit["counts"] and visit["day"].startswith(str(year))
            for visit in self.visits.values()
        )


def fold(row: Watched | None, logged: Logged) -> Watched | None:
    """Copy the days a fact tells of."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Watched(logged.person, registered_on=fact.registered_on)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case ResponsibilityTaken():
            return changed(row, unit=fact.unit, transferred=False)
        case TransferredOut():
            return changed(row, transferred=True)
        case DeathRecorded() | DiagnosisExcluded():
            return changed(row, has_left=True)
        case ExclusionUndone():
            return changed(row, has_left=fact.has_left)
        case FirstVisitDue() if not row.last:
            return changed(row, due_on=fact.due_on)
        case VisitPlanned():
            return changed(row, due_on=fact.due_on)
        case FollowUpRecorded():
            row = changed(row, quick=_still_owed(row, fact.visited_on))
            return _visited(row, fact, fact.follow_up, logged.position)
        case RiskGraded() if _is_quick(fact):
            return changed(row, lowering={}, quick=_quick(row, fact, logged))
        case FollowUpCorrected():
            return _visited(row, fact, fact.corrects, logged.position)
        case _:
            return changed(row, **_said(row, fact))


def watched_of(facts: Sequence[Logged]) -> Watched | None:
    """Return one person's row, folded from their own facts."""
    row: Watched | None = None
    for logged in facts:
        row = fold(row, logged)
    return row


def _said(row: Watched, fact: object) -> dict[str, Any]:
    match fact:
        case ContactTried() if fact.tried_on >= row.missed_on:
            missed = fact.outcome == "not_reached"
            run = [*row.misses, fact.tried_on] if missed else []
            return {"misses": run, "missed_on": fact.tried_on}
        case LoweringAsked():
            return {"lowering": _lowering(fact)}
        case RiskGraded() | LoweringConfirmed() | LoweringDeclined():
            return {"lowering": {}}
        case Admitted() if fact.admitted_on > row.in_hospital_on:
            return {"in_hospital_on": fact.admitted_on}
        case Discharged() if fact.discharged_on >= row.in_hospital_on:
            return {"in_hospital_on": ""}
        case LockedUp():
            return {"locked_on": fact.locked_on}
        case Released():
            return {"locked_on": ""}
        case LostToFollowUp():
            loss = {"reason": fact.reason, "remark": fact.remark}
            return {"lost_on": fact.lost_on, "loss": loss, "reported_on": ""}
        case LossReported() if fact.lost_on == row.lost_on:
            return {"reported_on": fact.reported_on}
        case FoundAgain():
            return {"lost_on": "", "loss": {}, "reported_on": ""}
        case AwayNoted():
            return {"home": {}, "away": _away(fact)}
        case BackNoted():
            home = {"back_on": fact.back_on, "leaves_on": fact.leaves_on or ""}
            return {"away": {}, "home": {**home, "was": row.away}}
        case CheckUpRecorded() if not fact.lacking:
            return {"checked_on": max(row.checked_on, fact.checked_on)}
        case InjectionGiven():
            return {"injection_due_on": fact.next_due_on or ""}
        case _:
            return {}


HIGH: Final = 3
QUICK: Final = "quick_report"


def _is_quick(fact: RiskGraded) -> bool:
    return fact.source == QUICK and fact.grade >= HIGH


def _quick(row: Watched, fact: RiskGraded, logged: Logged) -> dict[str, Any]:
    """Return what is owed: one form of the last report's day, by the first one's clock."""
    if row.quick:
        return {**row.quick, "on": max(row.quick["on"], fact.graded_on)}
    return {
        "grading": fact.grading,
        "grade": fact.grade,
        "on": fact.graded_on,
        "reported_at": logged.recorded_at.isoformat(),
    }


def _still_owed(row: Watched, visited_on: str) -> dict[str, Any]:
    """Return what is still owed after a form of a day."""
    is_followed = bool(row.quick) and visited_on >= row.quick["on"]
    return {} if is_followed else row.quick


def _lowering(fact: LoweringAsked) -> dict[str, Any]:
    return {
        "grading": fact.grading,
        "grade": fact.grade,
        "standing": fact.standing,
        "graded_on": fact.graded_on,
        "reason": fact.reason,
        "by": fact.by,
    }


def _away(fact: AwayNoted) -> dict[str, Any]:
    return {
        "left_on": fact.left_on,
        "what_for": fact.what_for,
        "where": fact.where,
        "phone": fact.phone,
        "known": fact.whereabouts_known,
        "back_on": fact.back_on or "",
        "medicine_until": fact.medicine_until or "",
    }


A_FEW: Final = 12
"""How many follow-ups a row keeps: more than a year's, the latest."""


def _visited(
    row: Watched,
    fact: FollowUpRecorded | FollowUpCorrected,
    follow_up: str,
    position: int,
) -> Watched:
    spoke = frozenset(map(SpokeWith, fact.spoke_with))
    face = is_face_visit(VisitForm(fact.form), spoke)
    in_hospital = fact.findings["hospital"] == HospitalStay.IN_HOSPITAL_NOW
    counts = fact.findings["risk"] is not None or in_hospital
    recorded = row.visits.get(follow_up, {}).get("recorded", position)
    visit: dict[str, Any] = {
        "day": fact.visited_on,
        "face": face,
        "counts": counts,
        "recorded": recorded,
    }
    kept: dict[str, dict[str, Any]] = {**row.visits, follow_up: visit}

    def order(key: str) -> tuple[str, int]:
        return kept[key]["day"], kept[key]["recorded"]

    newest = sorted(kept, key=order)[-A_FEW:]
    visits = {key: kept[key] for key in newest}
    faces = [v["day"] for v in visits.values() if v["face"]]
    last_face_on = max(faces, default=row.last_face_on)
    first = min(v["day"] for v in visits.values())
    row = changed(
        row,
        visits=visits,
        last_face_on=last_face_on,
        unseen_since=last_face_on or row.unseen_since or first,
    )
    if follow_up != newest[-1]:
        return row
    reached = fact.visited_on > row.missed_on
    return changed(
        row,
        last=follow_up,
        due_on=fact.due_on or "",
        in_hospital_on=fact.visited_on if in_hospital else "",
        misses=[] if reached else row.misses,
    )


worklists: Final = View(
    name="worklists",
    edition=7,
    row=Watched,
    table=versioned(
        "worklists",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("registered_on", Text, nullable=False),
        Column("has_left", Boolean, nullable=False),
        Column("transferred", Boolean, nullable=False),
        Column("due_on", Text(collation="C"), nullable=False),
        Column("visits", JSONB, nullable=False),
        Column("last", Text, nullable=False),
        Column("last_face_on", Text(collation="C"), nullable=False),
        Column("unseen_since", Text(collation="C"), nullable=False),
        Column("in_hospital_on", Text(collation="C"), nullable=False),
        Column("locked_on", Text(collation="C"), nullable=False),
        Column("lowering", JSONB, nullable=False),
        Column("quick", JSONB, nullable=False),
        Column("lost_on", Text(collation="C"), nullable=False),
        Column("loss", JSONB, nullable=False),
        Column("reported_on", Text, nullable=False),
        Column("away", JSONB, nullable=False),
        Column("home", JSONB, nullable=False),
        Column("misses", JSONB, nullable=False),
        Column("missed_on", Text, nullable=False),
        Column("checked_on", Text, nullable=False),
        Column("injection_due_on", Text, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
)

_COLUMNS: Final = worklists.table.c


def _condition(listed: Listed, since: date) -> ColumnElement[bool]:
    """Return who may be on a list; `since` is the day half a year ago."""
    conditions: dict[Listed, ColumnElement[bool]] = {
        Listed.UNREACHED: _COLUMNS.misses != [],
        Listed.LOST: _COLUMNS.lost_on != "",
        Listed.AWAY: _COLUMNS.away != {},
        Listed.HOME: _COLUMNS.home != {},
        Listed.LONG_UNSEEN: and_(
            _COLUMNS.unseen_since != "", _COLUMNS.unseen_since <= since.isoformat()
        ),
        Listed.IN_HOSPITAL: _COLUMNS.in_hospital_on != "",
        Listed.LOWERING: _COLUMNS.lowering != {},
        Listed.FORM_OWED: _COLUMNS.quick != {},
        Listed.LOCKED_UP: _COLUMNS.locked_on != "",
        Listed.FEWER_THAN_FOUR: _COLUMNS.registered_on != "",
    }
    return and_(conditions[listed], ~_COLUMNS.has_left, ~_COLUMNS.transferred)


@dataclass(frozen=True, slots=True)
class Within:
    """Which part of a list: under a division, of a unit, after a person, as of a position."""

    division: str = ""
    unit: str = ""
    after: UUID | None = None
    at: int | None = None


def how_many_forms_owed(connection: Connection) -> int:
    """Return after how many quick reports in sight the form is still to be completed."""
    waiting = worklists.rows().where(_condition(Listed.FORM_OWED, date.min)).subquery()
    return connection.execute(select(func.count()).select_from(waiting)).scalar_one()


PAGE: Final = 500


def listed(
    connection: Connection, which: Listed, since: date, within: Within
) -> Iterator[Watched]:
    """Yield those who may be on a list, by their key; `since` is half a year ago."""
    after = within.after
    while True:
        query = worklists.rows(within.at).where(_condition(which, since))
        if within.division:
            query = query.where(_COLUMNS.division.startswith(within.division))
        if within.unit:
            query = query.where(_COLUMNS.unit == within.unit)
        if after is not None:
            query = query.where(_COLUMNS.key > after)
        rows = connection.execute(query.order_by(_COLUMNS.key).limit(PAGE)).all()
        yield from (worklists.from_columns(row) for row in rows)
        if len(rows) < PAGE:
            return
        after = rows[-1].key
