"""The rows that were refused or doubted, as a workbook to work through."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from domain.registry.township_register.faults import Fault
from domain.registry.township_register.reading import RegisterReading
from ops.register.importing import NotRecorded
from ops.register.spreadsheet import new_workbook

HEADINGS: Final = ("表", "行号", "结果", "原因代码", "原因", "reason")
WIDTHS: Final = (10, 8, 16, 26, 60, 60)
REFUSED, DOUBTED, WHOLE = "未导入", "已导入,请核对", "整表"


class Line(NamedTuple):
    """A sheet, a row of it (0 for the whole), what became of it, and one reason."""

    sheet: str
    number: int
    outcome: str
    code: str
    zh: str
    en: str

    @property
    def is_doubt(self) -> bool:
        """Return whether the row was recorded all the same."""
        return self.outcome == DOUBTED


def lines(
    reading: RegisterReading, not_recorded: Sequence[NotRecorded] = ()
) -> Iterator[Line]:
    """Yield a line for every fault of a row, those found on recording among them."""
    yield from (_line("", 0, WHOLE, fault) for fault in reading.doubts)
    for row in (*reading.refused_people, *reading.refused_visits):
        yield from (_line(row.sheet, row.number, REFUSED, f) for f in row.faults)
    for row in not_recorded:
        yield Line(row.sheet, row.number, REFUSED, row.refusal, row.zh, row.en)
    left_out = {(row.sheet, row.number) for row in not_recorded}
    visits = [visit for each in reading.visits.values() for visit in each]
    for kept in (*reading.people, *visits):
        place = kept.row.sheet, kept.row.number
        if place not in left_out:
            yield from (_line(*place, DOUBTED, fault) for fault in kept.doubts)


def _line(sheet: str, number: int, outcome: str, fault: Fault) -> Line:
    return Line(sheet, number, outcome, fault.code.value, fault.zh, fault.en)


def write_refusals(
    path: Path, reading: RegisterReading, not_recorded: Sequence[NotRecorded] = ()
) -> None:
    """Write one line per fault: where, what became of the row, why; no person's data."""
    with new_workbook(path, row_by_row=True) as book:
        sheet = book.add_worksheet("导入结果")
        sheet.freeze_panes(1, 0)
        for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading)
        for row, line in enumerate(lines(reading, not_recorded), start=1):
            for column, value in enumerate(line):
                sheet.write(row, column, value)
