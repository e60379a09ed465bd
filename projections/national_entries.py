"""The second entry: each person's records and how far each is in the national system.

The fold only copies: a record begins to wait when it comes into being here, is entered
when somebody says so, and has to be put right there when it is put right here afterwards.
Due and overdue are derived from the day it waits since, and today.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid, func, select
from sqlalchemy.dialects.postgresql import JSONB

from domain.fact import Fact
from domain.log import Erased, Logged
from domain.person.check_up import CheckUpRecorded
from domain.person.consent import ConsentRecorded
from domain.person.diagnosis import DiagnosisRecorded
from domain.person.discharge import DischargeSheetRecorded
from domain.person.exclusion import ExclusionUndone
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.forms import (
    BasicInformationRecorded,
    HealthHistoryRecorded,
    ReportCardRecorded,
    SupplementRecorded,
)
from domain.person.guardian import GuardianRecorded
from domain.person.identity import IdentityCorrected, Registered
from domain.person.national import NationalEntered, NationalEntryUndone
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken
from domain.person.standing import (
    DeathRecorded,
    DiagnosisExcluded,
    FoundAgain,
    LostToFollowUp,
)
from domain.person.taking_back import FactRetracted
from domain.values.calendar import shanghai_day
from domain.values.national import EntryState, RecordKey, RecordKind, discharge_id
from domain.values.people import Channel
from projections.view import Scope, View, by_person, changed, versioned

WAITING: Final = frozenset({EntryState.PENDING, EntryState.CHANGED})
ON_THE_REGISTRATION: Final = (
    IdentityCorrected,
    ResidenceRecorded,
    DiagnosisRecorded,
    ConsentRecorded,
    GuardianRecorded,
    BasicInformationRecorded,
    HealthHistoryRecorded,
    ReportCardRecorded,
)
"""What the registration's sheet shows beside the first identity."""


@dataclass(frozen=True)
class National:
    """One person; `records` are {state, arose_on, since} by key.

    Those that were entered have {number, entered_at, by} too.

    `arose_on` is the day of the record, empty once it was retracted here, `since` the day
    its clock runs from, both ISO; `waits_since` is the earliest of those that wait, empty
    when none does. `number` is what the person is called there, by the last entry.
    """

    person: UUID
    division: str = ""
    unit: str = ""
    number: str = ""
    waits_since: str = ""
    records: dict[str, dict[str, Any]] = field(
        default_factory=dict[str, dict[str, Any]]
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of one person, as lists show it."""

    person: UUID
    division: str
    unit: str
    key: RecordKey
    state: EntryState
    arose_on: str
    since: str
    number: str
    entered_at: str
    by: str


def fold(row: National | None, logged: Logged) -> National | None:
    """Let records wait, be entered, and wait again."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        row = National(logged.person)
        return _arose(row, RecordKind.REGISTRATION, "", fact.registered_on, logged)
    if row is None:
        return None
    if isinstance(fact, ResidenceRecorded):
        row = changed(row, division=fact.village)
    match fact:
        case ResponsibilityTaken():
            return changed(row, unit=fact.unit)
        case NationalEntered():
            return _entered(row, fact)
        case FactRetracted():
            return _withdrawn(row, logged)
        case NationalEntryUndone() if fact.record in row.records:
            return _undone(row, fact)
        case SupplementRecorded():
            day = fact.happened_at
            return _arose(row, RecordKind.SUPPLEMENT, "", day, logged)
        case FollowUpRecorded():
            day = fact.visited_on
            return _arose(row, RecordKind.FOLLOW_UP, fact.follow_up, day, logged)
        case FollowUpCorrected():
            day = fact.visited_on
            return _arose(row, RecordKind.FOLLOW_UP, fact.corrects, day, logged)
        case DischargeSheetRecorded():
            day, which = fact.discharged_on, discharge_id(fact.discharged_on)
            return _arose(row, RecordKind.DISCHARGE, which, day, logged)
        case CheckUpRecorded():
            day = fact.checked_on
            return _arose(row, RecordKind.CHECK_UP, fact.check_up, day, logged)
        case _ if isinstance(fact, ON_THE_REGISTRATION):
            return _touched(row, RecordKind.REGISTRATION, logged)
        case _:
            return _standing(row, fact, logged)


def _standing(row: National, fact: Fact | Erased, logged: Logged) -> National:
    match fact:
        case LostToFollowUp():
            return _arose(row, RecordKind.LOSS, "", fact.lost_on, logged)
        case FoundAgain():
            return _gone(row, RecordKind.LOSS, logged)
        case DeathRecorded():
            return _arose(row, RecordKind.DEATH, "", fact.died_on, logged)
        case DiagnosisExcluded():
            day = shanghai_day(logged.recorded_at).isoformat()
            return _arose(row, RecordKind.EXCLUSION, "", day, logged)
        case ExclusionUndone():
            return _gone(row, RecordKind.EXCLUSION, logged)
        case _:
            return row


def _arose(
    row: National, kind: RecordKind, which: str, day: str, logged: Logged
) -> National:
    key = str(RecordKey(kind, which))
    before = row.records.get(key)
    if before is None:
        is_imported = logged.channel == Channel.IMPORT
        state = EntryState.IMPORTED if is_imported else EntryState.PENDING
        return _with(row, key, _fresh(state, day))
    if before["state"] == EntryState.PENDING:
        return _with(row, key, {**before, "arose_on": day, "since": day})
    return _touched(_with(row, key, {**before, "arose_on": day}), kind, logged, which)


def _touched(
    row: National, kind: RecordKind, logged: Logged, which: str = ""
) -> National:
    """Let a record that was entered wait to be put right; others wait as they do."""
    key = str(RecordKey(kind, which))
    before = row.records.get(key)
    if before is None or logged.channel == Channel.IMPORT:
        return row
    if EntryState(before["state"]) in WAITING:
        return row
    since = shanghai_day(logged.recorded_at).isoformat()
    return _with(
        row, key, {**before, "state": EntryState.CHANGED.value, "since": since}
    )


def _gone(row: National, kind: RecordKind, logged: Logged) -> National:
    """Let what was never entered go; what was entered has to be put right there."""
    key = str(RecordKey(kind))
    before = row.records.get(key)
    if before is not None and before["state"] == EntryState.PENDING:
        records = {each: held for each, held in row.records.items() if each != key}
        return _waiting(changed(row, records=records))
    return _touched(row, kind, logged)


def _entered(row: National, fact: NationalEntered) -> National:
    records = dict(row.records)
    for key in fact.records:
        before = records.get(key) or _fresh(EntryState.ENTERED, "")
        if not before["arose_on"] and before["state"] == EntryState.CHANGED:
            del records[key]
            continue
        records[key] = {
            **before,
            "state": EntryState.ENTERED.value,
            "number": fact.number,
            "entered_at": fact.happened_at,
            "by": fact.by,
        }
    return _waiting(changed(row, records=records, number=fact.number))


def _withdrawn(row: National, logged: Logged) -> National:
    """Let what was retracted here and is there wait until it is withdrawn there too."""
    since = shanghai_day(logged.recorded_at).isoformat()
    for key, record in row.records.items():
        if not record["arose_on"] and record["state"] == EntryState.ENTERED:
            wrong = {**record, "state": EntryState.CHANGED.value, "since": since}
            row = _with(row, key, wrong)
    return row


def _undone(row: National, fact: NationalEntryUndone) -> National:
    day = row.records[fact.record]["arose_on"]
    if not day:
        others = {k: r for k, r in row.records.items() if k != fact.record}
        return _waiting(changed(row, records=others))
    return _with(row, fact.record, _fresh(EntryState.PENDING, day))


def _fresh(state: EntryState, day: str) -> dict[str, Any]:
    return {"state": state.value, "arose_on": day, "since": day}


def _with(row: National, key: str, record: dict[str, Any]) -> National:
    return _waiting(changed(row, records={**row.records, key: record}))


def _waiting(row: National) -> National:
    waits = [r["since"] for r in row.records.values() if r["state"] in WAITING]
    return changed(row, waits_since=min(waits, default=""))


national_entries: Final = View(
    name="national_entries",
    edition=4,
    row=National,
    table=versioned(
        "national_entries",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("number", Text, nullable=False),
        Column("waits_since", Text(collation="C"), nullable=False),
        Column("records", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        (
            "CREATE INDEX ON view.national_entries (waits_since, key)"
            " WHERE to_position IS NULL AND waits_since <> ''"
        ),
    ),
)


def waiting(
    connection: Connection, *, unit: str | None = None, limit: int = 200
) -> list[Entry]:
    """Return the records within sight that wait, of the longest waiting people first."""
    columns = national_entries.table.c
    query = national_entries.rows().where(columns.waits_since != "")
    if unit is not None:
        query = query.where(columns.unit == unit)
    rows = connection.execute(
        query.order_by(columns.waits_since, columns.key).limit(limit)
    )
    found = [national_entries.from_columns(row) for row in rows]
    entries = [e for row in found for e in entries_of(row) if e.state in WAITING]
    return sorted(entries, key=lambda each: (each.since, str(each.person), each.key))


def people_waiting(connection: Connection) -> int:
    """Return how many people within sight have a record that waits."""
    columns = national_entries.table.c
    query = national_entries.rows().where(columns.waits_since != "").subquery()
    return connection.execute(select(func.count()).select_from(query)).scalar_one()


def national(connection: Connection, person: UUID) -> National | None:
    """Return one person's records; None when out of sight."""
    row = connection.execute(
        national_entries.rows().where(national_entries.table.c.key == person)
    ).first()
    return national_entries.from_columns(row) if row else None


def national_of(facts: Sequence[Logged]) -> National | None:
    """Return the records these facts of one person make."""
    row: National | None = None
    for logged in facts:
        row = fold(row, logged)
    return row


def entries_of(row: National) -> list[Entry]:
    """Return a person's records one by one, the longest waiting first."""
    entries = [
        Entry(
            row.person,
            row.division,
            row.unit,
            RecordKey.read(key),
            EntryState(record["state"]),
            record["arose_on"],
            record["since"],
            record.get("number", ""),
            record.get("entered_at", ""),
            record.get("by", ""),
        )
        for key, record in row.records.items()
    ]
    return sorted(entries, key=lambda each: (each.since, each.key))
