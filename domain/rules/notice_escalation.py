"""Say who is turned to next while nobody accepts a notice (催办, 督办), and when.

Decision: the rungs of the ladder for a kind of receiver and a clock, and the time each has.
Source:   field notes 1 (K): sender rings, stand-in, 县级精防机构, 联席会议办公室; no text
          read sets a ladder or an hour, so D-LA1 to D-LA4 (sources.md).
Hit rule: the rows of the receiver's kind and the notice's clock, in their order; each rung
          is taken once. The sender rings at the notice's own time of reminding, the first
          office is told at its time to accept; every later one when the office before it
          has had its own time. A notice sent back goes to the next office at once, and a
          rung that has nobody to turn to is passed over at once.
Silence:  D-LA1: who a stand-in is. D-LA2: an office that takes on an urged notice ends the
          climb. D-LA3: what the secretariat sees. D-LA4: all times, and that helpers' notices
          end at the county; a clock that rests at night rests for the ladder too.
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.notice_clocks import CLOCKS
from domain.rules.notice_policy import ENVELOPE, NoticeField
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.calendar import SHANGHAI
from domain.values.escalation import Rung
from domain.values.people import OfficeKind


@dataclass(frozen=True, slots=True)
class Row:
    """One rung for some kinds of receivers on one clock.

    `within` is how long whoever is turned to has before the next rung; the sender has
    until the receiver's own time to accept is over.
    """

    rung: Rung
    kinds: AbstractSet[OfficeKind]
    clock: str
    within: timedelta
    why: Reason


@dataclass(frozen=True, slots=True)
class Step:
    """A rung that is to be taken, from when, and until when it then has time."""

    row: Row
    next_rung: str
    """The rung after it; empty when it is the last."""


LADDER: Final = Clause("K", "field notes 1", Evidence.REMEMBERED)
TIMES: Final = Clause("OURS", "D-LA4", Evidence.DECIDED)

HIGHEST, THREE, JOINT = "clock.highest", "clock.three", "clock.joint"
RESPONDERS: Final = frozenset({OfficeKind.POLICE_STATION, OfficeKind.GRID_CENTRE})
HELPERS: Final = frozenset({OfficeKind.CIVIL_AFFAIRS, OfficeKind.DISABILITY_FEDERATION})
COUNTY: Final = frozenset({OfficeKind.COUNTY_SMI})
ALL: Final = RESPONDERS | HELPERS | COUNTY
AT_ONCE: Final = timedelta()

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(Rung.SENDER, ALL, HIGHEST, AT_ONCE,
        Reason("ladder.highest_sender", LADDER,
               "Level 4 and 5, not accepted: whoever told rings the receiver.",
               "4、5级未签收：告知方电话催办（未核实原文）")),
    Row(Rung.STAND_IN, RESPONDERS, HIGHEST, timedelta(minutes=30),
        Reason("ladder.highest_stand_in", TIMES,
               "Level 4 and 5, past the time to accept: the stand-in, who has 30 minutes.",
               "4、5级逾期未签收：督办其代办机构，限30分钟（本系统设定）")),
    Row(Rung.COUNTY, RESPONDERS, HIGHEST, timedelta(minutes=30),
        Reason("ladder.highest_county", TIMES,
               "Level 4 and 5, the stand-in silent: the county SMI office, which has 30 minutes.",
               "4、5级代办机构未受领：督办县级精防机构，限30分钟（本系统设定）")),
    Row(Rung.JOINT_MEETING, RESPONDERS | COUNTY, HIGHEST, timedelta(minutes=60),
        Reason("ladder.highest_joint_meeting", TIMES,
               "Level 4 and 5, the county silent: the joint meeting's secretariat, in 60 minutes.",
               "4、5级县级精防机构未受领：报联席会议办公室，限60分钟（本系统设定）")),
    Row(Rung.SENDER, ALL, THREE, AT_ONCE,
        Reason("ladder.three_sender", LADDER,
               "Level 3, not accepted: whoever told rings the receiver.",
               "3级未签收：告知方电话催办（未核实原文）")),
    Row(Rung.STAND_IN, RESPONDERS, THREE, timedelta(hours=2),
        Reason("ladder.three_stand_in", TIMES,
               "Level 3, past the time to accept: the stand-in, who has 2 hours by day.",
               "3级逾期未签收：督办其代办机构，日间限2小时（本系统设定）")),
    Row(Rung.COUNTY, RESPONDERS, THREE, timedelta(hours=4),
        Reason("ladder.three_county", TIMES,
               "Level 3, the stand-in silent: the county SMI office, which has 4 hours by day.",
               "3级代办机构未受领：督办县级精防机构，日间限4小时（本系统设定）")),
    Row(Rung.JOINT_MEETING, RESPONDERS | COUNTY, THREE, timedelta(hours=12),
        Reason("ladder.three_joint_meeting", TIMES,
               "Level 3, the county silent: the joint meeting's secretariat, 12 hours by day.",
               "3级县级精防机构未受领：报联席会议办公室，日间限12小时（本系统设定）")),
    Row(Rung.SENDER, ALL, JOINT, AT_ONCE,
        Reason("ladder.joint_sender", LADDER,
               "Joint follow-up, not accepted: whoever told rings the helper.",
               "协同随访未签收：告知方电话催办（未核实原文）")),
    Row(Rung.STAND_IN, RESPONDERS | HELPERS, JOINT, timedelta(hours=12),
        Reason("ladder.joint_stand_in", TIMES,
               "Joint follow-up, past the time to accept: the stand-in, 12 hours by day.",
               "协同随访逾期未签收：督办其代办机构，日间限12小时（本系统设定）")),
    Row(Rung.COUNTY, RESPONDERS | HELPERS, JOINT, timedelta(hours=24),
        Reason("ladder.joint_county", TIMES,
               "Joint follow-up, the stand-in silent: the county SMI office, 24 hours by day.",
               "协同随访代办机构未受领：督办县级精防机构，日间限24小时（本系统设定）")),
)
# fmt: on

WITHIN: dict[str, Parameter] = {
    row.why.code: default(
        f"{row.why.code}.within",
        Unit.MINUTES,
        int(row.within.total_seconds()) // 60,
        row.why,
        at_least=5,
        at_most=48 * 60,
    )
    for row in TABLE
    if row.rung is not Rung.SENDER
}
"""How long each office of the ladder has, which a place may set: no text sets an hour."""

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("notice-escalation/ours-2026", date(2017, 1, 1), TABLE),
)


def edition_on(day: date) -> str:
    """Return the name of the ladder in force on a day."""
    return in_force(EDITIONS, day).name


def ladder(kind: str, clock: str, day: date) -> tuple[Row, ...]:
    """Return the rungs for a kind of receiver on a clock, lowest first.

    A clock the table does not name climbs as level 3 does; who is told nothing by the
    policy has no ladder.
    """
    known = {row.clock for row in TABLE}
    by = clock if clock in known else THREE
    rows = in_force(EDITIONS, day).rule
    return tuple(row for row in rows if row.clock == by and kind in row.kinds)


def step_after(
    taken: Collection[str], rows: Sequence[Row], *, is_returned: bool
) -> Step | None:
    """Return the rung after those taken; None at the top.

    Nobody rings a receiver that has sent the notice back.
    """
    left = [
        row
        for row in rows[_height(taken, rows) :]
        if not (is_returned and row.rung is Rung.SENDER)
    ]
    if not left:
        return None
    return Step(left[0], left[1].rung if len(left) > 1 else "")


def until(
    row: Row, at: datetime, clock: str, local: InForce = NATIONAL
) -> tuple[datetime, tuple[str, ...]]:
    """Return until when an office turned to at an instant has time, and the overrides.

    It rests when the notice's own clock rests.
    """
    on = at.astimezone(SHANGHAI).date()
    within = local.setting(WITHIN[row.why.code], on)
    by = next((c.clock for c in CLOCKS if c.why.code == clock), None)
    clock_ = by or next(c.clock for c in CLOCKS if c.why.code == THREE)
    return clock_.after(at, timedelta(minutes=within.value)), within.editions


def fields_for(rung: Rung, fields: Sequence[str]) -> tuple[str, ...]:
    """Return what an office of the ladder may read of a notice with these fields (D-LA3).

    The stand-in reads what the receiver would, the county no ID number, the secretariat
    that it is level 3 or higher and nothing about who it is.
    """
    if rung is Rung.STAND_IN:
        return tuple(fields)
    if rung is Rung.COUNTY:
        return tuple(f for f in fields if f != NoticeField.ID_NUMBER_MASKED)
    is_graded = NoticeField.GRADE in fields or NoticeField.LEVEL_BAND in fields
    band = (NoticeField.LEVEL_BAND,) if is_graded else ()
    return (*ENVELOPE, *band, NoticeField.WHAT_TO_DO)


def _height(taken: Collection[str], rows: Sequence[Row]) -> int:
    return max(
        (n for n, row in enumerate(rows, start=1) if row.rung in taken), default=0
    )
