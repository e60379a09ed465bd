"""Files of every kind give the same cells, and a broken one says what to do."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.registry.township_register.columns import PEOPLE
from domain.registry.township_register.reading import read_register
from domain.registry.township_register.sheet import Cell, CellKind, Sheet
from ops.demo.register import VILLAGE_NAMES, write_register
from ops.register.spreadsheet import new_workbook
from ops.register.workbook import UnreadableFile, open_register
from tests.domain.registry.township_register.rows import A_PERSON, terms


def written(path: Path, rows: Sequence[Sequence[Any]]) -> list[list[Cell]]:
    with new_workbook(path) as book:
        sheet = book.add_worksheet("患者")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(
                        number, column, value.replace(tzinfo=None), day
                    )
                else:
                    sheet.write(number, column, value)
    (opened,) = open_register([path])
    return [list(row) for row in opened.rows]


def test_a_cell_keeps_its_text_and_its_kind(tmp_path: Path) -> None:
    row = [" '00１ ", 45717, 1.5, 990101001001, datetime(2025, 3, 1, tzinfo=UTC), True]

    assert written(tmp_path / "r.xlsx", [row]) == [
        [
            Cell(" '00１ "),
            Cell("45717", CellKind.NUMBER),
            Cell("1.5", CellKind.NUMBER),
            Cell("990101001001", CellKind.NUMBER),
            Cell("2025-03-01", CellKind.DATE),
            Cell("TRUE"),
        ]
    ]


def test_a_long_number_shows_that_its_digits_are_gone(tmp_path: Path) -> None:
    ((cell,),) = written(tmp_path / "r.xlsx", [[990101190505050013]])

    assert cell == Cell("9.9010119050505e+17", CellKind.NUMBER)


def test_empty_rows_and_columns_in_front_are_counted(tmp_path: Path) -> None:
    assert written(tmp_path / "r.xlsx", [[], ["", "甲"]]) == [
        [Cell(""), Cell("")],
        [Cell(""), Cell("甲")],
    ]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    assert written(tmp_path / "r.xlsx", [["=1+1"]]) == [[Cell("=1+1")]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_of_the_trade(
    tmp_path: Path, encoding: str
) -> None:
    headings = ",".join(column.heading for column in PEOPLE)
    cells = ",".join(f'"{A_PERSON.get(column.name, "")}"' for column in PEOPLE)
    path = tmp_path / "患者.csv"
    path.write_bytes(f"{headings}\r\n{cells}\r\n".encode(encoding))

    read = read_register(open_register([path]), terms())

    assert [person.identity.name for person in read.people] == ["张演安"]


def as_csv(folder: Path, sheet: Sheet, encoding: str, delimiter: str) -> Path:
    """Save a sheet as a spreadsheet would: quotes where needed, lines end in CRLF."""
    path = folder / f"{sheet.name}.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows([cell.text for cell in row] for row in sheet.rows)
    return path


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_two_csv_files_say_what_the_workbook_says(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    write_register(tmp_path / "r.xlsx", 7)
    sheets = open_register([tmp_path / "r.xlsx"])
    files = [as_csv(tmp_path, sheet, encoding, delimiter) for sheet in sheets]

    of_workbook = read_register(sheets, terms(villages=VILLAGE_NAMES))
    of_files = read_register(open_register(files), terms(villages=VILLAGE_NAMES))

    assert of_files.counts() == of_workbook.counts()
    assert of_files.refused_people == of_workbook.refused_people
    assert of_files.refused_visits == of_workbook.refused_visits
    assert [(p.identity, p.residence, p.doubts) for p in of_files.people] == [
        (p.identity, p.residence, p.doubts) for p in of_workbook.people
    ]
    assert [[v.form for v in each] for each in of_files.visits.values()] == [
        [v.form for v in each] for each in of_workbook.visits.values()
    ]


def test_a_cell_in_quotes_may_hold_commas_quotes_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "随访.csv"
    path.write_bytes('编号,备注\r\n1,"说""好"",\n改天再来"\r\n'.encode("gb18030"))

    (sheet,) = open_register([path])

    assert [cell.text for cell in sheet.rows[1]] == ["1", '说"好",\n改天再来']


def test_several_files_are_one_register(tmp_path: Path) -> None:
    for name in ("患者", "随访"):
        (tmp_path / f"{name}.csv").write_text("a\n", encoding="utf-8")

    sheets = open_register([tmp_path / "患者.csv", tmp_path / "随访.csv"])

    assert [sheet.name for sheet in sheets] == ["患者", "随访"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("r.xlsx", b"PK\x03\x04 broken"), ("r.xlsx", b""), ("r.csv", b"\xff\xff\xfe")],
)
def test_a_file_that_cannot_be_opened_says_what_to_do(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=rf"无法打开 {name}.*cannot open {name}"):
        open_register([path])


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        open_register([tmp_path / "none.xlsx"])
