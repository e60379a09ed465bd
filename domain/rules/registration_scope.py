"""Say whether a diagnosed person belongs on the register.

Decision: in scope, or not; and whether the stay here is long enough to be looked after.
Source:   R1 一 (six diseases), R10 art 3 and E5 (whatever the diagnosis under art
          30(2)(2) of the Mental Health Law, P1), E5 item 6 with P7 art 36 (half a year).
Hit rule: one row matches.
Silence:  none: every disease stands in a row. A short stay is a flag, never a refusal:
          the temporarily resident are looked after too, others just count them. Beijing's
          list of thirteen diseases could not be read: outside the six only art 30 (D-K7).
"""

from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.calendar import Interval
from domain.values.registration import Disease

# fmt: off
ONE_OF_SIX = Reason(
    "scope.six", Clause("R1", "一", Evidence.REPRODUCED),
    "One of the six managed diseases.", "六种严重精神障碍之一")
DANGER_TO_OTHERS = Reason(
    "scope.art_30", Clause("R10", "art 3", Evidence.REPRODUCED),
    "Has harmed others or is in danger of doing so: in scope whatever the diagnosis.",
    "符合《精神卫生法》第三十条第二款第二项情形，不限病种")
NOT_IN_SCOPE = Reason(
    "scope.other", Clause("R1", "一", Evidence.REPRODUCED),
    "Neither one of the six diseases nor a danger to others: not a case of the register.",
    "非六种严重精神障碍，且不符合第三十条第二款第二项情形")
SHORT_STAY = Reason(
    "scope.short_stay", Clause("P7", "art 36", Evidence.PRIMARY),
    "Has lived here for less than half a year.", "在现住址连续居住未满半年")
# fmt: on

REASONS = (ONE_OF_SIX, DANGER_TO_OTHERS, NOT_IN_SCOPE, SHORT_STAY)
HALF_A_YEAR = Interval(months=6)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a diagnosis belongs on the register, and why."""

    is_in_scope: bool
    because: Reason


def scope_of(disease: Disease, *, art_30: bool) -> Scope:
    """Return whether a diagnosis belongs on the register; `art_30` is art 30(2)(2)."""
    if disease is not Disease.OTHER:
        return Scope(is_in_scope=True, because=ONE_OF_SIX)
    if art_30:
        return Scope(is_in_scope=True, because=DANGER_TO_OTHERS)
    return Scope(is_in_scope=False, because=NOT_IN_SCOPE)


def flag_of_stay(living_here_since: date, today: date) -> Reason | None:
    """Return the flag for a stay of less than half a year at the present address."""
    return SHORT_STAY if today < HALF_A_YEAR.after(living_here_since) else None
