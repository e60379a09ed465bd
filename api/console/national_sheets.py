"""A sheet of the national system as it is copied: its lines, with codes and words, and files.

The order is the form's (`domain/values/national_form.py`), the codes are the table's
(`domain/rules/national_codes.py`). A value whose code nobody could read shows its words
and is marked as not verified (未核实).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, Final, cast
from uuid import UUID

from api.console.choices import CHOICES, GRADES
from api.console.reasons import Said, said
from api.language import Language
from api.reading import Reading
from api.v1.asking import Asking
from domain.registry.known import known as facts_about
from domain.registry.national import EntryLimit, entry_due, national_code
from domain.registry.rule_settings import InForce
from domain.values.findings import Grade
from domain.values.national import EntryState, RecordKey, RecordKind
from domain.values.national_form import FORMS, Field
from projections.accounts import names
from projections.national_entries import Entry, waiting
from projections.national_sheet import sheet_values, values_when_entered

MOST: Final = 500
"""How many people a list or a file holds."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the start of a cell."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line: what the form calls it, the code to enter, its words.

    `is_verified` is false where it has a code on the form that nobody could read.
    """

    name: str
    label: str
    code: str
    words: str
    is_verified: bool
    is_put_right: bool = False
    """Whether it reads otherwise than when the record was entered."""


@dataclass(frozen=True, slots=True)
class Clock:
    """By when a record is to be entered, whether that has passed, and why that day."""

    due_on: str
    is_overdue: bool
    days_over: int
    because: list[Said]


def clock_of(entry: Entry, local: InForce, today: date, language: Language) -> Clock:
    """Return the clock of a record that waits."""
    limit = limit_of(entry, local)
    over = (today - limit.due_on).days
    return Clock(
        limit.due_on.isoformat(),
        over > 0,
        max(over, 0),
        [said(why, language) for why in limit.because],
    )


def limit_of(entry: Entry, local: InForce) -> EntryLimit:
    """Return the limit of a record that waits."""
    return entry_due(
        entry.key.kind,
        entry.division,
        entry.since,
        local,
        is_changed=entry.state is EntryState.CHANGED,
    )


def sheet(
    opened: Reading, person: UUID, key: RecordKey, language: Language
) -> list[SheetLine]:
    """Return a record's sheet, top to bottom; empty when there is no such record."""
    facts = facts_about(opened.log, person)
    values = sheet_values(facts, key)
    if not values:
        return []
    before = values_when_entered(facts, key)
    put_right = {
        name
        for name, value in values.items()
        if before is not None and before.get(name) != value
    }
    if key.kind is RecordKind.FOLLOW_UP:
        accounts = {str(k): name for k, name in names(opened.connection).items()}
        values["doctor"] = accounts.get(str(values["doctor"]), "")
    return [
        replace(
            _line(each, values.get(each.name), language),
            is_put_right=each.name in put_right,
        )
        for each in FORMS[key.kind]
    ]


def sheets_waiting(
    asking: Asking, kind: RecordKind, language: Language
) -> list[tuple[Entry, str, list[SheetLine]]]:
    """Return the sheets of one kind that wait within sight, with their entries."""
    with asking.reading() as opened:
        found = [
            each
            for each in waiting(opened.connection, limit=MOST)
            if each.key.kind is kind
        ]
        opened.saw(each.person for each in found)
        return [
            (each, each.number, sheet(opened, each.person, each.key, language))
            for each in found
        ]


def as_csv(rows: Sequence[tuple[Entry, str, list[SheetLine]]]) -> str:
    """Return sheets of one kind as a table: one record a row, codes with their words.

    The first column is the key that `numbers_in` reads back, the second is for the number.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    labels = [line.label for line in rows[0][2]] if rows else []
    writer.writerow(["记录标识", "国家系统编号", "起始日期", *labels])
    for entry, number, lines in rows:
        cells = [f"{line.code} {line.words}".strip() for line in lines]
        key = f"{entry.person}/{entry.key}"
        writer.writerow([_harmless(c) for c in (key, number, entry.since, *cells)])
    return "\ufeff" + written.getvalue()


def numbers_in(text: str) -> list[tuple[str, str]]:
    """Return (key, number) of each row of a table given back that has a number."""
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\t", ",")))
    return [
        (row[0].strip().lstrip("'"), row[1].strip().lstrip("'"))
        for row in rows
        if len(row) > 1 and "/" in row[0] and row[1].strip()
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _line(field: Field, value: Any, language: Language) -> SheetLine:
    label = field.zh if language.tag.startswith("zh") else field.en
    kind = field.codes
    if kind is None or value is None or value == "":
        return SheetLine(field.name, label, "", _text(value), is_verified=True)
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    codes = [national_code(kind, each) for each in values]
    return SheetLine(
        field.name,
        label,
        ",".join(code for code in codes if code),
        ", ".join(_words(kind, each, language) for each in values),
        is_verified=all(codes),
    )


def _words(kind: type[Enum], value: Any, language: Language) -> str:
    if kind is Grade:
        return language.text(GRADES[str(value)])
    return language.text(CHOICES[kind][kind(value)])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(each) for each in cast("list[Any]", value))
    return str(value)
