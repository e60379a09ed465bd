"""The forms of a person on paper, and blank ones for a round of visits."""

from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.console.due import DueQuery
from api.console.pages import page
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
from api.v1.asking import Asking, asking
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day

router: Final = APIRouter(include_in_schema=False)

Printing = Annotated[Asking, asking(Operation.PRINT_FORM)]


@router.get("/people/{person}/forms")
def show_forms(person: UUID, request: Request, asking: Printing) -> Response:
    """Show which forms can be printed, each occasion by its day."""
    with asking.reading() as opened:
        filled = filled_from(opened, person)
    return page(
        request,
        "forms.html",
        card=filled.card,
        forms=[(form, occasions_of(form, filled)) for form in FORMS.values()],
    )


@router.get("/people/{person}/forms/{number}.pdf")
def print_form(
    person: UUID, number: int, asking: Printing, one: UUID | None = None
) -> Response:
    """Show a form as a PDF; `one` is the occasion, the latest when nobody says."""
    by = printer(asking)
    form = form_numbered(number)
    with asking.reading() as opened:
        sheet = sheet_of(form, filled_from(opened, person), one, by)
    return as_file(printed([sheet], by), f"form-{number}")


@router.get("/due/forms.pdf")
def print_blank_forms(
    asking: Printing, query: Annotated[DueQuery, Query()]
) -> Response:
    """Show the round's list and a blank form 8 for everybody on it as one PDF."""
    by = printer(asking)
    until = shanghai_day(by.now) + timedelta(days=query.ahead)
    with asking.reading() as opened:
        sheets = blank_follow_ups(opened, query.village, query.unit, until, by)
    return as_file(printed(sheets, by), "form-8-blank")


def as_file(pdf: bytes, name: str) -> Response:
    """Return a PDF that opens in the browser; its name tells nothing about anybody."""
    return Response(
        pdf,
        media_type=PDF,
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
