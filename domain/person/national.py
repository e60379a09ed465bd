"""The second entry (国家系统): which records of a person were entered there, by whom, as what.

The national system has no interface for us; somebody copies the sheet and says so here
(已录入, with the number it got there). A record that is put right afterwards has to be put
right there too (待更正); the view derives that from the order of the facts.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from domain.errors import ReasonNeeded, Unknown
from domain.fact import PersonFact, SealedWith
from domain.values.national import RecordKey, RecordKind, discharge_id

if TYPE_CHECKING:
    from domain.person.person import Person


class NationalEntered(PersonFact):
    """Records were entered in the national system; `number` is what it calls them by."""

    TOPIC = "person.national_entered"
    sealed_with: ClassVar = SealedWith.IDENTITY

    records: list[str]
    number: str
    by: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the number of each."""
        aggregate.national |= {each: str(self.number) for each in self.records}


class NationalEntryUndone(PersonFact):
    """A record was said to be entered and is not: it waits again."""

    TOPIC = "person.national_entry_undone"
    sealed_with: ClassVar = SealedWith.IDENTITY

    record: str
    reason: str
    by: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Forget the number."""
        aggregate.national = {
            each: aggregate.national[each]
            for each in aggregate.national
            if each != self.record
        }


def enter_national(
    person: "Person", records: Sequence[RecordKey], number: str, by: str, at: str
) -> None:
    """Note that records were entered under a number; they must be on record here.

    Saying it again is a new entry: what was put right here was put right there.
    """
    if any(not _exists(person, record) for record in records):
        raise Unknown(kind="record")
    person.record(
        NationalEntered,
        records=[str(record) for record in records],
        number=number.strip(),
        by=by,
        happened_at=at,
    )


def undo_national(
    person: "Person", record: RecordKey, reason: str, by: str, at: str
) -> None:
    """Note that a record is not there after all, with a reason."""
    if str(record) not in person.national:
        raise Unknown(kind="record")
    if not reason.strip():
        raise ReasonNeeded
    person.record(
        NationalEntryUndone,
        record=str(record),
        reason=reason.strip(),
        by=by,
        happened_at=at,
    )


def _exists(person: "Person", record: RecordKey) -> bool:
    if str(record) in person.national:
        return True
    on_record = {
        RecordKind.REGISTRATION: bool(person.registered_on),
        RecordKind.SUPPLEMENT: bool(person.supplement),
        RecordKind.FOLLOW_UP: record.id in person.visits,
        RecordKind.DISCHARGE: record.id in _sheets(person),
        RecordKind.CHECK_UP: record.id in person.check_ups,
        RecordKind.LOSS: person.lost_on is not None,
        RecordKind.DEATH: person.death is not None,
        RecordKind.EXCLUSION: person.excluded_on is not None,
    }
    return on_record[record.kind]


def _sheets(person: "Person") -> set[str]:
    return {
        discharge_id(day)
        for day, discharge in person.discharges.items()
        if discharge.sheet is not None
    }
