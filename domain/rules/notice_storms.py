"""Say which notice may wait for the shift's digest (交接班汇总), so that a storm mutes nobody.

Decision: whether a notice is brought at once, by itself, or waits for the end of the shift.
Source:   field notes 1 (K): only an unchanged level 3 and higher may wait for a shift digest;
          a first 3 and higher, any rise and any new incident go singly and at once.
Hit rule: the first row whose news and clock fit; within it the office's budget of the shift.
Silence:  D-LA5: when shifts end, how many go singly before the rest waits, and that levels
          4 and 5 never wait. D-LA6: what waits is in the inbox at once; its clocks run from
          the digest.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.rules import notice_clocks
from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.calendar import SHANGHAI
from domain.values.notices import Trigger


@dataclass(frozen=True, slots=True)
class Row:
    """News on these clocks: whether it may wait."""

    news: AbstractSet[Trigger]
    clocks: AbstractSet[str]
    may_wait: bool
    why: Reason


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift by its name, and when it is handed over."""

    name: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Weighed:
    """Whether a notice waits, why, and by whose rule."""

    waits: bool
    why: Reason
    budget: int
    editions: tuple[str, ...]


STORMS: Final = Clause("K", "field notes 1", Evidence.REMEMBERED)
OURS: Final = Clause("OURS", "D-LA5", Evidence.DECIDED)

EVERY_NEWS: Final = frozenset(Trigger)
ANY_CLOCK: Final = frozenset(row.why.code for row in notice_clocks.CLOCKS)
HIGHEST: Final = frozenset({"clock.highest"})
MORNING, EVENING = time(8), time(20)

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(EVERY_NEWS, HIGHEST, may_wait=False,
        why=Reason("storm.highest", OURS, "Level 4 and 5 and danger at this moment: at once.",
                   "4、5级及当下危险情形：立即单独告知（本系统设定）")),
    Row(frozenset({Trigger.UNCHANGED}), ANY_CLOCK, may_wait=True,
        why=Reason("storm.unchanged", STORMS,
                   "The same level 3 again: beyond the shift's budget it waits for the digest.",
                   "3级未变化：超出本班次限额的并入交接班汇总（未核实原文）")),
    Row(EVERY_NEWS, ANY_CLOCK, may_wait=False,
        why=Reason("storm.news", STORMS, "First 3, rise, incident and all other news: at once.",
                   "首次3级、升级、新发事件及其他情形：立即单独告知（未核实原文）")),
)
# fmt: on

BUDGET: Final[Parameter] = default(
    "storm.budget", Unit.TIMES, 5, TABLE[1].why, at_least=0, at_most=100
)
"""How many unchanged notices go singly to an office in a shift before the rest waits."""

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("notice-storms/ours-2026", date(2017, 1, 1), TABLE),
)


def may_wait(trigger: str, clock: str, day: date) -> bool:
    """Return whether news on a clock may wait at all."""
    return _row(trigger, clock, day).may_wait


def weigh(
    trigger: str, clock: str, told: int, at: datetime, local: InForce = NATIONAL
) -> Weighed:
    """Return whether a notice waits when so many went singly in this shift before it."""
    day = at.astimezone(SHANGHAI).date()
    row = _row(trigger, clock, day)
    budget = local.setting(BUDGET, day)
    edition = in_force(EDITIONS, day).name
    return Weighed(
        row.may_wait and told >= budget.value,
        row.why,
        budget.value,
        (edition, *budget.editions),
    )


def shift_of(at: datetime) -> Shift:
    """Return the shift an instant lies in: from 08:00 to 20:00 in China, and the night."""
    local = at.astimezone(SHANGHAI)
    day = local.date()
    if local.time() < MORNING:
        begun, ends, name = day - timedelta(days=1), day, "night"
    elif local.time() < EVENING:
        begun, ends, name = day, day, "day"
    else:
        begun, ends, name = day, day + timedelta(days=1), "night"
    hour = EVENING if name == "day" else MORNING
    return Shift(f"{begun}/{name}", datetime.combine(ends, hour, SHANGHAI))


def clocks_from(
    clock: str, at: datetime, local: InForce = NATIONAL
) -> tuple[datetime, datetime]:
    """Return when a notice that waited is rung about and due, counted from its digest."""
    row = next(row for row in notice_clocks.CLOCKS if row.why.code == clock)
    day = at.astimezone(SHANGHAI).date()
    remind, accept = (
        timedelta(minutes=local.value(of[clock], day))
        for of in (notice_clocks.REMIND, notice_clocks.ACCEPT)
    )
    return row.clock.after(at, remind), row.clock.after(at, accept)


def _row(trigger: str, clock: str, day: date) -> Row:
    rows = in_force(EDITIONS, day).rule
    return next(r for r in rows if trigger in r.news and clock in r.clocks)
