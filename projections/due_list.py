"""The due list: who is to be seen next, when, and why that day.

The due day is stored; due and overdue are not. They are derived from it and today, so no
job has to mark anybody late.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Select,
    SmallInteger,
    Text,
    Uuid,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.contact import ContactTried
from domain.person.exclusion import ExclusionUndone
from domain.person.follow_up import FirstVisitDue, FollowUpCorrected, FollowUpRecorded
from domain.person.identity import Registered
from domain.person.plan import VisitPlanned
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken, TransferredOut
from domain.person.risk import RiskGraded
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from domain.person.use import UseRestricted
from domain.values.registration import Use
from projections.view import Scope, View, by_person, changed, versioned

IN_HOSPITAL_NOW: Final = 1
NOT_REACHED: Final = "not_reached"


@dataclass(frozen=True)
class Due:
    """One person's next follow-up: the day (ISO), and the clauses it rests on.

    Who has left the register stays without a due day. `contact` is the last attempt to
    reach the person since the last visit, with the steps proposed after it; `complete`
    are the days of the complete follow-ups, by id. `inputs` are what the day was computed
    from, `course` the last follow-up as the next one needs it, `plans` the plans by cause,
    `misses` the days of attempts in a row that reached nobody.
    """

    person: UUID
    division: str = ""
    unit: str = ""
    due_on: str | None = None
    because: list[dict[str, str]] | None = None
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])
    course: dict[str, Any] | None = None
    plans: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    misses: list[str] = field(default_factory=list[str])
    follow_up: str = ""
    visited_on: str = ""
    registered_on: str = ""
    complete: dict[str, str] = field(default_factory=dict[str, str])
    follow_up_class: int | None = None
    grade: int | None = None
    grading: str = ""
    graded_on: str = ""
    has_left: bool = False
    contacted_on: str = ""
    contact_way: str = ""
    contact_outcome: str = ""
    remind_again_on: str | None = None
    contact_steps: list[str] | None = None
    contact_because: list[dict[str, str]] | None = None
    transferred: bool = False
    """Whether a unit outside looks after the person now; the day is kept for later."""
    stopped: bool = False
    """Whether follow-up stops while consent is withdrawn; the day is kept for later."""


def fold(due: Due | None, logged: Logged) -> Due | None:
    """Copy the due day and its reasons."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Due(logged.person, registered_on=fact.registered_on)
    if due is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(due, division=fact.village)
        case ResponsibilityTaken():
            return changed(due, unit=fact.unit, transferred=False)
        case TransferredOut():
            return changed(due, transferred=True)
        case RiskGraded() if fact.corrects == due.grading or (
            fact.corrects is None and fact.graded_on >= due.graded_on
        ):
            return changed(
                due,
                grade=fact.grade,
                grading=fact.corrects or fact.grading,
                graded_on=fact.graded_on,
            )
        case ContactTried() if fact.tried_on >= due.contacted_on:
            return _tried(due, fact)
        case UseRestricted():
            return changed(due, stopped=Use.FOLLOW_UP in fact.uses)
        case DeathRecorded() | DiagnosisExcluded():
            return changed(due, due_on=None, because=None, inputs={}, has_left=True)
        case ExclusionUndone():
            return changed(
                due,
                due_on=fact.due_on,
                because=fact.because,
                has_left=fact.has_left,
            )
        case FirstVisitDue() if not due.follow_up:
            inputs = {"set_by": "registration", "registered_on": due.registered_on}
            return changed(due, due_on=fact.due_on, because=fact.because, inputs=inputs)
        case VisitPlanned() if not due.has_left:
            return _planned(due, fact)
        case FollowUpRecorded():
            due = _counted(due, fact, fact.follow_up)
            is_last = fact.visited_on >= due.visited_on
            return _next(due, fact, fact.follow_up) if is_last else due
        case FollowUpCorrected():
            due = _counted(due, fact, fact.corrects)
            is_last = fact.corrects == due.follow_up
            return _next(due, fact, fact.corrects) if is_last else due
        case _:
            return due


def _planned(due: Due, fact: VisitPlanned) -> Due:
    """Copy a plan; the day changes only where the plan's is the earliest."""
    plan = {
        "set_by": "plan",
        "cause": fact.cause,
        "since": fact.since,
        "not_after": fact.not_after,
        "planned_on": fact.planned_on,
        "face": fact.face,
    }
    plans = {**due.plans, fact.cause: plan}
    if fact.due_on != fact.planned_on:
        return changed(due, due_on=fact.due_on, plans=plans)
    return changed(
        due, due_on=fact.due_on, because=fact.because, inputs=plan, plans=plans
    )


def _inputs(
    due: Due, fact: FollowUpRecorded | FollowUpCorrected, before: dict[str, Any] | None
) -> dict[str, Any]:
    """Copy what a follow-up's next day was computed from, and the follow-up before it."""
    referral: dict[str, Any] = fact.findings.get("referral") or {}
    return {
        "set_by": "follow_up",
        "visited_on": fact.visited_on,
        "judged": fact.judged,
        "settling": fact.settling,
        "in_hospital": fact.findings["hospital"] == IN_HOSPITAL_NOW,
        "referred": referral.get("done") is True,
        "before": before,
        "proposed": fact.due_proposed,
        "why": fact.due_why,
        "plans": due.plans,
    }


def _counted(
    due: Due, fact: FollowUpRecorded | FollowUpCorrected, follow_up: str
) -> Due:
    """Copy the day of a complete follow-up: graded, or in hospital now (R13)."""
    others = {key: day for key, day in due.complete.items() if key != follow_up}
    findings = fact.findings
    if findings["risk"] is not None or findings["hospital"] == IN_HOSPITAL_NOW:
        others[follow_up] = fact.visited_on
    return changed(due, complete=others)


def _next(due: Due, fact: FollowUpRecorded | FollowUpCorrected, follow_up: str) -> Due:
    if fact.visited_on > due.contacted_on:
        due = changed(due, **NO_CONTACT)
    course = due.course or {}
    before = course.get("before") if follow_up == due.follow_up else due.course
    if before is not None:
        before = {"judged": before["judged"], "codes": before["codes"]}
    codes = [why["code"] for why in fact.due_because]
    return changed(
        due,
        inputs={} if due.has_left else _inputs(due, fact, before),
        course={"judged": fact.judged, "codes": codes, "before": before},
        due_on=None if due.has_left else fact.due_on,
        because=None if due.has_left else fact.due_because,
        follow_up=follow_up,
        visited_on=fact.visited_on,
        follow_up_class=fact.judged,
    )


NO_CONTACT: Final[dict[str, Any]] = {
    "contacted_on": "",
    "contact_way": "",
    "contact_outcome": "",
    "remind_again_on": None,
    "contact_steps": None,
    "contact_because": None,
    "misses": [],
}
"""A visit leaves no attempt open."""


def _tried(due: Due, fact: ContactTried) -> Due:
    if fact.tried_on < due.visited_on:
        return due
    return changed(
        due,
        contacted_on=fact.tried_on,
        contact_way=fact.way,
        contact_outcome=fact.outcome,
        remind_again_on=fact.remind_again_on,
        contact_steps=fact.steps,
        contact_because=fact.because,
        misses=[*due.misses, fact.tried_on] if fact.outcome == NOT_REACHED else [],
    )


due_list: Final = View(
    name="due_list",
    edition=7,
    row=Due,
    table=versioned(
        "due_list",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("due_on", Text(collation="C")),
        Column("because", JSONB),
        Column("inputs", JSONB, nullable=False),
        Column("course", JSONB),
        Column("plans", JSONB, nullable=False),
        Column("misses", JSONB, nullable=False),
        Column("follow_up", Text, nullable=False),
        Column("visited_on", Text, nullable=False),
        Column("registered_on", Text, nullable=False),
        Column("complete", JSONB, nullable=False),
        Column("follow_up_class", SmallInteger),
        Column("grade", SmallInteger),
        Column("grading", Text, nullable=False),
        Column("graded_on", Text, nullable=False),
        Column("has_left", Boolean, nullable=False),
        Column("contacted_on", Text, nullable=False),
        Column("contact_way", Text, nullable=False),
        Column("contact_outcome", Text, nullable=False),
        Column("remind_again_on", Text),
        Column("contact_steps", JSONB),
        Column("contact_because", JSONB),
        Column("transferred", Boolean, nullable=False),
        Column("stopped", Boolean, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=("CREATE INDEX ON view.due_list (due_on, key) WHERE to_position IS NULL",),
)


def due_by(  # noqa: PLR0913 - a page has these filters
    connection: Connection,
    day: str,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
    at: int | None = None,
    unit: str | None = None,
    division: str = "",
) -> list[Due]:
    """Return who is due on or before a day, longest waiting first, a page at a time."""
    query = _due(day, at)
    if division:
        query = query.where(due_list.table.c.division.startswith(division))
    if unit is not None:
        query = query.where(due_list.table.c.unit == unit)
    if after is not None:
        query = query.where(
            tuple_(due_list.table.c.due_on, due_list.table.c.key) > tuple_(*after)
        )
    order = (due_list.table.c.due_on, due_list.table.c.key)
    rows = connection.execute(query.order_by(*order).limit(limit))
    return [due_list.from_columns(row) for row in rows]


def of_people(connection: Connection, people: list[UUID]) -> dict[UUID, Due]:
    """Return the lines of several people; those out of sight are left out."""
    rows = connection.execute(due_list.rows().where(due_list.table.c.key.in_(people)))
    return {row.key: due_list.from_columns(row) for row in rows}


def _due(day: str, at: int | None) -> Select[Any]:
    columns = due_list.table.c
    return due_list.rows(at).where(
        columns.due_on <= day, ~columns.stopped, ~columns.transferred
    )
