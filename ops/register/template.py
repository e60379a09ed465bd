"""An empty register to fill in: headings, lists to choose from, and a code sheet (代码表)."""

from pathlib import Path
from typing import Any, Final

from domain.registry.township_register.columns import PEOPLE, VISITS, Column
from domain.values.registration import DISEASES
from ops.register.spreadsheet import new_workbook

ROWS: Final = 5000
"""How many rows below the headings know their column's form."""

SHEETS: Final = (("患者", PEOPLE), ("随访", VISITS))
CODE_SHEET: Final = "代码表"
CODE_HEADINGS: Final = ("列", "代码", "名称")
RISK: Final = "危险性评估"
LEVELS: Final = tuple((str(level), f"{level}级") for level in range(6))


def write_template(path: Path) -> None:
    """Write the empty workbook; all cells are text, so that no number is rounded."""
    with new_workbook(path) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        for name, columns in SHEETS:
            _write_sheet(book.add_worksheet(name), columns, text, bold)
        codes = book.add_worksheet(CODE_SHEET)
        codes.set_column(0, 2, 24, text)
        for row, line in enumerate((CODE_HEADINGS, *code_lines())):
            for column, value in enumerate(line):
                codes.write_string(row, column, value, bold if row == 0 else text)


def code_lines() -> list[tuple[str, str, str]]:
    """Return heading, code and name of every answer, as the code sheet lists them."""
    answers = [
        (column.heading, code, name)
        for _, columns in SHEETS
        for column in columns
        if column.codes
        for code, name in column.codes.printed
    ]
    diseases = [("诊断", disease.code, disease.zh) for disease in DISEASES]
    return [*diseases, *((RISK, *level) for level in LEVELS), *answers]


def _write_sheet(sheet: Any, columns: tuple[Column, ...], text: Any, bold: Any) -> None:
    sheet.freeze_panes(1, 2)
    for number, column in enumerate(columns):
        star = "*" if column.required else ""
        sheet.set_column(number, number, 2 * len(column.heading) + 6, text)
        sheet.write_string(0, number, column.heading + star, bold)
        if (choices := _choices(column)) is not None:
            sheet.data_validation(
                1,
                number,
                ROWS,
                number,
                {
                    "validate": "list",
                    "source": choices,
                    "error_type": "warning",
                    "error_title": column.heading,
                    "error_message": "请从列表中选择，或见代码表",
                },
            )


def _choices(column: Column) -> list[str] | None:
    if column.heading == RISK:
        return [name for _, name in LEVELS]
    if column.codes is None or column.several:
        return None
    names = [name for _, name in column.codes.printed]
    return names if all("," not in name for name in names) else None
