"""Say by which day what a hospital found out must be reported, entered, received and filed.

Decision: the last day of each duty, in working days after the day it begins, and why.
Source:   R10 arts 4-5, R11 and R12 (sources.md); the primary care side is remembered (K).
Hit rule: of a duty's rows whose place holds the division, the most particular one.
Silence:  a year whose working days are not known counts natural days instead, which is the
          earlier day, and the limit says that it is an estimate (D-B1).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.values.calendar import ListedWorkingDays, WorkingDays, working_day_after
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


R, K, D = Evidence.REPRODUCED, Evidence.REMEMBERED, Evidence.DECIDED
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
ESTIMATED = Reason("report.estimated", Clause("OURS", "D-B1", D),
    "This year's working days are not known: counted in natural days, the earlier day.",
    "尚无该年度工作日历：暂按自然日计算，日期偏早")
# fmt: on

REASONS = (*(row.why for row in TABLE), ESTIMATED)
EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("report-limits/2013", date(2013, 9, 1), TABLE),
)
NO_CALENDAR: WorkingDays = ListedWorkingDays.of(())
"""Knows the working days of no year."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day of a duty, whether it is an estimate, and the clauses behind it."""

    due_on: date
    is_estimated: bool
    because: tuple[Reason, ...]


def limit(
    duty: Duty, division: str, since: date, calendar: WorkingDays = NO_CALENDAR
) -> Limit:
    """Return by when a duty that began on a day is due in a division."""
    row = row_for(duty, division, since)
    last = working_day_after(since, row.working_days, calendar)
    estimated = (ESTIMATED,) if last.is_estimated else ()
    return Limit(last.day, last.is_estimated, (row.why, *estimated))


def row_for(duty: Duty, division: str, day: date) -> Row:
    """Return the row of a duty that holds in a division on a day."""
    rows = in_force(EDITIONS, day).rule
    held = [r for r in rows if r.duty is duty and is_within(division, r.place)]
    return max(held, key=lambda row: len(row.place))


def edition_on(day: date) -> str:
    """Return the name of the limits in force on a day."""
    return in_force(EDITIONS, day).name
