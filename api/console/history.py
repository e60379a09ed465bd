"""A person's history as of any moment: every fact, in words, with who recorded it."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.pages import page, written
from api.console.sentences import Speaker
from api.language import language_of, msg
from api.v1.asking import Asking, asking
from api.v1.sight import seen_card
from domain.registry.known import whole
from domain.registry.taking_back import Way, ways_of
from domain.rules.access import Operation, purposes
from domain.values.calendar import SHANGHAI
from domain.values.people import Channel, Purpose, Role
from projections.accounts import names
from projections.history import Line, lines, without_tags
from projections.moments import position_at
from projections.offices import all_offices

router: Final = APIRouter(prefix="/people/{person}", include_in_schema=False)

NOT_A_MOMENT: Final = msg(
    "Give a position of the record, or a moment like 2026-03-02T14:10."
)
MOST: Final = 100
"""How many facts a page shows."""

RETRACTED: Final = Way.RETRACTED.value

GREATEST: Final = 2**63 - 1

Remembering = Annotated[Asking, asking(Operation.READ_HISTORY)]


@router.get("/history")
def show_history(
    person: UUID, request: Request, asking: Remembering, as_of: str = "", upto: int = 0
) -> Response:
    """Show every fact on record by a moment or a position, the newest first.

    `upto` is where an older page begins.
    """
    language, as_of = language_of(request), as_of.strip()
    asked = moment_of(as_of)
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        last = opened.log.last_position()
        at = position_at(opened.log, asked) if isinstance(asked, datetime) else asked
        then = last if at is None else min(at, last)
        every = whole(opened.log, person, then)
        facts = [f for f in every if upto <= 0 or f.position <= upto]
        if not purposes(asking.principal.role, Operation.READ_TAGS):
            facts = without_tags(facts)
        offices = all_offices(opened.connection)
        actors = names(opened.connection)
        opened.saw([person])
    speaker = Speaker(
        language, {str(key): row.name for key, row in offices.items()}, written
    )
    shown = [_row(line, speaker, actors) for line in lines(facts[-MOST:], every)]
    is_wrong = bool(as_of) and asked is None
    return page(
        request,
        "history.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK,
        card=card,
        may_retract=bool(purposes(asking.principal.role, Operation.RETRACT_FACT)),
        rows=shown[::-1],
        as_of=as_of,
        error=language.text(NOT_A_MOMENT) if is_wrong else "",
        position=then,
        older=facts[-MOST - 1].position if len(facts) > MOST else 0,
    )


def moment_of(text: str) -> int | datetime | None:
    """Return a position, or an instant, in China's time where none is said."""
    if text.isascii() and text.isdigit():
        return min(int(text[:20]), GREATEST)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def _row(line: Line, speaker: Speaker, actors: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "line": line,
        "can_retract": RETRACTED in ways_of(line.topic),
        "sentence": speaker.sentence(line),
        "further": speaker.further(line),
        "name": actors.get(line.actor, ""),
        "role": Role(line.role),
        "purpose": Purpose(line.purpose),
        "channel": Channel(line.channel),
        "office": speaker.offices.get(str(line.organisation), ""),
    }
