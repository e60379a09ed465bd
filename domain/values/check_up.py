"""The annual check-up (健康检查): its items, and what was found of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self


class CheckUpItem(StrEnum):
    """What is looked at; the first seven are the national specification's (R2)."""

    GENERAL_EXAM = "general_exam"
    BLOOD_PRESSURE = "blood_pressure"
    WEIGHT = "weight"
    BLOOD_COUNT = "blood_count"
    """With the white-cell differential."""
    TRANSAMINASES = "transaminases"
    GLUCOSE = "glucose"
    ECG = "ecg"
    ULTRASOUND = "ultrasound"
    LIPIDS = "lipids"
    KIDNEY = "kidney"
    URINE = "urine"


class AgreedBy(StrEnum):
    """Who agreed to the check-up: the person, the guardian, or both (R2)."""

    PERSON = "person"
    GUARDIAN = "guardian"
    BOTH = "both"


LONGEST: Final = 300
"""How many characters the result of one item may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """What was found of one item that was done; `abnormal` None is "not said"."""

    text: str = ""
    abnormal: bool | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """The items that were done, with their results; an item not in it was not done."""

    of: Mapping[CheckUpItem, ItemResult]

    def facts(self) -> dict[str, Any]:
        """Return it as plain values: what a fact keeps, every item by its code."""
        return {
            item.value: {
                "done": item in self.of,
                "text": self.of[item].text if item in self.of else "",
                "abnormal": self.of[item].abnormal if item in self.of else None,
            }
            for item in CheckUpItem
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Return the results `facts()` was made from; a wrong code is a ValueError."""
        return cls(
            {
                CheckUpItem(code): ItemResult(
                    text=kept["text"], abnormal=kept["abnormal"]
                )
                for code, kept in facts.items()
                if kept["done"]
            }
        )
