"""Say who is reminded of a follow-up that is due or overdue (逾期未访), and after how long.

Decision: which reminders a follow-up has reached on a day, and the rung each goes to: the
          doctor, the responsible unit, the county SMI office.
Source:   none sets a ladder; BR-LOST-3 (K, sources.md) for the two weeks of trying again
          and the month after which a person may be lost; the rest is D-O1 and D-O2.
Hit rule: every matching row is a reminder of its own; each is sent once for a due day.
Silence:  D-O1: the days of every rung, and that class and risk shorten them. D-O2: who is
          meant by each rung, and who stands in. D-O3: one digest for each office and day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.findings import FollowUpClass, Grade


class Rung(StrEnum):
    """Whom a reminder goes to.

    D-O2: the doctor is the village clinic that serves the village, without one the
    responsible unit; the county SMI office stands in for a unit that is closed.
    """

    DOCTOR = "doctor"
    UNIT = "unit"
    COUNTY = "county"


class Kind(StrEnum):
    """Which reminder it is; there is one of each kind for a due day."""

    DUE = "due"
    OVERDUE = "overdue"
    UNIT = "unit"
    COUNTY = "county"


class Pressing(StrEnum):
    """How pressing a missed visit is."""

    MOST = "most"
    """Unstable, or level 3 or higher."""
    MORE = "more"
    """Basically stable, or not classified, or never seen yet."""
    LESS = "less"
    """Stable."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reminder: after so many days overdue, for those so pressing, to one rung."""

    kind: Kind
    rung: Rung
    pressing: tuple[Pressing, ...]
    after: int
    why: Reason
    that_day_only: bool = False


RETRIED = Clause("K", "BR-LOST-3", Evidence.REMEMBERED)
OURS = Clause("OURS", "D-O1", Evidence.DECIDED)

ALL = tuple(Pressing)

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(Kind.DUE, Rung.DOCTOR, ALL, 0, that_day_only=True,
        why=Reason("overdue.due", OURS, "Due today: the doctor is reminded.",
                   "今日到期：提醒随访医生（本系统设定）")),
    Row(Kind.OVERDUE, Rung.DOCTOR, ALL, 1,
        why=Reason("overdue.overdue", OURS, "Overdue: the doctor is reminded every day.",
                   "逾期未访：每日提醒随访医生（本系统设定）")),
    Row(Kind.UNIT, Rung.UNIT, (Pressing.MOST,), 3,
        why=Reason("overdue.unit_most", OURS,
                   "Unstable or level 3 and higher, 3 days overdue: the responsible unit.",
                   "病情不稳定或3级及以上，逾期3天：催办管理责任单位（本系统设定）")),
    Row(Kind.UNIT, Rung.UNIT, (Pressing.MORE,), 7,
        why=Reason("overdue.unit_more", OURS, "Seven days overdue: the responsible unit.",
                   "逾期7天：催办管理责任单位（本系统设定）")),
    Row(Kind.UNIT, Rung.UNIT, (Pressing.LESS,), 14,
        why=Reason("overdue.unit_less", RETRIED,
                   "Stable, the two weeks of trying again are over: the responsible unit.",
                   "病情稳定，2周内再次随访的期限已过：催办管理责任单位（未核实原文）")),
    Row(Kind.COUNTY, Rung.COUNTY, (Pressing.MOST,), 7,
        why=Reason("overdue.county_most", OURS,
                   "Unstable or level 3 and higher, 7 days overdue: the county SMI office.",
                   "病情不稳定或3级及以上，逾期7天：报县级精防机构督办（本系统设定）")),
    Row(Kind.COUNTY, Rung.COUNTY, (Pressing.MORE,), 14,
        why=Reason("overdue.county_more", RETRIED,
                   "The two weeks of trying again are over: the county SMI office.",
                   "2周内再次随访的期限已过：报县级精防机构督办（未核实原文）")),
    Row(Kind.COUNTY, Rung.COUNTY, (Pressing.LESS,), 31,
        why=Reason("overdue.county_less", RETRIED,
                   "Overdue for more than a month: the county SMI office.",
                   "逾期超过1个月：报县级精防机构督办（未核实原文）")),
)
# fmt: on

PARAMETERS: dict[str, Parameter] = {
    row.why.code: default(
        f"ladder.{row.why.code.removeprefix('overdue.')}",
        Unit.DAYS,
        row.after,
        row.why,
        at_least=1,
        at_most=62,
    )
    for row in TABLE
    if not row.that_day_only
}
"""After how many days overdue, which a place may set: no text sets a ladder."""

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("overdue-ladder/ours-2026", date(2026, 1, 1), TABLE),
)


def pressing(judged: FollowUpClass | None, grade: Grade) -> Pressing:
    """Return how pressing a missed visit to somebody of this class and level is."""
    if judged is FollowUpClass.UNSTABLE or grade.is_at_least(Grade.LEVEL_3):
        return Pressing.MOST
    return Pressing.LESS if judged is FollowUpClass.STABLE else Pressing.MORE


def reached(
    judged: FollowUpClass | None,
    grade: Grade,
    due_on: date,
    day: date,
    local: InForce = NATIONAL,
) -> Sequence[Row]:
    """Return the reminders a follow-up has reached on a day, the lowest rung first."""
    over, how = (day - due_on).days, pressing(judged, grade)
    return [
        row
        for row in in_force(EDITIONS, day).rule
        if how in row.pressing
        and (
            over == row.after if row.that_day_only else over >= _after(row, day, local)
        )
    ]


def _after(row: Row, day: date, local: InForce) -> int:
    return local.value(PARAMETERS[row.why.code], day)


def edition_on(day: date) -> str:
    """Return the name of the ladder in force on a day."""
    return in_force(EDITIONS, day).name
