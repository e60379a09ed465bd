"""The number on a blank sheet, by which whoever enters it later finds the person.

It is made of the day it was printed on and the beginning of the person's id, which says
nothing about anybody (D-S2).
"""

import re
from datetime import date
from typing import Final
from uuid import UUID

DIGITS: Final = 6
"""Of the person's id; two of 60,000 people share them once in 280 sheets of a day."""

WRITTEN: Final = re.compile(r"\d{6}-([0-9A-F]{6})", re.IGNORECASE)


def paper_number(person: UUID, day: date) -> str:
    """Return the number of a person's sheet printed on a day, like 261125-3FA9C1."""
    return f"{day:%y%m%d}-{person.hex[:DIGITS].upper()}"


def people_numbered(number: str) -> tuple[UUID, UUID] | None:
    """Return the first and last id the number may mean; None if it is no such number."""
    found = WRITTEN.fullmatch(number.strip())
    if found is None:
        return None
    rest = 32 - DIGITS
    return UUID(found[1] + "0" * rest), UUID(found[1] + "f" * rest)
