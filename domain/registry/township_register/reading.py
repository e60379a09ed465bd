"""A whole register: which sheet is which, every row read, and the rows held together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from domain.registry.township_register.columns import PEOPLE, VISITS, Column
from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.faults import Fault, RefusedRow
from domain.registry.township_register.people import PersonRow, read_person_row
from domain.registry.township_register.sheet import (
    Sheet,
    SheetRow,
    find_headings,
    rows_under,
)
from domain.registry.township_register.terms import Terms
from domain.registry.township_register.visits import VisitRow, read_visit_row
from domain.registry.township_register.written import RiskCodes

HEADINGS_WITHIN: Final = 12
"""Above the headings stand titles and notes; not more rows than this."""

FEWEST_COLUMNS: Final = 4
"""A sheet with fewer columns we know is somebody's notes."""


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """What a register says: people in their order, follow-ups by person, oldest first.

    `refused_people` and `refused_visits` carry their reasons; `doubts` concern the whole
    register; `map_name` is kept with each raw row.
    """

    people: tuple[PersonRow, ...]
    visits: Mapping[str, tuple[VisitRow, ...]]
    refused_people: tuple[RefusedRow, ...]
    refused_visits: tuple[RefusedRow, ...]
    doubts: tuple[Fault, ...]
    unread_sheets: tuple[str, ...]
    map_name: str

    def counts(self) -> dict[str, int]:
        """Return how many rows were accepted, refused and doubted."""
        visits = [visit for each in self.visits.values() for visit in each]
        return {
            "people": len(self.people),
            "visits": len(visits),
            "refused_people": len(self.refused_people),
            "refused_visits": len(self.refused_visits),
            "doubted_people": sum(bool(person.doubts) for person in self.people),
            "doubted_visits": sum(bool(visit.doubts) for visit in visits),
        }

    def fault_counts(self) -> Counter[FaultCode]:
        """Return how often each fault of a row occurred."""
        visits = [visit for each in self.visits.values() for visit in each]
        return Counter(
            fault.code
            for faults in (
                *(row.faults for row in (*self.refused_people, *self.refused_visits)),
                *(row.doubts for row in (*self.people, *visits)),
            )
            for fault in faults
        )


def read_register(sheets: Sequence[Sheet], terms: Terms) -> RegisterReading:
    """Return everything a register says, on these terms; no cell makes it fail."""
    of_people, of_visits = _Under(PEOPLE), _Under(VISITS)
    unread: list[str] = []
    for sheet in sheets:
        columns, heading_row = kind_of(sheet)
        if columns is None:
            unread.append(sheet.name)
        else:
            (of_people if columns is PEOPLE else of_visits).add(sheet, heading_row)
    people, refused_people, refused_keys = _read_people(of_people, terms)
    visits, refused_visits = _read_visits(of_visits, people, refused_keys, terms)
    return RegisterReading(
        tuple(people.values()),
        visits,
        refused_people,
        refused_visits,
        (
            *of_people.missing,
            *of_visits.missing,
            *(() if of_people.seen else (Fault(FaultCode.NO_PEOPLE_SHEET),)),
            *_risk_doubts(of_visits.risks, terms),
        ),
        tuple(unread),
        terms.map_name,
    )


class _Under:
    """The rows of one kind on all sheets, gone through one at a time."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        self.missing: list[Fault] = []
        self.seen = 0
        self.risks: set[str] = set()
        """How the risk is written in the rows gone through."""
        self._sheets: list[tuple[Sheet, int]] = []

    def add(self, sheet: Sheet, heading_row: int) -> None:
        """Go through this sheet's rows too."""
        self._sheets.append((sheet, heading_row))

    def __iter__(self) -> Iterator[SheetRow]:
        """Yield the rows and note what is said of them all."""
        for sheet, heading_row in self._sheets:
            rows = rows_under(sheet, heading_row, self.columns)
            for index, row in enumerate(rows):
                if index == 0:
                    self.missing += _columns_missing(row, self.columns)
                self.seen += 1
                self.risks.add(row.cell("risk").tight.removesuffix("级"))
                yield row


def kind_of(sheet: Sheet) -> tuple[tuple[Column, ...] | None, int]:
    """Return the columns a sheet has, None if it is no register, and its heading row."""
    people_row, people = find_headings(sheet, PEOPLE, HEADINGS_WITHIN)
    visits_row, visits = find_headings(sheet, VISITS, HEADINGS_WITHIN)
    if max(people, visits) < FEWEST_COLUMNS:
        return None, 0
    return (VISITS, visits_row) if visits > people else (PEOPLE, people_row)


def _columns_missing(row: SheetRow, columns: Sequence[Column]) -> list[Fault]:
    there = {place.column.name for place in row.places if place.column}
    if {"village_name"} <= there:
        there.add("village")
    return [
        Fault(FaultCode.COLUMN_MISSING, column.heading)
        for column in columns
        if column.required and column.name not in there
    ]


def _risk_doubts(written: AbstractSet[str], terms: Terms) -> list[Fault]:
    shifted = "6" in written and "0" not in written
    if shifted and terms.risk_codes is RiskCodes.ZERO_TO_FIVE:
        return [Fault(FaultCode.RISK_CODES_DOUBTFUL)]
    return []


class _People:
    """The people accepted so far, found by number, ID number, and what twins share."""

    def __init__(self) -> None:
        self.by_key: dict[str, PersonRow] = {}
        self._by_id: dict[str, PersonRow] = {}
        self._alike: defaultdict[tuple[str | None, ...], list[PersonRow]] = defaultdict(
            list
        )

    def repeated(self, person: PersonRow) -> Fault | None:
        """Return what speaks against a person who is here already."""
        if (other := self.by_key.get(person.key)) is not None:
            return Fault(FaultCode.KEY_REPEATED, other_row=other.row.number)
        other = self._by_id.get(person.identity.id_number or "")
        if other is not None:
            return Fault(FaultCode.ID_REPEATED, other_row=other.row.number)
        return None

    def take(self, person: PersonRow) -> None:
        """Accept a person, doubting those who may be the same as an earlier one.

        Two with different ID numbers are two; of the others, equal sex, day of birth and
        village is worth a look, however the names are spelt.
        """
        identity = person.identity
        alike = self._alike[identity.sex, identity.birth_date, person.residence.village]
        twins = tuple(
            Fault(FaultCode.PERHAPS_SAME_PERSON, other_row=other.row.number)
            for other in alike
            if identity.birth_date
            and None in {identity.id_number, other.identity.id_number}
        )
        taken = replace(person, doubts=(*person.doubts, *twins))
        alike.append(taken)
        self.by_key[person.key] = taken
        if identity.id_number:
            self._by_id[identity.id_number] = taken


def _read_people(
    rows: Iterable[SheetRow], terms: Terms
) -> tuple[dict[str, PersonRow], tuple[RefusedRow, ...], dict[str, int]]:
    people = _People()
    refused: list[RefusedRow] = []
    refused_keys: dict[str, int] = {}
    for row in rows:
        read = read_person_row(row, terms)
        if isinstance(read, PersonRow):
            against = people.repeated(read)
            if against is None:
                people.take(read)
                continue
            read = RefusedRow(row.sheet, row.number, (against,))
        refused.append(read)
        refused_keys.setdefault(row.cell("key").tight.upper(), row.number)
    return people.by_key, tuple(refused), refused_keys


def _read_visits(
    rows: Iterable[SheetRow],
    people: Mapping[str, PersonRow],
    refused_keys: Mapping[str, int],
    terms: Terms,
) -> tuple[dict[str, tuple[VisitRow, ...]], tuple[RefusedRow, ...]]:
    visits: dict[str, VisitRow] = {}
    refused: list[RefusedRow] = []
    for row in rows:
        read = read_visit_row(row, terms)
        if isinstance(read, VisitRow):
            against = _against(read, people.get(read.key), visits, refused_keys)
            if against is None:
                visits[read.visit_key] = read
                continue
            read = RefusedRow(row.sheet, row.number, (against,))
        refused.append(read)
    grouped: dict[str, tuple[VisitRow, ...]] = dict.fromkeys(people, ())
    for visit in sorted(visits.values(), key=lambda visit: visit.form.visited_on):
        grouped[visit.key] = (*grouped[visit.key], visit)
    return grouped, tuple(refused)


def _against(
    visit: VisitRow,
    person: PersonRow | None,
    visits: Mapping[str, VisitRow],
    refused_keys: Mapping[str, int],
) -> Fault | None:
    if person is None and visit.key in refused_keys:
        return Fault(FaultCode.PERSON_REFUSED, other_row=refused_keys[visit.key])
    if person is None:
        return Fault(FaultCode.PERSON_NOT_LISTED)
    if visit.form.visited_on < person.registered_on:
        return Fault(FaultCode.VISIT_BEFORE_REGISTRATION)
    if visit.visit_key in visits:
        earlier = visits[visit.visit_key].row.number
        return Fault(FaultCode.VISIT_REPEATED, other_row=earlier)
    return None
