"""The rows that were refused or doubted, as a workbook to work through."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from domain.registry.township_register.faults import Fault
from domain.registry.township_register.reading import RegisterReading
from ops.register.spreadsheet import new_workbook

HEADINGS: Final = ("表", "行号", "结果", "原因代码", "原因", "reason")
REFUSED, DOUBTED, WHOLE = "未导入", "已导入,请核对", "整表"

Line = tuple[str, int, str, Fault]


def lines(reading: RegisterReading) -> Iterator[Line]:
    """Yield sheet, row number, what became of the row, and each of its faults."""
    yield from (("", 0, WHOLE, fault) for fault in reading.doubts)
    for row in (*reading.refused_people, *reading.refused_visits):
        yield from ((row.sheet, row.number, REFUSED, fault) for fault in row.faults)
    visits = [visit for each in reading.visits.values() for visit in each]
    for kept in (*reading.people, *visits):
        place = (kept.row.sheet, kept.row.number, DOUBTED)
        yield from ((*place, fault) for fault in kept.doubts)


def write_refusals(path: Path, reading: RegisterReading) -> None:
    """Write one line per fault: where, what became of the row, why; no person's data."""
    with new_workbook(path) as book:
        sheet = book.add_worksheet("导入结果")
        sheet.freeze_panes(1, 0)
        for number, (heading, width) in enumerate(
            zip(HEADINGS, (10, 8, 16, 26, 60, 60), strict=True)
        ):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, heading)
        for row, (name, number, outcome, fault) in enumerate(lines(reading), start=1):
            sheet.write_string(row, 0, name)
            sheet.write_number(row, 1, number)
            for column, text in enumerate(
                (outcome, fault.code.value, fault.zh, fault.en), start=2
            ):
                sheet.write_string(row, column, text)
