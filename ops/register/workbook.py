"""Opens a register (xlsx, xls, ods, csv) and hands over its cells exactly as found."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from domain.registry.township_register.sheet import EMPTY, Cell, CellKind, Sheet

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""What Excel writes in China: UTF-8 with or without its mark, else GB 18030."""
SHOWN_DIGITS: Final = 15
"""A spreadsheet keeps no more digits of a number than this; the rest is gone."""


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


def _open_workbook(path: Path) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
        return [
            Sheet(
                name,
                [
                    [_cell(found) for found in row]
                    for row in book.get_sheet_by_name(name).to_python(
                        skip_empty_area=False
                    )
                ],
            )
            for name in book.sheet_names
        ]


def _open_csv(path: Path) -> Sheet:
    written = path.read_bytes()
    for encoding in ENCODINGS[:-1]:
        try:
            return _sheet(path, written.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _sheet(path, written.decode(ENCODINGS[-1]))


def _sheet(path: Path, text: str) -> Sheet:
    rows = csv.reader(io.StringIO(text, newline=""))
    return Sheet(path.stem, [[Cell(found) for found in row] for row in rows])


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
            return Cell(str(found))
