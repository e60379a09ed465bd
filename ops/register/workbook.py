"""Opens a register (xlsx, xls, ods, csv) and hands over its cells exactly as found."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from sys import intern
from typing import Final, overload

from python_calamine import CalamineError, CalamineWorkbook

from domain.registry.township_register.reading import HEADINGS_WITHIN
from domain.registry.township_register.sheet import EMPTY, Cell, CellKind, Sheet

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""What Excel writes in China: UTF-8 with or without its mark, else GB 18030.

Its "Unicode text" is UTF-16, known by its mark, with tabs."""
DELIMITERS: Final = (",", "\t", ";")
SHOWN_DIGITS: Final = 15
"""A spreadsheet keeps no more digits of a number than this; the rest is gone."""

SHORT: Final = 12
"""Codes, words and days come again and again; a text this short is kept once."""


class UnreadableFile(Exception):
    """A file is no register we can open; its text says what to do, in both languages."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"无法打开 {file}：请用 .xlsx，或 UTF-8 / GB18030 的 .csv，且不设密码 / "
            f"cannot open {file}: give .xlsx, or .csv in UTF-8 or GB 18030, no password"
        )


def open_register(paths: Sequence[Path]) -> tuple[Sheet, ...]:
    """Return the sheets of all the files; `UnreadableFile` when one can't be opened."""
    return tuple(sheet for path in paths for sheet in _open(path))


def _open(path: Path) -> Sequence[Sheet]:
    try:
        if path.suffix.lower() in WORKBOOKS:
            return _open_workbook(path)
        return [_open_csv(path)]
    except (CalamineError, csv.Error, OSError, UnicodeDecodeError) as wrong:
        raise UnreadableFile(path.name) from wrong


@dataclass(frozen=True, slots=True, eq=False)
class _Rows(Sequence[Sequence[Cell]]):
    """Rows as the file's reader gave them, each turned into cells when it is looked at.

    A register of 100,000 rows has some three million cells; as `Cell`s they would not
    fit where the rows themselves do.
    """

    found: Sequence[Sequence[object]]

    @overload
    def __getitem__(self, place: int) -> Sequence[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> "_Rows": ...
    def __getitem__(self, place: int | slice) -> "Sequence[Cell] | _Rows":
        if isinstance(place, slice):
            return _Rows(self.found[place])
        return [_cell(found) for found in self.found[place]]

    def __len__(self) -> int:
        return len(self.found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and self.found == other.found

    __hash__ = None  # pyright: ignore[reportAssignmentType] - rows are no keys


def _open_workbook(path: Path) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
        return [
            Sheet(
                name,
                _Rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False)),
            )
            for name in book.sheet_names
        ]


def _open_csv(path: Path) -> Sheet:
    text = _decoded(path.read_bytes())
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    return Sheet(path.stem, _Rows(list(rows)))


def _decoded(written: bytes) -> str:
    if written.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return written.decode("utf-16")
    for encoding in ENCODINGS[:-1]:
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return written.decode(ENCODINGS[-1])


def _delimiter(text: str) -> str:
    """Return what parts the cells: whichever stands more often in the first lines."""
    first = "".join(islice(io.StringIO(text), HEADINGS_WITHIN))
    return max(DELIMITERS, key=first.count)


def _cell(found: object) -> Cell:
    match found:
        case "":
            return EMPTY
        case bool():
            return Cell("TRUE" if found else "FALSE")
        case int() | float():
            return Cell(f"{found:.{SHOWN_DIGITS}g}", CellKind.NUMBER)
        case datetime() if not found.time():
            return Cell(found.date().isoformat(), CellKind.DATE)
        case date():
            return Cell(found.isoformat(), CellKind.DATE)
        case _:
            text = str(found)
            return Cell(intern(text) if len(text) <= SHORT else text)
