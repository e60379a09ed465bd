"""A sheet as it was found: cells with their kind, and rows under the columns we know."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from domain.registry.township_register.columns import Column, ColumnKind

LEADING_MARKS: Final = "'`‘’"
"""Typed in front of a number to keep a spreadsheet from changing it."""

NOTHING: Final = frozenset({"-", "--", "/", "\\", "#N/A", "#REF!", "#VALUE!"})
"""What people and spreadsheets put into a cell to say that there is nothing."""

INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})


class CellKind(StrEnum):
    """What the spreadsheet took the cell for."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text exactly as found; a date is ISO, a number as the sheet shows it."""

    text: str
    kind: CellKind = CellKind.TEXT

    @property
    def plain(self) -> str:
        """Return the text to read: half-width, trimmed, nothing invisible in it."""
        spaced = unicodedata.normalize("NFKC", self.text.replace("\n", " "))
        seen = "".join(c for c in spaced if unicodedata.category(c) not in INVISIBLE)
        trimmed = seen.strip().lstrip(LEADING_MARKS).strip()
        return "" if trimmed in NOTHING else trimmed

    @property
    def tight(self) -> str:
        """Return the same without any blanks."""
        return "".join(self.plain.split())


EMPTY: Final = Cell("")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its rows from the first one on, headings and all."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a row, the heading it stands under, and the column we know it as."""

    heading: str
    column: Column | None
    cell: Cell


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet; `number` counts as the spreadsheet does, from 1."""

    sheet: str
    number: int
    places: tuple[Place, ...]
    _cells: dict[str, Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {place.column.name: place.cell for place in self.places if place.column}
        object.__setattr__(self, "_cells", known)

    def cell(self, column: str) -> Cell:
        """Return the cell of a column; an empty one where there is none."""
        return self._cells.get(column, EMPTY)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all was written into the row."""
        return not any(place.cell.plain for place in self.places)

    def raw(self, kind: ColumnKind) -> dict[str, str]:
        """Return the filled cells of a kind by heading, exactly as found.

        A column nobody knows is kept with the identity ones: it may name somebody. What
        was not text says so under the heading with a `#`.
        """
        kept: dict[str, str] = {}
        for place in self.places:
            known = place.column.kind if place.column else ColumnKind.IDENTITY
            if known is not kind or not place.cell.text:
                continue
            kept[place.heading] = place.cell.text
            if place.cell.kind is not CellKind.TEXT:
                kept[f"{place.heading}#"] = place.cell.kind.value
        return kept


def rows_under(
    sheet: Sheet, heading_row: int, columns: Sequence[Column]
) -> Iterator[SheetRow]:
    """Yield the filled rows below the headings, each cell under its column."""
    headings = tuple(_headed(sheet.rows[heading_row], columns))
    below = islice(sheet.rows, heading_row + 1, None)
    for index, cells in enumerate(below, start=heading_row + 2):
        row = SheetRow(
            sheet.name,
            index,
            tuple(
                Place(heading, column, cell)
                for (heading, column), cell in zip(headings, cells, strict=False)
            ),
        )
        if not row.is_empty:
            yield row


def kept_row(
    sheet: str,
    number: int,
    clinical: Mapping[str, str],
    identity: Mapping[str, str],
    columns: Sequence[Column],
) -> SheetRow:
    """Return a row as it was found, put together from what `SheetRow.raw` kept of it."""
    places: list[Place] = []
    for kind, kept in (
        (ColumnKind.CLINICAL, clinical),
        (ColumnKind.IDENTITY, identity),
    ):
        headings = [h for h in kept if not (h.endswith("#") and h[:-1] in kept)]
        known = _headed([Cell(heading) for heading in headings], columns)
        places += [
            Place(
                heading,
                column if column and column.kind is kind else None,
                Cell(kept[heading], CellKind(kept.get(f"{heading}#", CellKind.TEXT))),
            )
            for heading, (_, column) in zip(headings, known, strict=True)
        ]
    return SheetRow(sheet, number, tuple(places))


def find_headings(
    sheet: Sheet, columns: Sequence[Column], within: int
) -> tuple[int, int]:
    """Return the row, of the first few, that has most of the columns, and how many."""
    counted = [
        (sum(column is not None for _, column in _headed(cells, columns)), -number)
        for number, cells in enumerate(sheet.rows[:within])
    ]
    known, row = max(counted, default=(0, 0))
    return -row, known


def _headed(
    cells: Sequence[Cell], columns: Sequence[Column]
) -> Iterator[tuple[str, Column | None]]:
    taken: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        heading = cell.text.strip() or f"列{number}"
        column = next((c for c in columns if c.is_headed(cell.tight)), None)
        if column and column.name in taken:
            column = None
        yield (heading if heading not in taken else f"{heading}({number})"), column
        taken.update({heading, *([column.name] if column else [])})
