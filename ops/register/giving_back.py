"""The refused rows as a register of their own, to be put right and imported again.

Beside the refused follow-ups stands the row of their person as it was, so that the file
can be imported under the same source: what is on record already is known again. Unlike
the list of reasons this workbook holds people's data, and is written only when asked for.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from domain.registry.township_register.columns import VISITS
from domain.registry.township_register.reading import RegisterReading, kind_of
from domain.registry.township_register.sheet import Cell, CellKind, Sheet, rows_under
from ops.register.importing import NotRecorded
from ops.register.refusals import lines
from ops.register.spreadsheet import new_workbook

REASONS: Final = "退回原因"
FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME: Final = 28

Places = Mapping[tuple[str, int], str]
"""The reasons of each refused row, by its sheet and number."""


def write_back(
    path: Path,
    sheets: Sequence[Sheet],
    reading: RegisterReading,
    not_recorded: Sequence[NotRecorded] = (),
) -> None:
    """Write the refused rows under their own headings, the reasons in a last column."""
    reasons: dict[tuple[str, int], str] = {}
    for line in lines(reading, not_recorded):
        if line.number and not line.is_doubt:
            place = line.sheet, line.number
            reasons[place] = (
                f"{reasons[place]}；{line.zh}" if place in reasons else line.zh
            )
    companions = _companions(sheets, reading, reasons)
    with new_workbook(path, row_by_row=True) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for index, sheet in enumerate(sheets, start=1):
            columns, heading_row = kind_of(sheet)
            if columns is not None:
                name = FORBIDDEN.sub("_", sheet.name)[:LONGEST_NAME]
                page = book.add_worksheet(f"{name}{index}" if index > 1 else name)
                _write(page, day, sheet, heading_row, reasons, companions)


def _companions(
    sheets: Sequence[Sheet], reading: RegisterReading, reasons: Places
) -> set[tuple[str, int]]:
    """Return the rows of the accepted people whose follow-ups are given back."""
    accepted = {p.key: (p.row.sheet, p.row.number) for p in reading.people}
    found: set[tuple[str, int]] = set()
    for sheet in sheets:
        columns, heading_row = kind_of(sheet)
        if columns is VISITS:
            found |= {
                accepted[key]
                for row in rows_under(sheet, heading_row, VISITS)
                if (sheet.name, row.number) in reasons
                and (key := row.cell("key").tight.upper()) in accepted
            }
    return found


def _write(
    page: Any,
    day: Any,
    sheet: Sheet,
    heading_row: int,
    reasons: Places,
    companions: set[tuple[str, int]],
) -> None:
    last = len(sheet.rows[heading_row])
    _write_row(page, day, 0, sheet.rows[heading_row])
    page.write_string(0, last, REASONS)
    written = 0
    for number in range(heading_row + 2, len(sheet.rows) + 1):
        place = sheet.name, number
        if place in reasons or place in companions:
            written += 1
            _write_row(page, day, written, sheet.rows[number - 1][:last])
            page.write_string(written, last, reasons.get(place, ""))


def _write_row(page: Any, day: Any, row: int, cells: Sequence[Cell]) -> None:
    for column, cell in enumerate(cells):
        match cell.kind:
            case CellKind.NUMBER:
                page.write_number(row, column, float(cell.text))
            case CellKind.DATE if len(cell.text) == len("2026-01-01"):
                on = datetime.combine(date.fromisoformat(cell.text), time())
                page.write_datetime(row, column, on, day)
            case _:
                page.write_string(row, column, cell.text)
