"""Who is due an injection, a medicine to pick up, a check or the yearly check-up."""

from datetime import date, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.console.choices import shown
from api.console.pages import page
from api.console.reasons import kept, said
from api.language import Language, language_of, msg
from api.paging import PageQuery, cursors, cut
from api.v1.asking import Asking, asking
from api.v1.medicine_due import way_on_of
from domain.registry.check_ups import check_up_due, year_of_check_ups
from domain.registry.medication import covered
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.laboratory import LabCheck
from domain.values.stock import Programme
from projections.check_up_due import counted, without_since
from projections.medicine_due import Kind, MedicineDue, awaited, due_by, enrolled
from projections.person_card import Card, cards

router: Final = APIRouter(include_in_schema=False)

KINDS: Final = {
    Kind.INJECTION: msg("Injections"),
    Kind.PICK_UP: msg("Medicine to pick up"),
    Kind.LABORATORY: msg("Checks the medicine calls for"),
}
AHEAD: Final = 14
"""How many days ahead the page shows what is due."""

Looking = Annotated[Asking, asking(Operation.READ_DUE_LIST)]


class DueQuery(PageQuery):
    """Which kind of thing, and how far ahead."""

    kind: Kind = Kind.INJECTION
    ahead: int = Field(AHEAD, ge=0, le=60)


class ProgrammeQuery(PageQuery):
    """Which programme."""

    programme: Programme = Programme.FREE_MEDICINE


@router.get("/medicine-due")
def show_medicine_due(
    request: Request, asking: Looking, query: Annotated[DueQuery, Query()]
) -> Response:
    """Show who is due one kind of thing, the longest waiting first."""
    today = shanghai_day(asking.services.clock())
    until = (today + timedelta(days=query.ahead)).isoformat()
    key = cursors(asking.services.cursor_key, request)
    after = key.open(query.cursor)
    with asking.reading() as opened:
        found = due_by(
            opened.connection,
            query.kind,
            until,
            after=(str(after[0]), UUID(str(after[1]))) if after else None,
            limit=query.limit + 1,
        )
        lines = cut(
            found,
            query.limit,
            lambda row: (row.due_on(query.kind) or "", str(row.person)),
        )
        people, overdue = awaited(opened.connection, query.kind, today.isoformat())
        known = cards(opened.connection, [row.person for row in lines.lines])
        opened.saw(known)
    language = language_of(request)
    return page(
        request,
        "medicine_due.html",
        lines=[
            _line(row, known[row.person], query.kind, until, today, language)
            for row in lines.lines
            if row.person in known
        ],
        kinds=[(kind.value, language.text(words)) for kind, words in KINDS.items()],
        kind=query.kind.value,
        title=language.text(KINDS[query.kind]),
        people=people,
        overdue=overdue,
        today=today.isoformat(),
        next=_next(request, key.seal(lines.after)) if lines.after else None,
    )


@router.get("/check-ups-due")
def show_check_ups_due(
    request: Request, asking: Looking, query: Annotated[PageQuery, Query()]
) -> Response:
    """Show who has had no complete check-up this year, longest ago first."""
    today = shanghai_day(asking.services.clock())
    since = year_of_check_ups(today).isoformat()
    key = cursors(asking.services.cursor_key, request)
    after = key.open(query.cursor)
    with asking.reading() as opened:
        found = without_since(
            opened.connection,
            since,
            after=(str(after[0]), UUID(str(after[1]))) if after else None,
            limit=query.limit + 1,
        )
        lines = cut(found, query.limit, lambda row: (row.last_on, str(row.person)))
        registered, without = counted(opened.connection, since)
        known = cards(opened.connection, [row.person for row in lines.lines])
        opened.saw(known)
    language = language_of(request)
    due = check_up_due(None, today)
    return page(
        request,
        "check_ups_due.html",
        lines=[
            {"card": known[row.person], "last_on": row.last_on}
            for row in lines.lines
            if row.person in known
        ],
        due_on=due.due_on.isoformat(),
        reasons=[said(why, language) for why in due.because],
        registered=registered,
        without=without,
        next=_next(request, key.seal(lines.after)) if lines.after else None,
    )


@router.get("/programmes")
def show_programmes(
    request: Request, asking: Looking, query: Annotated[ProgrammeQuery, Query()]
) -> Response:
    """Show who is in a programme, and how many days medicine covered them."""
    today = shanghai_day(asking.services.clock())
    key = cursors(asking.services.cursor_key, request)
    after = key.open(query.cursor)
    with asking.reading() as opened:
        found = enrolled(
            opened.connection,
            query.programme.value,
            after=UUID(str(after[0])) if after else None,
            limit=query.limit + 1,
        )
        lines = cut(found, query.limit, lambda row: (str(row.person),))
        known = cards(opened.connection, [row.person for row in lines.lines])
        opened.saw(known)
    language = language_of(request)
    return page(
        request,
        "programmes.html",
        lines=[
            {
                "card": known[row.person],
                "since": row.programmes[query.programme.value],
                "pick_up_on": row.pick_up_on,
                "covered": covered([(a, b) for a, b in row.spans.values()], today),
            }
            for row in lines.lines
            if row.person in known
        ],
        programmes=[
            (each.value, shown(Programme, each, language)) for each in Programme
        ],
        programme=query.programme.value,
        today=today.isoformat(),
        next=_next(request, key.seal(lines.after)) if lines.after else None,
    )


def _line(
    row: MedicineDue,
    card: Card,
    kind: Kind,
    until: str,
    today: date,
    language: Language,
) -> dict[str, Any]:
    return {
        "card": card,
        "things": [
            _thing(name, due_on, details, kind, today, language)
            for name, due_on, details in row.what(kind)
            if due_on <= until
        ],
    }


def _thing(
    name: str,
    due_on: str,
    details: dict[str, Any],
    kind: Kind,
    today: date,
    language: Language,
) -> dict[str, Any]:
    way = way_on_of(details, today) if kind is Kind.INJECTION else None
    is_check = kind is Kind.LABORATORY
    return {
        "name": shown(LabCheck, name, language) if is_check else name,
        "due_on": due_on,
        "days": (today - date.fromisoformat(due_on)).days,
        "last_on": details.get("given_on") or details.get("handed_on") or "",
        "way": way,
        "told": details.get("told", ()),
        "reasons": [said(why, language) for why in way.because]
        if way
        else kept(details.get("because"), language),
    }


def _next(request: Request, cursor: str) -> str:
    address = request.url.include_query_params(cursor=cursor)
    return f"{address.path}?{address.query}"
