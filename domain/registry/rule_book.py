"""The rule book for whoever shows it: tables, rows, what places have set, who changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Unknown
from domain.log import Log
from domain.overrides import OVERRIDES, OverrideEnded, OverrideSet
from domain.registry.rule_settings import Settings
from domain.rules.book import PARAMETERS, TABLE_OF, TABLES
from domain.rules.clause import Clause
from domain.rules.parameters import Override, Parameter, amount
from domain.rules.shown import Line, Table, Text
from domain.working_calendar import CALENDAR

__all__ = [
    "CALENDAR",
    "OVERRIDES",
    "Change",
    "Clause",
    "Found",
    "Line",
    "Override",
    "Parameter",
    "Table",
    "Text",
    "amount",
    "changes",
    "coming_or_in_force",
    "parameter",
    "search",
    "table",
    "tables",
    "unverified",
]


@dataclass(frozen=True, slots=True)
class Found:
    """A row that holds the words looked for, and its table."""

    table: Table
    line: Line


@dataclass(frozen=True, slots=True)
class Change:
    """An override that was set, or ended (`value` None): when, by whom, why."""

    position: int
    recorded_at: datetime
    actor: str
    role: str
    parameter: str
    division: str
    value: int | None
    day: str
    source: str
    reason: str


def tables() -> Sequence[Table]:
    """Return every table of the book."""
    return TABLES


def table(name: str) -> Table:
    """Return a table by its name; `Unknown` when there is none."""
    if name not in TABLE_OF:
        raise Unknown(kind="table")
    return TABLE_OF[name]


def parameter(code: str) -> Parameter:
    """Return a parameter by its code; `Unknown` when there is none."""
    if code not in PARAMETERS:
        raise Unknown(kind="parameter")
    return PARAMETERS[code]


def lines_of(shown: Table) -> list[Line]:
    """Return every row of a table, of all its editions and beside them."""
    rows = [line for text in shown.texts() for line in text.lines]
    return [*rows, *shown.more()]


def unverified(shown: Table) -> int:
    """Return how many rows of a table rest on memory or on ourselves."""
    return sum(not line.is_verified for line in lines_of(shown))


def search(words: str) -> list[Found]:
    """Return the rows that hold all the words: in their text, clause, code or table."""
    asked = words.lower().split()
    return [
        Found(shown, line)
        for shown in TABLES
        for line in lines_of(shown)
        if asked and all(word in _text(shown, line) for word in asked)
    ]


def coming_or_in_force(
    settings: Settings, code: str, day: date
) -> tuple[Override, ...]:
    """Return what places have set for a parameter that holds on the day or later."""
    on = day.isoformat()
    return tuple(
        o
        for o in settings.overrides
        if o.parameter == code and (o.until_on is None or o.until_on > on)
    )


def changes(log: Log, upto: int | None = None) -> list[Change]:
    """Return who set or ended what, newest first."""
    found: list[Change] = []
    for logged in log.stream(OVERRIDES, upto):
        fact, header = logged.fact, logged.header
        by = (logged.position, logged.recorded_at, header["actor"], header["role"])
        match fact:
            case OverrideSet():
                what = (fact.parameter, fact.division, fact.value, fact.from_on)
                found.append(Change(*by, *what, fact.source, fact.reason))
            case OverrideEnded():
                what = (fact.parameter, fact.division, None, fact.until_on)
                found.append(Change(*by, *what, "", fact.reason))
            case _:
                pass
    return found[::-1]


def _text(shown: Table, line: Line) -> str:
    parts = (shown.name, shown.zh, shown.en, line.code, line.zh, line.en)
    return " ".join((*parts, *map(str, line.clauses), *line.cells.values())).lower()
