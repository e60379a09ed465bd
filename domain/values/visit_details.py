"""The parts of form 8 that hold words as well as codes: tests, reactions, referral.

Codes are the form's own (R4, R5). What a form left open is None or empty text.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum
from typing import Any, Self

from domain.values.medication import Severity


class Laboratory(IntEnum):
    """实验室检查 since the last follow-up, those made elsewhere included."""

    NOT_DONE = 1
    DONE = 2


class Rehabilitation(IntEnum):
    """康复措施, the five boxes of form 8."""

    DAILY_LIVING = 1
    VOCATIONAL = 2
    LEARNING = 3
    SOCIAL = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class Reaction:
    """One adverse reaction: which drug, what reaction, how severe."""

    drug: str
    reaction: str
    severity: Severity | None = None

    def facts(self) -> dict[str, Any]:
        """Return it as plain values."""
        severity = None if self.severity is None else self.severity.value
        return {"drug": self.drug, "reaction": self.reaction, "severity": severity}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Return the reaction `facts()` was made from."""
        severity = facts.get("severity")
        return cls(
            facts["drug"],
            facts["reaction"],
            None if severity is None else Severity(severity),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """转诊情况: whether it was advised and why, whether it was done and where to."""

    advised: bool | None = None
    reason: str = ""
    done: bool | None = None
    institution: str = ""
    department: str = ""

    def facts(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @property
    def is_made(self) -> bool:
        """Return whether the person was referred."""
        return self.done is True


class Repeatable(StrEnum):
    """The findings that may be confirmed as the same as last time, by their names."""

    SYMPTOMS = "symptoms"
    SYMPTOM_CODES = "symptom_codes"
    INSIGHT = "insight"
    SLEEP = "sleep"
    DIET = "diet"
    SELF_CARE = "self_care"
    HOUSEWORK = "housework"
    WORK = "work"
    STUDY = "study"
    RELATIONS = "relations"
    ADVERSE_REACTION = "adverse_reaction"
    PHYSICAL_ILLNESS = "physical_illness"
    OTHER_ABNORMALITY = "other_abnormality"
    ADHERENCE = "adherence"
    TREATMENT_EFFECT = "treatment_effect"
    REHABILITATION = "rehabilitation"
