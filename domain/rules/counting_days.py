"""Say until when a visit still counts for 规范管理率, beside the day it is clinically due.

Decision: the last day on which the next complete follow-up keeps the person "managed as
          specified" (reading A), and from when that is warned about.
Source:   R13 (month numbers at most three apart), A2; field notes 1 (K) for showing both
          dates and warning at two thirds; D-R1 to D-R3 (sources.md).
Hit rule: the last day of the third month number after the last complete follow-up; before
          any, after the month of registration.
Silence:  D-O6: R13 begins anew each January. Across the end of a year the three months
          from the last complete follow-up are kept to all the same, being the earlier day;
          once that day has passed, January begins anew (D-R1).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.indicator_conditions import GREATEST_GAP
from domain.rules.parameters import NATIONAL, InForce, Unit, default
from domain.values.calendar import months_after

# fmt: off
FROM_LAST = Reason(
    "counts.from_last", Clause("R13", "指标1-3", Evidence.REPRODUCED),
    "Counts until the end of the third month after the last complete follow-up.",
    "规范管理率（口径A）：距上次完整随访月份差不超过3，最迟计入日为第3个月月末")
FROM_REGISTRATION = Reason(
    "counts.from_registration", Clause("OURS", "D-R1", Evidence.DECIDED),
    "Counts until the end of the third month after registration.",
    "规范管理率（口径A）：距建档月份差不超过3（本系统设定）")
FROM_JANUARY = Reason(
    "counts.from_january", Clause("OURS", "D-O6", Evidence.DECIDED),
    "Last year's day has passed; this year counts from January, until the end of April.",
    "上年度计入日已过；本年度自1月起算，4月末前随访仍可计入（本系统设定）")
WARNED = Reason(
    "counts.warned", Clause("K", "field notes 1, month and quarter ends", Evidence.REMEMBERED),
    "Two thirds of the time in which a visit still counts are over.",
    "计入规范管理率的期限已过三分之二（预警，未核实原文）")
# fmt: on

TWO_THIRDS = Fraction(2, 3)
WARNS_AFTER = default(
    "counts.warned", Unit.PER_CENT, 67, WARNED, at_least=10, at_most=95
)
"""After which share of the time it is warned; the note's two thirds, told in per cent."""

REASONS: tuple[Reason, ...] = (FROM_LAST, FROM_REGISTRATION, FROM_JANUARY, WARNED)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day that still counts, from when it is warned about, and why that day."""

    day: date
    warns_from: date
    why: Reason

    warned: Reason = WARNED

    def warning(self, today: date) -> Reason | None:
        """Return the warning, while a visit still counts."""
        return self.warned if self.warns_from <= today <= self.day else None


def last_day_that_counts(
    complete: Sequence[date],
    registered_on: date,
    today: date,
    local: InForce = NATIONAL,
) -> LastDay:
    """Return until when a complete follow-up still counts, as it stands today."""
    start = max(complete, default=registered_on)
    day, why = _end(start), FROM_LAST if complete else FROM_REGISTRATION
    if day < today and start.year < today.year:
        start, why = date(today.year, 1, 1), FROM_JANUARY
        day = _end(start)
    here = local.setting(WARNS_AFTER, today)
    share = Fraction(here.value, 100) if here.editions else TWO_THIRDS
    warns_from = start + timedelta(days=int((day - start).days * share))
    return LastDay(day, warns_from, why, here.why)


def _end(start: date) -> date:
    month = months_after(start.replace(day=1), GREATEST_GAP)
    return month.replace(day=monthrange(month.year, month.month)[1])
