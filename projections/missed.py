"""Facts that tell of level 3 or higher under a lower grade (漏报高风险), each with its event.

The finder of escalations that were missed (压级). A visit counts by what its form tells of,
and by what the doctor was asked about and answered; an incident by its kind. Neither counts
where the same day has a grade of 3 or higher, by whatever way it was given. A row copies;
which day and grade belong to a fact is what the facts themselves say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid, column, func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.asked_at_entry import UnderGradingAnswered
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.identity import Registered
from domain.person.incident import IncidentCorrected, IncidentRecorded
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken
from domain.person.risk import RiskGraded
from domain.values.calendar import shanghai_day
from domain.values.findings import Symptom
from projections.view import Scope, View, by_person, changed, standing, versioned

HIGH: Final = 3
SERIOUS: Final = frozenset(
    {"public_order", "criminal", "other_harm", "self_harm", "suicide_attempt"}
)
"""危险行为 of form 8 that describe level 3 or higher; 轻度滋事 does not."""
INCIDENT: Final = "incident"
HURTS: Final = "hurts_people"
MINOR: Final = "disturbance"
ASKED: Final = "ask."
"""What the codes of the questions at entry begin with (压级询问)."""


@dataclass(frozen=True)
class Watched:
    """One person; `entries` are what tells of 3 or more, by the entry's id.

    Each is {kind, fact, day, until, grade, is_high, signs}: `until` is the day it was
    recorded. `last` is the last follow-up recorded, for what is answered about it next.
    """

    person: UUID
    division: str = ""
    unit: str = ""
    entries: dict[str, dict[str, Any]] = field(
        default_factory=dict[str, dict[str, Any]]
    )
    last: dict[str, Any] = field(default_factory=dict[str, Any])
    high_on: list[str] = field(default_factory=list[str])
    """The days with a grade of 3 or higher, in order."""
    incidents: list[str] = field(default_factory=list[str])
    """The incidents on record, of every kind: what a correction can be about."""


def fold(row: Watched | None, logged: Logged) -> Watched | None:
    """Copy what a visit or an incident tells of, and on which days 3 or more was graded."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Watched(logged.person)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case ResponsibilityTaken():
            return changed(row, unit=fact.unit)
        case FollowUpRecorded():
            return _visited(row, fact, fact.follow_up, logged)
        case FollowUpCorrected():
            return _visited(row, fact, fact.corrects, logged)
        case UnderGradingAnswered():
            return _answered(row, fact)
        case IncidentRecorded():
            known = changed(row, incidents=[*row.incidents, fact.incident])
            return _happened(known, fact, logged)
        case IncidentCorrected() if fact.incident in row.incidents:
            return _happened(row, fact, logged)
        case RiskGraded():
            return _graded(row, fact)
        case _:
            return row


def _happened(
    row: Watched, fact: IncidentRecorded | IncidentCorrected, logged: Logged
) -> Watched:
    if fact.kind in SERIOUS:
        entry = _entry(logged, INCIDENT, fact.happened_on, None, [fact.kind])
        return _with(row, fact.incident, entry)
    kept = {key: each for key, each in row.entries.items() if key != fact.incident}
    return changed(row, entries=kept)


def _visited(
    row: Watched,
    fact: FollowUpRecorded | FollowUpCorrected,
    follow_up: str,
    logged: Logged,
) -> Watched:
    grade = fact.findings["risk"]
    signs = _signs(fact.findings)
    entry = _entry(logged, "follow_up", fact.visited_on, grade, signs)
    row = changed(row, last={"entry": follow_up, **entry})
    if signs:
        return _with(row, follow_up, entry)
    kept = {key: each for key, each in row.entries.items() if key != follow_up}
    return changed(row, entries=kept)


def _signs(findings: Mapping[str, Any]) -> list[str]:
    incidents: Mapping[str, int] = findings["incidents"] or {}
    found = [name for name in sorted(SERIOUS) if incidents.get(name, 0) > 0]
    hurts = Symptom.HURTS_PEOPLE_BREAKS_THINGS in (findings["symptom_codes"] or ())
    return [*found, *([HURTS] if hurts else [])]


def _answered(row: Watched, fact: UnderGradingAnswered) -> Watched:
    if row.last.get("entry") != fact.follow_up:
        return row
    asked = [code.removeprefix(ASKED) for code in fact.questions]
    signs = sorted({*row.last["signs"], *asked} - {MINOR})
    if not signs:
        return row
    entry = {name: each for name, each in row.last.items() if name != "entry"}
    return _with(row, fact.follow_up, {**entry, "signs": signs})


def _entry(
    logged: Logged, kind: str, day: str, grade: int | None, signs: list[str]
) -> dict[str, Any]:
    return {
        "kind": kind,
        "fact": str(logged.event_id),
        "day": day,
        "until": shanghai_day(logged.recorded_at).isoformat(),
        "grade": grade,
        "signs": signs,
    }


def _with(row: Watched, key: str, entry: dict[str, Any]) -> Watched:
    is_high = (entry["grade"] or 0) >= HIGH or any(
        _covers(entry, day) for day in row.high_on
    )
    entries = {**row.entries, key: {**entry, "is_high": is_high}}
    return changed(row, entries=entries)


def _covers(entry: Mapping[str, Any], day: str) -> bool:
    """Return whether a high grade of a day is about an entry.

    It is when it is of the day it happened or was recorded; for an incident, between them.
    """
    if day in {entry["day"], entry["until"]}:
        return True
    return entry["kind"] == INCIDENT and entry["day"] < day < entry["until"]


def _graded(row: Watched, fact: RiskGraded) -> Watched:
    """Note the day of a high grade; what happened until then and was recorded is covered."""
    if fact.grade < HIGH:
        return row
    days = sorted({*row.high_on, fact.graded_on})
    entries = {
        key: {**each, "is_high": True} if _covers(each, fact.graded_on) else each
        for key, each in row.entries.items()
    }
    return changed(row, entries=entries, high_on=days)


missed_escalations: Final = View(
    name="missed_escalations",
    edition=2,
    row=Watched,
    table=versioned(
        "missed_escalations",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("entries", JSONB, nullable=False),
        Column("last", JSONB, nullable=False),
        Column("high_on", JSONB, nullable=False),
        Column("incidents", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        (
            "CREATE INDEX ON view.missed_escalations (key)"
            " WHERE to_position IS NULL AND entries <> '{}'"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Missed:
    """One fact under too low a grade: whose, its event, its day, what it tells of."""

    person: UUID
    entry: UUID
    fact: UUID
    kind: str
    day: str
    grade: int | None
    signs: list[str]
    unit: str


def missed(
    connection: Connection, since: str, until: str, limit: int, at: int | None = None
) -> list[Missed]:
    """Return what was missed from a day to before another, the latest first."""
    table = missed_escalations.table
    entries = (
        func.jsonb_each(table.c.entries)
        .table_valued(column("key", Text), column("value", JSONB))
        .lateral("entry")
    )
    entry = entries.c.value
    day = entry["day"].astext
    rows = connection.execute(
        select(table.c.person, table.c.unit, entries.c.key, entry)
        .select_from(table.join(entries, true()))
        .where(
            standing(table, at),
            table.c.entries != {},
            ~entry["is_high"].as_boolean(),
            day >= since,
            day < until,
        )
        .order_by(day.desc(), table.c.person, entries.c.key)
        .limit(limit)
    )
    return [
        Missed(
            person=person,
            entry=UUID(key),
            fact=UUID(found["fact"]),
            kind=found["kind"],
            day=found["day"],
            grade=found["grade"],
            signs=found["signs"],
            unit=unit,
        )
        for person, unit, key, found in rows
    ]
