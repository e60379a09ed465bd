"""Say how much a guardian is paid for a year (以奖代补), and who funds it.

Decision: the yearly amount by place; how much of the total the county adds.
Source:   N1: Beijing 2016, 甘肃 (康乐县 2024), 道县, 渭阳街道 (sources.md).
Hit rule: the longest division prefix that has an amount.
Silence:  no amount was read for other places: none is assumed. Division codes are
          remembered (K). Amounts read as "at least" are floors.
"""

from dataclasses import dataclass

from domain.rules.clause import Clause, Evidence, Reason

N = Evidence.NEWS


@dataclass(frozen=True, slots=True)
class Amount:
    """What a year of guarding is worth, in yuan; a floor where `at_least`."""

    division: str
    yuan: int
    at_least: bool
    why: Reason


# fmt: off
TABLE: tuple[Amount, ...] = (
    Amount("11", 2400, at_least=False, why=Reason("subsidy.beijing", Clause("N1", "北京2016", N),
        "Beijing: 200 a month.", "北京：每月200元")),
    Amount("62", 1800, at_least=True, why=Reason("subsidy.gansu", Clause("N1", "甘肃康乐县2024", N),
        "Gansu: at least 1,800 a year.", "甘肃：每年不低于1800元")),
    Amount("431124", 2400, at_least=True, why=Reason("subsidy.daoxian", Clause("N1", "道县", N),
        "Dao county: at least 2,400 a year.", "道县：每年不低于2400元")),
)
# fmt: on

REASONS = tuple(row.why for row in TABLE)


@dataclass(frozen=True, slots=True)
class Funding:
    """What a year's subsidies cost and who pays, in yuan."""

    total: int
    provincial: int
    county: int


def yearly_amount(division: str) -> Amount | None:
    """Return what a guardian is paid a year in a division; None where nothing was read."""
    fitting = [row for row in TABLE if division.startswith(row.division)]
    return max(fitting, key=lambda row: len(row.division), default=None)


def funding(guardians: int, yuan: int, provincial: int) -> Funding:
    """Return the year's total and what the county adds to the provincial money."""
    total = guardians * yuan
    return Funding(total, provincial, max(total - provincial, 0))
