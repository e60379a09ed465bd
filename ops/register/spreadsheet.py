"""Writes workbooks; the only file that knows the library, which has no types."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Always the same, so that equal cells are equal files."""


@contextmanager
def new_workbook(path: Path, *, row_by_row: bool = False) -> Generator[Any, None, None]:
    """Give a workbook to fill, written on leaving; no text becomes a formula or a link.

    Filled row by row it keeps only one row in memory, whatever its length.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": row_by_row,
    }
    book: Any = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": CREATED})
    try:
        yield book
    finally:
        book.close()
