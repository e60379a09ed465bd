"""Makes the sheets of a person, or blank ones for those who are due, out of a reading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from api.console.pages import written
from api.console.places import place
from api.printing.every import FORMS
from api.printing.form import Filled, Form, Occasion
from api.printing.paper import pdf
from api.printing.paper_number import paper_number
from api.printing.sheet import Sheet, Table, said
from api.reading import Reading
from api.v1.asking import Asking
from api.v1.sight import seen_card
from domain.errors import Unknown
from domain.values.calendar import shanghai_day
from domain.values.findings import FollowUpClass
from projections.accounts import names
from projections.chart import chart
from projections.due_list import Due, due_by
from projections.offices import all_offices
from projections.person_card import Card, cards

NO_FORM: Final = 0
PDF: Final = "application/pdf"
FOLLOW_UP: Final = FORMS[8]
MOST_SHEETS: Final = 200
"""The sheets one print holds: about a township's fortnight."""

ROUND: Final = (
    "纸质编号",
    "姓名",
    "电话",
    "住址",
    "应访日期",
    "分类",
    "危险",
    "完成",
)
ROUND_SHARES: Final = (8, 5, 8, 13, 7, 6, 4, 3)


@dataclass(frozen=True, slots=True)
class Printer:
    """Who prints, and when; both stand at the foot of every sheet."""

    name: str
    now: datetime


def printer(asking: Asking) -> Printer:
    """Return who prints, and when."""
    return Printer(asking.principal.name, asking.services.clock())


def filled_from(opened: Reading, person: UUID, upto: int | None = None) -> Filled:
    """Return what a person's forms are filled in from, noting the look.

    `upto` is a position of the log: the forms as they were then.
    """
    seen_card(opened.connection, person)
    opened.saw([person])
    facts = opened.facts(person, upto)
    found = chart(facts)
    if found is None:
        raise Unknown(kind="person")
    return Filled(
        found.card,
        found,
        facts,
        offices=_offices(opened),
        actors={str(key): name for key, name in names(opened.connection).items()},
    )


def form_numbered(number: int) -> Form:
    """Return a form by its number."""
    if number not in FORMS:
        raise Unknown(kind="form")
    return FORMS[number]


def occasions_of(form: Form, filled: Filled) -> list[Occasion]:
    """Return the filled-in ones of a form a person has several of; none for another."""
    return form.occasions(filled) if form.occasions else []


def sheet_of(form: Form, filled: Filled, one: UUID | None, by: Printer) -> Sheet:
    """Return a form filled in; of several occasions the one named, else the latest."""
    known = [occasion.one for occasion in occasions_of(form, filled)]
    if one is not None and one not in known:
        raise Unknown(kind="form")
    shown = replace(filled, one=one or next(iter(known), None))
    position = filled.chart.position if filled.chart else 0
    return Sheet(
        form.number,
        form.title,
        form.parts(shown),
        f"截至记录第 {position} 条 · {_printed(by)}",
        is_official=form.is_official,
        unit=filled.unit,
        paper_number=form.paper_number(shown) if form.paper_number else "",
    )


def blank_follow_ups(
    opened: Reading, village: str, unit: str, until: date, by: Printer
) -> list[Sheet]:
    """Return the round's list, then a blank form 8 for each who is due by a day.

    The list is in the order of the sheets, so that whoever comes home can tell by their
    numbers which are missing.
    """
    due = due_by(
        opened.connection,
        until.isoformat(),
        limit=MOST_SHEETS,
        unit=unit or None,
        division=village,
    )
    known = cards(opened.connection, [line.person for line in due])
    opened.saw(known)
    units, day = _offices(opened), shanghai_day(by.now)
    rows = [(line, known[line.person]) for line in due if line.person in known]
    foot = f"空白表 · {_printed(by)}"
    blanks = [
        Sheet(
            FOLLOW_UP.number,
            FOLLOW_UP.title,
            FOLLOW_UP.parts(Filled(card, offices=units)),
            foot,
            is_official=FOLLOW_UP.is_official,
            unit=units.get(card.unit, ""),
            paper_number=paper_number(card.person, day),
        )
        for _, card in rows
    ]
    listed = Table("", ROUND, ROUND_SHARES, tuple(_line(*row, day) for row in rows))
    first = Sheet(
        NO_FORM,
        f"随访名单（应访日期至 {until.isoformat()}）",
        (listed,),
        _printed(by),
        is_official=True,
        unit=units.get(unit, ""),
    )
    return [first, *blanks]


def printed(sheets: Sequence[Sheet], by: Printer) -> bytes:
    """Return sheets as a PDF."""
    return pdf(sheets, by.now)


def _offices(opened: Reading) -> dict[str, str]:
    rows = all_offices(opened.connection).items()
    return {str(key): row.name for key, row in rows}


def _line(due: Due, card: Card, day: date) -> tuple[str, ...]:
    return (
        paper_number(card.person, day),
        card.name,
        card.phone or "",
        f"{place(card.division)}{card.address}",
        due.due_on or "",
        said(FollowUpClass, due.follow_up_class),
        "" if due.grade is None else f"{due.grade}级",
        "",
    )


def _printed(by: Printer) -> str:
    return f"打印 {written(by.now)} {by.name}"
