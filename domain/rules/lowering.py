"""Say who may lower a danger assessment of 3 or more (谁可下调3级及以上).

Decision: whether a grade below 3 stands at once where the standing one is 3 or more.
Source:   field notes 1 (K): only a psychiatrist or a second person lowers it; configurable.
Hit rule: anybody but a psychiatrist asks; the grade stands once another person confirmed.
Silence:  D-D9: the higher grade stands until then, and so do whoever was told of it and the
          clocks; a grade of an earlier day than the standing one lowers nothing. Whoever
          gave a level of 3 or higher does not retract it: another person does (D-K2).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Unit, default
from domain.values.findings import Grade
from domain.values.people import Role

SECOND_PERSON = Reason(
    "grade.second_person",
    Clause("K", "field notes 1, 下调3级", Evidence.REMEMBERED),
    "Lowered from 3 or more by somebody who is no psychiatrist: a second person confirms.",
    "由3级及以上下调且评估人不是精神科医师：须第二人确认（可配置，未核实原文）",
)
REASONS: tuple[Reason, ...] = (SECOND_PERSON,)
TABLE = REASONS
TWO_PEOPLE: Final = default(
    "grade.second_person", Unit.YES, 1, SECOND_PERSON, at_least=0, at_most=1
)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and its day, ISO."""

    grade: Grade
    on: str


def needs_second(
    standing: Graded | None, new: Graded, role: str, local: InForce = NATIONAL
) -> Reason | None:
    """Return why a second person is asked; None where the new grade stands at once."""
    if standing is None or not standing.grade.is_at_least(Grade.LEVEL_3):
        return None
    if new.grade.is_at_least(Grade.LEVEL_3) or new.on < standing.on:
        return None
    if role == Role.PSYCHIATRIST:
        return None
    setting = local.setting(TWO_PEOPLE, date.fromisoformat(new.on))
    return setting.why if setting.value else None
