"""Say by when a doctor looks at a danger report from elsewhere, and how long it is kept.

Decision: the moment by which somebody has assessed it; the day what was told is destroyed.
Source:   P7 art 43 and P8 art 26(6) (BR-NOT-7: a guardian tells at once); S2 二(三)2.
Hit rule: each question has its own row.
Silence:  D-IN4: an hour, day and night; no text sets one. D-IN5: thirty days after it was
          closed, whoever it was about: hearsay is not kept once it was looked into.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Unit, default
from domain.values.calendar import shanghai_day

# fmt: off
ASSESS = Reason("danger_report.assess", Clause("OURS", "D-IN4", Evidence.DECIDED),
    "A danger report from elsewhere is looked into within 60 minutes, day and night.",
    "其他渠道的险情报告，昼夜60分钟内由医务人员核实（本系统设定，可配置）")
ERASED = Reason("danger_report.erased", Clause("OURS", "D-IN5", Evidence.DECIDED),
    "Thirty days after it was closed what was told is destroyed, whoever it was about.",
    "办结30日后销毁报告内容，不论所述何人（本系统设定，可配置）")
# fmt: on
REASONS: tuple[Reason, ...] = (ASSESS, ERASED)
TABLE = REASONS

ASSESS_WITHIN: Final = default(
    "danger_report.assess", Unit.MINUTES, 60, ASSESS, at_least=5, at_most=48 * 60
)
"""Within how many minutes a doctor looks."""
ERASED_AFTER: Final = default(
    "danger_report.erased", Unit.DAYS, 30, ERASED, at_least=1, at_most=365
)
"""How many days what was told is kept after closing."""


@dataclass(frozen=True, slots=True)
class AssessBy:
    """By when a doctor looks, why, and the edition of a place that spoke."""

    at: datetime
    why: Reason
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erasing:
    """From which day on what was told is destroyed, why, and the edition that spoke."""

    on: date
    why: Reason
    editions: tuple[str, ...]


def assess_by(received_at: datetime, local: InForce = NATIONAL) -> AssessBy:
    """Return by when a doctor looks at a report."""
    setting = local.setting(ASSESS_WITHIN, shanghai_day(received_at))
    at = received_at + timedelta(minutes=setting.value)
    return AssessBy(at, setting.why, setting.editions)


def erased_on(closed_on: date, local: InForce = NATIONAL) -> Erasing:
    """Return from which day on what a closed report told is destroyed."""
    setting = local.setting(ERASED_AFTER, closed_on)
    on = closed_on + timedelta(days=setting.value)
    return Erasing(on, setting.why, setting.editions)
