"""Who is due and who is overdue today: each day with its reason, the longest waiting first."""

from datetime import date, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.console.attempts import attempt, counts, explanation, missed
from api.console.pages import page
from api.console.places import place
from api.console.reasons import kept
from api.language import language_of
from api.paging import PageQuery, cursors, cut
from api.v1.asking import Asking, asking
from domain.registry.rule_settings import in_force
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from projections.due_list import Due, due_by
from projections.offices import OfficeRow, all_offices
from projections.person_card import Card, cards

router: Final = APIRouter(include_in_schema=False)

SOON: Final = (0, 7, 14, 30)
"""How many days ahead may be shown."""

Looking = Annotated[Asking, asking(Operation.READ_DUE_LIST)]


class DueQuery(PageQuery):
    """Which lines: of a village, of a unit, how far ahead."""

    village: str = Field("", pattern=r"^[0-9]{0,12}$")
    unit: str = Field("", max_length=36)
    ahead: int = Field(7, ge=0, le=60)


@router.get("/due")
def show_due(
    request: Request, asking: Looking, query: Annotated[DueQuery, Query()]
) -> Response:
    """Show both lists as of today."""
    today = shanghai_day(asking.services.clock())
    key = cursors(asking.services.cursor_key, request)
    after = key.open(query.cursor)
    with asking.reading() as opened:
        found = due_by(
            opened.connection,
            (today + timedelta(days=query.ahead)).isoformat(),
            after=(str(after[0]), UUID(str(after[1]))) if after else None,
            limit=query.limit + 1,
            unit=query.unit or None,
            division=query.village,
        )
        lines = cut(found, query.limit, _sorted_by)
        known = cards(opened.connection, [due.person for due in lines.lines])
        offices = all_offices(opened.connection)
        local = in_force(opened.log)
        opened.saw(known)
    language = language_of(request)
    shown: list[dict[str, Any]] = [
        _line(due, known[due.person], offices, today)
        | {
            "reasons": kept(due.because, language),
            "attempt": attempt(due, today, language),
            "counts": counts(due, today, local, language),
            "missed": missed(due, language),
            "explained": explanation(due, local, language),
            "command_id": str(asking.services.new_id()),
        }
        for due in lines.lines
        if due.person in known
    ]
    return page(
        request,
        "due.html",
        overdue=[line for line in shown if line["days"] > 0],
        due=[line for line in shown if line["days"] <= 0],
        today=today.isoformat(),
        query=query,
        may_note=bool(purposes(asking.principal.role, Operation.NOTE_CONTACT)),
        soon=SOON,
        villages=_villages(offices, opened.divisions),
        units=_units(offices, opened.divisions),
        next=_next(request, key.seal(lines.after)) if lines.after else None,
    )


def _line(
    due: Due, card: Card, offices: dict[UUID, OfficeRow], today: date
) -> dict[str, Any]:
    unit = offices.get(UUID(due.unit)) if due.unit else None
    due_on = date.fromisoformat(due.due_on or "")
    return {
        "card": card,
        "due_on": due.due_on,
        "days": (today - due_on).days,
        "visited_on": due.visited_on,
        "unit": unit.name if unit else "",
    }


def _sorted_by(due: Due) -> tuple[str, str]:
    return due.due_on or "", str(due.person)


def _next(request: Request, cursor: str) -> str:
    address = request.url.include_query_params(cursor=cursor)
    return f"{address.path}?{address.query}"


def _villages(
    offices: dict[UUID, OfficeRow], divisions: list[str]
) -> list[tuple[str, str]]:
    codes = {s["village"] for row in offices.values() for s in row.services}
    within = tuple(divisions)
    return [(code, place(code)) for code in sorted(codes) if code.startswith(within)]


def _units(
    offices: dict[UUID, OfficeRow], divisions: list[str]
) -> list[tuple[str, str]]:
    kinds = {"township_hospital", "village_clinic", "hospital"}
    return [
        (str(key), row.name)
        for key, row in offices.items()
        if row.kind in kinds and row.division.startswith(tuple(divisions))
    ]
