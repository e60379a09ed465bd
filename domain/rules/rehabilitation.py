"""Say by when an application for community rehabilitation is accepted, and referred on.

Decision: the last day to accept and verify an application, and the last day to refer the
          person to an institution once it is confirmed.
Source:   R21 (BR-EX-5): five working days each (sources.md). Every limit is a parameter
          places can shorten.
Hit rule: each row is a step with its limit.
Silence:  a year whose calendar is not loaded counts natural days (D-Q3); the interim
          assessment after three months is ours (D-J10).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition
from domain.rules.parameters import (
    NATIONAL,
    YEAR_NOT_KNOWN,
    InForce,
    Parameter,
    Unit,
    at_most,
    default,
)
from domain.values.calendar import Interval, working_day_after

R21 = Clause("R21", "process", Evidence.REPRODUCED)
OURS = Clause("OURS", "D-J10", Evidence.DECIDED)

# fmt: off
ACCEPT = Reason("rehabilitation.accept", R21,
    "An application for community rehabilitation is accepted and verified within five "
    "working days.", "社区康复申请应在5个工作日内受理审核")
REFER = Reason("rehabilitation.refer", R21,
    "Once confirmed, the person is referred to an institution within five working days.",
    "确认后5个工作日内转介至康复机构")
INTERIM = Reason("rehabilitation.interim", OURS,
    "In service: assessed again after three months.", "服务期间每3个月阶段评估")
# fmt: on
TABLE: Final = (ACCEPT, REFER, INTERIM)
ACCEPT_DAYS: Final = at_most("rehabilitation.accept", Unit.WORKING_DAYS, 5, ACCEPT)
REFER_DAYS: Final = at_most("rehabilitation.refer", Unit.WORKING_DAYS, 5, REFER)
INTERIM_MONTHS: Final = default(
    "rehabilitation.interim", Unit.MONTHS, 3, INTERIM, at_least=1, at_most=12
)
REASONS: Final = TABLE
EDITIONS: Final[tuple[Edition[tuple[Reason, ...]], ...]] = (
    Edition("rehabilitation/2023", date(2023, 12, 19), TABLE),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day of a step, why, and the places' editions that spoke."""

    by: date
    because: tuple[Reason, ...]
    editions: tuple[str, ...] = ()


def accept_by(applied_on: date, local: InForce = NATIONAL) -> Limit:
    """Return by when an application is accepted or declined."""
    return _working(ACCEPT_DAYS, applied_on, local)


def refer_by(accepted_on: date, local: InForce = NATIONAL) -> Limit:
    """Return by when an accepted person is referred to an institution."""
    return _working(REFER_DAYS, accepted_on, local)


def assess_by(day: date, local: InForce = NATIONAL) -> Limit:
    """Return by when somebody in service is assessed again."""
    found = local.setting(INTERIM_MONTHS, day)
    by = Interval(months=found.value).after(day)
    return Limit(by, (found.why,), found.editions)


def _working(parameter: Parameter, day: date, local: InForce) -> Limit:
    found = local.setting(parameter, day)
    last = working_day_after(day, found.value, local.calendar)
    estimated = (YEAR_NOT_KNOWN,) if last.is_estimated else ()
    return Limit(last.day, (found.why, *estimated), found.editions)
