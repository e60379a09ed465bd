"""Follow-ups that wait to be confirmed, and confirming one from the chart."""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.pages import page
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.registry.confirmation import ConfirmFollowUp
from domain.rules.access import Operation
from projections.confirmations import awaiting
from projections.person_card import cards

router: Final = APIRouter(include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.CONFIRM_FOLLOW_UP)]
Confirming = Annotated[Acting, acting(Operation.CONFIRM_FOLLOW_UP)]


@router.get("/confirmations")
def show_unconfirmed(request: Request, asking: Looking) -> Response:
    """Show what waits within sight."""
    with asking.reading() as opened:
        found = awaiting(opened.connection)
        known = cards(opened.connection, [row.person for row in found])
        opened.saw(known)
    lines = [
        (known[row.person], each)
        for row in found
        if row.person in known
        for each in row.waiting
    ]
    return page(request, "confirmations.html", lines=lines)


@router.post("/people/{person}/follow-ups/{follow_up}/confirmation")
async def confirm_follow_up(
    person: UUID, follow_up: UUID, acting: Confirming
) -> Response:
    """Confirm a follow-up in one's own name."""
    plain = {"person": str(person), "follow_up": str(follow_up)}
    with within_sight("person"):
        recorded = await acting.run(ConfirmFollowUp(person, follow_up), plain)
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
