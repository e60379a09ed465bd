"""Say which checks of the blood and heart a regimen calls for, and when the next is due.

Decision: the checks due under a regimen, each with its day and the drug that asks for it.
Source:   the drugs' labels as remembered (K): no label was read. What stands between the
          labels is D-J8 (sources.md). Every later interval is a parameter places can set.
Hit rule: each row whose drug is taken asks; of two that ask for one check the sooner day.
Silence:  nothing on record since 30 days before the drug was begun: the first interval
          after the day it was begun as the record knows it (D-J8).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.laboratory import LabCheck

OURS: Final = Clause("OURS", "D-J8", Evidence.DECIDED)
BASELINE_DAYS: Final = 30
"""Days before a drug is begun within which a check counts as its first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A drug and a check: every so many days at first, for so long, then another interval."""

    drug: str
    check: LabCheck
    first_every: int
    first_for: int
    why: Reason
    then: Parameter

    def days(self, taken_for: int, local: InForce, day: date) -> int:
        """Return the interval that holds once the drug has been taken for so many days."""
        if taken_for < self.first_for:
            return self.first_every
        return local.value(self.then, day)


def _row(
    drug: str, check: LabCheck, days: tuple[int, int, int], en: str, zh: str
) -> Row:
    first, until, then = days
    code = f"{drug}_{check}"
    why = Reason(
        f"laboratory.{code}",
        Clause("K", f"{zh.partition('：')[0]}说明书", Evidence.REMEMBERED),
        en,
        zh,
    )
    parameter = default(
        f"laboratory.{code}", Unit.DAYS, then, why, at_least=1, at_most=365
    )
    return Row(drug, check, first, until, why, parameter)


L = LabCheck
# fmt: off
TABLE: Final[tuple[Row, ...]] = (
    _row("clozapine", L.BLOOD_COUNT, (14, 91, 28),
         "Clozapine: blood count every two weeks in the first three months, then every four.",
         "氯氮平：头3个月每2周查血常规，以后每4周一次"),
    _row("clozapine", L.GLUCOSE_LIPIDS, (91, 91, 182),
         "Clozapine: glucose and lipids after three months, then twice a year.",
         "氯氮平：3个月后查血糖血脂，以后每半年一次"),
    _row("clozapine", L.ECG, (91, 91, 182),
         "Clozapine: electrocardiogram after three months, then twice a year.",
         "氯氮平：3个月后查心电图，以后每半年一次"),
    _row("olanzapine", L.GLUCOSE_LIPIDS, (91, 91, 365),
         "Olanzapine: glucose and lipids after three months, then once a year.",
         "奥氮平：3个月后查血糖血脂，以后每年一次"),
    _row("quetiapine", L.GLUCOSE_LIPIDS, (91, 91, 365),
         "Quetiapine: glucose and lipids after three months, then once a year.",
         "喹硫平：3个月后查血糖血脂，以后每年一次"),
    _row("ziprasidone", L.ECG, (28, 28, 365),
         "Ziprasidone: electrocardiogram after four weeks, then once a year.",
         "齐拉西酮：4周后查心电图，以后每年一次"),
    _row("lithium_carbonate", L.LITHIUM_LEVEL, (14, 56, 28),
         "Lithium: level every two weeks until settled, then every four.",
         "碳酸锂：治疗期每2周测血锂，维持期每4周一次"),
    _row("lithium_carbonate", L.KIDNEY, (182, 182, 182),
         "Lithium: kidney function twice a year.",
         "碳酸锂：每半年查肾功能"),
    _row("lithium_carbonate", L.THYROID, (182, 182, 182),
         "Lithium: thyroid function twice a year.",
         "碳酸锂：每半年查甲状腺功能"),
    _row("sodium_valproate", L.LIVER, (30, 182, 182),
         "Valproate: liver function monthly in the first half year, then twice a year.",
         "丙戊酸钠：头半年每月查肝功能，以后每半年一次"),
    _row("sodium_valproate", L.BLOOD_COUNT, (91, 182, 182),
         "Valproate: blood count every three months in the first half year, then twice a year.",
         "丙戊酸钠：头半年每3个月查血常规，以后每半年一次"),
    _row("sodium_valproate", L.VALPROATE_LEVEL, (30, 30, 182),
         "Valproate: level after a month, then twice a year.",
         "丙戊酸钠：1个月后测血药浓度，以后每半年一次"),
    _row("carbamazepine", L.BLOOD_COUNT, (14, 28, 91),
         "Carbamazepine: blood count every two weeks in the first month, then every quarter.",
         "卡马西平：头1个月每2周查血常规，以后每季一次"),
    _row("carbamazepine", L.LIVER, (30, 91, 182),
         "Carbamazepine: liver function monthly for three months, then twice a year.",
         "卡马西平：头3个月每月查肝功能，以后每半年一次"),
    _row("carbamazepine", L.CARBAMAZEPINE_LEVEL, (30, 30, 182),
         "Carbamazepine: level after a month, then twice a year.",
         "卡马西平：1个月后测血药浓度，以后每半年一次"),
    _row("carbamazepine", L.SODIUM, (91, 91, 182),
         "Carbamazepine: sodium after three months, then twice a year.",
         "卡马西平：3个月后查血钠，以后每半年一次"),
    _row("oxcarbazepine", L.SODIUM, (91, 91, 182),
         "Oxcarbazepine: sodium after three months, then twice a year.",
         "奥卡西平：3个月后查血钠，以后每半年一次"),
)
# fmt: on
PARAMETERS: Final = tuple(row.then for row in TABLE)
NOTHING_YET: Final = Reason(
    "laboratory.nothing_yet",
    OURS,
    "No result on record: the first interval after the day the drug was begun.",
    "尚无检查结果：自记录的起用日起按首个间隔计",
)
REASONS: Final = (*(row.why for row in TABLE), NOTHING_YET)
EDITIONS: Final[tuple[Edition[tuple[Row, ...]], ...]] = (
    Edition("laboratory/remembered-2026", date(2026, 1, 1), TABLE),
)


@dataclass(frozen=True, slots=True)
class CheckDue:
    """A check, the drug that asks for it, the day, and the clauses behind it."""

    check: LabCheck
    drug: str
    due_on: date
    because: tuple[Reason, ...]

    def fact(self) -> dict[str, Any]:
        """Return what an event keeps of it."""
        return {
            "check": self.check.value,
            "drug": self.drug,
            "due_on": self.due_on.isoformat(),
            "because": [why.fact() for why in self.because],
        }


def checks_due(
    since: Mapping[str, date],
    last: Mapping[LabCheck, date],
    day: date,
    local: InForce = NATIONAL,
) -> list[CheckDue]:
    """Return what the drugs taken since these days ask for, the soonest first.

    `last` is the day of the latest result of each check.
    """
    soonest: dict[LabCheck, CheckDue] = {}
    for row in in_force(EDITIONS, day).rule:
        begun = since.get(row.drug)
        if begun is None:
            continue
        found = _due(row, begun, last.get(row.check), local, day)
        before = soonest.get(row.check)
        if before is None or found.due_on < before.due_on:
            soonest[row.check] = found
    return sorted(soonest.values(), key=lambda each: (each.due_on, each.check))


def _due(
    row: Row, begun: date, last: date | None, local: InForce, day: date
) -> CheckDue:
    if last is None or last < begun - timedelta(days=BASELINE_DAYS):
        due_on = begun + timedelta(days=row.first_every)
        return CheckDue(row.check, row.drug, due_on, (row.why, NOTHING_YET))
    days = row.days((last - begun).days, local, day)
    setting = local.setting(row.then, day)
    why = row.why if days == row.first_every else setting.why
    return CheckDue(row.check, row.drug, last + timedelta(days=days), (why,))
