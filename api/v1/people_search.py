"""Finds people by name, pinyin, initials or ID number, within sight; nothing in the URL."""

from typing import Annotated, Final, Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.reading import Reading
from api.services import Services
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer, Body
from api.v1.people import ID_NUMBER
from domain.registry.identities import holder_of
from domain.rules.access import Operation
from domain.values.identity import normalised
from domain.values.registration import Sex
from projections.name_search import search
from projections.person_card import Card, cards

router: Final = APIRouter(prefix="/api/v1/people/search", tags=["people"])

MOST: Final = 50


class SearchBody(Body):
    """What to look for: either words or an ID number."""

    words: str | None = Field(
        None,
        title="Name, pinyin or initials",
        min_length=1,
        max_length=64,
        examples=["ysj"],
    )
    id_number: str | None = Field(
        None, title="A whole ID number", min_length=1, max_length=40, examples=[None]
    )
    limit: int = Field(20, title="How many at most", ge=1, le=MOST, examples=[20])

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.words is None) == (self.id_number is None):
            raise PydanticCustomError("one_of", "either words or a number")
        return self


class FoundPerson(Answer):
    """Somebody found: enough to tell people of one name apart."""

    id: UUID
    name: str = Field(title="Name", examples=["演示甲"])
    sex: Sex = Field(title="Sex (GB/T 2261.1)", examples=["1"])
    birth_date: str | None = Field(title="Day or year of birth", examples=["1905"])
    village: str = Field(title="Village", examples=["990101001001"])
    address: str = Field(title="Address", examples=["演示路1号"])
    is_provisional: bool = Field(title="Whether still to be identified")

    @classmethod
    def of(cls, card: Card) -> "FoundPerson":
        """Return a card's answer."""
        return cls(
            id=card.person,
            name=card.name,
            sex=Sex(card.sex or Sex.UNKNOWN),
            birth_date=card.birth_date,
            village=card.division,
            address=card.address,
            is_provisional=card.provisional,
        )


class SearchAnswer(Answer):
    """Who was found, in the order of the names' reading."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[FoundPerson]


@router.post("", openapi_extra=QUESTION)
def search_people(
    body: SearchBody,
    asking: Annotated[Asking, asking(Operation.SEARCH_PEOPLE)],
) -> SearchAnswer:
    """Find people within sight; what was searched for is noted as an HMAC only."""
    with asking.reading() as opened:
        people = _found(body, opened, asking.services)
        known = cards(opened.connection, people)
        opened.saw(known)
    found = [known[person] for person in people if person in known]
    return SearchAnswer(
        position=opened.position, items=[FoundPerson.of(card) for card in found]
    )


def _found(body: SearchBody, opened: Reading, services: Services) -> list[UUID]:
    if body.words is not None:
        opened.searched(body.words)
        return search(opened.connection, opened.divisions, body.words, body.limit)
    number = normalised(body.id_number or "")
    opened.searched(number)
    holder = holder_of(opened.log, services.claim(ID_NUMBER, number))
    return [holder] if holder else []
