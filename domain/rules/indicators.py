"""Say what a rate counts, and whether one person is counted.

Decision: the definitions as data; for one person whether 年在管 and 规范管理 (reading A)
          hold in a period, and if not, why not.
Source:   R13, R14 (sources.md), A2 for "at least once in three months"; D-R1 to D-R3.
Hit rule: the first reason against is given; none against means counted.
Silence:  R13 speaks of adjacent follow-ups only. Ours: the stretch from January (or the
          month of registration, if later) to the first follow-up and from the last one to
          the statistical month are gaps like any other (D-R1, D-R2), so that one visit in
          a year is not "standard"; only complete follow-ups count (D-R3).
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition
from domain.values.calendar import month_gap

GREATEST_GAP = 3
"""Month numbers between adjacent follow-ups, R13."""


@dataclass(frozen=True, slots=True)
class Period:
    """1 January 00:00 to 24:00 of the last day of the statistical month (R13, R14)."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        """Return the first day of the period."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """Return the last day of the period."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def contains(self, day: date) -> bool:
        """Return whether the day lies within the period."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Definition:
    """One edition of an indicator: what is counted, over what, and how sure that is."""

    code: str
    zh: str
    en: str
    numerator: str
    denominator: str
    clause: Clause
    decisions: tuple[str, ...] = ()

    @property
    def rests_on_decisions(self) -> bool:
        """Return whether part of the definition is ours and must be shown as such."""
        return bool(self.decisions)


R13 = Clause("R13", "指标1-3", Evidence.REPRODUCED)

REGISTERED = Definition(
    "I-REG", "在册患者数", "On the register", "累计建档 − 累计死亡 − 排除诊断", "—", R13
)
MANAGED = Definition(
    "I-MGT",
    "管理率",
    "Managed",
    "期内至少1次完整随访（有危险性评估，或目前正在住院）的患者",
    "在册患者",
    R13,
)
STANDARD_A = Definition(
    "I-STD-A",
    "规范管理率（口径A：月份间隔）",
    "Managed as specified (reading A, month gaps)",
    "自1月1日起每相邻两次完整随访的月份差不超过3的患者",
    "在册患者",
    R13,
    ("D-R1", "D-R2", "D-R3"),
)

EDITIONS: dict[str, tuple[Edition[Definition], ...]] = {
    "I-REG": (Edition("I-REG/2017", date(2017, 1, 1), REGISTERED),),
    "I-MGT": (Edition("I-MGT/2017", date(2017, 1, 1), MANAGED),),
    "I-STD-A": (Edition("I-STD-A/ours-2026", date(2017, 1, 1), STANDARD_A),),
}


def _ours(number: int) -> Clause:
    return Clause("OURS", f"D-R{number}", Evidence.DECIDED)


# fmt: off
NO_FOLLOW_UP = Reason("rate.no_follow_up", R13, "No follow-up in the period.", "期内无随访")
INCOMPLETE = Reason("rate.incomplete", R13,
    "No follow-up in the period has a danger assessment, nor was the person in hospital.",
    "期内随访均无危险性评估，且未住院")
FIRST_GAP = Reason("rate.first_gap", _ours(1),
    "More than three months from January, or registration, to the first follow-up.",
    "年初（或建档月）至首次随访的月份差超过3")
INNER_GAP = Reason("rate.gap", R13,
    "More than three months between two follow-ups.", "相邻两次随访的月份差超过3")
LAST_GAP = Reason("rate.last_gap", _ours(2),
    "More than three months from the last follow-up to the statistical month.",
    "末次随访至统计月的月份差超过3")
# fmt: on

AGAINST = (NO_FOLLOW_UP, INCOMPLETE, FIRST_GAP, INNER_GAP, LAST_GAP)


@dataclass(frozen=True, slots=True)
class CountedVisit:
    """A standing follow-up as the rates see it."""

    visited_on: date
    has_grade: bool
    in_hospital: bool = False

    @property
    def is_complete(self) -> bool:
        """Return whether it counts: a danger assessment, or in hospital now."""
        return self.has_grade or self.in_hospital


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a person is counted, and the first reason against each."""

    not_managed: Reason | None
    not_standard: Reason | None
    gap: tuple[date, date] | None = None
    """The two days too far apart, where a gap is the reason."""

    @property
    def is_managed(self) -> bool:
        """Return whether the person counts as 年在管."""
        return self.not_managed is None

    @property
    def is_standard(self) -> bool:
        """Return whether the person counts as 规范管理, reading A."""
        return self.not_standard is None


def registered(filed: int, dead: int, excluded: int = 0) -> int:
    """Return how many are on the register (在册)."""
    return filed - dead - excluded


def membership(
    visits: Sequence[CountedVisit], registered_on: date, period: Period
) -> Membership:
    """Return whether one registered person is counted in the period, and why not."""
    within = [visit for visit in visits if period.contains(visit.visited_on)]
    days = sorted(visit.visited_on for visit in within if visit.is_complete)
    if not days:
        against = INCOMPLETE if within else NO_FOLLOW_UP
        return Membership(against, against)
    start = max(period.first_day, registered_on)
    for reason, earlier, later in _stretches(start, days, period.last_day):
        if month_gap(earlier, later) > GREATEST_GAP:
            return Membership(None, reason, (earlier, later))
    return Membership(None, None)


def _stretches(
    start: date, days: Sequence[date], end: date
) -> Sequence[tuple[Reason, date, date]]:
    inner = [(INNER_GAP, earlier, later) for earlier, later in pairwise(days)]
    return [(FIRST_GAP, start, days[0]), *inner, (LAST_GAP, days[-1], end)]
