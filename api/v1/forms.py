"""The work forms as PDF: a person's, filled in, and blank ones for a round of visits."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.printing.every import FORMS
from api.printing.making import (
    PDF,
    blank_follow_ups,
    filled_from,
    form_numbered,
    occasions_of,
    printed,
    printer,
    sheet_of,
)
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day

router: Final = APIRouter(prefix="/api/v1", tags=["forms"])

A_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {}}, "description": "The sheets, A4."}
}

Printing = Annotated[Asking, asking(Operation.PRINT_FORM)]


class FormQuery(AsOfQuery):
    """Which occasion, as of when."""

    one: UUID | None = Field(
        None, description="Which occasion; the latest when left out."
    )


class OccasionAnswer(Answer):
    """One filled-in form among several of its kind."""

    id: UUID = Field(title="What `one` takes")
    words: str = Field(title="Its day, or other words", examples=["2026-03-02"])


class FormAnswer(Answer):
    """A form that can be printed."""

    number: int = Field(title="Number among the work forms of 2018", examples=[8])
    title: str = Field(title="Title", examples=["严重精神障碍患者随访服务记录表"])
    is_official: bool = Field(title="Whether the official layout is known")
    source: str = Field(title="Where its fields come from", examples=["C4"])
    occasions: list[OccasionAnswer]


class FormsAnswer(Answer):
    """A person's forms."""

    items: list[FormAnswer]


@router.get("/people/{person}/forms", openapi_extra=QUESTION)
def list_forms(person: UUID, asking: Printing) -> FormsAnswer:
    """List the forms of a person that can be printed, each occasion with its id."""
    with asking.reading() as opened:
        filled = filled_from(opened, person)
    return FormsAnswer(
        items=[
            FormAnswer(
                number=form.number,
                title=form.title,
                is_official=form.is_official,
                source=form.source,
                occasions=[
                    OccasionAnswer(id=each.one, words=each.words)
                    for each in occasions_of(form, filled)
                ],
            )
            for form in FORMS.values()
        ]
    )


@router.get(
    "/people/{person}/forms/{number}",
    openapi_extra=QUESTION,
    response_class=Response,
    responses=A_PDF,
)
def read_form(
    person: UUID,
    number: int,
    query: Annotated[FormQuery, Query()],
    asking: Printing,
) -> Response:
    """Return a form as PDF, as it stands or stood; a noted look like any other."""
    by = printer(asking)
    form = form_numbered(number)
    with asking.reading() as opened:
        filled = filled_from(opened, person, position_of(query, opened))
        sheet = sheet_of(form, filled, query.one, by)
    return Response(printed([sheet], by), media_type=PDF)


@router.get(
    "/due-list/forms",
    openapi_extra=QUESTION,
    response_class=Response,
    responses=A_PDF,
)
def read_blank_forms(
    asking: Printing,
    day: Annotated[
        date | None,
        Query(description="Due on or before this day; left out: today in China."),
    ] = None,
    village: Annotated[
        str,
        Query(description="Only those of a village.", pattern=r"^[0-9]{0,12}$"),
    ] = "",
    unit: Annotated[
        UUID | None, Query(description="Only those of one responsible unit.")
    ] = None,
) -> Response:
    """Return the list of a round of visits and a blank form 8 for each on it, as PDF.

    A blank sheet's number finds the person when it is entered later. At most 200 sheets.
    """
    by = printer(asking)
    until = day or shanghai_day(by.now)
    with asking.reading() as opened:
        sheets = blank_follow_ups(opened, village, str(unit or ""), until, by)
    return Response(printed(sheets, by), media_type=PDF)
