"""Take a psychiatrist's dated opinion that findings are residual (慢性残留) into account.

Decision: which findings an opinion lets be read as milder, and until when.
Source:   field notes 1 (K): unstable taken literally flags many chronic patients; keep the
          rule, name the trigger, accept a psychiatrist's dated opinion valid N months.
Hit rule: only the findings the opinion names, only while it is valid.
Silence:  D-D11: lack of insight is read as incomplete, marked symptoms as present; a danger
          assessment, a reaction or a physical illness is never read milder. Valid for six
          months, twelve at most, and until somebody takes it back.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Unit, default
from domain.values.findings import Findings, Insight, Symptoms


class Residual(StrEnum):
    """A finding that may be residual."""

    INSIGHT = "insight"
    """自知力缺乏."""
    SYMPTOMS = "symptoms"
    """精神症状明显."""


NOTES = Clause("K", "field notes 1, 慢性残留", Evidence.REMEMBERED)
BY_OPINION: Final = {
    Residual.INSIGHT: Reason(
        "class.residual_insight",
        NOTES,
        "A psychiatrist's valid opinion: lack of insight is residual, read as incomplete.",
        "精神科医师慢性残留意见有效：自知力缺乏按“不全”处理（可配置，未核实原文）",
    ),
    Residual.SYMPTOMS: Reason(
        "class.residual_symptoms",
        NOTES,
        "A psychiatrist's valid opinion: marked symptoms are residual, read as present.",
        "精神科医师慢性残留意见有效：精神症状按“不明显”处理（可配置，未核实原文）",
    ),
}
REASONS: tuple[Reason, ...] = tuple(BY_OPINION.values())
TABLE = REASONS
VALID_MONTHS: Final = default(
    "residual.months",
    Unit.MONTHS,
    6,
    BY_OPINION[Residual.INSIGHT],
    at_least=1,
    at_most=12,
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an opinion names, from when, until when; days are ISO text."""

    residual: tuple[Residual, ...]
    given_on: str
    valid_until: str

    def holds(self, on: date) -> bool:
        """Return whether it is valid on a day."""
        return self.given_on <= on.isoformat() <= self.valid_until


def valid_until(given_on: date, local: InForce = NATIONAL) -> date:
    """Return the last day of an opinion."""
    return local.setting(VALID_MONTHS, given_on).interval.after(given_on)


def read_milder(
    found: Findings, opinion: Opinion | None, on: date
) -> tuple[Findings, tuple[Reason, ...]]:
    """Return the findings as the opinion lets them be read, and why where it does."""
    if opinion is None or not opinion.holds(on):
        return found, ()
    because: list[Reason] = []
    if Residual.INSIGHT in opinion.residual and found.insight is Insight.ABSENT:
        found = replace(found, insight=Insight.INCOMPLETE)
        because.append(BY_OPINION[Residual.INSIGHT])
    if Residual.SYMPTOMS in opinion.residual and found.symptoms is Symptoms.MARKED:
        found = replace(found, symptoms=Symptoms.PRESENT)
        because.append(BY_OPINION[Residual.SYMPTOMS])
    return found, tuple(because)
