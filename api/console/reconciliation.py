"""Whether all were told: the county's and the auditor's page (告知核对), for any day."""

from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.history import NOT_A_MOMENT, moment_of
from api.console.pages import page
from api.language import Language, language_of, msg
from api.told_per_receiver import ReceiverLine, by_receiver
from api.v1.asking import Asking, asking
from api.v1.reconciliation import weighed
from domain.registry.reconciliation import Because, State
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.moments import position_at
from projections.offices import all_offices
from projections.person_card import cards

router: Final = APIRouter(prefix="/notices/reconciliation", include_in_schema=False)

MOST: Final = 100

WORDS: Final = {
    Because.IMPORTED: msg("imported: on the list of existing cases"),
    Because.NOT_CURRENT: msg("not the grade that stood when it was recorded"),
    Because.ERASED: msg("the person's record was erased"),
    Because.NOBODY: msg("neither an office nor a stand-in is entered"),
    Because.USE_STOPPED: msg("consent withdrawn: helpers are not told"),
    Because.OFFICE_CHANGED: msg("another office served the village when it was told"),
    Because.NO_LONGER_ASKED: msg("a correction nobody needs any more"),
    Because.NOT_YET_DUE: msg("just recorded"),
}

Looking = Annotated[Asking, asking(Operation.READ_NOTICE_ANSWERS)]


@router.get("")
def show_reconciliation(
    request: Request, asking: Looking, day: date | None = None, as_of: str = ""
) -> Response:
    """Show of each receiver: had to be told = told + named exceptions; gaps one by one."""
    language, as_of = language_of(request), as_of.strip()
    asked = moment_of(as_of)
    day = day or shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        if isinstance(asked, datetime):
            asked = position_at(opened.log, asked)
        at = None if asked is None else min(asked, opened.position)
        found = weighed(asking, opened, day, at)
        gaps = [each.duty for each in found if each.state == State.GAP][:MOST]
        known = cards(opened.connection, [duty.person for duty in gaps])
        offices = all_offices(opened.connection)
        opened.saw(known)
    lines = by_receiver(found)
    is_wrong = bool(as_of) and asked is None
    return page(
        request,
        "reconciliation.html",
        day=day.isoformat(),
        as_of=as_of,
        error=language.text(NOT_A_MOMENT) if is_wrong else "",
        owed=sum(line.owed for line in lines),
        told=sum(line.told for line in lines),
        excepted=sum(line.excepted.total() for line in lines),
        missed=sum(line.gaps for line in lines),
        lines=[_line(line, language) for line in lines],
        gaps=[(duty, known.get(duty.person)) for duty in gaps],
        offices={key: row.name for key, row in offices.items()},
        position=opened.position if at is None else at,
    )


def _line(line: ReceiverLine, language: Language) -> dict[str, Any]:
    named = sorted(line.excepted.items())
    return {
        "row": line,
        "excepted": [(language.text(WORDS[Because(name)]), n) for name, n in named],
    }
