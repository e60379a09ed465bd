"""When two records may be of one person (D-F4), beside the name, which is read elsewhere.

Born on the same day, or in the same year where one of them knows the year only, and living
in one township. It is a warning and never a refusal for good: the registrar says why it is
somebody else, and the reason is kept.
"""

from typing import Final

YEAR: Final = 4
"""How many letters of a day are its year."""

TOWNSHIP: Final = 9
"""How many digits of a village's code are its township."""


def same_birth(one: str, other: str) -> bool:
    """Return whether two births, each a day or a year, may be the same."""
    length = YEAR if YEAR in {len(one), len(other)} else max(len(one), len(other))
    return one[:length] == other[:length]


def township_of(village: str) -> str:
    """Return the township a village lies in."""
    return village[:TOWNSHIP]
