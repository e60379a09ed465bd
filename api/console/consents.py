"""Whose consent is to be asked, answered on the spot."""

from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.choices import options
from api.console.pages import page
from api.console.reasons import said
from api.language import language_of
from api.v1.asking import Asking, asking
from domain.registry.record import answer_means
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.registration import ConsentAnswer
from projections.consents import how_many_to_ask, to_ask
from projections.person_card import cards

router: Final = APIRouter(include_in_schema=False)

SHOWN: Final = 200

Looking = Annotated[Asking, asking(Operation.READ_DUE_LIST)]


@router.get("/consents")
def show_consents(request: Request, asking: Looking) -> Response:
    """Show whom to ask, longest waiting first, with the answer's form beside."""
    today = shanghai_day(asking.services.clock()).isoformat()
    language = language_of(request)
    with asking.reading() as opened:
        found = to_ask(opened.connection, today, limit=SHOWN)
        known = cards(opened.connection, [row.person for row in found])
        opened.saw(known)
    lines = [
        {
            "row": row,
            "card": known[row.person],
            "whys": [said(why, language) for why in answer_means(row.answer)],
            "command_id": str(asking.services.new_id()),
        }
        for row in found
        if row.person in known and not known[row.person].left_by
    ]
    return page(
        request,
        "consents.html",
        lines=lines,
        today=today,
        answers=options(ConsentAnswer, language),
        may_answer=bool(purposes(asking.principal.role, Operation.RECORD_CONSENT)),
    )


def consents_waiting(asking: Asking) -> dict[str, Any]:
    """Return how many are to be asked within sight, for the home page."""
    today = shanghai_day(asking.services.clock()).isoformat()
    with asking.reading() as opened:
        opened.showed_nobody()
        return {"consents": how_many_to_ask(opened.connection, today)}
