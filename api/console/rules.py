"""The rule book (规则手册): every table, what places have set, the working-day calendar."""

import re
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.places import place
from api.console.reasons import cited
from api.language import Language, language_of, msg
from api.principal import serving
from api.v1.asking import Asking, asking
from api.words import word
from domain.errors import Unknown
from domain.registry.rule_book import (
    Change,
    Line,
    Override,
    Parameter,
    Table,
    amount,
    changes,
    coming_or_in_force,
    parameter,
    search,
    table,
    tables,
    unverified,
)
from domain.registry.rule_settings import (
    EndOverride,
    LoadYear,
    SetOverride,
    Settings,
    Year,
    settings,
)
from domain.registry.what_if import REPLAYED, Extra, what_if
from domain.registry.what_if import Change as Trial
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind
from projections.accounts import names
from projections.offices import KnownOffices, all_offices

router: Final = APIRouter(prefix="/rules", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_RULES)]
Trying = Annotated[Asking, asking(Operation.TRY_RULES)]
Setting = Annotated[Acting, acting(Operation.SET_OVERRIDE)]
Loading = Annotated[Acting, acting(Operation.LOAD_CALENDAR)]

DAYS: Final = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}\s*)*$"
LEVELS: Final = (
    ("", msg("the whole country")),
    ("2", msg("the province")),
    ("4", msg("the city")),
    ("6", msg("the county")),
)
"""How many digits of one's own division a rule is set for."""

VISITS_ASKED: Final = msg("Visits asked for, by doctor")
REMINDED: Final = msg("Reminders of overdue visits, by office")
TOLD: Final = msg("Notices of level 3 and higher, by office")
NOT_YET: Final = msg("nobody has visited yet")


class OverrideForm(Form):
    """What a place has otherwise; `level` is how many digits of one's own division."""

    parameter: str = Field(min_length=1, max_length=100)
    level: str = Field("", pattern=r"^(2|4|6|9)?$")
    value: int
    from_on: date
    source: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=300)


class TryQuery(BaseModel):
    """Which parameter would have been set how, through which past year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parameter: str = Field(max_length=100)
    value: int
    year: int = Field(ge=2012, le=2100)


class EndingForm(Form):
    """That what a place had set holds no longer from a day on."""

    parameter: str = Field(min_length=1, max_length=100)
    division: str = Field("", pattern=r"^[0-9]*$")
    until_on: date
    reason: str = Field(min_length=1, max_length=300)


class YearForm(Form):
    """The State Council's notice of a year: days with blanks or line ends between them."""

    year: int = Field(ge=2012, le=2100)
    holidays: str = Field(pattern=DAYS, max_length=2000)
    worked_weekends: str = Field("", pattern=DAYS, max_length=500)
    source: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=300)


@router.get("")
def show_rules(
    request: Request,
    asking: Looking,
    words: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Show every table, what places have set, and the calendar's years."""
    return _book(request, asking, words, None, {})


@router.post("/years")
async def load_year(request: Request, acting: Loading, posted: PostedForm) -> Response:
    """Load a year of the working-day calendar."""
    form, faults = posted.read(YearForm)
    if form is None:
        return await run_in_threadpool(
            _book, request, _seer(acting), "", posted, faults
        )
    year = Year(
        form.year,
        tuple(form.holidays.split()),
        tuple(form.worked_weekends.split()),
        form.source,
    )
    await acting.run(LoadYear(year, form.reason), form.model_dump(mode="json"))
    return RedirectResponse("/rules#calendar", HTTPStatus.SEE_OTHER)


@router.get("/{name}")
def show_table(name: str, request: Request, asking: Looking) -> Response:
    """Show a table: editions, rows, clauses, and what places have set."""
    return _table(request, asking, name, None, {})


@router.get("/{name}/what-if")
def show_what_if(
    name: str,
    request: Request,
    asking: Trying,
    query: Annotated[TryQuery, Query()],
) -> Response:
    """Show what a changed rule would have asked for in a past year; nothing is written."""
    language, today = language_of(request), shanghai_day(asking.services.clock())
    mine, own = parameter(query.parameter), asking.principal.division
    if mine not in table(name).parameters():
        raise Unknown(kind="parameter")
    trial = Trial(query.parameter, own, query.value, query.year)
    with asking.reading() as opened:
        known = KnownOffices(all_offices(opened.connection))
        found = what_if(opened.log, trial, known, today)
        accounts = names(opened.connection)
    named = {**known.names(), **{str(key): name for key, name in accounts.items()}}
    return page(
        request,
        "rules_what_if.html",
        name=name,
        title=_words(table(name), language),
        text=mine.why.zh if language.tag == "zh-CN" else mine.why.en,
        was=_amount(mine, mine.value, language),
        would_be=_amount(mine, query.value, language),
        year=query.year,
        place=place(own),
        people=found.people,
        parts=[
            (language.text(title), _extras(held, named, language))
            for title, held in (
                (VISITS_ASKED, found.visits),
                (REMINDED, found.reminders),
                (TOLD, found.notices),
            )
        ],
    )


@router.post("/{name}/overrides")
async def set_override(
    name: str, request: Request, acting: Setting, posted: PostedForm
) -> Response:
    """Set a parameter of the table for a place, from a day on."""
    form, faults = posted.read(OverrideForm)
    if form is None:
        return await run_in_threadpool(
            _table, request, _seer(acting), name, posted, faults
        )
    own = acting.principal.division
    division = own[: int(form.level or 0)]
    use_case = SetOverride(
        form.parameter,
        division,
        form.value,
        form.from_on.isoformat(),
        form.source,
        form.reason,
    )
    await acting.run(use_case, form.model_dump(mode="json"))
    return RedirectResponse(f"/rules/{table(name).name}", HTTPStatus.SEE_OTHER)


@router.post("/{name}/endings")
async def end_override(
    name: str, request: Request, acting: Setting, posted: PostedForm
) -> Response:
    """Let what a place had set end."""
    form, faults = posted.read(EndingForm)
    if form is None:
        return await run_in_threadpool(
            _table, request, _seer(acting), name, posted, faults
        )
    use_case = EndOverride(
        form.parameter, form.division, form.until_on.isoformat(), form.reason
    )
    await acting.run(use_case, form.model_dump(mode="json"))
    return RedirectResponse(f"/rules/{table(name).name}", HTTPStatus.SEE_OTHER)


def _seer(acting: Acting) -> Asking:
    seer = serving(acting.principal, Operation.READ_RULES)
    return Asking(acting.services, seer, Operation.READ_RULES)


def _book(
    request: Request,
    asking: Asking,
    words: str,
    posted: Posted | None,
    faults: Mapping[str, str],
) -> Response:
    language, today = language_of(request), shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        known = settings(opened.log)
        who = changes(opened.log)
        actors = names(opened.connection)
    return page(
        request,
        "rules.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        words=words,
        found=[
            {"table": each.table.name, **_line(each.line, language)}
            for each in search(words)
        ],
        tables=[_table_line(each, known, today, language) for each in tables()],
        years=known.years,
        next_year_known=today.year + 1 in {year.year for year in known.years},
        next_year=today.year + 1,
        changes=[_change(each, language, actors) for each in who],
        may_load=bool(purposes(asking.principal.role, Operation.LOAD_CALENDAR)),
        errors=faults,
        typed={
            name: posted.value(name) if posted else "" for name in YearForm.model_fields
        },
        new_id=asking.services.new_id,
    )


def _table(
    request: Request,
    asking: Asking,
    name: str,
    posted: Posted | None,
    faults: Mapping[str, str],
) -> Response:
    shown = table(name)
    language, today = language_of(request), shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        known = settings(opened.log)
    own = asking.principal.division
    parameters = [
        _parameter(mine, known, today, language) for mine in shown.parameters()
    ]
    may_try = bool(purposes(asking.principal.role, Operation.TRY_RULES))
    return page(
        request,
        "rules_table.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        title=_words(shown, language),
        name=shown.name,
        about=re.sub(r"\n\n+", "\n\n", shown.about.strip()),
        texts=[
            {
                "name": text.name,
                "from_on": text.from_on,
                "until_on": text.until_on,
                "lines": [_line(line, language) for line in text.lines],
            }
            for text in shown.texts()
        ],
        more=[_line(line, language) for line in shown.more()],
        parameters=parameters,
        to_try=[mine for mine in parameters if may_try and mine["code"] in REPLAYED],
        last_year=today.year - 1,
        may_set=bool(purposes(asking.principal.role, Operation.SET_OVERRIDE)),
        levels=[
            (digits, f"{language.text(label)} {own[: int(digits or 0)]}".strip())
            for digits, label in LEVELS
            if len(own) >= int(digits or 0)
        ],
        today=today.isoformat(),
        errors=faults,
        typed={
            field: posted.value(field) if posted else ""
            for field in OverrideForm.model_fields
        },
        new_id=asking.services.new_id,
    )


def _words(shown: Table, language: Language) -> str:
    return shown.zh if language.tag == "zh-CN" else shown.en


def _table_line(
    shown: Table, known: Settings, today: date, language: Language
) -> dict[str, Any]:
    texts = shown.texts()
    return {
        "name": shown.name,
        "title": _words(shown, language),
        "editions": len(texts),
        "newest": max((text.from_on for text in texts), default=None),
        "rows": sum(len(text.lines) for text in texts) + len(shown.more()),
        "unverified": unverified(shown),
        "parameters": len(shown.parameters()),
        "set_by": sum(
            len(coming_or_in_force(known, mine.code, today))
            for mine in shown.parameters()
        ),
    }


def _line(line: Line, language: Language) -> dict[str, Any]:
    """Return a row for a reader: its words, or its cells where it gives no reason."""
    words = line.zh if language.tag == "zh-CN" else line.en
    cites = [cited(str(clause), language) for clause in line.clauses]
    return {
        "code": line.code,
        "text": words or ", ".join(f"{k}: {v}" for k, v in line.cells.items()),
        "cells": line.cells if words else {},
        "cites": "；".join(title for title, _ in cites),
        "marks": list(dict.fromkeys(mark for _, mark in cites if mark)),
        "grades": ", ".join(dict.fromkeys(c.evidence.value for c in line.clauses)),
    }


def _parameter(
    mine: Parameter, known: Settings, today: date, language: Language
) -> dict[str, Any]:
    title, mark = cited(str(mine.why.clause), language)
    return {
        "code": mine.code,
        "text": mine.why.zh if language.tag == "zh-CN" else mine.why.en,
        "value": _amount(mine, mine.value, language),
        "least": mine.at_least,
        "most": mine.at_most,
        "cites": title,
        "mark": mark,
        "set_by": [
            _override(mine, each, today, language)
            for each in coming_or_in_force(known, mine.code, today)
        ],
    }


def _override(
    mine: Parameter, each: Override, today: date, language: Language
) -> dict[str, Any]:
    return {
        "division": each.division,
        "place": _place(each.division, language),
        "value": _amount(mine, each.value, language),
        "from_on": each.from_on,
        "until_on": each.until_on,
        "source": each.source,
        "is_coming": each.from_on > today.isoformat(),
    }


def _extras(
    held: Mapping[str, Extra], named: Mapping[str, str], language: Language
) -> list[dict[str, Any]]:
    return [
        {"who": _who(who, named, language), "extra": extra}
        for who, extra in sorted(held.items(), key=lambda each: -each[1].more)
    ]


def _who(who: str, named: Mapping[str, str], language: Language) -> str:
    if who in named:
        return named[who]
    kinds = {kind.value: kind for kind in OfficeKind}
    return language.text(word(kinds[who]) if who in kinds else NOT_YET)


def _amount(mine: Parameter, value: int, language: Language) -> str:
    en, zh = amount(mine.unit, value)
    return zh if language.tag == "zh-CN" else en


def _place(division: str, language: Language) -> str:
    return place(division) if division else language.text(LEVELS[0][1])


def _change(
    each: Change, language: Language, actors: Mapping[Any, str]
) -> dict[str, Any]:
    mine = parameter(each.parameter)
    return {
        "at": each.recorded_at,
        "by": next((n for key, n in actors.items() if str(key) == each.actor), ""),
        "parameter": each.parameter,
        "place": _place(each.division, language),
        "value": None if each.value is None else _amount(mine, each.value, language),
        "day": each.day,
        "source": each.source,
        "reason": each.reason,
    }
