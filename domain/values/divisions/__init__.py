"""Administrative divisions (行政区划) by code: their names today, and codes of the past.

A code is text: 2 digits a province, 4 a prefecture, 6 a county, 9 a township, 12 a village;
whoever contains another has a code that begins the other's. Villages are not in the files:
each county keeps its own. `NOTICE.md` says where the files come from and when.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

PROVINCE, PREFECTURE, COUNTY, TOWNSHIP, VILLAGE = LEVELS = (2, 4, 6, 9, 12)
"""How many digits a code of each level has, the widest level first."""

DEMO_PREFIX: Final = "99"
"""No division has or will have a code that begins so: GB/T 2260 ends at 82."""


@dataclass(frozen=True, slots=True)
class Divisions:
    """The divisions of today by code, and counties whose code is no longer in use."""

    today: Mapping[str, str] = field(repr=False)
    past: Mapping[str, str] = field(repr=False)

    def name_of(self, code: str) -> tuple[str, ...]:
        """Return the names from the province down to the code; unknown levels left out."""
        above = (code[:digits] for digits in LEVELS if digits <= len(code))
        names = (self.today[each] for each in above if each in self.today)
        return tuple(dict.fromkeys(names))

    def county_name(self, code: str) -> str | None:
        """Return a county's name, the last it had if its code is one of the past."""
        if len(code) < COUNTY:
            return None
        return self.today.get(code[:COUNTY]) or self.past.get(code[:COUNTY])

    def known_counties(self) -> frozenset[str]:
        """Return the county codes in use today."""
        return frozenset(code for code in self.today if len(code) == COUNTY)

    def is_historic(self, code: str) -> bool:
        """Return whether a county code was in use once and is no longer."""
        return code[:COUNTY] in self.past

    def is_known(self, code: str) -> bool:
        """Return whether a county code is in use or was; an ID number may begin with it."""
        return self.county_name(code) is not None


def _names(file: str) -> dict[str, str]:
    lines = (files(__name__) / file).read_text(encoding="utf-8").splitlines()
    return {row["code"]: row["name"] for row in csv.DictReader(lines)}


@cache
def national() -> Divisions:
    """Return the divisions of the country; read once, 45,000 names."""
    today = {**_names("counties.csv"), **_names("townships.csv")}
    return Divisions(today, _names("historic.csv"))


@cache
def with_demo() -> Divisions:
    """Return the divisions of the country and the invented ones of the demo (演示)."""
    country = national()
    return Divisions({**country.today, **_names("demo.csv")}, country.past)
