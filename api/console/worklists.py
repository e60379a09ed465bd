"""Lists of work beside the due list, a tab each: who is on it, why, and the way to do it."""

from collections.abc import Mapping
from itertools import islice
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.console.pages import page, written
from api.console.reasons import said
from api.language import Language, language_of, msg
from api.paging import PageQuery, cursors, cut
from api.v1.asking import Asking, asking
from api.worklist_lines import WorkLine, lines
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.person_card import Card, cards
from projections.worklists import Listed, Within

router: Final = APIRouter(include_in_schema=False)

TABS: Final[Mapping[Listed, tuple[str, str, str, Operation]]] = {
    Listed.UNREACHED: (
        msg("Not reached"),
        msg(
            "Try again within two weeks; three misses over more than a month are a loss."
        ),
        "contacts/new",
        Operation.NOTE_CONTACT,
    ),
    Listed.LOST: (
        msg("Lost to follow-up"),
        msg("Report in writing at once, and go on looking."),
        "standing#report",
        Operation.RECORD_LOSS,
    ),
    Listed.AWAY: (
        msg("Away"),
        msg("Away with a telephone stays due. Whereabouts unknown begins a loss."),
        "standing#away",
        Operation.RECORD_LOSS,
    ),
    Listed.HOME: (
        msg("Home for a while"),
        msg(
            "While they are home: face visit, check-up, bloods, injection, "
            "where they go next, and medicine for the time."
        ),
        "follow-ups/new",
        Operation.RECORD_FOLLOW_UP,
    ),
    Listed.LONG_UNSEEN: (
        msg("Half a year without a face visit"),
        msg("See the person themselves, at home or as an out-patient."),
        "follow-ups/new",
        Operation.RECORD_FOLLOW_UP,
    ),
    Listed.FEWER_THAN_FOUR: (
        msg("Fewer than four this year"),
        msg("As things are planned, the year ends with fewer than four follow-ups."),
        "follow-ups/new",
        Operation.RECORD_FOLLOW_UP,
    ),
    Listed.IN_HOSPITAL: (
        msg("In hospital"),
        msg("To be confirmed again at each interval."),
        "follow-ups/new",
        Operation.RECORD_FOLLOW_UP,
    ),
    Listed.LOWERING: (
        msg("Lower grade to confirm"),
        msg("Lowered from 3 or more: a second person confirms, until then it stands."),
        "danger#lowering",
        Operation.CONFIRM_LOWERING,
    ),
    Listed.FORM_OWED: (
        msg("Follow-up form to complete"),
        msg("A quick report went first; the form follows within 24 hours."),
        "follow-ups/new",
        Operation.RECORD_FOLLOW_UP,
    ),
    Listed.LOCKED_UP: (
        msg("Locked up"),
        msg("To be ended: treatment first, then release."),
        "danger",
        Operation.RECORD_LOCKING,
    ),
}
"""Each list: its name, what it is for, where on the chart the work is done, and who may."""

Looking = Annotated[Asking, asking(Operation.READ_DUE_LIST)]


class WorklistQuery(PageQuery):
    """Which list, of which village."""

    listed: Listed = Listed.UNREACHED
    village: str = Field("", pattern=r"^[0-9]{0,12}$")


@router.get("/worklists")
def show_worklist(
    request: Request, asking: Looking, query: Annotated[WorklistQuery, Query()]
) -> Response:
    """Show one list as of today."""
    moment = asking.services.clock()
    today = shanghai_day(moment)
    key = cursors(asking.services.cursor_key, request)
    after = key.open(query.cursor)
    within = Within(
        division=query.village, after=UUID(str(after[0])) if after else None
    )
    with asking.reading() as opened:
        found = islice(lines(opened, query.listed, today, within), query.limit + 1)
        shown = cut(list(found), query.limit, lambda line: (str(line.row.person),))
        known = cards(opened.connection, [line.row.person for line in shown.lines])
        opened.saw(known)
    language = language_of(request)
    name, what, where, does = TABS[query.listed]
    return page(
        request,
        "worklists.html",
        tabs=[(each.value, language.text(tab[0])) for each, tab in TABS.items()],
        listed=query.listed.value,
        name=language.text(name),
        what=language.text(what),
        where=where,
        does=does,
        lines=[
            _line(line, known[line.row.person], language)
            for line in shown.lines
            if line.row.person in known
        ],
        today=today.isoformat(),
        now=written(moment),
        next=_next(request, key.seal(shown.after)) if shown.after else None,
    )


def _line(line: WorkLine, card: Card, language: Language) -> dict[str, Any]:
    return {
        "card": card,
        "row": line.row,
        "since": line.since,
        "do_by": line.do_by,
        "do_by_time": line.do_by_time,
        "made": line.made,
        "asked": line.asked,
        "because": [said(why, language) for why in line.because],
    }


def _next(request: Request, cursor: str) -> str:
    address = request.url.include_query_params(cursor=cursor)
    return f"{address.path}?{address.query}"
