"""The second entry: what waits for the national system, the sheet to copy, files."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.forms import Form, PostedForm
from api.console.national_sheets import (
    clock_of,
    numbers_in,
    sheet,
)
from api.console.pages import page
from api.console.printed import as_file
from api.language import Language, language_of
from api.printing.passing_on import print_copy
from api.reading import Reading
from api.v1.asking import Asking, asking
from api.v1.national import enter_each, handed_out
from api.v1.sight import seen_card, within_sight
from domain.errors import Unknown
from domain.registry.known import known as facts_about
from domain.registry.national import (
    EnterNational,
    UndoNational,
    record_named,
)
from domain.registry.rule_settings import InForce, in_force
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.national import EntryState, RecordKey, RecordKind
from projections.accounts import names
from projections.national_entries import (
    WAITING,
    Entry,
    entries_of,
    national_of,
    waiting,
)
from projections.person_card import Card, cards

router: Final = APIRouter(include_in_schema=False)

MOST: Final = 500
Looking = Annotated[Asking, asking(Operation.READ_NATIONAL)]
Entering = Annotated[Acting, acting(Operation.ENTER_NATIONAL)]
Exporting = Annotated[Acting, acting(Operation.EXPORT_NATIONAL)]


class Shown(BaseModel):
    """What of the list is shown, and what a file given back came to."""

    model_config = ConfigDict(extra="forbid")

    kind: RecordKind | None = None
    overdue: bool = False
    entered: int | None = None
    refused: int | None = None


class NumberForm(Form):
    """The number the record has there, and which record was looked at."""

    number: Annotated[str, Field(min_length=1, max_length=40)]


class ReasonForm(Form):
    """Why a mark is taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]


class ExportForm(Form):
    """Which kind of records, and what for."""

    kind: RecordKind
    why: Annotated[str, Field(min_length=1, max_length=300)]


class NumbersForm(Form):
    """A table given back, as text: key, number."""

    table: Annotated[str, Field(min_length=1, max_length=400_000)]


@router.get("/national")
def show_waiting(
    request: Request, asking: Looking, shown: Annotated[Shown, Query()]
) -> Response:
    """Show what waits within sight, the overdue marked."""
    return _show(request, asking, shown, {})


@router.post("/national/export")
async def export(request: Request, acting: Exporting, posted: PostedForm) -> Response:
    """Hand out what waits of one kind as a file, once it is noted what for."""
    form, faults = posted.read(ExportForm)
    asking = Asking(acting.services, acting.principal, Operation.EXPORT_NATIONAL)
    if form is None:
        return await run_in_threadpool(_show, request, asking, Shown(), faults)
    return await handed_out(acting, form.kind, form.why, language_of(request))


@router.post("/national/numbers")
async def take_numbers(
    request: Request, acting: Entering, posted: PostedForm
) -> Response:
    """Mark what a table given back has numbers for; rows beyond the most count as refused."""
    form, faults = posted.read(NumbersForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.READ_NATIONAL)
        return await run_in_threadpool(_show, request, asking, Shown(), faults)
    rows = numbers_in(form.table)
    given = [
        (person, record, number)
        for key, number in rows[:MOST]
        for person, _, record in [key.partition("/")]
    ]
    _, refused = await enter_each(acting, given)
    entered = len(given) - len(refused)
    return RedirectResponse(
        f"/national?entered={entered}&refused={len(rows) - entered}",
        HTTPStatus.SEE_OTHER,
    )


@router.get("/people/{person}/national")
def show_person(person: UUID, request: Request, asking: Looking) -> Response:
    """Show every record of one person and how far it is."""
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        opened.saw([person])
        row = national_of(facts_about(opened.log, person))
        actors = {str(k): name for k, name in names(opened.connection).items()}
    entries, local = entries_of(row) if row else [], in_force(asking.services.log)
    today, language = shanghai_day(asking.services.clock()), language_of(request)
    return page(
        request,
        "national_person.html",
        card=card,
        number=row.number if row else "",
        lines=[_line(each, card, local, today, language) for each in entries],
        actors=actors,
        may_enter=_may_enter(asking),
        command_ids=[str(asking.services.new_id()) for _ in entries],
    )


@router.get("/people/{person}/national/{record}")
def show_sheet(
    person: UUID, record: str, request: Request, asking: Looking
) -> Response:
    """Show the sheet to copy, on one screen."""
    return _sheet(request, asking, person, record_named(record), {})


@router.get("/people/{person}/national/{record}/sheet.pdf")
def print_sheet(person: UUID, record: str, asking: Looking) -> Response:
    """Show the same sheet as a PDF, to be copied from paper."""
    return as_file(print_copy(asking, person, record), "copy")


@router.post("/people/{person}/national/{record}")
async def enter(
    person: UUID, record: str, request: Request, acting: Entering, posted: PostedForm
) -> Response:
    """Mark it as entered and go on with the next record that waits."""
    key = record_named(record)
    asking = Asking(acting.services, acting.principal, Operation.READ_NATIONAL)
    form, faults = posted.read(NumberForm)
    if form is None:
        return await run_in_threadpool(_sheet, request, asking, person, key, faults)
    plain = {"person": str(person), "record": record, "number": form.number}
    following = await run_in_threadpool(_next, asking, person, key)
    with within_sight("person"):
        await acting.run(EnterNational(person, (key,), form.number), plain)
    return RedirectResponse(following, HTTPStatus.SEE_OTHER)


@router.post("/people/{person}/national/{record}/undoing")
async def undo(
    person: UUID, record: str, request: Request, acting: Entering, posted: PostedForm
) -> Response:
    """Take a mark back."""
    key = record_named(record)
    form, faults = posted.read(ReasonForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.READ_NATIONAL)
        return await run_in_threadpool(_sheet, request, asking, person, key, faults)
    plain = {"person": str(person), "record": record, "reason": form.reason}
    with within_sight("person"):
        await acting.run(UndoNational(person, key, form.reason), plain)
    return RedirectResponse(f"/people/{person}/national", HTTPStatus.SEE_OTHER)


def _show(
    request: Request, asking: Asking, shown: Shown, errors: dict[str, str]
) -> Response:
    today, language = shanghai_day(asking.services.clock()), language_of(request)
    local = in_force(asking.services.log)
    with asking.reading() as opened:
        found = waiting(opened.connection, limit=MOST)
        known = cards(opened.connection, sorted({each.person for each in found}))
        opened.saw(known)
    lines = [
        _line(each, known[each.person], local, today, language)
        for each in found
        if each.person in known and shown.kind in {None, each.key.kind}
    ]
    lines.sort(key=lambda line: line["clock"].due_on)
    return page(
        request,
        "national.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        lines=[ln for ln in lines if ln["clock"].is_overdue or not shown.overdue],
        overdue=sum(ln["clock"].is_overdue for ln in lines),
        waits=len(lines),
        shown=shown,
        kind_options=options(RecordKind, language),
        errors=errors,
        may_enter=_may_enter(asking),
        command_ids=[str(asking.services.new_id()) for _ in range(2)],
    )


def _line(
    entry: Entry, card: Card, local: InForce, today: date, language: Language
) -> dict[str, Any]:
    waits = entry.state in WAITING
    return {
        "entry": entry,
        "card": card,
        "clock": clock_of(entry, local, today, language) if waits else None,
    }


def _sheet(
    request: Request,
    asking: Asking,
    person: UUID,
    key: RecordKey,
    errors: dict[str, str],
) -> Response:
    today, language = shanghai_day(asking.services.clock()), language_of(request)
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        opened.saw([person])
        lines = sheet(opened, person, key, language)
        row = national_of(facts_about(opened.log, person))
        found = entries_of(row) if row else []
        entry = next((each for each in found if each.key == key), None)
        if row is None or entry is None or (not lines and entry.arose_on):
            raise Unknown(kind="record")
        following = _after(opened, person, key)
    local = in_force(asking.services.log)
    return page(
        request,
        "national_sheet.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=card,
        entry=entry,
        clock=_line(entry, card, local, today, language)["clock"],
        lines=lines,
        number=row.number,
        following=following,
        is_entered=entry.state is EntryState.ENTERED,
        errors=errors,
        may_enter=_may_enter(asking),
        command_ids=[str(asking.services.new_id()) for _ in range(2)],
    )


def _next(asking: Asking, person: UUID, key: RecordKey) -> str:
    with asking.reading() as opened:
        following = _after(opened, person, key)
        opened.showed_nobody()
    return following


def _after(opened: Reading, person: UUID, key: RecordKey) -> str:
    """Return where the next record that waits is: of the same person first."""
    found = [
        each
        for each in waiting(opened.connection, limit=MOST)
        if (each.person, each.key) != (person, key)
    ]
    chosen = next((e for e in found if e.person == person), found[0] if found else None)
    if chosen is None:
        return "/national"
    return f"/people/{chosen.person}/national/{chosen.key}"


def _may_enter(asking: Asking) -> bool:
    return bool(purposes(asking.principal.role, Operation.ENTER_NATIONAL))
