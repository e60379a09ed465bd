"""Finds people: by name, pinyin, initials or ID number; nothing of it in the address."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.forms import PostedForm
from api.console.pages import page
from api.printing.paper_number import people_numbered
from api.reading import Reading
from api.services import Services
from api.v1.asking import Asking, asking
from api.v1.people import ID_NUMBER
from domain.registry.identities import holder_of
from domain.rules.access import Operation, purposes
from domain.values.identity import normalised
from projections.name_search import search
from projections.person_card import Card, cards, people_between

router: Final = APIRouter(include_in_schema=False)

MOST: Final = 30
LONGEST: Final = 64
ID_NUMBER_DIGITS: Final = 15

Searching = Annotated[Asking, asking(Operation.SEARCH_PEOPLE)]


@router.get("/people")
def show_search(request: Request, asking: Searching) -> Response:
    """Show the search, with nobody found yet."""
    return _page(request, asking, "", None)


@router.post("/people")
def find_people(request: Request, asking: Searching, posted: PostedForm) -> Response:
    """Show who the words may mean; a part of a page shows only them."""
    words = posted.value("words").strip()[:LONGEST]
    if not words:
        return _page(request, asking, "", None)
    with asking.reading() as opened:
        people = found_people(opened, asking.services, words)
        known = cards(opened.connection, people)
        opened.saw(known)
    return _page(request, asking, words, [known[p] for p in people if p in known])


def found_people(opened: Reading, services: Services, words: str) -> list[UUID]:
    """Return whom the words may mean; the search is noted."""
    number = normalised(words)
    opened.searched(number if _is_number(number) else words)
    if between := people_numbered(words):
        return people_between(opened.connection, *between)
    if _is_number(number):
        holder = holder_of(opened.log, services.claim(ID_NUMBER, number))
        return [holder] if holder else []
    return search(opened.connection, opened.divisions, words, MOST)


def _is_number(text: str) -> bool:
    return len(text) >= ID_NUMBER_DIGITS and text[:-1].isdigit()


def _page(
    request: Request, asking: Asking, words: str, found: list[Card] | None
) -> Response:
    is_part = request.headers.get("hx-request") == "true"
    return page(
        request,
        "people_found.html" if is_part else "people.html",
        words=words,
        paper=words.upper() if people_numbered(words) else "",
        found=found,
        most=MOST,
        may_register=bool(purposes(asking.principal.role, Operation.REGISTER_PERSON)),
    )
