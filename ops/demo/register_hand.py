"""How different hands write the same day or answer into a cell; none of it is a fault."""

from datetime import date
from enum import Enum
from random import Random
from typing import Any, Final

from domain.registry.township_register.columns import Column
from domain.registry.township_register.written import SERIAL_START

Value = str | int | float | date | Enum | frozenset[Any]
"""What a row is made of: text and numbers stand as they are, the rest is written."""

FULL_WIDTH: Final = str.maketrans("0123456789Xx", "０１２３４５６７８９ＸＸ")


def seeded(seed: int) -> Random:
    """Return chance that falls the same way for the same seed."""
    return Random(seed)  # noqa: S311 - decides how invented rows look, no secret


def write_day(day: date, chance: Random) -> str | int | date:
    """Return a day the way somebody would write it: a date cell, its number, or text."""
    return chance.choice(
        (
            day,
            (day - SERIAL_START).days,
            day.isoformat(),
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y%m%d}",
            f"{day.year}/{day.month}/{day.day} ",
        )
    )


def write_answers(column: Column, value: Enum | frozenset[Any], chance: Random) -> Any:
    """Return a coded answer by code, by word, by both, in either width."""
    if column.codes is None:
        return ""
    printed = {answer: words[0] for answer, words in column.codes.answers.items()}
    numbers = {answer: number for number, answer in column.codes.numbers.items()}
    if isinstance(value, frozenset):
        each = [printed, numbers][chance.randrange(2)]
        words = sorted(str(each[answer]) for answer in value)
        return chance.choice((",", "、", " ")).join(words) or "无"
    number, word = numbers.get(value, ""), printed[value]
    if not number:
        return word
    return chance.choice(
        (
            number,
            int(number),
            word,
            f"{number} {word}",
            f"{number}.{word}",
            number.translate(FULL_WIDTH),
            f"{word}  ",
        )
    )


def write_id_number(number: str, chance: Random) -> str:
    """Return an ID number as text: bare, behind an apostrophe, full-width, with blanks."""
    return chance.choice(
        (
            number,
            f"'{number}",
            f"{number} ",
            number.translate(FULL_WIDTH),
            number.lower(),
            f"{number[:6]} {number[6:14]} {number[14:]}",
        )
    )
