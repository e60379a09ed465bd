"""The second entry in the national system: marking it, undoing a mark, its clock, exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from domain.errors import ReasonNeeded, Unknown
from domain.export import Export
from domain.log import Command
from domain.person.national import enter_national, undo_national
from domain.person.person import Person
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.national_codes import PARITY, List, national_code
from domain.rules.national_entry import EntryLimit, limit
from domain.rules.parameters import InForce
from domain.values.national import RecordKey, RecordKind

__all__ = [
    "EnterNational",
    "EntryLimit",
    "List",
    "NoteExport",
    "UndoNational",
    "entry_due",
    "national_code",
    "parity",
]


def record_named(text: str) -> RecordKey:
    """Return the record a text names; `Unknown` for any other text."""
    try:
        return RecordKey.read(text)
    except ValueError:
        raise Unknown(kind="record") from None


@dataclass(frozen=True, slots=True)
class EnterNational(OnePerson):
    """Note that records of a person were entered in the national system (已录入)."""

    records: tuple[RecordKey, ...]
    number: str

    operation = Operation.ENTER_NATIONAL

    def decide(self, found: Found, command: Command) -> None:
        """Note the number it has there."""
        enter_national(
            found.get(Person, self.person),
            self.records,
            self.number,
            str(command.actor),
            command.now.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class UndoNational(OnePerson):
    """Note that a record marked as entered is not there: it waits again."""

    record: RecordKey
    reason: str

    operation = Operation.ENTER_NATIONAL

    def decide(self, found: Found, command: Command) -> None:
        """Let it wait again."""
        undo_national(
            found.get(Person, self.person),
            self.record,
            self.reason,
            str(command.actor),
            command.now.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class NoteExport:
    """Note that a list is handed out as a file, and for what; nothing leaves before."""

    what: str
    why: str
    people: Sequence[UUID]
    lines: int
    division: str

    operation = Operation.EXPORT_NATIONAL

    def touches(self, found: Found) -> Touched:
        """Touch the division whose list it is."""
        return Touched(divisions=(self.division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on nothing."""
        return ()

    def decide(self, found: Found, command: Command) -> None:
        """Note it; a purpose is required."""
        if not self.why.strip():
            raise ReasonNeeded
        found.begin(
            Export.make(
                stream=command.new_id("export"),
                what=self.what,
                purpose=self.why.strip(),
                people=[str(person) for person in self.people],
                lines=self.lines,
                division=self.division,
            )
        )


def entry_due(
    kind: RecordKind, division: str, since: str, local: InForce, *, is_changed: bool
) -> EntryLimit:
    """Return by when a record is to be entered, and the clauses behind it."""
    return limit(
        kind, division, date.fromisoformat(since), local, is_changed=is_changed
    )


def parity() -> Mapping[type[Enum], List]:
    """Return every list of codes beside the national form's."""
    return PARITY
