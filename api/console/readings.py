"""Who looked at a person, when, in which role and for what (查阅记录)."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.console.looks import LOOKS_AT
from api.console.pages import page
from api.language import Language, language_of
from api.paging import PageQuery, cursors, cut
from api.v1.asking import Asking, asking
from api.v1.sight import seen_card
from domain.rules.access import Operation
from domain.values.people import Purpose, Role
from projections.accounts import names
from projections.readings import ReadingRow, of_person

router: Final = APIRouter(prefix="/people/{person}", include_in_schema=False)

Watching = Annotated[Asking, asking(Operation.READ_READING_LOG)]


@router.get("/readings")
def show_readings(
    person: UUID,
    request: Request,
    asking: Watching,
    query: Annotated[PageQuery, Query()],
) -> Response:
    """Show who looked at a person, newest first; this look is noted too."""
    sealed = cursors(asking.services.cursor_key, request)
    after = sealed.open(query.cursor)
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        found = of_person(
            opened.connection,
            person,
            after=(datetime.fromisoformat(str(after[0])), UUID(str(after[1])))
            if after
            else None,
            limit=query.limit + 1,
        )
        actors = names(opened.connection)
        opened.saw([person])
    cut_off = cut(found, query.limit, _sorted_by)
    language = language_of(request)
    return page(
        request,
        "readings.html",
        card=card,
        rows=[
            _row(row, actors.get(row.actor, ""), language) for _, row in cut_off.lines
        ],
        after=f"{request.url.path}?cursor={sealed.seal(cut_off.after)}"
        if cut_off.after
        else None,
    )


def _row(row: ReadingRow, name: str, language: Language) -> dict[str, Any]:
    return {
        "row": row,
        "name": name,
        "role": Role(row.role),
        "purpose": Purpose(row.purpose),
        "operation": language.text(LOOKS_AT.get(row.operation, row.operation)),
    }


def _sorted_by(line: tuple[UUID, ReadingRow]) -> tuple[str, str]:
    key, row = line
    return row.read_at.isoformat(), str(key)
