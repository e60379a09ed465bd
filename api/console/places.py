"""Names places: a division's names from the county down, its code where nobody knows one."""

from typing import Final

from domain.values.divisions import COUNTY, LEVELS, with_demo

SHORT: Final = 2
"""How many names down to a place tell it from others."""


def place(code: str) -> str:
    """Return a division's name with the one above it; its code where it has none."""
    if len(code) < COUNTY:
        return code
    known = with_demo()
    names = known.name_of(code)[-SHORT:]
    if code not in known.today:
        names = (*names, code)
    return "".join(names)


def above(code: str) -> str:
    """Return the code of the division above."""
    return code[: max((n for n in LEVELS if n < len(code)), default=0)]
