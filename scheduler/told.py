"""Which office each rung of the overdue ladder means for a person (D-O2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.registry.reminders import Rung
from domain.values.people import OfficeKind
from projections.due_list import Due
from projections.offices import OfficeRow

CLINIC: Final = OfficeKind.VILLAGE_CLINIC
COUNTY: Final = OfficeKind.COUNTY_SMI


@dataclass(frozen=True, slots=True)
class Told:
    """The offices as they stand on a day."""

    offices: Mapping[UUID, OfficeRow]
    day: str

    def office(self, rung: str, due: Due) -> UUID | None:
        """Return whom to remind: the first choice that works, None if there is none."""
        return next(self._choices(rung, due), None)

    def _choices(self, rung: str, due: Due) -> Iterator[UUID]:
        if rung == Rung.DOCTOR:
            yield from self._serving(CLINIC, due.division)
        if rung != Rung.COUNTY and due.unit and self._works(UUID(due.unit)):
            yield UUID(due.unit)
        yield from self._serving(COUNTY, due.division)

    def _works(self, unit: UUID) -> bool:
        return unit in self.offices and self.offices[unit].is_open

    def _serving(self, kind: str, village: str) -> Iterator[UUID]:
        return (
            key
            for key, row in self.offices.items()
            if row.kind == kind and row.serves(village, self.day)
        )
