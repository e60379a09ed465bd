"""Say how long a receiver of a notice has, by the news, the level and the hour.

Decision: when a notice that nobody has accepted is rung about, and by when it is accepted.
Source:   every text says "及时" or "立即" and none an hour: all clocks are ours (D-P2); field
          notes 1 (K): clocks by level and time of day.
Hit rule: the first row whose purpose fits, and whose level or whose news does.
Silence:  D-PO1: which news is answered day and night whatever the level. D-PO2: a correction
          or withdrawal is accepted within a day's waking hours.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.calendar import SHANGHAI
from domain.values.findings import Grade
from domain.values.notices import Trigger
from domain.values.people import Purpose


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a receiver has; a resting clock stands still from `rests_from` to `wakes_at`."""

    remind_after: timedelta
    accept_within: timedelta
    rests_from: time | None = None
    wakes_at: time | None = None

    def after(self, at: datetime, span: timedelta) -> datetime:
        """Return when a span has run out on this clock, in China's time."""
        at = at.astimezone(SHANGHAI)
        if self.rests_from is None or self.wakes_at is None:
            return at + span
        while True:
            at = _awake(at, self.wakes_at, self.rests_from)
            evening = datetime.combine(at.date(), self.rests_from, SHANGHAI)
            if at + span <= evening:
                return at + span
            span -= evening - at
            at = evening


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The clock of these purposes at these levels, and of this news at any level."""

    purposes: AbstractSet[Purpose]
    levels: AbstractSet[Grade]
    news: AbstractSet[Trigger]
    clock: Clock
    why: Reason

    def fits(self, trigger: Trigger, purpose: Purpose, grade: Grade) -> bool:
        """Return whether it is the clock of this news, purpose and level."""
        return purpose in self.purposes and (
            grade in self.levels or trigger in self.news
        )


CLOCKS_ARE_OURS: Final = Clause("OURS", "D-P2", Evidence.DECIDED)

ANY_LEVEL: Final = frozenset(Grade)
HIGHEST: Final = frozenset({Grade.LEVEL_4, Grade.LEVEL_5})
ANSWERED: Final = frozenset({Purpose.REPORT, Purpose.RESPONSE})
JOINT: Final = frozenset({Purpose.JOINT_FOLLOW_UP})
AT_ONCE: Final = frozenset(
    {
        Trigger.EMERGENCY,
        Trigger.DANGER_REPORT,
        Trigger.ASKED,
        Trigger.ABSCONDED,
    }
)
NO_NEWS: Final = frozenset[Trigger]()

# fmt: off
CLOCKS: tuple[ClockRow, ...] = (
    ClockRow(ANSWERED, HIGHEST, AT_ONCE,
        Clock(timedelta(minutes=15), timedelta(minutes=60)),
        Reason("clock.highest", CLOCKS_ARE_OURS,
               "Level 4 and 5, and danger at this moment, day and night: reminded after 15 "
               "minutes, due in 60.",
               "4、5级及当下危险情形：昼夜15分钟催办，60分钟内签收（本系统设定）")),
    ClockRow(ANSWERED, ANY_LEVEL, NO_NEWS,
        Clock(timedelta(hours=1), timedelta(hours=4), time(20), time(8)),
        Reason("clock.three", CLOCKS_ARE_OURS,
               "Level 3 and other news: reminded after 1 hour, due in 4; the clock rests from "
               "20:00 to 08:00.",
               "3级及其他情形：1小时催办，4小时内签收，20时至次日8时不计时（本系统设定）")),
    ClockRow(JOINT, ANY_LEVEL, NO_NEWS,
        Clock(timedelta(hours=12), timedelta(hours=24), time(20), time(8)),
        Reason("clock.joint", CLOCKS_ARE_OURS,
               "Joint follow-up: reminded after 12 hours by day, due in 24.",
               "协同随访：日间计时12小时催办，24小时内签收（本系统设定）")),
)

OF_CHANGES: tuple[ClockRow, ...] = (
    ClockRow(ANSWERED | JOINT, ANY_LEVEL, NO_NEWS,
        Clock(timedelta(hours=6), timedelta(hours=12), time(20), time(8)),
        Reason("clock.change", Clause("OURS", "D-PO2", Evidence.DECIDED),
               "A correction or withdrawal: reminded after 6 hours by day, due in 12.",
               "更正与撤回：日间计时6小时催办，12小时内签收（本系统设定）")),
)
# fmt: on

EVERY_CLOCK: Final = (*CLOCKS, *OF_CHANGES)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


REMIND: dict[str, Parameter] = {
    row.why.code: default(
        f"{row.why.code}.remind",
        Unit.MINUTES,
        _minutes(row.clock.remind_after),
        row.why,
        at_least=1,
        at_most=24 * 60,
    )
    for row in EVERY_CLOCK
}
"""After how long a receiver who has not accepted is reminded, by clock."""
ACCEPT: dict[str, Parameter] = {
    row.why.code: default(
        f"{row.why.code}.accept",
        Unit.MINUTES,
        _minutes(row.clock.accept_within),
        row.why,
        at_least=5,
        at_most=48 * 60,
    )
    for row in EVERY_CLOCK
}
"""Within how long a receiver accepts, by clock: no text sets an hour."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """One edition: the clocks of notices, and of what puts them right."""

    notices: tuple[ClockRow, ...]
    changes: tuple[ClockRow, ...]


EDITIONS: tuple[Edition[Clocks], ...] = (
    Edition("notice-clocks/ours-2026", date(2017, 1, 1), Clocks(CLOCKS, OF_CHANGES)),
)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When to remind and by when to accept, and whose clock it is."""

    remind_at: datetime
    accept_by: datetime
    why: Reason
    overrides: tuple[str, ...] = ()


def deadlines(
    trigger: Trigger,
    purpose: Purpose,
    grade: Grade,
    at: datetime,
    local: InForce = NATIONAL,
) -> Deadlines:
    """Return the clocks of a notice of some news, issued at an instant."""
    rows = in_force(EDITIONS, at.astimezone(SHANGHAI).date()).rule.notices
    return _run(next(r for r in rows if r.fits(trigger, purpose, grade)), at, local)


def deadlines_of_change(at: datetime, local: InForce = NATIONAL) -> Deadlines:
    """Return the clocks of a correction or withdrawal issued at an instant."""
    rows = in_force(EDITIONS, at.astimezone(SHANGHAI).date()).rule.changes
    return _run(rows[0], at, local)


def _run(row: ClockRow, at: datetime, local: InForce) -> Deadlines:
    on = at.astimezone(SHANGHAI).date()
    remind = local.setting(REMIND[row.why.code], on)
    accept = local.setting(ACCEPT[row.why.code], on)
    return Deadlines(
        row.clock.after(at, timedelta(minutes=remind.value)),
        row.clock.after(at, timedelta(minutes=accept.value)),
        accept.why,
        (*remind.editions, *accept.editions),
    )


def _awake(at: datetime, wakes_at: time, rests_from: time) -> datetime:
    if at.time() < wakes_at:
        return datetime.combine(at.date(), wakes_at, SHANGHAI)
    if at.time() >= rests_from:
        return datetime.combine(at.date() + timedelta(days=1), wakes_at, SHANGHAI)
    return at
