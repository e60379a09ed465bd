"""Draws sheets as one PDF, A4, with the Chinese font in it.

The font goes with the program: a reader without Chinese fonts shows the sheet all the same,
and a machine without any prints it. It has the characters of GBK; a name with a rarer one
is drawn by a font of the machine if there is any, and the sheet's foot names the character
so that somebody looks.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import typst

from api.printing.sheet import Sheet

HERE: Final = Path(__file__).parent
TEMPLATE: Final = HERE / "sheet.typ"
FONTS: Final = HERE / "fonts"
RARE: Final = "以下字不在随附字库内，请核对或手写："


def pdf(sheets: Sequence[Sheet], now: datetime) -> bytes:
    """Return the sheets as one PDF/A-2b, each beginning on a page of its own."""
    drawn = [with_rare_named(sheet).plain() for sheet in sheets]
    return typst.compile(
        TEMPLATE,
        root=HERE,
        format="pdf",
        font_paths=[FONTS],
        sys_inputs={"sheets": json.dumps(drawn, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=int(now.timestamp()),
    )


def rare(sheet: Sheet) -> str:
    """Return the characters of a sheet that the packed font does not have, each once."""
    return "".join(
        dict.fromkeys(
            letter for text in sheet.texts() for letter in text if not _packed(letter)
        )
    )


def with_rare_named(sheet: Sheet) -> Sheet:
    """Return a sheet whose foot names the characters the packed font does not have."""
    missing = rare(sheet)
    return replace(sheet, foot=f"{sheet.foot} · {RARE}{missing}") if missing else sheet


def _packed(letter: str) -> bool:
    try:
        letter.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
