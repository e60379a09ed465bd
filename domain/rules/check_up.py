"""Say what belongs to the annual check-up, and by which day the next one is due.

Decision: which items a check-up as specified has, whether one is complete, and the day by
          which the next one is due.
Source:   R2 (sources.md): once a year, as far as the condition allows, with the consent
          of person or guardian, together with a follow-up if convenient; N for what local
          offices add; D-H1 and D-H2.
Hit rule: every row is an item; a check-up is complete when all national items were done.
Silence:  a year is a calendar year (D-H1); an item that could not be done leaves the
          check-up incomplete, and it is then not counted as one done as specified (D-H2).
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Unit, default
from domain.values.check_up import CheckUpItem

R2 = Clause("R2", "健康体检", Evidence.REPRODUCED)
LOCAL = Clause("N", "徐州 2018", Evidence.NEWS)
OURS_YEAR = Clause("OURS", "D-H1", Evidence.DECIDED)


@dataclass(frozen=True, slots=True)
class Row:
    """One item, and the text that asks for it."""

    item: CheckUpItem
    why: Reason

    @property
    def is_local(self) -> bool:
        """Return whether only some offices ask for it."""
        return self.why.clause == LOCAL


I = CheckUpItem  # noqa: E741 - the table below is read by its columns
# fmt: off
TABLE: tuple[Row, ...] = (
    Row(I.GENERAL_EXAM,   Reason("checkup.general_exam", R2,
        "General physical examination.", "一般体格检查")),
    Row(I.BLOOD_PRESSURE, Reason("checkup.blood_pressure", R2,
        "Blood pressure.", "血压")),
    Row(I.WEIGHT,         Reason("checkup.weight", R2,
        "Weight.", "体重")),
    Row(I.BLOOD_COUNT,    Reason("checkup.blood_count", R2,
        "Blood count with white-cell differential.", "血常规（含白细胞分类）")),
    Row(I.TRANSAMINASES,  Reason("checkup.transaminases", R2,
        "Transaminases.", "转氨酶")),
    Row(I.GLUCOSE,        Reason("checkup.glucose", R2,
        "Blood glucose.", "血糖")),
    Row(I.ECG,            Reason("checkup.ecg", R2,
        "Electrocardiogram.", "心电图")),
    Row(I.ULTRASOUND,     Reason("checkup.ultrasound", LOCAL,
        "B-ultrasound.", "B超")),
    Row(I.LIPIDS,         Reason("checkup.lipids", LOCAL,
        "Blood lipids.", "血脂")),
    Row(I.KIDNEY,         Reason("checkup.kidney", LOCAL,
        "Kidney function.", "肾功能")),
    Row(I.URINE,          Reason("checkup.urine", LOCAL,
        "Urine.", "尿常规")),
)
DUE = Reason("checkup.due", R2,
    "A check-up once a year.", "每年进行1次健康检查")
DUE_THIS_YEAR = Reason("checkup.calendar_year", OURS_YEAR,
    "A year is read as a calendar year.", "“每年”按自然年计算")
REMIND = Reason("checkup.remind", Clause("OURS", "D-J11", Evidence.DECIDED),
    "From October on whoever has had none this year is counted on the home page.",
    "自10月起首页提示本年度尚未体检人数")
# fmt: on
REMIND_FROM = 10
"""The month from which the home page reminds (D-J11)."""

PARAMETERS = {
    row.item: default(row.why.code, Unit.YES, 0, row.why, at_least=0, at_most=1)
    for row in TABLE
    if row.is_local
}
"""The items only some offices ask for: whether a place does."""

REASONS = (*(row.why for row in TABLE), DUE, DUE_THIS_YEAR, REMIND)
EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("checkup/2017", date(2017, 1, 1), TABLE),
)


@dataclass(frozen=True, slots=True)
class NextCheckUp:
    """The last day on which the next check-up is in time, and the clauses behind it."""

    due_on: date
    because: tuple[Reason, ...]


def missing(
    done: AbstractSet[CheckUpItem], day: date, local: InForce = NATIONAL
) -> list[Reason]:
    """Return the items asked for here that were not done, as reasons; none is complete."""
    lacking: list[Reason] = []
    for row in in_force(EDITIONS, day).rule:
        here = local.setting(PARAMETERS[row.item], day) if row.is_local else None
        if row.item not in done and (here is None or here.value):
            lacking.append(here.why if here else row.why)
    return lacking


def next_check_up(last: date | None, today: date) -> NextCheckUp:
    """Return by when the next check-up is due: this year's end, or next year's when done."""
    done_this_year = last is not None and last.year >= today.year
    year = today.year + 1 if done_this_year else today.year
    return NextCheckUp(date(year, 12, 31), (DUE, DUE_THIS_YEAR))


def reminds(today: date) -> bool:
    """Return whether who has had no check-up this year is counted on the home page."""
    return today.month >= REMIND_FROM
