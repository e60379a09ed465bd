"""Division codes (行政区划代码): county, township, village, and who reaches over whom.

Text, as they are: six digits of GB/T 2260 down to the county, nine to the township,
twelve to the village. A scope is a prefix; the empty scope reaches over everybody.
"""

from typing import Final

LENGTHS: Final = (2, 4, 6, 9, 12)
"""Province, city, county, township, village."""

COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12


def is_division(code: str) -> bool:
    """Return whether the text has the form of a division's code, province to village."""
    return len(code) in LENGTHS and code.isascii() and code.isdigit()


def is_village(code: str) -> bool:
    """Return whether the text has the form of a village's code."""
    return len(code) == VILLAGE and is_division(code)


def is_within(code: str, scope: str) -> bool:
    """Return whether a division lies within a scope, or is it; a malformed scope holds nobody."""
    return (not scope or is_division(scope)) and code.startswith(scope)


def parent(code: str) -> str:
    """Return the division above; empty above a province."""
    return code[: max((length for length in LENGTHS if length < len(code)), default=0)]
