"""Say by which day a record must be in the national system.

Decision: the last day for entering (录入), in working days after the day it begins.
Source:   BR-REP-K and the field notes: a record within 10 working days, a visit entered
          within 10 working days; remembered of the 2018 text (K), changed in one row.
          R11 for discharge sheets.
Hit rule: one row for each kind; what a place has set stands in place of it.
Silence:  for check-ups, losses, deaths, exclusions and corrections no limit is remembered
          either: the same ten days, our decision (D-W3). What came by import is not asked
          for (D-W4), and no form 12 (D-K6). A year that is not loaded counts natural days
          (D-Q3).
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import (
    NATIONAL,
    YEAR_NOT_KNOWN,
    InForce,
    Parameter,
    Unit,
    at_most,
    default,
)
from domain.values.calendar import working_day_after
from domain.values.national import RecordKind


@dataclass(frozen=True, slots=True)
class Row:
    """So many working days for these kinds of records."""

    kinds: AbstractSet[RecordKind]
    working_days: int
    why: Reason


R, K, D = Evidence.REPRODUCED, Evidence.REMEMBERED, Evidence.DECIDED
RECORDS: Final = frozenset({RecordKind.REGISTRATION, RecordKind.SUPPLEMENT})
VISITS: Final = frozenset({RecordKind.FOLLOW_UP})
SHEETS: Final = frozenset({RecordKind.DISCHARGE})

# fmt: off
TABLE: Final[tuple[Row, ...]] = (
    Row(RECORDS, 10, Reason("national.record", Clause("K", "BR-REP-K", K),
        "A record is entered in the national system within 10 working days; not verified.",
        "建档信息10个工作日内录入国家系统（未核实原文，可配置）")),
    Row(VISITS, 10, Reason("national.visit", Clause("K", "field notes 4", K),
        "A follow-up is entered in the national system within 10 working days; not verified.",
        "随访记录10个工作日内录入国家系统（未核实原文，可配置）")),
    Row(SHEETS, 10, Reason("national.discharge", Clause("R11", "出院信息", R),
        "A discharge sheet is entered within 10 working days of the discharge.",
        "患者出院后10个工作日内录入出院信息")),
    Row(frozenset(RecordKind) - RECORDS - VISITS - SHEETS, 10,
        Reason("national.other", Clause("OURS", "D-W3", D),
        "No text sets a limit for this record: 10 working days as for a follow-up; ours.",
        "此类记录无时限规定：按随访同样10个工作日（本系统设定）")),
)
CHANGED: Final = Reason("national.changed", Clause("OURS", "D-W3", D),
    "Put right after it was entered: 10 working days from the correction; ours.",
    "录入后又更正：自更正之日起10个工作日（本系统设定）")
NOT_ASKED: Final = Reason("national.imported", Clause("OURS", "D-W4", D),
    "Came with an imported register: not asked for until it changes; ours.",
    "随登记簿导入：未变动前不要求重复录入（本系统设定）")
# fmt: on

REASONS: Final = (*(row.why for row in TABLE), CHANGED, NOT_ASKED)


def _parameter(row: Row) -> Parameter:
    days = row.working_days
    if row.why.clause.is_verified:
        return at_most(row.why.code, Unit.WORKING_DAYS, days, row.why)
    return default(
        row.why.code, Unit.WORKING_DAYS, days, row.why, at_least=1, at_most=3 * days
    )


PARAMETERS: Final = tuple(map(_parameter, TABLE))


@dataclass(frozen=True, slots=True)
class EntryLimit:
    """The last day for entering a record, and the clauses behind it."""

    due_on: date
    because: tuple[Reason, ...]


def limit(
    kind: RecordKind,
    division: str,
    since: date,
    local: InForce = NATIONAL,
    *,
    is_changed: bool = False,
) -> EntryLimit:
    """Return by when a record must be entered, the clock running since a day."""
    at = next(n for n, row in enumerate(TABLE) if kind in row.kinds)
    setting = local.at(division).setting(PARAMETERS[at], since)
    last = working_day_after(since, setting.value, local.calendar)
    why = CHANGED if is_changed and not setting.editions else setting.why
    estimated = (YEAR_NOT_KNOWN,) if last.is_estimated else ()
    return EntryLimit(last.day, (why, *estimated))
