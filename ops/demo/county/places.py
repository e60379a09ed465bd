"""Townships and villages of the demo county, as `divisions/demo.csv` lists them."""

from functools import cache
from random import Random
from typing import Final

from domain.values.divisions import TOWNSHIP, VILLAGE, with_demo

COUNTY: Final = "990101"


@cache
def townships() -> tuple[str, ...]:
    """Return the codes of the county's townships."""
    return _within(COUNTY, TOWNSHIP)


@cache
def villages(township: str) -> tuple[str, ...]:
    """Return the codes of a township's villages."""
    return _within(township, VILLAGE)


@cache
def name_of(code: str) -> str:
    """Return the name of a division, without those above it."""
    return with_demo().name_of(code)[-1]


def township_of(village: str) -> str:
    """Return the township a village lies in."""
    return village[:TOWNSHIP]


def any_village(chance: Random) -> str:
    """Return a village of the county; the first townships are the larger ones."""
    here = townships()
    weights = range(2 * len(here), len(here), -1)
    return chance.choice(villages(chance.choices(here, weights)[0]))


def another_village(chance: Random, village: str) -> str:
    """Return where somebody moves to, three times in four within the township."""
    near = chance.random() < 0.75  # noqa: PLR2004 - see above
    found = village
    while found == village:
        found = (
            chance.choice(villages(township_of(village)))
            if near
            else any_village(chance)
        )
    return found


def _within(above: str, digits: int) -> tuple[str, ...]:
    known = with_demo().today
    return tuple(
        sorted(code for code in known if len(code) == digits and code.startswith(above))
    )
