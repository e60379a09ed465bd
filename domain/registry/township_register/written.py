"""How days, counts, telephones and grades are written in cells."""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.sheet import Cell, CellKind
from domain.values.findings import Grade

SERIAL_START: Final = date(1899, 12, 30)
"""Day 0 of a spreadsheet's day numbers, its 29 February 1900 allowed for."""

SERIALS: Final = range(3654, 73051)
"""Day numbers of 1910 to 2099; a smaller number is a code or a year."""

FIRST_YEAR, LAST_YEAR = 1900, 2099

DAY: Final = re.compile(
    r"^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))$", re.ASCII
)
HOUR: Final = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)
MONTH: Final = re.compile(r"^(\d{4})(?:[-./年](\d{1,2})月?|年)?$", re.ASCII)
NUMBER: Final = re.compile(r"^\d{1,5}(?:\.\d+)?$", re.ASCII)
ROUNDED: Final = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d{1,2}$", re.ASCII)
PHONE: Final = re.compile(
    r"^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,5})?|\d{7,8})$", re.ASCII
)
GRADE: Final = re.compile(r"^(?:危险性)?([0-9零〇一二三四五六])级?$")

DIGITS: Final = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
NOT_ASSESSED: Final = frozenset({"", "未评估", "未评", "不详", "未做"})
THREE_WORDS: Final = frozenset(
    {"高", "中", "低", "高危", "中危", "低危", "高风险", "低风险"}
)
MOST_INCIDENTS: Final = 99


class RiskCodes(StrEnum):
    """How a register codes 危险性评估; some systems began at 1 (domain rules, section 12)."""

    ZERO_TO_FIVE = "0-5"
    ONE_TO_SIX = "1-6"

    @property
    def of_level_0(self) -> int:
        """Return the code that means level 0."""
        return int(self.value[0])


def read_day(cell: Cell) -> date | None:
    """Return the day a cell means, None when it says no day we know."""
    text = "".join(HOUR.sub("", cell.plain).split())
    if (found := DAY.match(text)) is not None:
        year, *parts = found.groups()
        month, day = (int(part) for part in parts if part)
        return _day(int(year), month, day)
    if NUMBER.match(text) and int(float(text)) in SERIALS:
        return SERIAL_START + timedelta(days=int(float(text)))
    return None


def read_partly(cell: Cell) -> str:
    """Return an ISO day, month or year, as much as is known; empty when nothing is.

    A month in a number cell says the year only: 2025.10 became 2025.1 there.
    """
    if (day := read_day(cell)) is not None:
        return day.isoformat()
    if (found := MONTH.match(cell.tight)) is None:
        return ""
    year, month = int(found[1]), int(found[2] or 1)
    if _day(year, month, 1) is None:
        return ""
    is_exact = found[2] and cell.kind is not CellKind.NUMBER
    return f"{year:04d}-{month:02d}" if is_exact else f"{year:04d}"


def read_count(cell: Cell) -> int | None:
    """Return how many times, 0 for an empty cell, None when it is no count."""
    text = cell.tight.removesuffix("次")
    if text in {"", "无"}:
        return 0
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_INCIDENTS))
    return int(text) if plain else None


def read_grade(cell: Cell, codes: RiskCodes) -> Grade | FaultCode:
    """Return the grade a cell means under the codes chosen, or why it can't be read."""
    text = cell.tight
    if text in NOT_ASSESSED:
        return Grade.NOT_ASSESSED
    if text in THREE_WORDS:
        return FaultCode.RISK_IN_THREE_WORDS
    if (found := GRADE.match(text)) is None:
        return FaultCode.RISK_UNREADABLE
    level = risk_digit(found[1]) - codes.of_level_0
    try:
        return Grade(level)
    except ValueError:
        return FaultCode.RISK_OUTSIDE_CODES


def risk_digit(text: str) -> int:
    """Return the number a digit of either script means."""
    return DIGITS[text] if text in DIGITS else int(text)


def is_rounded(cell: Cell) -> bool:
    """Return whether a long number lost its last digits to the spreadsheet."""
    return ROUNDED.match(cell.tight) is not None


def is_phone(text: str) -> bool:
    """Return whether the text has the form of a telephone number used in China."""
    return PHONE.match(text) is not None


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
