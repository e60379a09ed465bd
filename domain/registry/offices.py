"""Offices: entered, given villages, closed and opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.errors import ActingUnitNeeded, NotAUnit, OfficeIsClosed
from domain.log import Command
from domain.office import Office
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.handover import RESPONSIBLE_KINDS


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """Enter an office with the villages it serves from that day on."""

    kind: str
    name: str
    division: str
    phone: str
    opened_on: str
    villages: tuple[str, ...] = ()

    operation = Operation.OPEN_OFFICE

    def touches(self, found: Found) -> Touched:
        """Touch the division the office stands for."""
        return Touched(divisions=(self.division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on nothing."""
        return ()

    def decide(self, found: Found, command: Command) -> None:
        """Enter it."""
        office = found.begin(
            Office.open(
                command.new_id("office"),
                self.kind,
                self.name,
                self.division,
                self.phone,
                self.opened_on,
            )
        )
        for village in self.villages:
            office.assign_village(village, self.opened_on)


@dataclass(frozen=True, slots=True)
class AssignVillage:
    """Let an office serve a village from a day on, or stop from a day on."""

    office: UUID
    village: str
    day: str
    serves: bool = True

    operation = Operation.ASSIGN_VILLAGE

    def touches(self, found: Found) -> Touched:
        """Touch the village."""
        return Touched(divisions=(self.village,))

    def streams(self) -> Sequence[UUID]:
        """Rest on the office."""
        return (self.office,)

    def decide(self, found: Found, command: Command) -> None:
        """Begin or end the service."""
        office = found.get(Office, self.office)
        if self.serves:
            office.assign_village(self.village, self.day)
        else:
            office.release_village(self.village, self.day)


@dataclass(frozen=True, slots=True)
class CloseOffice:
    """Close an office, or note that its post is vacant: its stand-in is told instead.

    `acting` is the working unit that acts for it, asked for where people may be entrusted
    to the office; a closed one may be given another.
    """

    office: UUID
    closed_on: str
    reason: str
    acting: UUID | None = None

    operation = Operation.CLOSE_OFFICE

    def touches(self, found: Found) -> Touched:
        """Touch the division the office stands for."""
        return Touched(divisions=(found.get(Office, self.office).division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on the office and on the one that acts for it."""
        return (self.office, *((self.acting,) if self.acting else ()))

    def decide(self, found: Found, command: Command) -> None:
        """Close it; nobody entrusted to it is without a working unit for a moment."""
        office = found.get(Office, self.office)
        acting = found.get(Office, self.acting) if self.acting else None
        close(office, acting, self.closed_on, self.reason)


@dataclass(frozen=True, slots=True)
class NoteVacancy:
    """Note that a unit has no staff any more: the county SMI office acts for it."""

    office: UUID
    acting: UUID
    vacant_on: str

    operation = Operation.NOTE_VACANCY

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself notes it."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the office and on the one that acts for it."""
        return (self.office, self.acting)

    def decide(self, found: Found, command: Command) -> None:
        """Close it with who acts; nothing happens if it is closed."""
        office = found.get(Office, self.office)
        if office.is_open:
            close(office, found.get(Office, self.acting), self.vacant_on, NO_STAFF)


NO_STAFF: Final = "岗位空缺：无在岗账号"


def close(office: Office, acting: Office | None, closed_on: str, reason: str) -> None:
    """Close an office; nobody entrusted to it is without a working unit for a moment."""
    if acting and acting.kind not in RESPONSIBLE_KINDS:
        raise NotAUnit
    if acting and (not acting.is_open or acting.id == office.id):
        raise OfficeIsClosed
    if acting:
        office.name_acting(acting.id, closed_on)
    elif office.kind in RESPONSIBLE_KINDS and not office.acting:
        raise ActingUnitNeeded
    office.close(closed_on, reason)


@dataclass(frozen=True, slots=True)
class ReopenOffice:
    """Open an office again: from now on it is told itself."""

    office: UUID
    reopened_on: str

    operation = Operation.REOPEN_OFFICE

    def touches(self, found: Found) -> Touched:
        """Touch the division the office stands for."""
        return Touched(divisions=(found.get(Office, self.office).division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on the office."""
        return (self.office,)

    def decide(self, found: Found, command: Command) -> None:
        """Open it again."""
        found.get(Office, self.office).reopen(self.reopened_on)
