"""What a demo county is made from; equal plans make equal counties."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from random import Random
from typing import Final
from uuid import UUID, uuid5

from domain.values.calendar import SHANGHAI, months_after

NAMESPACE: Final = UUID("00000000-0000-5000-8000-0000000990a1")
EVENING: Final = time(17, 30)
"""When a day's entries are made."""
MONTHS: Final = 24


class Profile(StrEnum):
    """How much happens: about 1 % at level 3 or higher, or clearly more (labelled)."""

    USUAL = "usual"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Plan:
    """Seed, how many people, how much happens, and the first and the last day."""

    seed: int
    people: int
    profile: Profile
    since: date
    until: date

    @classmethod
    def of_two_years(
        cls, seed: int, people: int, profile: Profile, until: date
    ) -> "Plan":
        """Return the plan of the two years up to a day."""
        return cls(seed, people, profile, months_after(until, -MONTHS), until)

    @property
    def label(self) -> str:
        """Return what the offices' names bear, so that a busy county is not mistaken."""
        return "（演示:繁忙）" if self.profile is Profile.BUSY else ""

    def command_id(self, key: str) -> UUID:
        """Return the id of the command a key names in this county."""
        name = f"{self.seed}/{self.people}/{self.profile}/{self.since}/{self.until}"
        return uuid5(NAMESPACE, f"{name}/{key}")

    def chance(self, key: str) -> Random:
        """Return one person's or one matter's own chance."""
        return Random(f"{self.seed}/{self.profile}/{key}")  # noqa: S311 - no secret


def evening(day: date) -> datetime:
    """Return the moment a day's entries are recorded at."""
    return datetime.combine(day, EVENING, SHANGHAI)
