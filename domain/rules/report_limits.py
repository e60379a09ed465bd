"""Say by which day what a hospital found out must be reported, entered, received and filed.

Decision: the last day of each duty, in working days after the day it begins, and why.
Source:   R10 arts 4-5, R11 and R12 (sources.md); the primary care side is remembered (K).
Hit rule: of a duty's rows whose place holds the division, the most particular one.
Silence:  what a place has set is held against its cited row, and the stricter one holds
          (D-B1). A year that is not loaded counts natural days (D-Q3).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

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
from domain.values.calendar import working_day_after
from domain.values.places import is_within


class Duty(StrEnum):
    """What is to be done by a day, and by whom."""

    CARD = "card"
    """The hospital enters the report card (报告卡) after a diagnosis was confirmed."""
    PAPER = "paper"
    """The county SMI office enters what came on paper."""
    DISCHARGE_SHEET = "discharge_sheet"
    """The hospital enters the discharge sheet (出院信息单)."""
    RECEIVE = "receive"
    """Primary care receives (接收) the card or the sheet."""
    FILE = "file"
    """Primary care makes the person's record (建档)."""
    ADDRESS = "address"
    """Primary care asks the police where the person lives, or sends the card back."""


NATION, BEIJING = "", "11"


@dataclass(frozen=True, slots=True)
class Row:
    """So many working days for a duty in a place: the prefix of its division codes."""

    duty: Duty
    place: str
    working_days: int
    why: Reason


R, K = Evidence.REPRODUCED, Evidence.REMEMBERED
OF_2018 = Clause("K", "2018 form 3, primary care", K)

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(Duty.CARD, NATION, 10, Reason("report.card", Clause("R10", "arts 4-5", R),
        "The hospital enters the report card within 10 working days of the diagnosis.",
        "责任报告单位应在确诊后10个工作日内录入报告卡")),
    Row(Duty.CARD, BEIJING, 5, Reason("report.card_beijing", Clause("R12", "报告时限", R),
        "Beijing: the report card within 5 working days of the diagnosis.",
        "北京市：确诊后5个工作日内报告")),
    Row(Duty.PAPER, NATION, 5, Reason("report.paper", Clause("R10", "art 5", R),
        "The county SMI office enters a paper report within 5 working days of receiving it.",
        "县级精防机构应在收到纸质报告后5个工作日内录入")),
    Row(Duty.DISCHARGE_SHEET, NATION, 10, Reason("report.discharge", Clause("R11", "出院信息", R),
        "The hospital enters the discharge sheet within 10 working days of the discharge.",
        "患者出院后10个工作日内录入出院信息")),
    Row(Duty.DISCHARGE_SHEET, BEIJING, 7, Reason("report.discharge_beijing",
        Clause("R12", "住院信息", R),
        "Beijing: in-patient information within 7 working days of the discharge.",
        "北京市：出院后7个工作日内报告住院信息")),
    Row(Duty.RECEIVE, NATION, 5, Reason("report.receive", OF_2018,
        "Primary care receives card or discharge sheet within 5 working days.",
        "基层医疗卫生机构应在5个工作日内接收报告卡或出院信息单（未核实原文）")),
    Row(Duty.FILE, NATION, 10, Reason("report.file", OF_2018,
        "Primary care makes the record within 10 working days.",
        "基层医疗卫生机构应在10个工作日内建档录入（未核实原文）")),
    Row(Duty.ADDRESS, NATION, 5, Reason("report.address", OF_2018,
        "Address unclear: ask the police within 5 working days, else send it back to the "
        "county SMI office.",
        "住址不详：5个工作日内联系公安机关协查，仍不清楚的退回县级精防机构（未核实原文）")),
)
# fmt: on

REASONS = tuple(row.why for row in TABLE)
EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("report-limits/2013", date(2013, 9, 1), TABLE),
)


def _parameter(row: Row) -> Parameter:
    code, days = f"report.{row.duty}", row.working_days
    if row.why.clause.is_verified:
        return at_most(code, Unit.WORKING_DAYS, days, row.why)
    return default(code, Unit.WORKING_DAYS, days, row.why, at_least=1, at_most=3 * days)


PARAMETERS: Final = tuple(_parameter(row) for row in TABLE if row.place == NATION)
"""The national rows, which a place may set otherwise."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day of a duty, the clauses behind it, and the editions that spoke."""

    due_on: date
    because: tuple[Reason, ...]
    editions: tuple[str, ...]


def limit(duty: Duty, division: str, since: date, local: InForce = NATIONAL) -> Limit:
    """Return by when a duty that began on a day is due in a division.

    What a place has set holds where it is stricter than a cited row of the place.
    """
    row = row_for(duty, division, since)
    parameter = next(p for p in PARAMETERS if p.code == f"report.{duty}")
    set_here = local.at(division).setting(parameter, since)
    is_set = bool(set_here.editions) and (
        row.place == NATION or set_here.value < row.working_days
    )
    days = set_here.value if is_set else row.working_days
    last = working_day_after(since, days, local.calendar)
    return Limit(
        last.day,
        (
            set_here.why if is_set else row.why,
            *((YEAR_NOT_KNOWN,) if last.is_estimated else ()),
        ),
        (edition_on(since), *(set_here.editions if is_set else ())),
    )


def row_for(duty: Duty, division: str, day: date) -> Row:
    """Return the row of a duty that holds in a division on a day."""
    rows = in_force(EDITIONS, day).rule
    held = [r for r in rows if r.duty is duty and is_within(division, r.place)]
    return max(held, key=lambda row: len(row.place))


def edition_on(day: date) -> str:
    """Return the name of the limits in force on a day."""
    return in_force(EDITIONS, day).name
