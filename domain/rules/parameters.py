"""What a place may set otherwise than a table has it, and what holds in a place on a day.

Decision: the value of a parameter in a division on a day, and whose rule that is.
Source:   domain-rules 3.2: local offices may demand more, the national value is the upper
          bound; whatever no text settles is a default that can be changed (K, D).
Hit rule: of the overrides in force on the day in the division and those above it, the
          strictest where the parameter knows which way is stricter, else the nearest
          division's; the newest of one division.
Silence:  D-Q1: who may set one, within which bounds. D-Q2: from which day it may hold.
          D-Q3: limits in working days across a year whose calendar is not loaded.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.calendar import Interval, ListedWorkingDays


class Unit(StrEnum):
    """What a parameter's number counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    HOURS = "hours"
    MINUTES = "minutes"
    TIMES = "times"
    LEVEL = "level"
    PER_CENT = "per_cent"
    YES = "yes"
    """1 for yes, 0 for no."""


IN_WORDS: Final = {
    Unit.DAYS: ("{} days", "{}天"),
    Unit.WORKING_DAYS: ("{} working days", "{}个工作日"),
    Unit.MONTHS: ("{} months", "{}个月"),
    Unit.HOURS: ("{} hours", "{}小时"),
    Unit.MINUTES: ("{} minutes", "{}分钟"),
    Unit.TIMES: ("{} times", "{}次"),
    Unit.LEVEL: ("level {}", "{}级"),
    Unit.PER_CENT: ("{} %", "{}%"),
}
YES_OR_NO: Final = (("no", "否"), ("yes", "是"))


def amount(unit: Unit, value: int) -> tuple[str, str]:
    """Return a number with its unit in English and Chinese."""
    if unit is Unit.YES:
        return YES_OR_NO[value]
    en, zh = IN_WORDS[unit]
    return en.format(value), zh.format(value)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a table that a place may set otherwise, within bounds.

    `value` is the table's own; `why` is the row it stands in, with its clause and words.
    With `smaller_is_stricter` a place can only tighten what stands above it.
    """

    code: str
    unit: Unit
    value: int
    at_least: int
    at_most: int
    why: Reason
    smaller_is_stricter: bool = True

    def allows(self, value: int) -> bool:
        """Return whether a place may set it so."""
        return self.at_least <= value <= self.at_most


def at_most(
    code: str, unit: Unit, value: int, why: Reason, *, at_least: int = 1
) -> Parameter:
    """Return a limit of the national text: a place may only shorten it."""
    return Parameter(code, unit, value, at_least, value, why)


def default(
    code: str, unit: Unit, value: int, why: Reason, *, at_least: int, at_most: int
) -> Parameter:
    """Return a default no text settles (K, D): a place may set it either way."""
    return Parameter(
        code, unit, value, at_least, at_most, why, smaller_is_stricter=False
    )


@dataclass(frozen=True, slots=True)
class Override:
    """What a division has set: from a day on, until a day (not included) or for good.

    The empty division is the whole country; `source` is the text the place goes by.
    """

    parameter: str
    division: str
    value: int
    from_on: str
    source: str
    until_on: str | None = None

    @property
    def edition(self) -> str:
        """Return what a fact keeps of it: which, where, how much, since when."""
        place = self.division or "0"
        return f"override/{place}/{self.parameter}={self.value}/{self.from_on}"

    def holds(self, day: date) -> bool:
        """Return whether it is in force on the day."""
        on = day.isoformat()
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a parameter comes to: its value, why, and the edition of a place that spoke."""

    value: int
    unit: Unit
    why: Reason
    editions: tuple[str, ...] = ()

    @property
    def interval(self) -> Interval:
        """Return the stretch of days or months it stands for."""
        if self.unit is Unit.MONTHS:
            return Interval(months=self.value)
        return Interval(days=self.value)


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds beside the tables: overrides by place, and the working-day calendar.

    `at` narrows it to one place; rules take it as an argument and read nothing else.
    """

    overrides: tuple[Override, ...] = ()
    calendar: ListedWorkingDays = field(
        default_factory=lambda: ListedWorkingDays.of([])
    )

    def at(self, division: str) -> "InForce":
        """Return what holds in a division: what it and those above it have set."""
        mine = tuple(o for o in self.overrides if division.startswith(o.division))
        return replace(self, overrides=mine)

    def setting(self, parameter: Parameter, day: date) -> Setting:
        """Return what a parameter comes to on a day, and who says so."""
        said = [
            o for o in self.overrides if o.parameter == parameter.code and o.holds(day)
        ]
        newest = {
            o.division: o for o in sorted(said, key=lambda each: each.from_on)
        }.values()
        if parameter.smaller_is_stricter:
            spoke = min(newest, key=lambda o: (o.value, -len(o.division)), default=None)
            if spoke and spoke.value >= parameter.value:
                spoke = None
        else:
            spoke = max(newest, key=lambda o: len(o.division), default=None)
        if spoke is None:
            return Setting(parameter.value, parameter.unit, parameter.why)
        why = local_reason(parameter, spoke)
        return Setting(spoke.value, parameter.unit, why, (spoke.edition,))

    def value(self, parameter: Parameter, day: date) -> int:
        """Return a parameter's number on a day."""
        return self.setting(parameter, day).value


NATIONAL: Final = InForce()
"""The tables as they stand: no place has set anything, no calendar is known."""

YEAR_NOT_KNOWN: Final = Reason(
    "calendar.year_not_known",
    Clause("OURS", "D-Q3", Evidence.DECIDED),
    "The State Council's calendar of that year is not loaded: counted in natural days.",
    "该年度节假日安排尚未导入，工作日暂按自然日计算（取较早日期）",
)
REASONS: Final = (YEAR_NOT_KNOWN,)

LOCAL: Final = "local."
"""How the code of a place's own reason begins."""


def local_reason(parameter: Parameter, override: Override) -> Reason:
    """Return why a place has it otherwise; its code alone is enough to say it again."""
    place = f"{override.division or '0'} {override.from_on} {override.source}".strip()
    return local_words(
        parameter,
        override.value,
        Clause("LOCAL", place, Evidence.LOCAL),
    )


def local_words(parameter: Parameter, value: int, clause: Clause) -> Reason:
    """Return a place's own reason in words: the row, and the number that holds here."""
    en, zh = amount(parameter.unit, value)
    return Reason(
        f"{LOCAL}{parameter.code}={value}",
        clause,
        f"{parameter.why.en} Here by local rule: {en}.",
        f"{parameter.why.zh}（本地规定：{zh}）",
    )
