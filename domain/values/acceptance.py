"""How a notice was accepted, and the code on a slip: eight digits and a check digit.

The check digit is ISO/IEC 7064 MOD 11,10: it finds every wrong digit and nearly every two
that were swapped.
"""

import hashlib
import hmac
from enum import StrEnum
from typing import Final
from uuid import UUID

DIGITS: Final = 8
LENGTH: Final = DIGITS + 1


class Via(StrEnum):
    """By which way a notice was accepted; each is counted apart."""

    OWN = "own"
    """From the receiver's own account (签收)."""
    ON_BEHALF = "on_behalf"
    """Entered for the receiver by one person and confirmed by another (代为登记)."""
    SLIP = "slip"
    """By the code of a signed slip (凭单签收)."""


def slip_code(notice: UUID, key: bytes) -> str:
    """Return the code of a notice's slip, which nobody can tell without the key."""
    mac = hmac.digest(key, b"slip/" + notice.bytes, hashlib.sha256)
    number = f"{int.from_bytes(mac[:8]) % 10**DIGITS:0{DIGITS}}"
    return number + _check(number)


def read_code(typed: str) -> str | None:
    """Return the code somebody typed, spaces and hyphens left out; None if it is none."""
    code = "".join(sign for sign in typed if sign not in " -　")
    if len(code) != LENGTH or not (code.isascii() and code.isdecimal()):
        return None
    return code if _check(code[:DIGITS]) == code[DIGITS] else None


def written_code(code: str) -> str:
    """Return a code as it is printed, in groups that are easy to type."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def _check(number: str) -> str:
    product = 10
    for digit in number:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)
