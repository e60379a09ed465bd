"""What happened and whether the person is locked up: folded from the facts when asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.log import Logged
from domain.person.incident import (
    IncidentCorrected,
    IncidentInvestigated,
    IncidentRecorded,
)
from domain.person.locking import LockedUp, Released


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident; `investigation` is form 13, empty before it was filled in."""

    incident: str
    kind: str
    happened_on: str
    place: str
    what: str
    informant: str | None
    police_came: bool | None
    grade_why: str
    investigated_on: str = ""
    investigation: Mapping[str, Any] = field(default_factory=dict[str, Any])
    corrected: str = ""
    """Why it was put right; empty when it stands as it was recorded."""


@dataclass(frozen=True, slots=True)
class LockingRow:
    """One locking-up; `released_on` is empty while it lasts."""

    locked_on: str
    by: str
    place: str
    reason: str
    released_on: str = ""
    to: str = ""
    release_reason: str = ""
    helped_by: str = ""


@dataclass(slots=True)
class Danger:
    """Incidents and lockings-up, the latest first."""

    incidents: list[IncidentRow] = field(default_factory=list[IncidentRow])
    lockings: list[LockingRow] = field(default_factory=list[LockingRow])

    @property
    def is_locked_up(self) -> bool:
        """Whether the person is locked up now."""
        return bool(self.lockings) and not self.lockings[0].released_on

    def since(self, day: str) -> Mapping[str, int]:
        """Return how often each kind happened after a day; kinds that did not are left out."""
        kinds = [row.kind for row in self.incidents if row.happened_on > day]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def danger_of(facts: Sequence[Logged]) -> Danger:
    """Return what these facts of one person tell."""
    danger = Danger()
    for logged in facts:
        _take(danger, logged.fact)
    danger.incidents.sort(key=lambda row: row.happened_on, reverse=True)
    return danger


def _take(danger: Danger, fact: object) -> None:
    match fact:
        case IncidentRecorded():
            danger.incidents.append(
                IncidentRow(
                    fact.incident,
                    fact.kind,
                    fact.happened_on,
                    fact.place,
                    fact.what,
                    fact.informant,
                    fact.police_came,
                    fact.grade_why,
                )
            )
        case IncidentCorrected():
            danger.incidents = [
                _corrected(row, fact) if row.incident == fact.incident else row
                for row in danger.incidents
            ]
        case IncidentInvestigated():
            danger.incidents = [
                _investigated(row, fact) if row.incident == fact.incident else row
                for row in danger.incidents
            ]
        case LockedUp():
            danger.lockings.insert(
                0, LockingRow(fact.locked_on, fact.by, fact.place, fact.reason)
            )
        case Released() if danger.lockings:
            danger.lockings[0] = _released(danger.lockings[0], fact)
        case _:
            pass


def _investigated(row: IncidentRow, fact: IncidentInvestigated) -> IncidentRow:
    return replace(
        row, investigated_on=fact.investigated_on, investigation=fact.answers
    )


def _corrected(row: IncidentRow, fact: IncidentCorrected) -> IncidentRow:
    return replace(
        row,
        kind=fact.kind,
        happened_on=fact.happened_on,
        place=fact.place,
        what=fact.what,
        informant=fact.informant,
        police_came=fact.police_came,
        corrected=fact.reason,
    )


def _released(row: LockingRow, fact: Released) -> LockingRow:
    return LockingRow(
        row.locked_on,
        row.by,
        row.place,
        row.reason,
        fact.released_on,
        fact.to,
        fact.reason,
        fact.helped_by,
    )
