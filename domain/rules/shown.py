"""How the rule book reads a table: editions, rows, clauses and parameters off the table itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from types import ModuleType
from typing import Any

from domain.rules.clause import Clause, Reason
from domain.rules.edition import Edition
from domain.rules.parameters import Parameter
from domain.values.calendar import Interval

Editions = tuple[Edition[Any], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the book shows it: what it asks and says, its clauses, its words.

    `code` is the reason's lasting code, empty for rows that give no reason.
    """

    code: str
    cells: Mapping[str, str]
    clauses: tuple[Clause, ...]
    en: str
    zh: str

    @property
    def is_verified(self) -> bool:
        """Return whether every clause it rests on was read, not remembered or decided."""
        return all(clause.is_verified for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Text:
    """One edition: its name, since when, until when (not included), its rows."""

    name: str
    from_on: date
    until_on: date | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the rule book; `groups` are its editions, each newest first."""

    module: ModuleType
    en: str
    zh: str
    groups: tuple[Editions, ...]

    @property
    def name(self) -> str:
        """Return the name it goes by: that of its file."""
        return self.module.__name__.rpartition(".")[2]

    @property
    def about(self) -> str:
        """Return what it decides, its source, hit rule and silence, as its file says."""
        return self.module.__doc__ or ""

    def texts(self) -> tuple[Text, ...]:
        """Return every edition with its rows."""
        return tuple(
            Text(
                edition.name,
                edition.in_force_from,
                group[n - 1].in_force_from if n else None,
                tuple(_lines(edition.rule)),
            )
            for group in self.groups
            for n, edition in enumerate(group)
        )

    def more(self) -> tuple[Line, ...]:
        """Return the reasons the table gives beside its rows."""
        told = {line.code for text in self.texts() for line in text.lines}
        found = {
            why.code: Line(why.code, {}, (why.clause,), why.en, why.zh)
            for why in _of_kind(vars(self.module).values(), Reason)
        }
        return tuple(line for code, line in found.items() if code not in told)

    def parameters(self) -> tuple[Parameter, ...]:
        """Return what a place may set otherwise, by code."""
        found = _of_kind(vars(self.module).values(), Parameter)
        return tuple(dict.fromkeys(found))


def table(
    module: ModuleType,
    en: str,
    zh: str,
    editions: Editions | tuple[Editions, ...] | None = None,
) -> Table:
    """Return a module's place in the book; its `EDITIONS`, or those that are given."""
    given: Any = editions if editions is not None else module.EDITIONS
    if given and isinstance(given[0], Edition):
        given = (given,)
    return Table(module, en, zh, given)


def since(name: str, year: int, rule: Any) -> Editions:
    """Return the only edition of a table that was never changed."""
    return (Edition(name, date(year, 1, 1), rule),)


def _lines(rule: Any) -> Iterator[Line]:
    """Yield the rows of an edition: whatever carries a reason or a clause."""
    if isinstance(rule, Mapping):
        for rows in rule.values():  # pyright: ignore[reportUnknownVariableType] - any table
            yield from _lines(rows)
    elif isinstance(rule, tuple | list):
        for row in rule:  # pyright: ignore[reportUnknownVariableType] - any table
            yield from _lines(row)
    elif isinstance(rule, Reason):
        yield Line(rule.code, {}, (rule.clause,), rule.en, rule.zh)
    elif is_dataclass(rule):
        held = {each.name: getattr(rule, each.name) for each in fields(rule)}
        reasons = [v for v in held.values() if isinstance(v, Reason)]
        clauses = [v for v in held.values() if isinstance(v, Clause)]
        if not reasons and not clauses and _holds_rows(held):
            yield from _lines(tuple(held.values()))
        else:
            yield _line(held, reasons, clauses)


def _line(
    held: Mapping[str, Any], reasons: Sequence[Reason], clauses: Sequence[Clause]
) -> Line:
    main = reasons[0] if reasons else None
    cells = {
        name: plain(value)
        for name, value in held.items()
        if not isinstance(value, Reason | Clause) and value is not None
    }
    return Line(
        main.code if main else "",
        {name: text for name, text in cells.items() if text},
        tuple(dict.fromkeys((*(why.clause for why in reasons), *clauses))),
        main.en if main else str(held.get("en", "")),
        main.zh if main else str(held.get("zh", "")),
    )


def _holds_rows(held: Mapping[str, Any]) -> bool:
    return any(
        isinstance(value, tuple) and any(map(is_dataclass, value))  # pyright: ignore[reportUnknownArgumentType] - any table
        for value in held.values()
    )


def plain(value: Any) -> str:
    """Return a cell of a row as text."""
    match value:
        case Enum():
            text = str(value.value) if value.value is not None else "—"
        case bool() | None:
            text = {True: "yes", False: "no", None: "—"}[value]
        case Interval():
            text = f"{value.months}M{value.days}D"
        case frozenset() | set():
            text = ", ".join(sorted(map(plain, value)))  # pyright: ignore[reportUnknownArgumentType] - any table
        case tuple() | list():
            text = ", ".join(map(plain, value))  # pyright: ignore[reportUnknownArgumentType] - any table
        case _ if is_dataclass(value):
            held = ((each.name, getattr(value, each.name)) for each in fields(value))
            text = " ".join(f"{k}={plain(v)}" for k, v in held if v is not None)
        case _:
            text = str(value)
    return text


def _of_kind(words: Any, kind: type[Any]) -> Iterator[Any]:
    """Yield what of a kind stands among a module's words, in its tuples and mappings."""
    for word in words:
        if isinstance(word, kind):
            yield word
        elif isinstance(word, tuple | list):
            yield from _of_kind(word, kind)
        elif isinstance(word, Mapping):
            yield from _of_kind(word.values(), kind)  # pyright: ignore[reportUnknownMemberType] - any table
