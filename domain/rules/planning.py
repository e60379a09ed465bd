"""Plan what makes a visit due besides the last follow-up: a referral, a discharge, a return.

Decision: by which day somebody is to be seen, and whether face to face, after something
          happened that the follow-up form did not tell; what of it a receiver reported.
Source:   E4 (two weeks after a referral); BR-REP-K and field notes 4 (K: within 10 working
          days of discharge, face to face); D-D3 to D-D5 (sources.md).
Hit rule: one row a cause; the earliest of the planned days and the follow-up's own wins.
Silence:  D-D3: who was found again, or came home for a while, is seen within two weeks, or
          before leaving again. D-D4: a face visit still owed after its day is asked for
          again within two weeks of any other contact. D-D5: the plan is fulfilled by the
          first follow-up from its beginning on, where a face visit is asked by a face visit.
          D-LI5: which outcomes of a notice plan a visit; its
          days count from the day after the report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import (
    NATIONAL,
    YEAR_NOT_KNOWN,
    InForce,
    Parameter,
    Unit,
    at_most,
    default,
)
from domain.values.calendar import TWO_WEEKS, working_day_after
from domain.values.notice_outcomes import NoticeOutcome


class Cause(StrEnum):
    """What happened."""

    REFERRAL = "referral"
    """Referred up (转诊): find out what came of it."""
    RETURNED = "returned"
    """Back from hospital (下转)."""
    DISCHARGE = "discharge"
    """Discharged from hospital (出院)."""
    FOUND = "found"
    """A lost person was found again (找回)."""
    HOME = "home"
    """Came home for a while (返乡)."""
    TAKEN_IN = "taken_in"
    """A receiver of a notice took the person to hospital, or says they were admitted."""
    SOUGHT = "sought"
    """A receiver of a notice did not find the person where they were said to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Within how many days or working days after a cause somebody is to be seen."""

    cause: Cause
    why: Reason
    within: int
    unit: Unit = Unit.DAYS
    face: bool = False


E, K = Evidence.EXAM, Evidence.REMEMBERED
OF_2018 = Clause("K", "BR-REP-K", K)
OF_OUTCOME = Clause("OURS", "D-LI5", Evidence.DECIDED)


def _ours(number: int) -> Clause:
    return Clause("OURS", f"D-D{number}", Evidence.DECIDED)


# fmt: off
TABLE: tuple[Row, ...] = (
    Row(cause=Cause.REFERRAL, within=14,
        why=Reason("plan.referral", Clause("E4", "转诊后2周内随访", E),
                   "Referred: find out within 2 weeks what came of it.",
                   "已转诊：2周内随访转诊情况")),
    Row(cause=Cause.RETURNED, within=14,
        why=Reason("plan.returned", _ours(3),
                   "Back from the higher hospital: see the person within 2 weeks.",
                   "上级医院下转：2周内随访（本系统设定）")),
    Row(cause=Cause.DISCHARGE, within=10, unit=Unit.WORKING_DAYS, face=True,
        why=Reason("plan.discharge", OF_2018,
                   "Discharged: see the person face to face within 10 working days.",
                   "已出院：10个工作日内面访（未核实原文）")),
    Row(cause=Cause.FOUND, within=14, face=True,
        why=Reason("plan.found", _ours(3),
                   "Found again: see the person face to face within 2 weeks.",
                   "失访后找回：2周内面访（本系统设定）")),
    Row(cause=Cause.HOME, within=14, face=True,
        why=Reason("plan.home", _ours(3),
                   "Home for a while: see the person face to face within 2 weeks, or before "
                   "they leave again.",
                   "返乡：2周内或再次外出前面访（本系统设定）")),
    Row(cause=Cause.TAKEN_IN, within=13,
        why=Reason("plan.taken_in", OF_OUTCOME,
                   "Taken to hospital, as a receiver reported: find out within 2 weeks.",
                   "处置反馈已送医或入院：2周内随访治疗情况（本系统设定）")),
    Row(cause=Cause.SOUGHT, within=6,
        why=Reason("plan.sought", OF_OUTCOME,
                   "Not found, as a receiver reported: find out within a week.",
                   "处置反馈未找到本人：1周内核实去向（本系统设定）")),
)
STILL_OWED = Reason("plan.face_owed", _ours(4),
                    "The face visit is still owed: within 2 weeks.",
                    "尚欠面访：2周内补做（本系统设定）")
# fmt: on

AFTER_OUTCOME: Mapping[str, Cause] = {
    NoticeOutcome.TAKEN_TO_HOSPITAL: Cause.TAKEN_IN,
    NoticeOutcome.ADMITTED: Cause.TAKEN_IN,
    NoticeOutcome.NOT_FOUND: Cause.SOUGHT,
    NoticeOutcome.MOVED_AWAY: Cause.SOUGHT,
}
"""What an outcome a receiver reports plans; any other plans nothing (D-LI5)."""

REASONS: tuple[Reason, ...] = (*(row.why for row in TABLE), STILL_OWED)

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("planning/ours-2026", date(2017, 1, 1), TABLE),
)


def _parameter(row: Row) -> Parameter:
    code = f"plan.{row.cause}"
    if row.why.clause.is_verified:
        return at_most(code, row.unit, row.within, row.why)
    return default(code, row.unit, row.within, row.why, at_least=1, at_most=30)


PARAMETERS: dict[Cause, Parameter] = {row.cause: _parameter(row) for row in TABLE}
"""A place may set the days otherwise."""


@dataclass(frozen=True, slots=True)
class Planned:
    """By which day somebody is to be seen because of something, and on what it rests."""

    cause: Cause
    since: date
    on: date
    because: tuple[Reason, ...]
    face: bool
    editions: tuple[str, ...]


def plan(
    cause: Cause,
    since: date,
    local: InForce = NATIONAL,
    *,
    not_after: date | None = None,
) -> Planned:
    """Return by when somebody is to be seen; `not_after` is the day they leave again.

    `local` is what holds where the person lives.
    """
    edition = in_force(EDITIONS, since)
    row = next(row for row in edition.rule if row.cause is cause)
    setting = local.setting(PARAMETERS[cause], since)
    because: tuple[Reason, ...] = (setting.why,)
    if row.unit is Unit.WORKING_DAYS:
        limit = working_day_after(since, setting.value, local.calendar)
        on = limit.day
        because = (*because, *((YEAR_NOT_KNOWN,) if limit.is_estimated else ()))
    else:
        on = setting.interval.after(since)
    if not_after is not None:
        on = max(min(on, not_after), since)
    editions = (edition.name, *setting.editions)
    return Planned(cause, since, on, because, row.face, editions)


@dataclass(frozen=True, slots=True)
class Owed:
    """A plan nobody has fulfilled yet, as a follow-up must reckon with it."""

    on: date
    because: tuple[Reason, ...]


def owed(plans: Sequence[Planned], visited_on: date) -> Owed | None:
    """Return the earliest day still owed after a follow-up; None when nothing is."""
    days = [
        Owed(planned.on, planned.because)
        if planned.on > visited_on
        else Owed(TWO_WEEKS.after(visited_on), (STILL_OWED, *planned.because))
        for planned in plans
    ]
    return min(days, key=lambda each: each.on, default=None)
