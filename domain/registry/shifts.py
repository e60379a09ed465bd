"""Changing shifts: who is on duty at an office, and what was open then."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.log import Command
from domain.office import Office
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.shift import Shift


@dataclass(frozen=True, slots=True)
class _OfOffice:
    """Rests on the shifts of one office; `notices` are those its asker saw open."""

    office: UUID
    notices: tuple[UUID, ...]

    operation = Operation.CHANGE_SHIFT

    def touches(self, found: Found) -> Touched:
        """Touch the office."""
        return Touched(office=str(self.office))

    def streams(self) -> Sequence[UUID]:
        """Rest on the office and its shifts."""
        return (self.office, Shift.id_for(self.office))

    def shift(self, found: Found) -> Shift:
        """Return the office's shifts, begun now if there were none."""
        found.get(Office, self.office)
        known = found.maybe(Shift, Shift.id_for(self.office))
        return known or found.begin(Shift.begin(self.office))


@dataclass(frozen=True, slots=True)
class TakeOverShift(_OfOffice):
    """Go on duty: whoever tells or escalates sees the name and the telephone."""

    phone: str

    def decide(self, found: Found, command: Command) -> None:
        """Keep who answers now."""
        notices = [str(each) for each in self.notices]
        self.shift(found).take_over(str(command.actor), self.phone, notices)


@dataclass(frozen=True, slots=True)
class HandOverShift(_OfOffice):
    """End the own shift; the open notices stay with the office."""

    def decide(self, found: Found, command: Command) -> None:
        """Keep what was left open."""
        notices = [str(each) for each in self.notices]
        self.shift(found).hand_over(str(command.actor), notices)
