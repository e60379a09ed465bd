"""The template is a register nobody has filled in yet."""

import re
from pathlib import Path
from zipfile import ZipFile

from domain.registry.township_register.columns import PEOPLE, VISITS
from domain.registry.township_register.reading import read_register
from ops.register.template import code_lines, write_template
from ops.register.workbook import open_register
from tests.domain.registry.township_register.rows import terms


def test_the_template_has_a_heading_for_every_column_and_the_code_sheet(
    tmp_path: Path,
) -> None:
    write_template(tmp_path / "t.xlsx")

    people, visits, codes = open_register([tmp_path / "t.xlsx"])
    assert [cell.text.strip("*") for cell in people.rows[0]] == [
        column.heading for column in PEOPLE
    ]
    assert [cell.text.strip("*") for cell in visits.rows[0]] == [
        column.heading for column in VISITS
    ]
    assert len(codes.rows) == len(code_lines()) + 1


def test_the_empty_template_reads_as_nobody_and_the_code_sheet_is_not_a_register(
    tmp_path: Path,
) -> None:
    write_template(tmp_path / "t.xlsx")

    read = read_register(open_register([tmp_path / "t.xlsx"]), terms())

    assert not any(read.counts().values())
    assert read.unread_sheets == ("代码表",)


def test_every_word_and_code_of_the_code_sheet_can_be_read() -> None:
    for column in (*PEOPLE, *VISITS):
        if column.codes:
            for code, word in column.codes.printed:
                tight = "".join(word.split())
                assert column.codes.read(tight) is not None, word
                assert not code or column.codes.read(code) is column.codes.read(tight)


def test_single_answers_are_chosen_from_a_list(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")

    with ZipFile(tmp_path / "t.xlsx") as parts:
        visits = parts.read("xl/worksheets/sheet2.xml").decode()
    assert "自知力完全,自知力不全,自知力缺失" in visits
    assert "0级,1级,2级,3级,4级,5级" in visits
    assert len(re.findall("<dataValidation ", visits)) > len(VISITS) // 2
