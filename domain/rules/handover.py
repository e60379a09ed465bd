"""Say what a move asks of the responsible unit (管理责任单位), and how long an offer stands.

Decision: what is to be done when somebody moves: nothing, hand over, inform and watch, send
          the record on, begin looking; by when a unit must answer an offer; whom a unit can
          hand somebody over to.
Source:   P7 arts 36 and 45 (BR-TRF-1: present residence decides, half a year); BR-TRF-2 and
          -4 and BR-LOST-3 as remembered (K, sources.md).
Hit rule: one row for each destination and whether it is for half a year or longer.
Silence:  no text sets a time to answer: D-L1. Who decides when nobody takes the person on:
          D-L2. What a move of less than half a year means for the sender: D-L3.
          From when a post is vacant: D-L8. Where figures count who moved: D-L7.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Unit, default
from domain.values.calendar import Interval
from domain.values.people import OfficeKind

HALF_A_YEAR = Interval(months=6)

RESPONSIBLE_KINDS = frozenset(
    {OfficeKind.VILLAGE_CLINIC, OfficeKind.TOWNSHIP_HOSPITAL, OfficeKind.COUNTY_SMI}
)
"""The kinds of office that can be somebody's responsible unit."""


class Destination(StrEnum):
    """Where somebody moves to, seen from the responsible unit."""

    OWN_AREA = "own_area"
    """A village the unit serves itself."""
    OTHER_UNIT = "other_unit"
    """A village another unit of this installation serves."""
    ELSEWHERE = "elsewhere"
    """A known address outside this installation: another county."""
    UNKNOWN = "unknown"
    """Nobody knows where."""


class Step(StrEnum):
    """What a move asks for."""

    STAYS = "stays"
    HAND_OVER = "hand_over"
    WATCH = "watch"
    """The sender goes on, informs the other place, and looks again after half a year."""
    LOSS = "loss"
    """The loss path begins."""


class HandoverCause(StrEnum):
    """Why somebody is handed over."""

    MOVED = "moved"
    AREA_CHANGED = "area_changed"
    """The villages were divided anew."""
    WANTED = "wanted"
    """The person or the family asks for another unit."""
    DECIDED = "decided"
    """The county SMI office decided it."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Row:
    """What a move to one kind of destination asks for; None asks no question."""

    destination: Destination
    settles: bool | None
    step: Step
    why: Reason


RESIDENCE = Clause("P7", "arts 36, 45", Evidence.PRIMARY)

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(Destination.OWN_AREA, settles=None, step=Step.STAYS,
        why=Reason("move.own_area", RESIDENCE,
               "Present residence decides: the unit serves the new village too.",
               "以现住址为准：新址仍由本单位管理")),
    Row(Destination.OTHER_UNIT, settles=True, step=Step.HAND_OVER,
        why=Reason("move.other_unit", RESIDENCE,
               "Lives there for half a year or longer: handed over to the unit of the new "
               "residence; the sender stays responsible until it accepts.",
               "在新址连续居住半年以上：移交现居住地单位，接收前仍由原单位负责")),
    Row(Destination.OTHER_UNIT, settles=False, step=Step.WATCH,
        why=Reason("move.other_unit_for_a_time", Clause("OURS", "D-L3", Evidence.DECIDED),
               "Away for less than half a year with a known address: the sender goes on and "
               "informs the unit there; looked at again after half a year.",
               "暂住不足半年且地址明确：原单位继续随访并告知现居住地单位，满半年再议移交（本系统设定）")),
    Row(Destination.ELSEWHERE, settles=True, step=Step.HAND_OVER,
        why=Reason("move.elsewhere", Clause("K", "BR-TRF-2", Evidence.REMEMBERED),
               "The new address in another county is known: the record is passed to the unit "
               "there; the sender stays responsible until it confirms.",
               "迁往外县且地址明确：及时将信息转给现居住地单位，对方确认前仍由原单位负责（未核实原文）")),
    Row(Destination.ELSEWHERE, settles=False, step=Step.WATCH,
        why=Reason("move.elsewhere_for_a_time", Clause("OURS", "D-L3", Evidence.DECIDED),
               "In another county for less than half a year: the sender goes on and informs "
               "the place; looked at again after half a year.",
               "外出不足半年且地址明确：原单位继续随访并通报当地，满半年再议移交（本系统设定）")),
    Row(Destination.UNKNOWN, settles=None, step=Step.LOSS,
        why=Reason("move.unknown", Clause("K", "BR-LOST-3", Evidence.REMEMBERED),
               "Moved away, nobody knows where: the loss path begins, the unit stays "
               "responsible.",
               "迁出且去向不明：按失访程序处理，责任单位不变（未核实原文）")),
)

HALF_A_YEAR_OVER = Reason("move.half_a_year", RESIDENCE,
    "Has lived there for half a year: the unit of the residence creates the health record.",
    "连续居住已满半年：应由现居住地单位建档管理")
ELSEWHERE_NOW = Reason("move.not_handed_over", RESIDENCE,
    "Lives where another unit serves, and is not handed over.",
    "现住址属其他单位服务范围，尚未移交")
RESPOND = Reason("handover.respond", Clause("OURS", "D-L1", Evidence.DECIDED),
    "An offer stands for seven days; then it lapses and the sender stays responsible.",
    "移交7日内应答复；逾期失效，仍由原单位负责（本系统设定，可配置）")
COUNTY_DECIDES = Reason("handover.county_decides", Clause("OURS", "D-L2", Evidence.DECIDED),
    "Refused or lapsed: the county SMI office decides who looks after the person.",
    "被退回或逾期未接收：由县级精防机构裁定责任单位（本系统设定）")
ACTING = Reason("handover.acting", Clause("K", "field notes 1, townships without staff",
                                          Evidence.REMEMBERED),
    "The post is vacant: the county SMI office acts as responsible unit.",
    "岗位空缺：由县级精防机构代行管理责任（未核实原文）")
# fmt: on

REASONS = (
    *(row.why for row in TABLE),
    HALF_A_YEAR_OVER,
    ELSEWHERE_NOW,
    RESPOND,
    COUNTY_DECIDES,
    ACTING,
)


DAYS: Final = default("handover.days", Unit.DAYS, 7, RESPOND, at_least=2, at_most=30)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be done about a move, why, and when to look again."""

    step: Step
    because: Reason
    again_on: date | None


def asked_by_move(
    destination: Destination, since: date, *, settles: bool, today: date
) -> Proposal:
    """Return what a move asks for; half a year's residence settles whoever moved."""
    over = half_a_year_on(since)
    stays = settles or today >= over
    row = next(
        row
        for row in TABLE
        if row.destination is destination and row.settles in {None, stays}
    )
    return Proposal(row.step, row.why, over if row.step is Step.WATCH else None)


def open_gap(
    *,
    serves: bool,
    works: bool,
    unsettled: bool,
    since: date,
    today: date,
) -> tuple[Reason, ...]:
    """Return why somebody's responsibility needs looking at; nothing when it does not.

    `serves` is whether the responsible unit serves the village they live in, `works`
    whether its post is filled, `unsettled` whether the last offer was refused or lapsed.
    """
    over = not serves and today >= half_a_year_on(since)
    asked = (
        (not works, ACTING),
        (unsettled, COUNTY_DECIDES),
        (over, HALF_A_YEAR_OVER),
        (not serves and not over, ELSEWHERE_NOW),
    )
    return tuple(why for holds, why in asked if holds)


def half_a_year_on(since: date) -> date:
    """Return the day on which half a year of residence is full."""
    return HALF_A_YEAR.after(since)


def respond_by(offered_on: date, local: InForce = NATIONAL) -> tuple[date, Reason]:
    """Return the last day to answer an offer, as the table or the place has it."""
    setting = local.setting(DAYS, offered_on)
    return setting.interval.after(offered_on), setting.why
