"""Which office each rung of a notice's ladder means for a receiver (D-LA1)."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.registry.notice_escalation import Lacking, Rung
from domain.values.people import OfficeKind
from domain.values.places import is_within
from projections.offices import OfficeRow, county_office, who_acts


@dataclass(frozen=True, slots=True)
class Turned:
    """Whom a rung turns to; without an office, why there is none."""

    office: UUID | None
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class TurningTo:
    """The offices as they stand on a day, and those somebody can sign in for."""

    offices: Mapping[UUID, OfficeRow]
    staffed: AbstractSet[str]
    day: str

    def turned(self, rung: Rung, receiver: UUID, sender: str) -> Turned:
        """Return the office of a rung for a receiver; `sender` told, "" if unknown."""
        if rung is Rung.SENDER:
            return self._sender(receiver, sender)
        return self._first(CHOICES[rung](self, receiver), receiver)

    def _sender(self, receiver: UUID, sender: str) -> Turned:
        known = sender if sender and UUID(sender) in self.offices else ""
        acts = who_acts(self.offices, known)
        if acts:
            return Turned(UUID(acts))
        division = self.offices[receiver].division
        county = county_office(self.offices, division)
        return Turned(county, "" if county else Lacking.MISSING)

    def _first(self, choices: Iterable[UUID], receiver: UUID) -> Turned:
        found = [key for key in choices if key != receiver]
        working = [key for key in found if self.offices[key].is_open]
        staffed = [key for key in working if str(key) in self.staffed]
        if staffed:
            return Turned(staffed[0])
        lacking = Lacking.CLOSED if found else Lacking.MISSING
        return Turned(None, Lacking.EMPTY if working else lacking)

    def stand_ins(self, receiver: UUID) -> list[UUID]:
        """Return who may stand in for a receiver, the nearest first."""
        own = self.offices[receiver]
        named = [UUID(own.acting)] if own.acting else []
        villages = {
            s["village"] for s in own.services if own.serves(s["village"], self.day)
        }
        beside = [
            key
            for key, row in self._of_kind(own.kind)
            if any(row.serves(village, self.day) for village in villages)
        ]
        return [*named, *beside, *self._above(own.kind, own.division)]

    def counties(self, receiver: UUID) -> list[UUID]:
        """Return the county SMI offices a receiver belongs to."""
        division = self.offices[receiver].division
        return self._above(OfficeKind.COUNTY_SMI, division)

    def secretariats(self, receiver: UUID) -> list[UUID]:
        """Return the joint meetings' secretariats a receiver belongs to, the nearest first."""
        division = self.offices[receiver].division
        return self._above(OfficeKind.JOINT_MEETING, division)

    def _of_kind(self, kind: str) -> list[tuple[UUID, OfficeRow]]:
        return [(key, row) for key, row in self.offices.items() if row.kind == kind]

    def _above(self, kind: str, division: str) -> list[UUID]:
        holding = [
            (-len(row.division), str(key), key)
            for key, row in self._of_kind(kind)
            if is_within(division, row.division)
        ]
        return [key for *_, key in sorted(holding)]


CHOICES: Final[Mapping[Rung, Callable[[TurningTo, UUID], list[UUID]]]] = {
    Rung.STAND_IN: TurningTo.stand_ins,
    Rung.COUNTY: TurningTo.counties,
    Rung.JOINT_MEETING: TurningTo.secretariats,
}
