"""Who on the register may be the person somebody is about to enter; nothing in the URL."""

from typing import Annotated, Final

from fastapi import APIRouter

from api.v1.alike import alike
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.fields import Village
from api.v1.models import Answer, Body
from api.v1.people_search import FoundPerson
from api.v1.person_body import IdentityBody
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1/people/possible-duplicates", tags=["people"])


class ComingBody(Body):
    """Who is about to be entered, and where they live."""

    identity: IdentityBody
    village: Village


class DuplicatesAnswer(Answer):
    """Whom it may be: same birth, same township, a name written or read alike."""

    items: list[FoundPerson]


@router.post("", openapi_extra=QUESTION)
def find_possible_duplicates(
    body: ComingBody,
    asking: Annotated[Asking, asking(Operation.REGISTER_PERSON)],
) -> DuplicatesAnswer:
    """Show who within sight may be the same person, before entering them."""
    found = alike(asking, body.identity.identity(), body.village)
    return DuplicatesAnswer(items=[FoundPerson.of(card) for card in found.values()])
