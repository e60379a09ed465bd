"""Say who may not come to four follow-ups this year (每年至少随访4次).

Decision: whether the follow-ups still to come this year, kept to the day, make four.
Source:   R1 二(二) (at least four follow-ups a year, each with a danger assessment).
Hit rule: the follow-ups made, the next one due and one every three months after it are
          counted up to the last day of the year.
Silence:  D-D8: who was registered this year owes one for each quarter from that of the
          registration on (as D-R4 counts); an overdue visit is counted as made today.
"""

from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.calendar import months_after

A_YEAR = 4
A_QUARTER = 3
DECEMBER = 12

FEWER = Reason(
    "year.fewer_than_four",
    Clause("R1", "二(二)", Evidence.REPRODUCED),
    "Fewer than four follow-ups this year, as things are planned.",
    "按现有安排，全年随访将不足4次",
)
PRO_RATA = Reason(
    "year.pro_rata",
    Clause("OURS", "D-D8", Evidence.DECIDED),
    "Registered this year: one for each quarter from then on.",
    "本年度建档：自建档季度起每季度1次（本系统设定）",
)
REASONS: tuple[Reason, ...] = (FEWER, PRO_RATA)


@dataclass(frozen=True, slots=True)
class Risk:
    """How many were made, how many are asked, until when the next one helps, and why."""

    made: int
    asked: int
    next_by: date
    because: tuple[Reason, ...]


def at_risk(
    made: int, due_on: date | None, registered_on: date, today: date
) -> Risk | None:
    """Return who falls short this year; None where the plan makes enough.

    `made` counts the follow-ups of this calendar year with a danger assessment.
    """
    last = date(today.year, DECEMBER, 31)
    is_new = registered_on.year == today.year
    asked = A_YEAR - (registered_on.month - 1) // A_QUARTER if is_new else A_YEAR
    needed = asked - made
    if needed <= 0:
        return None
    following = max(due_on or last, today)
    if months_after(following, A_QUARTER * (needed - 1)) <= last:
        return None
    next_by = months_after(last, -A_QUARTER * (needed - 1))
    return Risk(made, asked, next_by, (FEWER, *((PRO_RATA,) if is_new else ())))
