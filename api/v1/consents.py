"""Whose consent is to be asked: never asked, or a year after a refusal or a withdrawal."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import Request

from api.paging import PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.registration import ConsentAnswer
from projections.consents import ConsentRow, to_ask

router: Final = APIRouter(prefix="/api/v1", tags=["people"])


class ConsentsQuery(PageQuery, AsOfQuery):
    """To be asked by which day."""

    day: date | None = Field(None, description="That day; left out: today in China.")


class ToAskLine(Answer):
    """One person who is to be asked."""

    person: UUID
    answer: ConsentAnswer = Field(title="Answer on record", examples=["refused"])
    signed_on: date | None = Field(title="Answered on", examples=["2025-03-02"])
    ask_on: date = Field(title="To be asked on", examples=["2026-03-02"])

    @classmethod
    def of(cls, row: ConsentRow) -> "ToAskLine":
        """Return a row's line."""
        return cls(
            person=row.person,
            answer=ConsentAnswer(row.answer),
            signed_on=date.fromisoformat(row.signed_on) if row.signed_on else None,
            ask_on=date.fromisoformat(row.ask_on),
        )


class ToAskAnswer(Answer):
    """One page of those who are to be asked."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[ToAskLine]


@router.get("/consents-to-ask", openapi_extra=QUESTION)
def list_consents_to_ask(
    query: Annotated[ConsentsQuery, Query()],
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_DUE_LIST)],
) -> ToAskAnswer:
    """List whose consent is to be asked: everybody on it is registered all the same."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    day = (query.day or shanghai_day(asking.services.clock())).isoformat()
    with asking.reading() as opened:
        at = position_of(query, opened)
        found = to_ask(
            opened.connection,
            day,
            after=(str(after[0]), UUID(str(after[1]))) if after else None,
            limit=query.limit + 1,
            at=at,
        )
        page = cut(found, query.limit, lambda row: (row.ask_on, str(row.person)))
        opened.saw(row.person for row in page.lines)
    link_next(request, response, key, page.after)
    return ToAskAnswer(
        position=opened.position if at is None else at,
        items=[ToAskLine.of(row) for row in page.lines],
    )
