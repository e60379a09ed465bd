"""The resident ID number (公民身份号码, GB 11643): read, checked, masked.

Six digits of division, eight of birth, three of sequence (odd male, even female), one
check digit. The number in use before 1999 had fifteen digits; it is refused with its own
reason, since guessing the century and the check digit would invent an identity (D-N1).
"""

import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.values.registration import Sex

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS: Final = "10X98765432"
LENGTH: Final = 18
OLD_LENGTH: Final = 15
SHOWN: Final = 4


class IdNumberFault(StrEnum):
    """Why a number cannot be a resident ID number."""

    EMPTY = "empty"
    OLD_FIFTEEN_DIGITS = "old_fifteen_digits"
    """15位旧号,请录入18位."""
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTER = "wrong_character"
    NO_SUCH_BIRTH_DATE = "no_such_birth_date"
    BORN_IN_THE_FUTURE = "born_in_the_future"
    WRONG_CHECK_DIGIT = "wrong_check_digit"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A resident ID number that can be right; `read` is the way to one."""

    number: str

    @property
    def county(self) -> str:
        """Return the six digits of the county where it was first issued."""
        return self.number[:6]

    @property
    def birth_date(self) -> date:
        """Return the date of birth in the number."""
        return date.fromisoformat(self.number[6:14])

    @property
    def sex(self) -> Sex:
        """Return the sex in the number: an odd sequence is male, an even one female."""
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    def is_from_unknown_county(self, known_counties: AbstractSet[str]) -> bool:
        """Return whether the county is none we know: a warning, codes come and go."""
        return self.county not in known_counties


def normalised(text: str) -> str:
    """Return a number as it is stored: no blanks, half-width, X in capitals (T86)."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def read(text: str, today: date) -> ResidentId | IdNumberFault:
    """Return the resident ID number somebody wrote, or why it cannot be one."""
    number = normalised(text)
    return fault_of(number, today) or ResidentId(number)


def fault_of(text: str, today: date) -> IdNumberFault | None:
    """Return why the number cannot be right, `None` when it can."""
    number = normalised(text)
    return (
        _fault_of_form(number)
        or _fault_of_birth(number[6:14], today)
        or _fault_of_check(number)
    )


def check_digit(first_seventeen: str) -> str:
    """Return the check digit that belongs to the first seventeen digits."""
    total = sum(int(d) * w for d, w in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % len(CHECK_DIGITS)]


def masked(number: str) -> str:
    """Return a document number with everything hidden but its last four characters."""
    hidden = len(number) - SHOWN if len(number) > SHOWN else len(number)
    return "*" * hidden + number[hidden:]


def _fault_of_form(number: str) -> IdNumberFault | None:
    if not number:
        return IdNumberFault.EMPTY
    if len(number) == OLD_LENGTH and number.isascii() and number.isdigit():
        return IdNumberFault.OLD_FIFTEEN_DIGITS
    if len(number) != LENGTH:
        return IdNumberFault.WRONG_LENGTH
    digits = number[:-1]
    if not (digits.isascii() and digits.isdigit() and number[-1] in CHECK_DIGITS):
        return IdNumberFault.WRONG_CHARACTER
    return None


def _fault_of_birth(digits: str, today: date) -> IdNumberFault | None:
    try:
        born = date.fromisoformat(digits)
    except ValueError:
        return IdNumberFault.NO_SUCH_BIRTH_DATE
    return IdNumberFault.BORN_IN_THE_FUTURE if born > today else None


def _fault_of_check(number: str) -> IdNumberFault | None:
    right = check_digit(number[:-1]) == number[-1]
    return None if right else IdNumberFault.WRONG_CHECK_DIGIT
